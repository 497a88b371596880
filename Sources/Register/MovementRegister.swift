import Files
import Values

/// Which movements the published valuations saw: what came late, and what went.
///
/// The ledger does not say when a movement was entered; this says by which run it was seen first. A
/// run of the valuation takes a *look* (`NewLook`): it writes the movements of dates that are new or
/// differ under new names, and an entry for each movement that came or went. The look counts once the
/// run is published, and by nothing else: whatever dies between two steps, the next run finds out
/// which it was. Looks stand in the order in which they were taken, so that what any run saw of a date
/// can be told, of a date that was issued again, too.
package struct MovementRegister: Sendable {
  /// The folder, which need not exist yet.
  package let folder: String

  package init(folder: String) {
    self.folder = folder
  }

  var looks: String { "\(folder)/looks" }
  var dates: String { "\(folder)/dates" }

  /// The file of a date's movements as a run saw them.
  func file(of date: Day, run: String) -> String { "\(dates)/\(date).\(run)" }

  /// A look by the name of its file: its number, its run, and whether it is known to count.
  struct LookName {
    var sequence: Int
    var run: String
    var isSettled: Bool

    static let settled = ".look"
    static let pending = ".pending"

    var text: String {
      let digits = "\(sequence)"
      return String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits + "-\(run)"
        + (isSettled ? Self.settled : Self.pending)
    }

    init(sequence: Int, run: String, isSettled: Bool) {
      self.sequence = sequence
      self.run = run
      self.isSettled = isSettled
    }

    init?(_ name: String) {
      let ending = [Self.settled, Self.pending].first { name.hasSuffix($0) }
      guard let ending, let hyphen = name.firstIndex(of: "-"),
        let sequence = Int(name[..<hyphen])
      else { return nil }
      self.sequence = sequence
      run = String(name[name.index(after: hyphen)...].dropLast(ending.count))
      isSettled = ending == Self.settled
    }
  }

  /// The looks that there are, in order.
  func lookNames() throws(RegisterProblem) -> [LookName] {
    guard try RegisterFiles.kind(of: looks) == .folder else { return [] }
    return try RegisterFiles.unorderedNames(in: looks).compactMap { LookName($0) }
      .sorted { $0.sequence < $1.sequence }
  }

  func path(of look: LookName) -> String { "\(looks)/\(look.text)" }

  /// Lets the looks of runs that were published count, and forgets the others.
  func settle(_ isPublished: (String) -> Bool) throws(RegisterProblem) {
    for name in try lookNames() where !name.isSettled {
      guard isPublished(name.run) else {
        try RegisterFiles.remove(path(of: name))
        continue
      }
      try show(name)
    }
  }

  /// Lets a look count.
  func show(_ name: LookName) throws(RegisterProblem) {
    var settled = name
    settled.isSettled = true
    try RegisterFiles.rename(path(of: name), to: path(of: settled))
    try RegisterFiles.sync(looks)
  }

  /// Gives each look that counts with its entries, in order, and then the paths of those that are
  /// damaged; nothing is changed.
  ///
  /// Throws what the body throws, and `RegisterProblem` when a file cannot be read.
  package func forEachLook(
    isPublished: (String) -> Bool, _ body: (RegisterLook, [RegisterEntry]) throws -> Void
  ) throws -> [String] {
    var damaged: [String] = []
    for name in try lookNames() where name.isSettled || isPublished(name.run) {
      var settled = name
      settled.isSettled = true
      // Whoever publishes meanwhile renames it.
      let isThere = try RegisterFiles.kind(of: path(of: name)) != nil
      let path = path(of: isThere ? name : settled)
      do {
        let (look, entries) = try LookFile.read(path)
        try body(look, entries)
      } catch let problem as RegisterProblem where problem.isDamage {
        damaged.append(path)
      }
    }
    return damaged
  }
}

/// The points of a look between which a process may die; tests stop at each.
package enum RegisterStep: String, CaseIterable, Codable, Sendable {
  /// The movements of a date are written.
  case dateWritten
  /// The look is on the disk; it counts once its run is published.
  case lookWritten
  /// The look is known to count.
  case lookSettled
  /// What no look needs any more is gone.
  case swept
}
