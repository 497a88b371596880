import Alerts
import Foundation

extension Settings {
  /// What is news.
  func alertPolicy() throws(SettingsError) -> AlertPolicy {
    var policy = AlertPolicy()
    policy.repeatInterval = Int(try duration("alerts.repeat_interval").components.seconds)
    policy.tellsRecovery = try flag("alerts.resolved")
    guard let margin = try number("alerts.rearm_margin", 0...1_000) else {
      throw error("alerts.rearm_margin", "expected a whole number from 0 to 1000")
    }
    policy.rearmMargin = margin
    policy.digestAbove = try number("alerts.digest_above", 0...1_000_000)
    policy.massChange = try number("alerts.mass_change", 0...100)
    try readSilentStores(into: &policy)
    policy.envelope = try envelope()
    policy.reportPlace = URL(fileURLWithPath: "\(output)/low-stock/latest").path
    return policy
  }

  /// How events are wrapped.
  func envelope() throws(SettingsError) -> AlertPolicy.Envelope {
    guard let envelope = AlertPolicy.Envelope(rawValue: self["alerts.envelope"] ?? "") else {
      let known = AlertPolicy.Envelope.allCases.map(\.rawValue).joined(separator: " or ")
      throw error("alerts.envelope", "expected \(known)")
    }
    return envelope
  }

  /// How hard to try to deliver.
  func deliveryPolicy() throws(SettingsError) -> DeliveryPolicy {
    var policy = DeliveryPolicy()
    policy.budget = try duration("alerts.delivery_budget")
    policy.giveUpAfter = Int(try duration("alerts.give_up_after").components.seconds)
    policy.timeout = try duration("alerts.timeout")
    guard policy.timeout >= .seconds(1) else {
      throw error("alerts.timeout", "expected 1s or more")
    }
    return policy
  }

  /// By how many percent a store's value must change for an event; nil for no events.
  func valueChange() throws(SettingsError) -> Int? {
    self["finance.value_change"] == nil ? nil : try number("finance.value_change", 0...10_000)
  }

  /// The service of a name, if its URL is known.
  func endpoint(_ name: EndpointName) throws -> Endpoint? {
    guard let base = self["services.\(name.rawValue)"] else { return nil }
    // Alerts came first, and are what the notification service is for.
    let group = name == .notification ? "alerts" : name.rawValue
    let secrets = (self["\(group).secret"] ?? "").split { $0 == " " || $0 == "," || $0.isNewline }
    return try Endpoint(
      name, base: base, path: self["\(group).path"] ?? "/",
      token: self["\(group).token"].map { Secret($0) },
      secrets: secrets.map { Secret(String($0)) },
      allowsPlainToken: try flag("alerts.plain_token"))
  }

  /// Every service whose URL is known.
  func endpoints() throws -> [Endpoint] {
    try EndpointName.allCases.compactMap { try endpoint($0) }
  }

  /// The notification service, which alerts need.
  func notificationEndpoint() throws -> Endpoint {
    guard let endpoint = try endpoint(.notification) else {
      throw SettingsError(
        "no notification service: set NOTIFICATION_SERVICE_URL, or services.notification in the"
          + " configuration, to its URL")
    }
    return endpoint
  }

  /// A whole number in a range; nil for `off`.
  private func number(
    _ key: String, _ range: ClosedRange<Int>
  ) throws(SettingsError) -> Int? {
    let text = self[key] ?? ""
    if text == "off" { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw error(
        key, "expected a whole number from \(range.lowerBound) to \(range.upperBound), or off")
    }
    return number
  }

  private func readSilentStores(into policy: inout AlertPolicy) throws(SettingsError) {
    let key = "alerts.silent_store_after"
    for part in (self[key] ?? "").split(separator: ",") {
      let words = part.split(separator: "=", maxSplits: 1)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      let text = words.last ?? ""
      let seconds = text == "off" ? nil : Duration(words: text).map { Int($0.components.seconds) }
      guard text == "off" || seconds != nil else {
        throw error(key, "expected a time such as 48h, or '48h, Depot=7d, Museum=off'")
      }
      if words.count == 2 {
        policy.silentStores.updateValue(seconds, forKey: words[0])
      } else {
        policy.silentStoreAfter = seconds
      }
    }
  }
}
