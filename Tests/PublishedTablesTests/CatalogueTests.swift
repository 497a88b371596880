import Foundation
import Publishing
import Testing

@testable import PublishedTables

@Suite struct CatalogueTests {
  private let report = TestReport()

  @Test func `There is nothing before the first publication, and it is seen at once`() throws {
    let reader = CatalogueReader(output: report.output)
    #expect(try reader.current().reports.isEmpty)
    let run = try report.publish([])
    let stock = try #require(try reader.current().report("stock"))
    #expect(stock.latestRun?.id == run.id)
    #expect(stock.periods.map(\.name.text) == ["2026-11-21"])
  }

  @Test func `Each publication and each removal is seen, however fast they follow`() throws {
    let reader = CatalogueReader(output: report.output)
    var version = try reader.current().version
    for day in 10..<30 {
      let run = try report.publish([], day: "2026-11-\(day)")
      let catalogue = try reader.current()
      #expect(catalogue.report("stock")?.latestRun?.id == run.id)
      #expect(catalogue.version > version)
      version = catalogue.version
    }
    #expect(try reader.current().version == version)
    try FileManager.default.removeItem(atPath: report.output + "/stock/2026-11-10")
    #expect(try reader.current().report("stock")?.periods.count == 19)
  }

  @Test func `A reissue shows what it replaced`() throws {
    let reader = CatalogueReader(output: report.output)
    let first = try report.publish([])
    let second = try report.publish([TestReport.record(1)])
    let stock = try #require(try reader.current().report("stock"))
    #expect(stock.periods.count == 1)
    #expect(stock.periods[0].run?.id == second.id)
    #expect(stock.periods[0].earlier.map(\.id) == [first.id])
    #expect(stock.run(first.id)?.facts.rows["detail"] == 0)
  }

  @Test func `A damaged manifest is named and hides no other run`() throws {
    let run = try report.publish([], day: "2026-11-20")
    let good = try report.publish([])
    try Data("{".utf8).write(to: URL(fileURLWithPath: run.folder + "/datapackage.json"))
    let stock = try #require(
      try CatalogueReader(output: report.output).current().report("stock"))
    #expect(stock.damaged.map(\.run) == [run.id])
    #expect(stock.periods.map { $0.run?.id } == [nil, good.id])
  }

  @Test func `What is known is given without looking for as long as it is asked`() throws {
    let reader = CatalogueReader(output: report.output)
    #expect(reader.fresh(within: .seconds(60)) == nil)
    _ = try reader.current()
    _ = try report.publish([])
    #expect(reader.fresh(within: .seconds(60))?.reports.isEmpty == true)
    #expect(try reader.current(within: .seconds(60)).reports.isEmpty)
    #expect(reader.fresh(within: .zero) == nil)
    #expect(try reader.current().reports.count == 1)
  }

  @Test func `The period before is of the same length`() throws {
    for day in ["2026-11-18", "2026-11-20", "2026-11-21"] { try report.publish([], day: day) }
    let stock = try #require(
      try CatalogueReader(output: report.output).current().report("stock"))
    let last = try #require(stock.latest)
    #expect(stock.periodBefore(last)?.name.text == "2026-11-20")
    let range = try #require(PeriodFolderName("2026-11-01_2026-11-22"))
    #expect(stock.periodBefore(range) == nil)
  }
}
