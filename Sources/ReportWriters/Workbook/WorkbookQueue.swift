import Dispatch
import Reports
import Synchronization

/// What a workbook's thread is to do next: a bounded queue between it and the thread of the rows.
///
/// The thread of the rows waits when the queue is full. An error of the workbook waits here, too: the
/// thread of the rows finds it at its next step, and whatever was sent meanwhile is dropped.
final class WorkbookQueue: Sendable {
  /// A step of the workbook.
  enum Step: Sendable {
    case begin(TableDefinition)
    case rows(RowBatch)
    case end(TableSummary)
    case finish(ReportResults)
    /// Let go of the file.
    case abandon
  }

  private struct State {
    var steps: [Step] = []
    var spare: [RowBatch] = []
    var failure: ReportWriteError?
  }

  private static let depth = 4

  private let state = Mutex(State())
  private let room = DispatchSemaphore(value: 0)
  private let work = DispatchSemaphore(value: 0)

  init() {
    // Not by its first value: a semaphore must not be let go of below that.
    for _ in 0..<Self.depth { room.signal() }
  }

  /// The error of the workbook, once there is one.
  var failure: ReportWriteError? { state.withLock { $0.failure } }

  /// Sends a step; throws what an earlier one failed with, and then sends nothing.
  func send(_ step: Step) throws(ReportWriteError) {
    if let failure { throw failure }
    put(step)
  }

  /// Sends the order to let go of the file, whatever happened before.
  func sendAbandon() {
    put(.abandon)
  }

  /// Sends a batch and gives an empty one that was used before, or a new one.
  func exchange(_ batch: RowBatch) throws(ReportWriteError) -> RowBatch {
    try send(.rows(batch))
    return state.withLock { $0.spare.popLast() } ?? RowBatch()
  }

  /// For the workbook's thread: the next step, when there is one.
  func next() -> Step {
    work.wait()
    let step = state.withLock { $0.steps.removeFirst() }
    room.signal()
    return step
  }

  /// For the workbook's thread: gives back a batch whose rows are written.
  func giveBack(_ batch: RowBatch) {
    batch.removeAll()
    state.withLock { $0.spare.append(batch) }
  }

  /// For the workbook's thread: an error that ends the workbook.
  func fail(_ error: ReportWriteError) {
    state.withLock { $0.failure = error }
  }

  private func put(_ step: Step) {
    room.wait()
    state.withLock { $0.steps.append(step) }
    work.signal()
  }
}
