import PublishedTables
import Reports
import StateStore
import Testing

@testable import ReorderReview

@Suite struct DecisionTests {
  @Test func `a decision outlives the nights, and changed figures are marked beside those seen`()
    throws
  {
    let test = try TestReview()
    try test.night([suggestion("A"), suggestion("B")])
    try test.decide("A", .approve(quantity: nil, reason: ""))
    let result = try test.night([suggestion("A", 36), suggestion("B")])
    #expect(result.changed == 1)
    let line = try test.line("A")
    #expect(line.stance.decision == .approved(quantity: 24_000, reason: ""))
    #expect(line.isChanged)
    #expect(line.stance.seen?.suggested == 24_000)
    #expect(line.figures.suggested == 36_000)
    #expect(try test.line("B").version == 1)
    try test.night([suggestion("A"), suggestion("B")])
    #expect(try !test.line("A").isChanged)
  }

  @Test func `a line that changed since it was looked at is refused, saying who did it`() throws {
    let test = try TestReview()
    try test.night([suggestion("A")])
    let seen = try test.line("A")
    try test.decide("A", .dismiss(reason: "season is over"), by: .boon)
    do {
      _ = try test.service.decide(
        seen.id, version: seen.version, .approve(quantity: nil, reason: ""), by: .anna)
      Issue.record("the second buyer was not refused")
    } catch ReviewError.stale(let stale) {
      #expect(stale.line.changedBy == "boon")
      #expect(stale.line.stance.decision == .dismissed(reason: "season is over"))
      #expect(stale.since.map(\.kind) == [.decided])
    }
    #expect(try test.line("A").stance.decision.state == .dismissed)
  }

