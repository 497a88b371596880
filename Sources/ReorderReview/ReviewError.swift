package import StateStore

/// Why a change of the review was refused; nothing was changed.
package enum ReviewError: Error, Sendable, CustomStringConvertible {
  /// Somebody else, or a run, has changed the line since it was looked at.
  case stale(StaleLine)
  /// There is no such line, supplier or order among what may be seen.
  case notFound(String)
  /// The quantity cannot be ordered.
  case quantity(QuantityProblem)
  /// A reason is needed, and why.
  case reasonMissing(String)
  /// The day does not lie between tomorrow and a year from now.
  case badDay
  /// The line does not allow this now, and why.
  case notNow(String)
  /// Nothing of the supplier is approved, or nothing that can be exported, and why.
  case nothingToExport([LeftOut])
  /// What would be exported is not what was looked at.
  case otherThanSeen(lines: Int)
  /// Another run was imported since the page was made.
  case otherRun(String)
  /// The idempotency key belongs to another request.
  case keyUsed
  /// The products have no supplier, so that nobody could take the order.
  case noSupplier
  /// The order comes to more money than an order can say.
  case tooLarge

  /// A line that changed since it was looked at.
  package struct StaleLine: Sendable {
    /// The line as it is now.
    package var line: ReviewLine
    /// What happened to it since, the newest first.
    package var since: [ReviewEvent]
  }

  /// A line that an action passed over, and why.
  package struct LeftOut: Hashable, Sendable {
    package var line: ReviewLine
    /// Why, in a sentence.
    package var why: String
  }

  /// One sentence for people; values of the line are only numbers and names.
  package var description: String {
    switch self {
    case .stale(let stale):
      "\(stale.line.changedBy) has changed the line since you loaded it."
    case .notFound(let what): "No such \(what)."
    case .quantity(let problem): problem.description
    case .reasonMissing(let why): why
    case .badDay: "Invalid date. Choose a day from tomorrow to a year from now."
    case .notNow(let why): why
    case .nothingToExport(let leftOut):
      leftOut.isEmpty
        ? "No line of the supplier is approved."
        : "No approved line can be exported now. The supplier's page says why."
    case .otherThanSeen(let lines):
      "The approved lines have changed since you loaded them: an export would now have \(lines)."
    case .otherRun(let day): "There are newer suggestions, of \(day). Load them first."
    case .keyUsed: "The idempotency key was used for another request."
    case .noSupplier:
      "These products have no supplier, so they cannot be ordered here. Add their supplier in the"
        + " inventory service, or order them by hand."
    case .tooLarge:
      "The order's value is too large to record. Check the unit costs and quantities."
    }
  }
}
