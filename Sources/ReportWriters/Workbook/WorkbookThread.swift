import Foundation
import Reports
import Spreadsheet

/// The thread that writes one workbook, so that its compression costs the reading no time.
///
/// The workbook lives on this thread alone, from its first byte to its last.
final class WorkbookThread {
  private let queue = WorkbookQueue()
  private let isDone = DispatchSemaphore(value: 0)
  private var batch = RowBatch()
  private var isRunning = true

  /// Starts it; returns when the file is created.
  init(context: ReportContext, path: String, rowsPerSheet: Int) throws(ReportWriteError) {
    let isOpen = DispatchSemaphore(value: 0)
    let thread = Thread { [queue, isDone] in
      Self.run(
        queue, context: context, path: path, rowsPerSheet: rowsPerSheet,
        opened: { isOpen.signal() })
      isDone.signal()
    }
    thread.name = "workbook"
    thread.start()
    isOpen.wait()
    guard let failure = queue.failure else { return }
    isDone.wait()
    isRunning = false
    throw failure
  }

  deinit {
    abandon()
  }

  /// Starts a table.
  func begin(_ table: TableDefinition) throws(ReportWriteError) {
    try queue.send(.begin(table))
  }

  /// Takes a copy of a row.
  func write(_ row: RowBuffer) throws(ReportWriteError) {
    batch.append(row)
    if batch.isFull { try sendRows() }
  }

  /// Ends the table.
  func end(_ summary: TableSummary) throws(ReportWriteError) {
    if batch.count > 0 { try sendRows() }
    try queue.send(.end(summary))
  }

  /// Completes the file, and waits for that.
  func finish(_ results: ReportResults) throws(ReportWriteError) {
    try queue.send(.finish(results))
    isDone.wait()
    isRunning = false
    if let failure = queue.failure { throw failure }
  }

  /// Ends the thread and waits for that; an incomplete file is gone.
  func abandon() {
    guard isRunning else { return }
    isRunning = false
    queue.sendAbandon()
    isDone.wait()
  }

  private func sendRows() throws(ReportWriteError) {
    batch = try queue.exchange(batch)
  }

  private static func run(
    _ queue: WorkbookQueue, context: ReportContext, path: String, rowsPerSheet: Int,
    opened: () -> Void
  ) {
    var open: ReportWorkbook?
    do throws(WorkbookError) {
      open = try ReportWorkbook(context: context, path: path, rowsPerSheet: rowsPerSheet)
    } catch {
      queue.fail(.workbook(error))
      return opened()
    }
    opened()
    while true {
      let step = queue.next()
      if case .abandon = step { return }
      if queue.failure == nil {
        do throws(WorkbookError) {
          try take(step, &open)
        } catch {
          // What the workbook holds is let go of at once, and what still comes is dropped.
          open = nil
          queue.fail(.workbook(error))
        }
      }
      if case .finish = step { return }
      if case .rows(let batch) = step { queue.giveBack(batch) }
    }
  }

  private static func take(
    _ step: WorkbookQueue.Step, _ open: inout ReportWorkbook?
  ) throws(WorkbookError) {
    switch step {
    case .begin(let table): try open?.begin(table)
    case .rows(let batch): try open?.write(batch)
    case .end(let summary): try open?.end(summary)
    case .finish(let results): try open.take()?.finish(results)
    case .abandon: open = nil
    }
  }
}
