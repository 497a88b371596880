import Foundation
import FoundationXML
import GRDB
import PublishedTables
import Publishing
import Reports
import TestSupport
import Testing

@testable import ReorderReview
@testable import StateStore

@Suite struct OrderTests {
  private func approvedTwo() throws -> TestReview {
    let test = try TestReview()
    try test.night([
      suggestion("A"), suggestion("B", 3, store: 2, cost: 333), suggestion("=C"),
      suggestion("D", supplier: 2),
    ])
    for sku in ["A", "B", "D"] { try test.decide(sku, .approve(quantity: nil, reason: "")) }
    return test
  }

  @Test func `an order has the approved lines of one supplier, once`() throws {
    let test = try approvedTwo()
    let made = try test.service.export(supplier: supplierOne, key: "k", by: .anna)
    #expect(made.order.lines == 2)
    #expect(made.order.value == 24_999)
    let csv = String(decoding: try test.service.file(of: made.order, .csv), as: UTF8.self)
    #expect(
      csv == """
        order,order_date,supplier,store,sku,barcode,product,quantity,unit,unit_cost,value\r
        1,2026-11-18,Supplier 1,Store 1,A,0012,Product A,24.000,piece,10.00,240.00\r
        1,2026-11-18,Supplier 1,Store 2,B,0012,Product B,3.000,piece,3.33,9.99\r

        """)
    let workbook = try test.service.file(of: made.order, .xlsx)
    #expect(workbook.starts(with: Array("PK".utf8)))
    #expect(throws: ReviewError.self) {
      try test.service.export(supplier: supplierOne, key: "other", by: .anna)
    }
    let again = try test.service.export(supplier: supplierOne, key: "k", by: .anna)
    #expect(again.isRepeated)
    #expect(again.order == made.order)
    #expect(throws: ReviewError.self) {
      try test.service.export(supplier: supplierOne, key: "k", by: .boon)
    }
    #expect(try test.line("A").stance.decision == .ordered(order: 1, quantity: 24_000))
    #expect(try test.line("D").stance.decision.state == .approved)
  }

  @Test func `sums beyond 64 bits are shown, and no order is made of them`() throws {
    let test = try TestReview()
    // The largest quantity at the largest cost, as often as makes more than 2^63 cents.
    try test.night((0..<130).map { suggestion("S\($0)", 9_999_999, cost: 9_999_999_999) })
    let value = Int128(130) * 99_999_989_990_000_001
    let suppliers = try test.service.suppliers(test.service.query(for: .anna, limit: 1))
    #expect(suppliers.map(\.value) == [value])
    for number in 0..<130 { try test.decide("S\(number)", .approve(quantity: nil, reason: "")) }
    #expect(
      try test.service.suppliers(test.service.query(for: .anna, limit: 1)).map(\.approvedValue) == [
        value
      ]
    )
    #expect(try test.service.exportable(supplier: supplierOne, for: .anna).ready.value == value)
    let error = try #require(throws: ReviewError.self) {
      try test.service.export(supplier: supplierOne, key: "k", by: .anna)
    }
    #expect(error.description.contains("value is too large to record"))
    #expect(try test.line("S0").stance.decision.state == .approved)
  }

  @Test func `a supplier of any name gets an order`() throws {
    let test = try TestReview()
    var long = suggestion("A")
    long.labels.supplier = String(repeating: "ผู้&\u{1}", count: 9_000)
    long.labels.product = String(repeating: "x", count: 40_000)
    try test.night([long])
    try test.decide("A", .approve(quantity: nil, reason: ""))
    let made = try test.service.export(supplier: supplierOne, key: "k", by: .anna)
    let csv = String(decoding: try test.service.file(of: made.order, .csv), as: UTF8.self)
    #expect(csv.contains(long.labels.product))
    let path = "\(test.folder)/order.xlsx"
    try Data(try test.service.file(of: made.order, .xlsx)).write(to: URL(filePath: path))
    let parts = try Self.parts(of: path)
    #expect(parts.count > 5)
    for (name, xml) in parts {
      #expect(XMLParser(data: xml).parse(), "\(name)")
    }
  }

  /// The XML parts of a workbook.
  private static func parts(of path: String) throws -> [String: Data] {
    let folder = "\(path).parts"
    try ChildProcess.run("unzip", ["-q", path, "-d", folder])
    var parts: [String: Data] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init()
    where name.hasSuffix(".xml") {
      parts[name] = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
    }
    return parts
  }

  @Test func `what is exported is what was looked at`() throws {
    let test = try approvedTwo()
    let seen = try test.service.exportable(supplier: supplierOne, for: .anna).ready
    try test.decide("=C", .approve(quantity: nil, reason: ""), by: .boon)
    #expect(throws: ReviewError.self) {
      try test.service.export(supplier: supplierOne, key: "k", expecting: seen.digest, by: .anna)
    }
    let now = try test.service.exportable(supplier: supplierOne, for: .anna).ready
    let made = try test.service.export(
      supplier: supplierOne, key: "k", expecting: now.digest, by: .anna)
    #expect(made.order.lines == 3)
    let csv = String(decoding: try test.service.file(of: made.order, .csv), as: UTF8.self)
    #expect(csv.contains(",'=C,"))
  }

  @Test func `changes that cancel out in number and value are noticed before an export`() throws {
    let test = try TestReview()
    try test.night([suggestion("A"), suggestion("B")])
    for sku in ["A", "B"] { try test.decide(sku, .approve(quantity: 24_000, reason: "")) }
    let seen = try test.service.exportable(supplier: supplierOne, for: .anna).ready
    try test.decide("A", .approve(quantity: 36_000, reason: "fair"), by: .boon)
    try test.decide("B", .approve(quantity: 12_000, reason: "fair"), by: .boon)
    let now = try test.service.exportable(supplier: supplierOne, for: .anna).ready
    #expect(now.lines == seen.lines)
    #expect(now.value == seen.value)
    #expect(throws: ReviewError.self) {
      try test.service.export(supplier: supplierOne, key: "k", expecting: seen.digest, by: .anna)
    }
    #expect(
      try test.service.export(supplier: supplierOne, key: "k", expecting: now.digest, by: .anna)
        .order.lines == 2)
  }

  @Test func `what was ordered when it was no longer suggested is suggested anew later`() throws {
    let test = try TestReview()
    try test.night([suggestion("A")])
    try test.decide("A", .approve(quantity: nil, reason: ""))
    try test.night([])
    try test.decide("A", .approve(quantity: 24_000, reason: "the supplier closes"))
    _ = try test.service.export(supplier: supplierOne, key: "k", by: .anna)
    #expect(try test.line("A").stance.decision.state == .ordered)
    #expect(try test.night([]).gone == 0)
    #expect(try test.line("A").stance == .open)
    #expect(try test.service.events(of: 1, for: .anna, limit: 1).first?.event.kind == .closed)
    let version = try test.line("A").version
    try test.night([])
    #expect(try test.line("A").version == version)
    try test.night([suggestion("A")])
    try test.decide("A", .approve(quantity: nil, reason: ""))
    #expect(try test.service.export(supplier: supplierOne, key: "l", by: .anna).order.lines == 1)
    #expect(try test.line("A").cycle == 2)
  }

  @Test func `an export takes the store and the run that are asked for`() throws {
    let test = try approvedTwo()
    let siam = UUIDBytes(high: 1, low: 1)
    #expect(throws: ReviewError.self) {
      try test.service.export(supplier: supplierOne, store: siam, key: "k", run: "run-0", by: .anna)
    }
    let made = try test.service.export(
      supplier: supplierOne, store: siam, key: "k", run: "run-1", by: .anna)
    #expect(made.order.lines == 1)
    #expect(try test.line("B").stance.decision.state == .approved)
    let again = try test.service.export(
      supplier: supplierOne, store: siam, key: "k", run: "run-1", by: .anna)
    #expect(again.isRepeated)
  }

  @Test func `a key is of whoever sent it and of one request`() throws {
    let test = try approvedTwo()
    let (siam, silom) = (UUIDBytes(high: 1, low: 1), UUIDBytes(high: 1, low: 2))
    let first = try test.service.export(supplier: supplierOne, store: siam, key: "k", by: .anna)
    #expect(first.order.lines == 1)
    // Another store, all of them, another supplier or what a page showed is another request.
    for (supplier, store, seen) in [
      (supplierOne, silom, nil), (supplierOne, nil, nil), (supplierOne, siam, "x"),
      (UUIDBytes(high: 3, low: 2).description, siam, nil),
    ] as [(String, UUIDBytes?, String?)] {
      #expect {
        try test.service.export(
          supplier: supplier, store: store, key: "k", expecting: seen, by: .anna)
      } throws: { error in
        if case ReviewError.keyUsed = error { true } else { false }
      }
    }
    // A person and a service of one name are two, and so are their keys.
    let other = try test.service.export(
      supplier: supplierOne, store: silom, key: "k", by: Reviewer(name: "service:anna"))
    #expect(!other.isRepeated)
    #expect(other.order.id != first.order.id)
    #expect(
      try test.service.export(supplier: supplierOne, store: siam, key: "k", by: .anna).isRepeated)
  }

  @Test func `a supplier with an id and no name is called by the id`() throws {
    let test = try TestReview()
    var unnamed = suggestion("A")
    unnamed.labels.supplier = ""
    try test.night([unnamed])
    try test.decide("A", .approve(quantity: nil, reason: ""))
    let order = try test.service.export(supplier: supplierOne, key: "k", by: .anna).order
    #expect(order.addressee == supplierOne)
    let csv = String(decoding: try test.service.file(of: order, .csv), as: UTF8.self)
    #expect(csv.contains("1,2026-11-18,\(supplierOne),Store 1,A,"))
  }

  @Test func `lines without a supplier are ordered from nobody`() throws {
    let test = try TestReview()
    var nobody = suggestion("A")
    nobody.key.supplier = ReviewKey.supplierKey(id: nil, name: "")
    try test.night([nobody])
    try test.decide("A", .approve(quantity: nil, reason: ""))
    #expect {
      try test.service.export(supplier: ReviewKey.noSupplier, key: "k", by: .anna)
    } throws: { error in
      if case ReviewError.noSupplier = error { true } else { false }
    }
    #expect(try test.service.orders(for: .anna, limit: 9).isEmpty)
  }

  @Test func `what an export leaves out is told each time it is asked for`() throws {
    let test = try TestReview()
    try test.night([suggestion("A"), suggestion("B")])
    for sku in ["A", "B"] { try test.decide(sku, .approve(quantity: nil, reason: "")) }
    try test.night([suggestion("A")])
    for _ in 0..<2 {
      let made = try test.service.export(supplier: supplierOne, key: "k", by: .anna)
      #expect(made.leftOut.map(\.line.labels.sku) == ["B"])
    }
  }

  @Test func `an ordered line opens again only when its suggestion was gone, or when asked`() throws
  {
    let test = try approvedTwo()
    _ = try test.service.export(supplier: supplierOne, key: "k", by: .anna)
    try test.night([suggestion("A"), suggestion("B", 3, store: 2, cost: 333)])
    #expect(try test.line("A").stance.decision.state == .ordered)
    #expect(throws: ReviewError.self) { try test.decide("A", .approve(quantity: nil, reason: "")) }
    #expect(throws: ReviewError.self) { try test.decide("A", .undo) }
    test.passDays(8)
    #expect(try test.service.line(1, for: .anna).overdueSince == Day("2026-11-25"))
    try test.decide("A", .reopen(reason: "the lorry was lost"))
    try test.decide("A", .approve(quantity: nil, reason: ""))
    #expect(try test.service.export(supplier: supplierOne, key: "l", by: .anna).order.lines == 1)
    try test.night([suggestion("A")])
    try test.night([suggestion("A"), suggestion("B", 3, store: 2, cost: 333)])
    let line = try test.service.line(2, for: .anna)
    #expect(line.state == .open)
    #expect(line.lastOrder?.id == 1)
  }

  @Test func `somebody with some stores orders for them alone and sees no order of others`() throws
  {
    let test = try approvedTwo()
    let limited = Reviewer(name: "boon", stores: [UUIDBytes(high: 1, low: 2)])
    let own = try test.service.export(supplier: supplierOne, key: "k", by: limited).order
    #expect(own.lines == 1)
    let other = try test.service.export(supplier: supplierOne, key: "l", by: .anna).order
    #expect(try test.service.orders(for: limited, limit: 9).map(\.id) == [own.id])
    #expect(try test.service.orders(for: .anna, limit: 9).map(\.id) == [other.id, own.id])
    #expect(throws: ReviewError.self) { try test.service.order(other.id, for: limited) }
  }

  @Test func `a file that is not what was exported is not given out`() throws {
    let test = try approvedTwo()
    let order = try test.service.export(supplier: supplierOne, key: "k", by: .anna).order
    try Data("x".utf8).write(to: URL(filePath: "\(test.folder)/orders/\(order.csvHash).csv"))
    #expect(throws: StateError.self) { try test.service.file(of: order, .csv) }
  }

  @Test func `rows of the trail and of orders are only added`() throws {
    let test = try approvedTwo()
    _ = try test.service.export(supplier: supplierOne, key: "k", by: .anna)
    for sql in [
      "DELETE FROM review_events", "UPDATE review_events SET actor = 'x'",
      "DELETE FROM review_orders", "UPDATE review_order_lines SET quantity = 1",
    ] {
      #expect(throws: StateError.self) {
        try test.service.state.changeReview(of: test.service.output) {
          try $0.database.execute(sql: sql)
        }
      }
    }
  }

  @Test(arguments: ExportStep.allCases)
  func `an export that is killed at any step was not, and can be made again`(
    _ step: ExportStep
  ) async throws {
    let test = try approvedTwo()
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [folder = test.folder as String, step = step as ExportStep] in
      var service = ReviewService(
        state: try StateDatabase(folder: folder),
        catalogue: CatalogueReader(output: "\(folder)/out"), calendar: .utc)
      service.onStep = { if $0 == step { kill(getpid(), SIGKILL) } }
      _ = try service.export(supplier: supplierOne, key: "k", by: .anna)
    }
    #expect(try test.service.orders(for: .anna, limit: 9).isEmpty)
    #expect(try test.line("A").stance.decision.state == .approved)
    let made = try test.service.export(supplier: supplierOne, key: "k", by: .anna)
    #expect(!made.isRepeated)
    #expect(made.order.lines == 2)
    for format in OrderFormat.allCases { _ = try test.service.file(of: made.order, format) }
  }
}
