import Schedule

extension DueWork {
  /// The requests that do the work: one for all that is read for the same days, oldest first.
  ///
  /// Reports about now are read with the newest days.
  static func requests(for items: [Item], like base: RunRequest) -> [RunRequest] {
    var requests: [RunRequest] = []
    for item in items {
      let dates = item.days.map { days in
        days.lowerBound == days.upperBound
          ? RunRequest.Dates.day(days.upperBound)
          : .range(days.lowerBound, days.upperBound)
      }
      if let last = requests.indices.last, dates == nil || requests[last].dates == dates {
        requests[last].definitions.append(item.definition)
      } else {
        var request = base
        request.definitions = [item.definition]
        request.areNamed = false
        request.completeOnly = true
        request.dates = dates ?? .lastCompleteDay
        requests.append(request)
      }
    }
    return requests
  }
}
