import StateStore
import Values

/// What somebody filled in to mute something.
struct MuteForm: Hashable, Sendable {
  var product: String?
  var store: String?
  var supplier: String?
  var category: String?
  var until: String?
  var note: String?

  /// The names of its fields.
  static let fields = ["product", "store", "supplier", "category", "until", "note"]

  /// A form that nobody has filled in.
  init() {}

  /// What a browser sent.
  init(_ values: FormValues) {
    product = values["product"]
    store = values["store"]
    supplier = values["supplier"]
    category = values["category"]
    until = values["until"]
    note = values["note"]
  }

  /// A field's text without the spaces around it; nil for none.
  ///
  /// It is kept and shown, so it has its limit, and nothing that cannot be seen.
  private static func value(_ text: String?, of field: String) throws(MuteProblem) -> String? {
    guard let words = text?.trimmingSpace(), !words.isEmpty else { return nil }
    guard words.utf8.count <= 1_000 else {
      throw MuteProblem("The \(field) is too long. Keep it to 1,000 bytes.")
    }
    guard words.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw MuteProblem("The \(field) has control characters. Remove them.")
    }
    return words
  }

  /// The mute; throws what is wrong with the form in a sentence.
  func mute(
    stores: StoreScope, known: [AlertStore], calendar: BusinessCalendar, now: Instant
  ) throws(MuteProblem) -> AlertMute {
    var mute = AlertMute(
      product: try Self.value(product, of: "product"), store: try Self.value(store, of: "store"),
      supplier: try Self.value(supplier, of: "supplier"),
      category: try Self.value(category, of: "category"),
      note: try Self.value(note, of: "note") ?? "")
    if let text = try Self.value(until, of: "day") {
      guard let day = Day(text) else {
        throw MuteProblem("Invalid date '\(text)'. Write it like 2026-11-30.")
      }
      let end = calendar.start(of: day)
      guard end > now else { throw MuteProblem("Choose a day after today.") }
      mute.until = end
    }
    if case .only = stores {
      guard let store = mute.store, let found = known.first(where: { $0.isCalled(store) }) else {
        throw MuteProblem("Choose one of your stores.")
      }
      mute.store = found.id.description
    }
    guard [mute.product, mute.store, mute.supplier, mute.category].contains(where: { $0 != nil })
    else { throw MuteProblem("Fill in a product, a store, a supplier or a category.") }
    return mute
  }
}

/// What is wrong with a form.
struct MuteProblem: Error {
  let text: String

  init(_ text: String) {
    self.text = text
  }
}

/// A store that something was ever low in.
struct AlertStore: Hashable, Sendable {
  var id: UUIDBytes
  var name: String

  /// Whether a mute's store is this one, by name or id.
  func isCalled(_ text: String) -> Bool {
    text == name || UUIDBytes(text) == id
  }
}
