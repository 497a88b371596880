import Foundation
import JobRunner
import StockReading
import Synchronization
import Values

/// Shows on a terminal how far a run has come, on one line that is written over; else nothing.
final class RunProgress: Sendable {
  private struct State {
    var stage = ""
    var begun = ContinuousClock.now
    var shown = ContinuousClock.now - .seconds(1)
    var isLineOpen = false
  }

  private let isShown: Bool
  private let state = Mutex(State())

  init(isQuiet: Bool) {
    isShown = Terminal.isErrorTerminal && !isQuiet
  }

  func show(_ event: RunEvent) {
    guard isShown else { return }
    switch event {
    case .connected(let host, let isStandby):
      line("reading from \(host) (\(isStandby ? "standby" : "primary"))")
    case .reading(let step, let rows):
      count("reading \(step.rawValue)", rows)
    case .writing(let report, let table, let rows):
      count("writing \(report), \(table)", rows)
    case .finished:
      clear()
    }
  }

  /// Removes the line.
  func clear() {
    guard isShown else { return }
    state.withLock { state in
      if state.isLineOpen { Terminal.write("\r\u{1B}[K", to: .standardError) }
      state.isLineOpen = false
    }
  }

  func line(_ text: String) {
    guard isShown else { return }
    clear()
    Terminal.note(Terminal.paint(text.printable, .dim, on: true))
  }

  private func count(_ stage: String, _ rows: Int) {
    state.withLock { state in
      let now = ContinuousClock.now
      if state.stage != stage {
        state.stage = stage
        state.begun = now
      }
      guard now - state.shown > .milliseconds(100) else { return }
      state.shown = now
      state.isLineOpen = true
      let seconds =
        Double((now - state.begun).components.attoseconds) / 1e18
        + Double((now - state.begun).components.seconds)
      let rate = seconds > 0.2 ? ", \(Self.grouped(Int(Double(rows) / seconds))) rows/s" : ""
      Terminal.write(
        "\r\u{1B}[K\(stage): \(Self.grouped(rows)) rows\(rate)", to: .standardError)
    }
  }

  static func grouped(_ number: Int) -> String {
    var digits = String(abs(number))
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }
}
