import Demo
import Foundation
import Publishing
import Testing
import TestServers
import TestSupport

/// Takes random steps with the program, kills it at random moments, and holds the state against a
/// model after each.
final class StateDriver {
  static let products = 24
  /// So many steps of a hundred are killed.
  private static let killed = 70

  var place: Workplace
  var output: String
  var random: SeededRandom
  let database: TestDatabase
  let receiver: FaultReceiver
  var service: ReviewProgram
  var site: Program?
  var model = StateModel()
  /// The keys of all exports that were ever asked for, with their suppliers.
  var keys: [String: String] = [:]
  var onHand: [Int: Int] = [:]
  var durations: [String: Double] = [:]
  var copies: [String] = []
  /// How many requests there were, and were processed, when an older state was put back: what it did
  /// not know is written anew under the same id, and what it thinks was told is what counts.
  var sinceRollback = (all: 0, processed: 0)
  private(set) var steps: [String] = []
  private(set) var kills = 0
  private(set) var killed: [String: Int] = [:]
  var acknowledged = 0

  init(
    _ place: Workplace, _ database: TestDatabase, _ receiver: FaultReceiver, seed: UInt64
  ) throws {
    self.place = place
    output = place.output
    random = SeededRandom(seed: seed)
    self.database = database
    self.receiver = receiver
    service = try ReviewProgram(in: place)
  }

  /// Products of two suppliers in one store, each with enough.
  static func database() throws -> TestDatabase {
    let database = try AlertPlace.database(products: products)
    try database.execute(
      """
      UPDATE products_inventory SET cost_price = 2, sell_price = 3,
        supplier_id = md5((right(sku, 1)::int % 2)::text)::uuid,
        supplier_name = 'Supplier ' || (right(sku, 1)::int % 2)
      """)
    return database
  }

  var folder: String { place.folder + "/state" }
  var file: String { folder + "/state.sqlite" }

  func facts(_ path: String? = nil) throws -> StateFacts {
    try StateFacts(path ?? file, orders: folder + "/orders")
  }

  // MARK: Steps

  func begin() throws {
    for product in 1...Self.products where product % 2 == 0 { try sell(product, to: 10) }
    try expect(place.run(Self.run), [0])
    try expect(place.run("alerts", "run"), [0, 3])
    try startSite()
    try check()
  }

  func step() throws {
    let (name, body) = choice()
    steps.append(name)
    try body()
    try check()
    if steps.count % 50 == 0 { try verify() }
  }

  /// All that is told is told in the end, and all is whole.
  func end() throws {
    var code: Int32 = 3
    for _ in 0..<20 where code != 0 { code = try place.run("alerts", "run").code }
    try Self.require(code == 0, "alerts do not come to an end")
    try expectTold(receivedToo: true)
    try check()
    try verify()
  }

  private func choice() -> (String, () throws -> Void) {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<12: ("run", { _ = try self.killable(Self.run, [0]) })
    case 12..<27: ("alerts", alerts)
    case 27..<60: ("review", review)
    case 60..<70: ("backup", backup)
    case 70..<78: ("restore", { try self.restore(self.someCopy()) })
    case 78..<82: ("lose", lose)
    case 82..<86: ("move the state", moveState)
    case 86..<89: ("move the output", moveOutput)
    default: ("two at once", twoAtOnce)
    }
  }

  static let run = ["run", "reorder-suggestions", "--force", "--format", "csv"]

  // MARK: Holding it against the model

  private func check() throws {
    let facts = try facts()
    let problems = model.problems(in: facts, keys: Set(keys.keys.map(Self.mark)))
    try Self.require(problems.isEmpty, "\(problems)")
    // What is there now has to stay.
    model.take(facts)
  }

  private func verify() throws {
    let findings = try Verification(output: output, of: Places.catalogue.get()).findings().filter {
      $0.kind != .wrongLatest
    }
    try Self.require(findings.isEmpty, "\(findings)")
  }

  func expectTold(receivedToo: Bool = false) throws {
    let told = try facts().told
    var received: [String: String] = [:]
    var ids: Set<String> = []
    for request in receiver.processed[sinceRollback.processed...]
    where ids.insert(request.id).inserted {
      received[request.data["sku"] as? String ?? ""] = request.data["status"] as? String
    }
    for (product, onHand) in onHand {
      let state = onHand > 20 ? "ok" : onHand > 0 ? "low" : "out_of_stock"
      let sku = "SKU-\(product)"
      try Self.require(told[sku, default: "ok"] == state, "\(sku) is \(told[sku] ?? "not told")")
      if receivedToo, let last = received[sku] {
        // That some came, and not enough, is no news.
        let isOld = state == "low" && last == "out_of_stock"
        try Self.require(last == state || isOld, "\(sku) is \(state), and \(last) arrived")
      }
    }
    let bodies = Dictionary(grouping: receiver.all[sinceRollback.all...], by: \.id).values
    try Self.require(bodies.allSatisfy { Set($0.map(\.body)).count == 1 }, "an id has two bodies")
  }

  func sell(_ product: Int, to quantity: Int) throws {
    guard onHand[product, default: 50] != quantity else { return }
    try AlertPlace.set(onHand: quantity, product: product, in: database)
    onHand[product] = quantity
  }

  // MARK: Programs

  func startSite() throws {
    let (program, address, _) = try place.serve()
    site = program
    service.address = address
  }

  func stopSite() {
    site?.send(SIGTERM)
    _ = try? site?.wait()
    site = nil
  }

  /// A key of this service as the state keeps it.
  static func mark(_ key: String) -> String {
    let text = "13:service:robot \(key.utf8.count):\(key)"
    return String(ContentHash.sha256(Array(text.utf8)).dropFirst("sha256:".count))
  }

  func diesNow() -> Bool { Int.random(in: 0..<100, using: &random) < Self.killed }

  func note(kill what: String) {
    kills += 1
    killed[what, default: 0] += 1
  }

  /// Runs a command, or kills it at any moment of its life; nil when it was killed.
  func killable(_ words: [String], _ codes: Set<Int32>) throws -> Program.Outcome? {
    let name = words.prefix(2).joined(separator: " ")
    let begun = ContinuousClock.now
    let program = try place.start(words)
    if diesNow() {
      let life = durations[name, default: 0.5] * Double.random(in: 0...1.1, using: &random)
      let end = begun + .seconds(life)
      while program.isRunning, .now < end { Thread.sleep(forTimeInterval: 0.002) }
      program.send(SIGKILL)
    }
    let outcome = try program.wait()
    guard outcome.code != 128 + SIGKILL else {
      note(kill: name)
      return nil
    }
    let whole = ContinuousClock.now - begun
    durations[name] = Double(whole.components.seconds) + Double(whole.components.attoseconds) / 1e18
    try expect(outcome, codes)
    return outcome
  }

  func expect(_ outcome: Program.Outcome, _ codes: Set<Int32>) throws {
    try Self.require(codes.contains(outcome.code), "\(outcome)")
    try Self.require(outcome.code == 0 || !outcome.errors.isEmpty, "nothing is said: \(outcome)")
  }

  static func require(_ condition: Bool, _ what: String) throws {
    if !condition { throw CannotGoOn(what) }
  }
}
