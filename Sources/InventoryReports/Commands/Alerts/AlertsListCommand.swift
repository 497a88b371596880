import ArgumentParser
import StateStore
import Values

/// `inventory-reports alerts list`: what is low by the last run, and what is muted.
struct AlertsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the mutes, and what was low at the last check.",
    usage: "inventory-reports alerts list [<options>]")

  @OptionGroup var common: CommonOptions

  private struct Document: Encodable {
    var mutes: [Mute]
    var low: [Item]
  }

  private struct Mute: Encodable {
    var number: Int64
    var product: String?
    var store: String?
    var supplier: String?
    var category: String?
    var until: String?
    var note: String
  }

  private struct Item: Encodable {
    var store: String
    var sku: String
    var product: String
    var status: String
    var since: String
    var told: String?
    var reminders: Int
  }

  func run() throws {
    let settings = try common.settings()
    let calendar = try settings.calendar()
    let (mutes, records) =
      try settings.statePlace.look()?.readAlerts { alerts in
        (try alerts.mutes(at: Instant.now), try alerts.lowRecords())
      } ?? ([], [])
    let document = Document(
      mutes: mutes.map {
        Mute(
          number: $0.id, product: $0.product, store: $0.store, supplier: $0.supplier,
          category: $0.category, until: $0.until.map { calendar.text($0) }, note: $0.note)
      },
      low: records.map {
        Item(
          store: $0.storeName, sku: $0.sku, product: $0.productName, status: $0.state.rawValue,
          since: calendar.text($0.lowSince), told: $0.reportedAt.map { calendar.text($0) },
          reminders: $0.reminder)
      })
    if common.json { return try Terminal.print(json: document) }
    guard !common.quiet else { return }
    var low = TextTable(["STORE", "SKU", "PRODUCT", "STATUS", "SINCE", "ALERTED"])
    for record in records {
      low.add([
        record.storeName, record.sku, record.productName,
        record.state == .outOfStock ? "out of stock" : record.state.rawValue,
        ZonedText.time(record.lowSince, in: calendar),
        record.reportedAt.map { ZonedText.time($0, in: calendar) } ?? "not sent",
      ])
    }
    Terminal.print(document.low.isEmpty ? "nothing is low" : low.text)
    guard !document.mutes.isEmpty else { return }
    var table = TextTable(
      ["MUTE", "PRODUCT", "STORE", "SUPPLIER", "CATEGORY", "UNTIL", "NOTE"], rightAligned: [0])
    for mute in mutes {
      table.add([
        String(mute.id), mute.product ?? "any", mute.store ?? "any", mute.supplier ?? "any",
        mute.category ?? "any",
        mute.until.map { ZonedText.time($0, in: calendar) } ?? "no end", mute.note,
      ])
    }
    Terminal.print("\n\(table.text)")
  }
}

extension AlertRecord {
  /// Since when it is low, or out of stock, by the ledger; where that does not say, since it was seen.
  fileprivate var lowSince: Instant {
    ((state == .outOfStock ? out : low)?.start ?? changedAt).wholeSeconds
  }
}
