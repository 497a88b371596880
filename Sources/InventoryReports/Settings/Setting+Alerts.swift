import Alerts

extension Setting {
  private static let policy = AlertPolicy()
  private static let delivery = DeliveryPolicy()

  /// What alerts are sent of, where to, and how.
  static let alerts: [Setting] = [
    Setting(
      key: "services.notification", variable: "NOTIFICATION_SERVICE_URL",
      meaning: "URL of the service that gets low-stock alerts"),
    Setting(
      key: "services.purchase", variable: "PURCHASE_SERVICE_URL",
      meaning: "URL of the service that gets reorder suggestions; none if unset"),
    Setting(
      key: "services.finance", variable: "FINANCE_SERVICE_URL",
      meaning: "URL of the service that gets value changes; needs finance.value_change"),
    Setting(
      key: "alerts.low_stock_check_interval", variable: "LOW_STOCK_CHECK_INTERVAL",
      defaultValue: "1h",
      meaning: "interval at which cron starts 'alerts run'; 'alerts status' says OVERDUE after two"
        + " intervals"),
    Setting(
      key: "alerts.path", variable: "ALERTS_PATH", defaultValue: "/api/notifications/events",
      meaning: "path of the notification service for events"),
    Setting(
      key: "alerts.token", variable: "NOTIFICATION_TOKEN", isSecret: true,
      meaning: "bearer token for the notification service"),
    Setting(
      key: "alerts.secret", variable: "NOTIFICATION_SECRET", isSecret: true,
      meaning: "whsec_... secret that signs events; several separated by spaces"),
    Setting(
      key: "alerts.plain_token", variable: "ALERTS_PLAIN_TOKEN", defaultValue: "false",
      meaning: "whether a token may be sent over plain HTTP"),
    Setting(
      key: "alerts.envelope", variable: "ALERTS_ENVELOPE", defaultValue: policy.envelope.rawValue,
      meaning: "plain, the service's own format, or cloudevents"),
    Setting(
      key: "alerts.repeat_interval", variable: "ALERTS_REPEAT_INTERVAL",
      defaultValue: Duration.seconds(policy.repeatInterval).words,
      meaning: "interval of reminders while a product stays low; 0h for none"),
    Setting(
      key: "alerts.resolved", variable: "ALERTS_RESOLVED", defaultValue: "\(policy.tellsRecovery)",
      meaning: "whether to send an event when stock has recovered"),
    Setting(
      key: "alerts.rearm_margin", variable: "ALERTS_REARM_MARGIN",
      defaultValue: "\(policy.rearmMargin)",
      meaning: "percent above the reorder level that stock must exceed to recover"),
    Setting(
      key: "alerts.digest_above", variable: "ALERTS_DIGEST_ABOVE",
      defaultValue: policy.digestAbove.map { "\($0)" },
      meaning: "more new events than this at once become one digest; or off"),
    Setting(
      key: "alerts.mass_change", variable: "ALERTS_MASS_CHANGE",
      defaultValue: policy.massChange.map { "\($0)" },
      meaning: "percent of products that may change at once without confirmation; or off"),
    Setting(
      key: "alerts.silent_store_after", variable: "ALERTS_SILENT_STORE_AFTER",
      defaultValue: policy.silentStoreAfter.map { Duration.seconds($0).words },
      meaning:
        "time without a sale after which a store's alerts are held; by store: '48h, Depot=off'"),
    Setting(
      key: "alerts.timeout", variable: "ALERTS_TIMEOUT", defaultValue: delivery.timeout.words,
      meaning: "time limit of one request"),
    Setting(
      key: "alerts.delivery_budget", variable: "ALERTS_DELIVERY_BUDGET",
      defaultValue: delivery.budget.words,
      meaning: "how long one run tries to deliver; the next run continues"),
    Setting(
      key: "alerts.give_up_after", variable: "ALERTS_GIVE_UP_AFTER",
      defaultValue: Duration.seconds(delivery.giveUpAfter).words,
      meaning: "how long to retry an event before it becomes a dead letter"),
    Setting(
      key: "alerts.healthcheck_url", variable: "ALERTS_HEALTHCHECK_URL", isSecret: true,
      meaning: "URL to ping at the start and the end of each 'alerts run'"),
    Setting(
      key: "purchase.path", variable: "PURCHASE_PATH", defaultValue: "/api/purchase/events",
      meaning: "path of the purchase service for events"),
    Setting(
      key: "purchase.token", variable: "PURCHASE_TOKEN", isSecret: true,
      meaning: "bearer token for the purchase service"),
    Setting(
      key: "purchase.secret", variable: "PURCHASE_SECRET", isSecret: true,
      meaning: "whsec_... secret that signs its events"),
    Setting(
      key: "finance.path", variable: "FINANCE_PATH", defaultValue: "/api/finance/events",
      meaning: "path of the finance service for events"),
    Setting(
      key: "finance.token", variable: "FINANCE_TOKEN", isSecret: true,
      meaning: "bearer token for the finance service"),
    Setting(
      key: "finance.secret", variable: "FINANCE_SECRET", isSecret: true,
      meaning: "whsec_... secret that signs its events"),
    Setting(
      key: "finance.value_change", variable: "FINANCE_VALUE_CHANGE",
      meaning: "percent by which a store's value must change for an event; none if unset"),
  ]
}
