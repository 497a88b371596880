import Foundation
import TestSupport
import Testing
import Values

@testable import Register

/// A ledger of a few movements, and nights that look at it.
private struct Nights {
  let register: MovementRegister
  /// The dates of the ledger's movements.
  var ledger: [Day: [RegisteredMovement]] = [:]

  init(_ folder: String) {
    register = MovementRegister(folder: folder + "/register")
    try? FileManager.default.createDirectory(
      atPath: folder + "/register", withIntermediateDirectories: true)
  }

  static func movement(_ number: UInt64, _ day: Day, quantity: Int64 = 1_000) -> RegisteredMovement
  {
    RegisteredMovement(
      id: UUIDBytes(high: number &* 0x9E37_79B9_7F4A_7C15, low: number),
      product: UUIDBytes(high: 1, low: number % 3), store: UUIDBytes(high: 2, low: number % 2),
      type: ["SALE", "PURCHASE"][Int(number % 2)], quantity: quantity,
      createdAt: Instant(microseconds: Int64(day.daysSinceEpoch) * 86_400_000_000))
  }

  mutating func add(_ numbers: [UInt64], on day: Day) {
    ledger[day, default: []] += numbers.map { Self.movement($0, day) }
  }

  /// What a server would say.
  private func checksum(_ day: Day) -> DateChecksum {
    let rows = ledger[day] ?? []
    return DateChecksum(
      movements: rows.count,
      hash: rows.reduce(0) { $0 &+ $1.id.high ^ UInt64(bitPattern: $1.quantity ?? 0) })
  }

  /// Where runs leave that they were published.
  private var published: String { register.folder + "/../published" }

  func isPublished(_ run: String) -> Bool {
    FileManager.default.fileExists(atPath: published + "-" + run)
  }

  /// A night: looks, publishes and settles; `reached` is called after each step, and with nil once the
  /// run is published.
  @discardableResult
  func night(
    _ day: Day, run: String, isAnew: Bool = false, zone: String = "UTC",
    publishes: Bool = true, limit: Int = NewLook.mostEntries,
    reached: @escaping (RegisterStep?) -> Void = { _ in }
  ) throws -> (entries: [RegisterEntry], note: String?, read: [Day]) {
    let look = try NewLook(
      register,
      NewLook.Taker(
        run: run, date: day, timeZone: zone, ledger: "1-2", firstPublished: nil),
      isAnew: isAnew, limit: limit, isPublished: isPublished, reached: { reached($0) })
    var read: [Day] = []
    for day in look.days where !look.keeps(day, checksum(day)) {
      read.append(day)
      try look.open(day)
      for movement in (ledger[day] ?? []).sorted(by: { $0.id < $1.id }) { try look.add(movement) }
      try look.close(checksum(day))
    }
    try look.prepare()
    if publishes {
      try Data().write(to: URL(fileURLWithPath: published + "-" + run))
      reached(nil)
      try look.settle()
    }
    return (look.entries, look.note, read)
  }

  /// All entries that count, as `late 3 2026-11-02 by r2`.
  func told() throws -> [String] {
    var told: [String] = []
    let damaged = try register.forEachLook(isPublished: isPublished) { look, entries in
      told += entries.map {
        "\($0.kind.rawValue) \($0.movement.id.low) \($0.period) by \(look.run)"
      }
      .sorted()
    }
    #expect(damaged == [])
    return told
  }

  func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(register.folder)/\(folder)").sorted()
  }
}

