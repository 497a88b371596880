import Values

/// What an export asks for: a repeated request gives the order that is there, another one of the same
/// key is a mistake.
struct ExportRequest {
  var supplier: String
  var store: UUIDBytes?
  var run: String?
  var expecting: String?

  /// A digest of all of it.
  var digest: String {
    Self.hash([supplier, store?.description, run, expecting])
  }

  /// The mark of a request: its key, for its sender.
  ///
  /// Another's key of the same letters makes another mark.
  static func mark(_ key: String, by name: String) -> String { hash([name, key]) }

  /// Each word with its length, so that no other words make the same text.
  private static func hash(_ words: [String?]) -> String {
    let text = words.map { $0.map { "\($0.utf8.count):\($0)" } ?? "-" }.joined(separator: " ")
    return ReviewService.hash(Array(text.utf8))
  }
}
