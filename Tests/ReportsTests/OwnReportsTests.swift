import Foundation
import Testing

@testable import Reports

/// The reports that come with the program.
@Suite struct OwnReportsTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("reports").path

  @Test func `they load without a problem`() throws {
    let names = try ReportCatalogue.load(folder: Self.folder).map(\.name)
    #expect(
      names == [
        "inventory-valuation", "low-stock", "movement-summary", "reorder-suggestions",
        "slow-movers",
      ])
  }
}
