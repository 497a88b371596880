/// Counts the rows of a step and reports now and then.
struct RowCount {
  private let step: ReadingStep
  private let report: ReadingProgress
  private var rows = 0

  init(step: ReadingStep, report: @escaping ReadingProgress) {
    self.step = step
    self.report = report
    report(step, 0)
  }

  mutating func add() {
    rows += 1
    if rows & 0x3FFF == 0 { report(step, rows) }
  }

  func finish() {
    report(step, rows)
  }
}
