package import Reports
package import Values

/// What a roll-forward is asked for, and where what it adds up is published.
package struct RollForwardScope: Sendable {
  /// The output folder.
  package var output: String
  /// Where the register is; nil when nothing is remembered.
  package var register: String?
  /// The last business date.
  package var date: Day
  /// The zone of the business dates.
  package var timeZone: String
  /// ISO 4217 code of the money.
  package var currency: String
  /// The month in which the fiscal year begins.
  package var finance: FinancePolicy
  /// Why valuations of the same run failed, by their date.
  package var failures: [Day: String] = [:]

  package init(
    output: String, register: String?, date: Day, timeZone: String, currency: String,
    finance: FinancePolicy
  ) {
    self.output = output
    self.register = register
    self.date = date
    self.timeZone = timeZone
    self.currency = currency
    self.finance = finance
  }
}
