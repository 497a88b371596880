import Foundation
import StateStore
import Testing

@testable import Alerts

/// What published reports tell.
@Suite struct ReportEventTests {
  @Test func `a value has moved by more than so many percent`() {
    #expect(!ReportEvents.hasMoved(from: 100, to: 110, byMoreThan: 10))
    #expect(ReportEvents.hasMoved(from: 100, to: 111, byMoreThan: 10))
    #expect(ReportEvents.hasMoved(from: 100, to: 89, byMoreThan: 10))
    #expect(ReportEvents.hasMoved(from: -100, to: 100, byMoreThan: 10))
    #expect(ReportEvents.hasMoved(from: 0, to: 1, byMoreThan: 10))
    #expect(!ReportEvents.hasMoved(from: 0, to: 0, byMoreThan: 0))
  }
}
