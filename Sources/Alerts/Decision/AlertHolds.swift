import Inventory
package import StateStore
package import Values

/// Tells once, and after a while again, why nothing is decided.
struct AlertHolds {
  private let alerts: AlertTransaction
  private let policy: AlertPolicy
  private let asOf: Instant
  private let clock: Instant

  init(_ alerts: AlertTransaction, policy: AlertPolicy, asOf: Instant, clock: Instant) {
    self.alerts = alerts
    self.policy = policy
    self.asOf = asOf
    self.clock = clock
  }

  /// Tells that no server is fresh enough.
  func tellStale(reason: String) throws {
    let known = try alerts.holds().first { $0.kind == .staleData }
    try tell(.staleData, subject: "", detail: reason, known: known) { hold in
      var data = JSONObject()
      data.add("scope", "all")
      data.add("reason", reason)
      data.add("since", hold.since.wholeSeconds.description)
      return (.dataStale, ["all", hold.since.description], data)
    }
  }

  /// Tells of the stores that have not sold for longer than they should, and gives them; one that
  /// sold nothing in the whole window does not sell, and is no concern.
  func tellSilentStores(
    among stores: [LowStock.StoreActivity], known: [AlertHold]
  ) throws -> [LowStock.StoreActivity] {
    var silent: [LowStock.StoreActivity] = []
    for store in stores {
      guard let lastSale = store.lastSale, let limit = limit(of: store),
        lastSale.advanced(by: .seconds(limit)) < asOf
      else { continue }
      silent.append(store)
      let hold = known.first { $0.kind == .silentStore && $0.subject == store.id.description }
      try tell(
        .silentStore, subject: store.id.description,
        detail: "\(store.name): last sale \(lastSale.wholeSeconds)", known: hold
      ) { hold in
        var data = JSONObject()
        data.add("scope", "store")
        data.add(
          "reason", "the store has had no sale for longer than alerts.silent_store_after")
        data.add("since", hold.since.wholeSeconds.description)
        data.add("store_id", store.id)
        data.add("store_name", store.name)
        data.add("last_sale_at", lastSale.wholeSeconds.description)
        return (.dataStale, [store.id.description, lastSale.description], data)
      }
    }
    for hold in known where hold.kind == .silentStore {
      if !silent.contains(where: { $0.id.description == hold.subject }) { try alerts.remove(hold) }
    }
    return silent
  }

  private func limit(of store: LowStock.StoreActivity) -> Int? {
    for (name, limit) in policy.silentStores
    where name.utf8.elementsEqual(store.name.utf8) || UUIDBytes(name) == store.id {
      return limit
    }
    return policy.silentStoreAfter
  }

  /// Tells that too much changes at once to be believed without a person.
  func tellMassChange(changes: Int, watched: Int, known: AlertHold?) throws {
    let detail = "\(changes) of \(watched) changed"
    try tell(.massChange, subject: "", detail: detail, known: known) { hold in
      var data = JSONObject()
      data.add("changes", changes)
      data.add("watched", watched)
      data.add("since", hold.since.wholeSeconds.description)
      data.add("confirm", "inventory-reports alerts confirm")
      return (.massChange, [hold.since.description], data)
    }
  }

  private func tell(
    _ kind: AlertHold.Kind, subject: String, detail: String, known: AlertHold?,
    event: (AlertHold) -> (AlertEvent.Kind, [String], JSONObject)
  ) throws {
    var hold = known ?? AlertHold(kind: kind, subject: subject, since: asOf, detail: detail)
    hold.detail = detail
    if known != nil {
      let isDue =
        policy.repeatInterval > 0
        && hold.reportedAt.advanced(by: .seconds(policy.repeatInterval)) <= asOf
      guard isDue else { return try alerts.save(hold) }
      hold.reportedAt = asOf
      hold.reminder += 1
    }
    try alerts.save(hold)
    var (eventKind, parts, data) = event(hold)
    data.add("reminder", hold.reminder)
    let event = AlertEvent(
      kind: eventKind,
      id: EventIdentity.id(eventKind.rawValue, parts + [String(hold.reminder)]),
      timestamp: asOf, lane: Array("\(kind.rawValue) \(subject)".utf8), data: data)
    _ = try alerts.enqueue(event.written(policy.envelope, for: .notification), at: clock)
  }
}

/// Tells the notification service that no server is fresh enough for a decision.
package struct StaleNotice {
  /// Writes one `inventory.data_stale`, and further ones at the policy's interval while it lasts.
  package static func write(
    reason: String, policy: AlertPolicy, at clock: Instant, in state: StateDatabase
  ) throws(StateError) {
    try state.changeAlerts { alerts in
      try AlertHolds(alerts, policy: policy, asOf: clock, clock: clock).tellStale(reason: reason)
    }
  }
}