struct RegisterTests {
  private func day(_ text: String) throws -> Day { try #require(Day(text)) }

  @Test
  func `what came late, what went and what was changed is told once, by the run that saw it first`()
    throws
  {
    try withTemporaryFolder { folder in
      var nights = Nights(folder)
      let (first, second) = (try day("2026-11-01"), try day("2026-11-02"))
      nights.add([1, 2, 3], on: first)
      #expect(try nights.night(first, run: "r1").entries == [])
      nights.add([4], on: first)
      nights.add([5, 6], on: second)
      nights.ledger[first]?.removeAll { $0.id.low == 2 }
      nights.ledger[first]?.removeAll { $0.id.low == 3 }
      nights.ledger[first]?.append(Nights.movement(3, first, quantity: 7))
      let night = try nights.night(second, run: "r2")
      #expect(night.read == [first, second])
      let expected = [
        "gone 2 2026-11-01 by r2", "gone 3 2026-11-01 by r2", "late 3 2026-11-01 by r2",
        "late 4 2026-11-01 by r2",
      ]
      #expect(try nights.told() == expected)
      let third = try day("2026-11-03")
      #expect(try nights.night(third, run: "r3").read == [third])
      #expect(try nights.told() == expected)
      // One that comes back is late once more.
      nights.add([2], on: first)
      try nights.night(try day("2026-11-04"), run: "r4")
      #expect(try nights.told() == expected + ["late 2 2026-11-01 by r4"])
      #expect(try nights.files("dates").count == 4)
    }
  }

  @Test
  func `Only two calendar months are kept, and a night that was left out is read the next time`()
    throws
  {
    try withTemporaryFolder { folder in
      var nights = Nights(folder)
      let start = try day("2026-01-15")
      for distance in 0..<90 where distance != 40 {
        let day = start.advanced(by: distance)
        nights.add([UInt64(distance + 1)], on: day)
        let read = try nights.night(day, run: "r\(distance)").read
        #expect(read == (distance == 41 ? [day.advanced(by: -1), day] : [day]))
      }
      // From 1 March to 14 April.
      #expect(try nights.files("dates").count == 31 + 14)
      #expect(try nights.told() == [])
      // An earlier date that is issued again keeps the later ones.
      try nights.night(try day("2026-03-10"), run: "again")
      #expect(try nights.files("dates").count == 31 + 14)
      try nights.night(try day("2026-02-10"), run: "old")
      #expect(try nights.files("dates").count == 31 + 14)
    }
  }

  @Test func `A run that is not published says nothing, and neither does a provisional look`()
    throws
  {
    try withTemporaryFolder { folder in
      var nights = Nights(folder)
      let (first, second) = (try day("2026-11-01"), try day("2026-11-02"))
      nights.add([1], on: first)
      try nights.night(first, run: "r1")
      nights.add([2], on: first)
      try nights.night(second, run: "failed", publishes: false)
      #expect(try nights.told() == [])
      try nights.night(second, run: "r2")
      #expect(try nights.told() == ["late 2 2026-11-01 by r2"])
    }
  }

  @Test(arguments: [(true, "UTC"), (false, "Asia/Bangkok")])
  func `A run that begins anew and is not published loses nothing`(
    _ isAnew: Bool, _ zone: String
  ) throws {
    try withTemporaryFolder { folder in
      var nights = Nights(folder)
      let (first, second) = (try day("2026-11-01"), try day("2026-11-02"))
      nights.add([1], on: first)
      try nights.night(first, run: "r1")
      let files = try nights.files("dates")
      nights.add([2], on: first)
      try nights.night(second, run: "failed", isAnew: isAnew, zone: zone, publishes: false)
      try nights.night(second, run: "r2")
      #expect(try nights.told() == ["late 2 2026-11-01 by r2"])
      // What the looks before it named is gone once one counts.
      try nights.night(try day("2026-11-03"), run: "r3", isAnew: true)
      #expect(try Set(nights.files("dates")).isDisjoint(with: files))
    }
  }

  @Test func `More entries than a look takes begin it anew`() throws {
    try withTemporaryFolder { folder in
      var nights = Nights(folder)
      let (first, second) = (try day("2026-11-01"), try day("2026-11-02"))
      nights.add([1], on: first)
      try nights.night(first, run: "r1")
      nights.add([2, 3], on: first)
      #expect(try nights.night(second, run: "r2", publishes: false, limit: 2).entries.count == 2)
      let problem = try #require(throws: RegisterProblem.self) {
        try nights.night(second, run: "r2", limit: 1)
      }
      #expect(problem.isDamage)
      #expect("\(problem)".contains("more than 1 movements"))
      let night = try nights.night(second, run: "r2", isAnew: true, limit: 1)
      #expect(night.entries == [])
      #expect(try nights.told() == [])
    }
  }

