package import Reports

extension DueWork {
  /// The same work by the reports that do it: an edition is made with its report, which is read again
  /// and stays as it is where its figures are the same.
  package static func made(_ items: [Item], with definitions: [ReportDefinition]) -> [Item] {
    var made: [Item] = []
    for item in items {
      var item = item
      if let origin = item.definition.origin {
        guard let report = definitions.first(where: { $0.name == origin.report }) else { continue }
        item.definition = report
      }
      guard !made.contains(where: { $0.definition == item.definition && $0.days == item.days })
      else { continue }
      made.append(item)
    }
    return made
  }
}
