import Publishing
import Register
import Values

/// What each published valuation saw of the dates before it, from the register.
struct SeenMovements {
  /// What came or went, and in which look.
  struct Event {
    var sequence: Int
    var epoch: Int
    var entry: RegisterEntry
  }

  /// A look by the run that took it.
  struct Look {
    var sequence: Int
    var epoch: Int
  }

  /// By run.
  private(set) var looks: [String: Look] = [:]
  /// The run that looked last at each business date that runs were of.
  private(set) var lastRuns: [Day: String] = [:]
  /// By the movements' business date and by movement, in the order of the looks.
  ///
  /// A movement that was changed is another one.
  private(set) var events: [Day: [RegisteredMovement: [Event]]] = [:]
  /// Paths of looks that are damaged.
  private(set) var damaged: [String] = []

  /// Nothing is known.
  init() {}

  /// Reads all looks that count; one counts when its run is published.
  init(_ register: MovementRegister, output: String) throws {
    let published = PublishedReports(output: output)
    let runs = Set(try published.runs(of: PublishedValuations.report).map(\.text))
    damaged = try register.forEachLook(isPublished: runs.contains) { look, entries in
      looks[look.run] = Look(sequence: look.sequence, epoch: look.epoch)
      lastRuns[look.date] = look.run
      for entry in entries {
        events[entry.period, default: [:]][entry.movement, default: []].append(
          Event(sequence: look.sequence, epoch: look.epoch, entry: entry))
      }
    }
  }

  /// Whether a look saw a movement, by what came and went before and after it; nil where the register
  /// began anew in between, so that nobody knows.
  static func saw(_ look: Look, _ events: [Event]) -> Bool? {
    if let before = events.last(where: { $0.sequence <= look.sequence }),
      before.epoch == look.epoch
    {
      return before.entry.kind == .late
    }
    if let after = events.first(where: { $0.sequence > look.sequence }), after.epoch == look.epoch {
      return after.entry.kind == .gone
    }
    return nil
  }
}