  @Test(arguments: ["dates", "looks"])
  func `A damaged register begins anew, with a note and without a row`(_ what: String) throws {
    try withTemporaryFolder { folder in
      var nights = Nights(folder)
      let (first, second) = (try day("2026-11-01"), try day("2026-11-02"))
      nights.add([1], on: first)
      try nights.night(first, run: "r1")
      nights.add([2], on: first)
      let file = try #require(try nights.files(what).last)
      let path = "\(nights.register.folder)/\(what)/\(file)"
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      bytes[bytes.count / 2] ^= 1
      try bytes.write(to: URL(fileURLWithPath: path))
      if what == "dates" {
        // The run begins again without what is there.
        #expect(throws: RegisterProblem.self) { try nights.night(second, run: "r2") }
        #expect(try nights.night(second, run: "r2", isAnew: true).read == [second])
      } else {
        let night = try nights.night(second, run: "r2")
        #expect(night.note?.contains("damaged") == true)
        #expect(night.entries == [])
      }
      nights.add([3], on: second)
      #expect(
        try nights.night(try day("2026-11-03"), run: "r3").entries.map(\.movement.id.low) == [3])
    }
  }

  @Test func `Another zone or another database begins it anew`() throws {
    try withTemporaryFolder { folder in
      var nights = Nights(folder)
      let (first, second) = (try day("2026-11-01"), try day("2026-11-02"))
      nights.add([1], on: first)
      try nights.night(first, run: "r1")
      nights.add([2], on: first)
      let night = try nights.night(second, run: "r2", zone: "Asia/Bangkok")
      #expect(night.note?.contains("UTC") == true)
      #expect(night.entries == [])
    }
  }
}

/// A process that dies at any step of a night.
struct RegisterFaultTests {
  /// The steps, and nil between publishing and settling.
  static let steps: [RegisterStep?] = RegisterStep.allCases.map(Optional.some) + [nil]

  @Test(arguments: steps)
  func `a killed night is told once, by itself when it was published, else by the next`(
    _ step: RegisterStep?
  ) async throws {
    try await withTemporaryFolder { folder in
      let first = try #require(Day("2026-11-01"))
      var nights = Nights(folder)
      nights.add([1, 2], on: first)
      try nights.night(first, run: "r1")
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [folder = folder as String, step = step as RegisterStep?] in
        var nights = Nights(folder)
        let first = Day(daysSinceEpoch: 20_758)
        nights.add([1, 3], on: first)
        nights.add([4], on: first.advanced(by: 1))
        try nights.night(first.advanced(by: 1), run: "r2") { reached in
          if reached == step { kill(getpid(), SIGKILL) }
        }
      }
      #expect(first == Day(daysSinceEpoch: 20_758))
      let isPublished = nights.isPublished("r2")
      #expect(isPublished == (step == nil || step == .lookSettled || step == .swept))
      let second = first.advanced(by: 1)
      nights.ledger = [:]
      nights.add([1, 3], on: first)
      nights.add([4], on: second)
      func told(by run: String) -> [String] {
        ["gone 2 2026-11-01 by \(run)", "late 3 2026-11-01 by \(run)"]
      }
      #expect(try nights.told() == (isPublished ? told(by: "r2") : []))
      // The same night again, or the next one.
      let (day, run) = isPublished ? (second.advanced(by: 1), "r3") : (second, "r2b")
      try nights.night(day, run: run)
      #expect(try nights.told() == told(by: isPublished ? "r2" : run))
      try nights.night(second.advanced(by: 2), run: "r4")
      #expect(try nights.told() == told(by: isPublished ? "r2" : run))
      // Nothing is left of what died.
      #expect(try nights.files("dates").count == 4)
      #expect(try nights.files("looks").allSatisfy { $0.hasSuffix(".look") })
    }
  }
}
