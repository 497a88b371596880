import Foundation
import Reports
import TestSupport
import Testing
import Values

@testable import ReportWriters

/// The rows of a query in the order of what an edition lists of them.
@Suite struct EditionRowsTests {
  private static let table = TableDefinition(
    key: "rows", title: "Rows", source: .query(file: "rows.sql"),
    columns: [
      Column(key: "name", type: .text, title: "Name"),
      Column(key: "id", type: .uuid, title: "Id"),
      Column(key: "amount", type: .decimal(scale: 3), title: "Amount"),
      Column(key: "code", type: .code, title: "Code"),
      Column(key: "day", type: .date, title: "Day"),
      Column(key: "at", type: .timestamp, title: "At"),
      Column(key: "is_there", type: .boolean, title: "Is there"),
    ])

  private static func row(_ random: inout SeededRandom) -> RowBuffer {
    func maybe(_ cell: Cell, _ random: inout SeededRandom) -> Cell {
      Int.random(in: 0..<8, using: &random) == 0 ? .null : cell
    }
    var row = RowBuffer()
    let texts = ["", "a", "ab", "a\u{0}", "a\u{0}b", "ชา", "b"]
    func text(_ random: inout SeededRandom) -> String {
      texts[Int.random(in: 0..<texts.count, using: &random)]
    }
    row.append(text: text(&random))
    row.append(
      maybe(.uuid(UUIDBytes(high: .random(in: 0...3, using: &random), low: 1 << 63)), &random))
    let numbers: [Int128] = [.min, -1, 0, 1, .max, 1 << 64, -1 << 64]
    row.append(maybe(.number(numbers[Int.random(in: 0..<7, using: &random)]), &random))
    row.append(text: text(&random))
    row.append(
      maybe(.date(Day(daysSinceEpoch: .random(in: -2...2, using: &random))), &random))
    row.append(
      maybe(.timestamp(Instant(microseconds: .random(in: -2...2, using: &random))), &random))
    row.append(maybe(.boolean(.random(using: &random)), &random))
    return row
  }

  /// What a row says, and in the order in which its cells count.
  private static func cells(_ row: RowBuffer) -> [String] {
    row.cells.indices.map { row.string($0) ?? "\(row.cells[$0])" }
  }

  @Test(arguments: [0, 1, 700]) func `rows come back as they were, however little memory there is`(
    count: Int
  ) throws {
    try withTemporaryFolder { folder in
      var orders: [[[String]]] = []
      for memory in [1, 2_000, 1 << 20] {
        for seed in [1, 1] as [UInt64] {
          var random = SeededRandom(seed: seed)
          var rows = (0..<count).map { _ in Self.row(&random) }
          let given = rows.map(Self.cells).sorted { $0.lexicographicallyPrecedes($1) }
          var shuffling = SeededRandom(seed: UInt64(memory))
          rows.shuffle(using: &shuffling)
          var sorter = RowSorter(Self.table, folder: folder, memory: memory)
          for row in rows { try sorter.add(row) }
          var found: [[String]] = []
          var ids: [UInt64?] = []
          try sorter.forEach { (row) throws(ReportWriteError) in
            found.append(Self.cells(row))
            if case .uuid(let id) = row.cells[1] { ids.append(id.high) } else { ids.append(nil) }
          }
          #expect(found.sorted { $0.lexicographicallyPrecedes($1) } == given)
          // Ids first, none before any.
          #expect(ids.map { $0.map(Int.init) ?? -1 } == ids.map { $0.map(Int.init) ?? -1 }.sorted())
          orders.append(found)
        }
      }
      // The order is told by the cells alone.
      #expect(Set(orders).count == 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
  }

  @Test func `numbers, days and texts sort as what they are`() throws {
    var table = Self.table
    table.columns = [Column(key: "amount", type: .integer, title: "Amount")]
    var sorter = RowSorter(table, folder: NSTemporaryDirectory(), memory: 1 << 20)
    for number in [5, -3, .max, 0, .min, 1 << 70] as [Int128] {
      var row = RowBuffer()
      row.append(.number(number))
      try sorter.add(row)
    }
    var found: [Int128] = []
    try sorter.forEach { (row) throws(ReportWriteError) in
      if case .number(let number) = row.cells[0] { found.append(number) }
    }
    #expect(found == [.min, -3, 0, 5, 1 << 70, .max])
  }
}
