import Files
package import Values

/// A look that is being taken: of which dates the server is asked, and what differs.
///
///     begin -> for each date: keeps, or open, add ..., close -> prepare -> (published) -> settle
///
/// Nothing that exists is changed before `settle`. One that is given up without `prepare` leaves
/// nothing; after it, the next look finds out whether its run was published. It belongs to one thread.
package final class NewLook {
  /// What the one who takes it is.
  package struct Taker: Sendable {
    package var run: String
    package var date: Day
    package var timeZone: String
    /// Which ledger is read; nil when the server does not say.
    package var ledger: String?
    /// The first date of which anything was published.
    package var firstPublished: Day?

    package init(
      run: String, date: Day, timeZone: String, ledger: String?, firstPublished: Day?
    ) {
      self.run = run
      self.date = date
      self.timeZone = timeZone
      self.ledger = ledger
      self.firstPublished = firstPublished
    }
  }

  /// The dates to ask the server of, in order.
  package private(set) var days: [Day] = []
  /// What came and what went; whoever takes the look adds names and values.
  package var entries: [RegisterEntry] = []
  /// Why the register begins anew; nil when it does not, or never was.
  package private(set) var note: String?

  private let register: MovementRegister
  private let lock: FileLock<RegisterProblem>
  private let reached: (RegisterStep) -> Void
  private let limit: Int
  private var look: RegisterLook
  private var seen: [Day: RegisterLook.SeenDate] = [:]
  private var written: [Day] = []
  private var isPrepared = false

  private var day = Day(daysSinceEpoch: 0)
  private var writer: DateFileWriter?
  private var reader: DateFileReader?
  private var former: RegisteredMovement?

  /// Begins a look, after what died before it is put right; `isPublished` says so of a run.
  ///
  /// `isAnew` throws away what is known of the dates, once the look counts. More entries than `limit`
  /// are not taken. Throws `RegisterProblem` when the folder cannot be used, or another process takes
  /// a look.
  package init(
    _ register: MovementRegister, _ taker: Taker, isAnew: Bool = false,
    limit: Int = NewLook.mostEntries,
    isPublished: (String) -> Bool, reached: @escaping (RegisterStep) -> Void = { _ in }
  ) throws(RegisterProblem) {
    self.register = register
    self.reached = reached
    self.limit = limit
    try RegisterFiles.makePrivateFolder(register.looks)
    try RegisterFiles.makePrivateFolder(register.dates)
    guard
      let lock = try FileLock<RegisterProblem>(
        path: "\(register.folder)/.lock", waiting: .seconds(60))
    else { throw .isBusy(register.folder) }
    self.lock = lock
    try register.settle(isPublished)
    let last = try register.lookNames().last
    let sequence = (last?.sequence ?? 0) + 1
    look = RegisterLook(
      sequence: sequence, epoch: sequence, run: taker.run, date: taker.date,
      timeZone: taker.timeZone, ledger: taker.ledger)
    var first = min(taker.firstPublished ?? taker.date, taker.date)
    var kept: [RegisterLook.SeenDate] = []
    if let last {
      do {
        let base = try LookFile.read(register.path(of: last)).look
        // Should this run die, the next one begins with the same look.
        kept = base.dates
        if isAnew {
          // Whoever asks for it says why.
        } else if base.timeZone != taker.timeZone {
          note = "the time zone was \(base.timeZone)"
        } else if base.ledger != taker.ledger {
          note = "it is of another database"
        } else {
          look.epoch = base.epoch
          seen = Dictionary(base.dates.map { ($0.day, $0) }, uniquingKeysWith: { $1 })
          first = min(base.dates.first?.day ?? first, taker.date)
        }
      } catch {
        guard error.isDamage else { throw error }
        if !isAnew { note = "\(error)" }
        // Nothing can be had of it any more, and it is said once.
        try RegisterFiles.remove(register.path(of: last))
      }
    }
    // What nobody needs any more, and what runs that died have left.
    try sweep(keeping: kept.map { register.file(of: $0.day, run: $0.run) })
    let newest = max(taker.date, seen.keys.max() ?? taker.date)
    let window = newest.firstOfMonth.advanced(by: -1).firstOfMonth
    for (day, _) in seen where day < window { seen[day] = nil }
    var day = max(first, window)
    while day <= taker.date {
      days.append(day)
      day = day.advanced(by: 1)
    }
  }

  deinit {
    guard !isPrepared else { return }
    for day in written { try? RegisterFiles.remove(register.file(of: day, run: look.run)) }
  }

  /// Whether a date's movements are what the former look saw.
  package func keeps(_ day: Day, _ checksum: DateChecksum) -> Bool {
    seen[day]?.checksum == checksum
  }

  /// Opens a date that is new, or that differs from what the former look saw.
  ///
  /// Throws `RegisterProblem` that `isDamage` when that cannot be told.
  package func open(_ day: Day) throws(RegisterProblem) {
    self.day = day
    reader = nil
    former = nil
    if let known = seen[day] {
      let reader = try DateFileReader(path: register.file(of: day, run: known.run))
      former = try reader.next()
      self.reader = reader
    }
    writer = try DateFileWriter(path: register.file(of: day, run: look.run))
    written.append(day)
  }

  /// Takes the next movement of the date, in the order of their ids.
  ///
  /// Throws `RegisterProblem` that `isDamage` when there are more entries than are taken.
  package func add(_ movement: RegisteredMovement) throws(RegisterProblem) {
    if let reader {
      while let old = former, old.id < movement.id {
        try note(.gone, old)
        former = try reader.next()
      }
      if let old = former, old.id == movement.id {
        if old != movement {
          try note(.gone, old)
          try note(.late, movement)
        }
        former = try reader.next()
      } else {
        try note(.late, movement)
      }
    }
    try writer?.add(movement)
  }

  /// Closes the date, of whose movements the server said this.
  package func close(_ checksum: DateChecksum) throws(RegisterProblem) {
    while let old = former, let reader {
      try note(.gone, old)
      former = try reader.next()
    }
    try writer?.finish()
    writer = nil
    reader = nil
    seen[day] = RegisterLook.SeenDate(day: day, run: look.run, checksum: checksum)
    reached(.dateWritten)
  }

  /// Brings the look to the disk: it counts as soon as its run is published.
  package func prepare() throws(RegisterProblem) {
    look.dates = seen.values.sorted { $0.day < $1.day }
    try RegisterFiles.sync(register.dates)
    let name = MovementRegister.LookName(
      sequence: look.sequence, run: look.run, isSettled: false)
    try LookFile.write(look, entries, to: register.path(of: name))
    isPrepared = true
    try RegisterFiles.sync(register.looks)
    reached(.lookWritten)
  }

  /// Says that the run is published.
  package func settle() throws(RegisterProblem) {
    try register.show(
      MovementRegister.LookName(sequence: look.sequence, run: look.run, isSettled: false))
    reached(.lookSettled)
    try sweep(keeping: look.dates.map { register.file(of: $0.day, run: $0.run) })
    try forgetOldLooks()
    reached(.swept)
  }

  /// Says that the run was not published.
  package func abandon() throws(RegisterProblem) {
    let name = MovementRegister.LookName(
      sequence: look.sequence, run: look.run, isSettled: false)
    try RegisterFiles.remove(register.path(of: name))
    isPrepared = false
  }

  /// All are in memory, some hundred bytes each: more are a change of the whole ledger.
  package static let mostEntries = 1_000_000

  private func note(
    _ kind: RegisterEntry.Kind, _ movement: RegisteredMovement
  ) throws(RegisterProblem) {
    guard entries.count < limit else { throw .tooManyEntries(limit) }
    entries.append(RegisterEntry(kind: kind, period: day, movement: movement))
  }

  /// Removes all files of dates but these, and what runs that died have left.
  private func sweep(keeping kept: [String]) throws(RegisterProblem) {
    let kept = Set(kept)
    for name in try RegisterFiles.unorderedNames(in: register.dates) {
      let path = "\(register.dates)/\(name)"
      if !kept.contains(path) { try RegisterFiles.remove(path) }
    }
    for name in try RegisterFiles.unorderedNames(in: register.looks)
    where name.hasSuffix(LookFile.unfinished) {
      try RegisterFiles.remove("\(register.looks)/\(name)")
    }
  }

  /// Two fiscal years and some: no roll-forward goes back further.
  private static let keptDays = 800

  /// Removes looks that no roll-forward asks for any more; the newest always stays.
  private func forgetOldLooks() throws(RegisterProblem) {
    let names = try register.lookNames()
    for name in names.dropLast() {
      guard let look = try? LookFile.read(register.path(of: name)).look else { continue }
      guard look.date < self.look.date.advanced(by: -Self.keptDays) else { return }
      try RegisterFiles.remove(register.path(of: name))
    }
  }
}
