import Foundation
import StateStore
import Testing
import TestServers

/// The steps, each of which may be killed.
extension StateDriver {
  func alerts() throws {
    for product in (1...Self.products).shuffled(using: &random).prefix(3) {
      try sell(product, to: [10, 0, 50].randomElement(using: &random) ?? 50)
    }
    if try killable(["alerts", "run"], [0, 3]) != nil { try expectTold() }
  }

  func review() throws {
    if site == nil { try startSite() }
    let dies = diesNow()
    let site = site
    let delay = Double.random(in: 0...0.3, using: &random)
    let killer = Thread {
      Thread.sleep(forTimeInterval: delay)
      site?.send(SIGKILL)
    }
    if dies { killer.start() }
    var exported: [String] = []
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      if Int.random(in: 0..<4, using: &random) == 0 {
        if let key = try export(mayFail: dies) { exported.append(key) }
      } else {
        try decide(mayFail: dies)
      }
    }
    if dies {
      while !killer.isFinished { Thread.sleep(forTimeInterval: 0.002) }
      _ = try self.site?.wait()
      self.site = nil
      note(kill: "site")
    }
    let orders = try facts().orders.values
    for key in exported {
      try Self.require(orders.contains(Self.mark(key)), "the order of \(key) is missing")
    }
  }

  private func decide(mayFail: Bool) throws {
    let list = try service.ask("?limit=100")
    try Self.require(mayFail || list.status == 200, "the list: \(list)")
    let lines = (list.json["items"] ?? list.json["suggestions"]) as? [[String: Any]] ?? []
    guard let line = lines.randomElement(using: &random), let id = line["id"] as? Int,
      let version = line["version"] as? Int
    else { return }
    let bodies = [
      #"{"decision":"approve"}"#, #"{"decision":"dismiss","reason":"enough"}"#,
      #"{"decision":"undo"}"#, #"{"decision":"reopen","reason":"lost"}"#,
      #"{"decision":"approve"}"#,
    ]
    let answer = try service.ask(
      "/\(id)/decision", bodies.randomElement(using: &random),
      headers: ["If-Match: \"\(version)\""])
    guard answer.status == 200 else {
      return try Self.require(
        mayFail && answer.status == 0 || [409, 412, 422].contains(answer.status), "\(answer)")
    }
    acknowledged += 1
    model.versions[Int64(id)] = Int64(try #require(answer.json["version"] as? Int))
  }

  /// Asks for an order, perhaps once more for one that nobody answered; gives its key when it is made.
  private func export(mayFail: Bool) throws -> String? {
    let made = try facts().orders.values
    let again = keys.keys.filter { !made.contains(Self.mark($0)) }.sorted().randomElement(
      using: &random)
    let suppliers = try service.ask("/suppliers")
    let rows = (suppliers.json["items"] ?? suppliers.json["suppliers"]) as? [[String: Any]] ?? []
    let isAgain = Bool.random(using: &random)
    guard let supplier = rows.randomElement(using: &random)?["supplier"] as? String else {
      return nil
    }
    let key =
      isAgain ? again ?? "key-\(steps.count)-\(keys.count)" : "key-\(steps.count)-\(keys.count)"
    let whose = keys[key] ?? supplier
    keys[key] = whose
    let answer = try service.ask(
      "/orders", #"{"supplier":"\#(whose)"}"#, headers: ["Idempotency-Key: \(key)"])
    guard [200, 201].contains(answer.status) else {
      try Self.require(mayFail && answer.status == 0 || answer.status == 409, "\(answer)")
      return nil
    }
    acknowledged += 1
    return key
  }

  func backup() throws {
    let name = "copy-\(Int.random(in: 0..<6, using: &random)).sqlite"
    let path = "\(place.folder)/\(name)"
    guard try killable(["state", "backup", name], [0]) != nil else {
      // The former copy or the new one, but whole.
      if FileManager.default.fileExists(atPath: path) {
        try Self.require(facts(path).problems == [], "half a copy")
      }
      return
    }
    acknowledged += 1
    try Self.require(
      model.problems(in: facts(path), keys: Set(keys.keys.map(Self.mark))) == [], "a copy lacks it")
    copies.removeAll { $0 == path }
    copies.append(path)
  }

  func someCopy() -> String {
    let replaced = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.contains(".replaced-") }.sorted().suffix(3).map { "\(folder)/\($0)" }
    let nightly = StateCopies(output: output).all.prefix(1)
    return (copies + replaced + nightly).randomElement(using: &random) ?? ""
  }

  /// Puts a copy back; gives whether that was acknowledged.
  @discardableResult
  func restore(_ copy: String) throws -> Bool {
    guard !copy.isEmpty else { return false }
    if site != nil, FileManager.default.fileExists(atPath: file) {
      // It has it open from the first request on.
      try Self.require(service.ask("?limit=1").status == 200, "the site does not answer")
      try expect(place.run("state", "restore", copy), [75])
      stopSite()
    }
    let wanted = try facts(copy)
    let before = try? facts()
    if let outcome = try killable(["state", "restore", copy], [0]) {
      acknowledged += 1
      let now = try facts()
      try Self.require(now.isSame(as: wanted), "what is restored is not what was in \(copy)")
      rollBack(to: now)
      if let before {
        let kept = outcome.output.firstMatch(of: /replaced state: (.+)/).map { String($0.1) }
        let path: String = try #require(kept)
        try Self.require(facts(path).isSame(as: before), "what was replaced is not kept")
      }
      return true
    }
    if before == nil, !FileManager.default.fileExists(atPath: file) { return false }
    // Whichever is there, nobody has to repeat the restore before the state is used again.
    try expect(place.run("state", "check"), [0])
    let now = try facts()
    if let before, now.isSame(as: before) { return false }
    try Self.require(now.isSame(as: wanted), "a killed restore left another state")
    rollBack(to: now)
    return false
  }

  private func rollBack(to facts: StateFacts) {
    model.take(facts)
    sinceRollback = (receiver.all.count, receiver.processed.count)
  }

  func lose() throws {
    if Bool.random(using: &random) { stopSite() }
    guard let copy = copies.randomElement(using: &random) else { return }
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name != "orders" {
      try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
    try expectLost()
    if Int.random(in: 0..<4, using: &random) == 0 {
      while try killable(["state", "init", "--accept-loss"], [0]) == nil {}
      try Self.require(facts().orders.isEmpty, "a new state has orders")
      rollBack(to: try facts())
    } else {
      while try !restore(copy) {}
    }
  }

  /// What needs the state says that it is missing, and what to do.
  private func expectLost() throws {
    func says(_ outcome: Program.Outcome, _ code: Int32) throws {
      let isTold = ["is missing", "state restore", "--accept-loss"].allSatisfy(
        outcome.errors.contains)
      try Self.require(outcome.code == code && isTold, "not told: \(outcome)")
    }
    switch Int.random(in: 0..<3, using: &random) {
    case 0: try says(place.run(Self.run), 3)
    case 1: try says(place.run("alerts", "run"), 78)
    default: try says(place.run("state", "init"), 78)
    }
    guard site != nil else { return }
    let answer = try service.ask(
      "/1/decision", #"{"decision":"undo"}"#, headers: ["If-Match: \"1\""])
    try Self.require(answer.status == 503, "without a state: \(answer)")
  }

  func moveState() throws {
    let away = folder + ".away"
    try FileManager.default.moveItem(atPath: folder, toPath: away)
    try expectLost()
    // What may lie there now is no state.
    try Self.require(!FileManager.default.fileExists(atPath: file), "a state was begun anew")
    try? FileManager.default.removeItem(atPath: folder)
    try FileManager.default.moveItem(atPath: away, toPath: folder)
  }

  func moveOutput() throws {
    stopSite()
    let next = "\(place.folder)/out-\(steps.count)"
    try FileManager.default.moveItem(atPath: output, toPath: next)
    output = next
    place.environment["REPORT_OUTPUT"] = next
    if try killable(Self.run, [0]) == nil { try expect(place.run(Self.run), [0]) }
  }

  func twoAtOnce() throws {
    let commands = [Self.run, ["alerts", "run"], ["state", "backup", "both.sqlite"], Self.run]
    let chosen = commands.shuffled(using: &random).prefix(2)
    let programs = try chosen.map { try place.start($0) }
    if site != nil, Bool.random(using: &random) { try decide(mayFail: false) }
    let dies = [diesNow(), diesNow()]
    Thread.sleep(forTimeInterval: Double.random(in: 0...0.5, using: &random))
    for (index, program) in programs.enumerated() {
      if dies[index] { program.send(SIGKILL) }
      let outcome = try program.wait()
      if outcome.code == 128 + SIGKILL {
        note(kill: chosen[chosen.startIndex + index].prefix(2).joined(separator: " "))
      } else {
        try expect(outcome, [0, 3, 75])
      }
    }
  }
}

extension StateFacts {
  func isSame(as other: StateFacts) -> Bool {
    orders == other.orders && versions == other.versions && entries == other.entries
      && told == other.told
  }
}