  @Test func `a night between looking and deciding refuses, too`() throws {
    let test = try TestReview()
    try test.night([suggestion("A")])
    let seen = try test.line("A")
    try test.night([suggestion("A", 48)])
    #expect(throws: ReviewError.self) {
      try test.service.decide(
        seen.id, version: seen.version, .approve(quantity: 24_000, reason: ""), by: .anna)
    }
    #expect(try test.line("A").changedBy.hasPrefix("run of "))
  }

  @Test func `undo gives back decision after decision, down to none`() throws {
    let test = try TestReview()
    try test.night([suggestion("A")])
    try test.decide("A", .approve(quantity: nil, reason: ""))
    let approved = try test.line("A").stance
    try test.decide("A", .dismiss(reason: "no"))
    try test.decide("A", .snooze(until: test.service.today.advanced(by: 3), reason: ""))
    #expect(try test.decide("A", .undo).stance.decision.state == .dismissed)
    #expect(try test.decide("A", .undo).stance == approved)
    #expect(try test.decide("A", .undo).stance == .open)
    #expect(throws: ReviewError.self) { try test.decide("A", .undo) }
    try test.decide("A", .dismiss(reason: "again"))
    #expect(try test.decide("A", .undo).stance == .open)
  }

  @Test func `open lines that were decided about once are not approved with all`() throws {
    let test = try TestReview()
    try test.night([suggestion("A"), suggestion("B"), suggestion("C", 100), suggestion("D")])
    try test.decide("B", .snooze(until: test.service.today.advanced(by: 1), reason: ""))
    try test.decide("C", .dismiss(reason: "enough"))
    test.passDays(1)
    try test.night([suggestion("A"), suggestion("B"), suggestion("C", 200), suggestion("D")])
    let query = test.service.query(for: .anna, limit: 0)
    let supplier = try #require(try test.service.suppliers(query).first)
    #expect(supplier.counts[.open] == 4)
    #expect(try test.service.countUntouched(supplier: supplierOne, for: .anna) == 2)
    let result = try test.service.approveAll(supplier: supplierOne, run: "run-2", by: .anna)
    #expect(result.approved == 2)
  }

  @Test func `a snooze comes back on its day`() throws {
    let test = try TestReview()
    try test.night([suggestion("A")])
    try test.decide(
      "A", .snooze(until: test.service.today.advanced(by: 2), reason: "after the fair"))
    var query = test.service.query(for: .anna, limit: 10)
    #expect(try test.service.suppliers(query).first?.counts[.snoozed] == 1)
    test.passDays(1)
    #expect(try test.service.line(1, for: .anna).state == .snoozed)
    test.passDays(1)
    query = test.service.query(for: .anna, limit: 10)
    #expect(try test.service.line(1, for: .anna).isSnoozeOver)
    #expect(try test.service.suppliers(query).first?.counts[.open] == 1)
    query.states = [.open]
    #expect(try test.service.lines(query).count == 1)
    for days in [0, -1, 367] {
      #expect(throws: ReviewError.self) {
        try test.decide("A", .snooze(until: test.service.today.advanced(by: days), reason: ""))
      }
    }
  }

  @Test func `a dismissal holds up to a quarter more, and comes back marked beyond`() throws {
    let test = try TestReview()
    try test.night([suggestion("A", 100)])
    try test.decide("A", .dismiss(reason: "enough"))
    try test.night([suggestion("A", 125)])
    #expect(try test.line("A").stance.decision.state == .dismissed)
    let result = try test.night([suggestion("A", 126)])
    #expect(result.returned == 1)
    let back = try test.service.line(1, for: .anna)
    #expect(back.isBack)
    #expect(back.line.isChanged)
    #expect(back.line.stance.seen?.suggested == 100_000)
    #expect(
      try test.service.approveAll(supplier: supplierOne, run: "run-3", by: .anna).approved == 0)
    let event = try #require(try test.service.events(of: 1, for: .anna, limit: 1).first?.event)
    #expect(event.kind == .returned)
    #expect(event.before?.decision == .dismissed(reason: "enough"))
    #expect(event.note == "the suggestion has grown by more than a quarter")
  }

  @Test func `a dismissal ends when it becomes more pressing, and after 60 days`() throws {
    let test = try TestReview()
    try test.night([suggestion("A"), suggestion("B")])
    try test.decide("A", .dismiss(reason: "enough"))
    try test.decide("B", .dismiss(reason: "enough"))
    try test.night([suggestion("A", urgency: .critical), suggestion("B")])
    #expect(try test.line("A").stance.decision.state == .open)
    #expect(try test.line("B").stance.decision.state == .dismissed)
    test.passDays(61)
    try test.night([suggestion("A"), suggestion("B")])
    let back = try test.service.line(2, for: .anna)
    #expect(back.isBack)
    #expect(!back.line.isChanged)
    let notes = try test.service.events(for: .anna, limit: 9).map(\.event)
      .filter { $0.kind == .returned }.map(\.note)
    #expect(
      notes == [
        "it was dismissed more than 60 days ago", "it has become more urgent",
      ])
  }

  @Test func `an approved line that is no longer suggested stays, but is exported only anew`()
    throws
  {
    let test = try TestReview()
    try test.night([suggestion("A"), suggestion("B")])
    try test.decide("A", .approve(quantity: nil, reason: ""))
    try test.night([])
    #expect(try test.lines().map(\.labels.sku) == ["A"])
    #expect(
      try test.service.suppliers(test.service.query(for: .anna, limit: 1)).first?
        .noLongerSuggested == 1)
    #expect(throws: ReviewError.self) {
      try test.service.export(supplier: supplierOne, key: "1", by: .anna)
    }
    #expect(throws: ReviewError.self) { try test.decide("A", .approve(quantity: nil, reason: "")) }
    try test.decide("A", .approve(quantity: nil, reason: "the supplier closes next week"))
    #expect(try test.service.export(supplier: supplierOne, key: "1", by: .anna).order.lines == 1)
  }

  @Test func `another quantity asks for a reason`() throws {
    let test = try TestReview()
    try test.night([suggestion("A")])
    #expect(throws: ReviewError.self) {
      try test.decide("A", .approve(quantity: 30_000, reason: ""))
    }
    try test.decide("A", .approve(quantity: 30_000, reason: "promotion"))
    #expect(try test.line("A").value == 30_000)
  }

  @Test func `above the maximum stock is said, not refused`() throws {
    let test = try TestReview()
    try test.night([suggestion("A", maxStock: 20_000)])
    let line = try test.service.line(1, for: .anna)
    #expect(line.excess(of: 18_000) == nil)
    #expect(line.excess(of: 24_000) == 6_000)
    try test.decide("A", .approve(quantity: nil, reason: ""))
  }

  @Test
  func `all of a supplier takes untouched lines only, and passes over what cannot be ordered`()
    throws
  {
    let test = try TestReview()
    try test.night([
      suggestion("A"), suggestion("B"), suggestion("C", pack: 7_000), suggestion("D", supplier: 2),
      suggestion("E", store: 2), suggestion("F"),
    ])
    try test.decide("B", .dismiss(reason: "no"))
    try test.decide("F", .approve(quantity: 30_000, reason: "promotion"))
    try test.decide("F", .undo)
    try test.decide("F", .approve(quantity: 36_000, reason: "promotion"))
    let limited = Reviewer(name: "boon", stores: [UUIDBytes(high: 1, low: 1)])
    #expect(try test.service.countUntouched(supplier: supplierOne, for: limited) == 2)
    let result = try test.service.approveAll(supplier: supplierOne, run: "run-1", by: limited)
    #expect(result.approved == 1)
    #expect(result.leftOut.map(\.line.labels.sku) == ["C"])
    let states = try ["A", "B", "C", "D", "E"].map { try test.line($0).stance.decision.state }
    #expect(states == [.approved, .dismissed, .open, .open, .open])
    #expect(try test.line("F").quantity == 36_000)
    #expect(throws: ReviewError.self) {
      try test.service.approveAll(supplier: supplierOne, run: "run-0", by: .anna)
    }
  }

  @Test func `somebody with some stores neither sees nor decides about the others`() throws {
    let test = try TestReview()
    try test.night([suggestion("A"), suggestion("B", store: 2)])
    let limited = Reviewer(name: "boon", stores: [UUIDBytes(high: 1, low: 2)])
    #expect(try test.lines(limited).map(\.labels.sku) == ["B"])
    let hidden = try test.line("A")
    #expect(throws: ReviewError.self) {
      try test.service.decide(
        hidden.id, version: hidden.version, .dismiss(reason: "no"), by: limited)
    }
    try test.decide("A", .dismiss(reason: "no"))
    // Neither the others' lines nor what a run brought to all stores together.
    #expect(try test.service.events(for: limited, limit: 10).isEmpty)
    try test.decide("B", .dismiss(reason: "no"))
    #expect(try test.service.events(for: limited, limit: 10).map(\.event.kind) == [.decided])
  }

  @Test func `two outputs in one state are two reviews`() throws {
    let test = try TestReview()
    try test.night([suggestion("A")])
    let other = ReviewService(
      state: test.service.state, catalogue: CatalogueReader(output: "\(test.folder)/other"),
      calendar: .utc)
    #expect(try other.book() == nil)
    #expect(throws: ReviewError.self) { try other.line(1, for: .anna) }
  }
}
