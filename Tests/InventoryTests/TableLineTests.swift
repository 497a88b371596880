import Reports
import Testing
import Values

@testable import Inventory

/// Columns of the computed tables, as their lines declare them.
@Suite struct TableLineTests {
  @Test func `Every table can be listed, and no key comes twice`() {
    var count = 0
    // A column whose values are of another type than the column ends the program here.
    func list<Computation: ReportComputation>(_ computation: Computation.Type) {
      for table in computation.tables {
        count += 1
        #expect(Set(table.columns.map(\.key)).count == table.columns.count, "\(table.name)")
      }
    }
    for computation in BuiltInReports.all { list(computation) }
    #expect(count > 12)
  }

  @Test func `A value fits columns of its own type, and so does one that may be missing`() {
    let kinds: [(value: any CellValue.Type, types: [ColumnType])] = [
      (Int128.self, [.quantity, .money, .price, .ratio, .integer, .decimal(scale: 1)]),
      (StoredDecimal?.self, [.quantity, .money, .price, .ratio, .integer, .decimal(scale: 1)]),
      (String.self, [.text, .code]), (ArraySlice<UInt8>?.self, [.text, .code]),
      (Day?.self, [.date]), (Instant.self, [.timestamp]), (Bool.self, [.boolean]),
      (UUIDBytes.self, [.uuid]),
    ]
    for column: ColumnType in [
      .text, .code, .quantity, .money, .price, .ratio, .integer, .decimal(scale: 1), .date,
      .timestamp, .boolean, .uuid,
    ] {
      for (value, types) in kinds {
        #expect(value.fits(column) == types.contains(column), "\(value) \(column)")
      }
    }
  }
}
