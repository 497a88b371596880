import Inventory
import LedgerSummary
import Reports

/// A store on a day of UTC.
struct StoreDay: Hashable {
  var day: Int32
  var store: UUIDBytes

  /// The counts of a summary, by the book's numbers of the stores.
  static func counts(_ trial: SummaryTrial, by book: StockBook) -> DayCounts {
    var counts = DayCounts()
    let numbers = trial.file.stores.map { book.storeNumber(of: $0) }
    for day in trial.counts.days {
      for (place, number) in numbers.enumerated() {
        let count = trial.counts[day, Int32(place)]
        if let number, count != 0 { counts[day, number] = count }
      }
    }
    return counts
  }

  /// The days on which there are not as many movements as there were.
  static func differences(
    _ before: DayCounts, _ now: DayCounts, days: Range<Int32>, stores: [UUIDBytes]
  ) -> [LedgerNotes.LateDay] {
    days.flatMap { day in
      stores.enumerated().compactMap { number, store in
        let (known, found) = (before[day, Int32(number)], now[day, Int32(number)])
        guard known != found, known != DayCounts.unknown else { return nil }
        return LedgerNotes.LateDay(
          store: store, day: DayCounts.start(of: day), before: Int(known), now: Int(found))
      }
    }
  }
}
