import Reports
import Values

/// One month of one side: what its rows have.
struct RolledMonth {
  typealias Key = PublishedSide.Key

  /// A store or a category in the month.
  struct Row {
    var name: String
    var figures: MonthFigures
  }

  private(set) var rows: [Key: Row] = [:]

  /// No row.
  init() {}

  /// A month that an earlier roll-forward had complete.
  init(copied rows: [Key: Row]) {
    self.rows = rows
  }

  /// The sums of the valuations of each day; `days` gives the rows of one.
  ///
  /// A month that `begins` the series has no day before it: its opening is what its first day read.
  /// After a month that is copied it opens with what that closed with: whatever was issued again since
  /// is in the late entries.
  init(
    _ month: FiscalMonths.Month, begins: Bool, after copied: RolledMonth?,
    _ days: (Day) throws -> [PublishedSide.Row]
  ) throws {
    var before: [Key: Int128] = [:]
    if !begins {
      for row in try days(month.first.advanced(by: -1)) {
        before[row.key] = row.closing
        rows[row.key] = Row(name: row.name, figures: MonthFigures(opening: row.closing))
      }
      if let copied { before = open(with: copied) }
    }
    var day = month.first
    while day <= month.last {
      var closings: [Key: Int128] = [:]
      let isFirstEver = begins && day == month.first
      for found in try days(day) {
        var row = rows[found.key] ?? Row(name: found.name, figures: MonthFigures())
        row.name = found.name
        if isFirstEver {
          row.figures.opening = found.opening
        } else {
          row.figures.add(late: found.opening - (before.removeValue(forKey: found.key) ?? 0))
        }
        row.figures.add(found.sums)
        closings[found.key] = found.closing
        rows[found.key] = row
      }
      // What is not there any more opened with nothing.
      for (key, closing) in before { rows[key]?.figures.add(late: -closing) }
      before = closings
      day = day.advanced(by: 1)
    }
    for key in rows.keys { rows[key]?.figures.closing = before[key] ?? 0 }
  }

  /// Opens each row with what a month that is copied closed with, and gives that.
  private mutating func open(with copied: RolledMonth) -> [Key: Int128] {
    var closings: [Key: Int128] = [:]
    for key in rows.keys { rows[key]?.figures.opening = 0 }
    for (key, row) in copied.rows {
      guard let closing = row.figures.closing, closing != 0 else { continue }
      closings[key] = closing
      rows[key, default: Row(name: row.name, figures: MonthFigures())].figures.opening = closing
    }
    return closings
  }

  /// Whether it opens, on each row, with what a month before it closed with.
  func joins(_ former: RolledMonth) -> Bool {
    Set(rows.keys).union(former.rows.keys).allSatisfy { key in
      let (opening, closing) = (rows[key]?.figures.opening, former.rows[key]?.figures.closing)
      return (opening ?? 0) == (closing ?? 0)
    }
  }

  /// What is known of a month that lacks a day: its ends, as far as they are there.
  init(
    incomplete month: FiscalMonths.Month, begins: Bool, known days: [Day],
    _ read: (Day) throws -> [PublishedSide.Row]
  ) throws {
    var opening: [Key: Int128]?
    var closing: [Key: Int128]?
    for day in days {
      var (openings, closings): ([Key: Int128], [Key: Int128]) = ([:], [:])
      for row in try read(day) {
        rows[row.key] = Row(name: row.name, figures: .unknown)
        (openings[row.key], closings[row.key]) = (row.opening, row.closing)
      }
      if begins, day == month.first { opening = openings }
      if !begins, day < month.first { opening = closings }
      if day == month.last { closing = closings }
    }
    for key in rows.keys {
      rows[key]?.figures.opening = opening.map { $0[key] ?? 0 }
      rows[key]?.figures.closing = closing.map { $0[key] ?? 0 }
    }
  }

  /// Whether each row has all its figures.
  var isKnown: Bool { rows.values.allSatisfy { $0.figures.closes != nil } }

  /// All rows together; nothing is known of a month that has no row and no source.
  func all(isKnown: Bool) -> MonthFigures {
    guard !rows.isEmpty || isKnown else { return .unknown }
    return rows.values.reduce(into: MonthFigures()) { $0 += $1.figures }
  }

  /// A year: the opening of its first month, the closing of its last, and the sums of all; no sums
  /// unless each month `joins` the one before it.
  init(yearOf months: [RolledMonth], joins: Bool) {
    for (place, month) in months.enumerated() {
      for (key, found) in month.rows {
        var row = rows[key] ?? Row(name: found.name, figures: MonthFigures())
        row.name = found.name
        row.figures.addFlows(joins ? found.figures : .unknown)
        if place == 0 { row.figures.opening = found.figures.opening }
        if place == months.count - 1 { row.figures.closing = found.figures.closing }
        rows[key] = row
      }
    }
  }
}

extension MonthFigures {
  fileprivate mutating func add(late: Int128) {
    self.late = self.late.map { $0 + late }
  }

  fileprivate mutating func add(_ sums: [Int128]) {
    for place in sums.indices { self.sums[place] = self.sums[place].map { $0 + sums[place] } }
  }
}
