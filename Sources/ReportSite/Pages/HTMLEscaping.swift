import Mustache

extension String {
  /// Appends text to HTML so that it stands for itself, in an element and in a quoted attribute.
  ///
  /// It looks at bytes, not at characters: a quote that a combining mark follows is one character
  /// that is no quote, and would still end an attribute.
  mutating func append(escaped text: some StringProtocol) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
        UInt8(ascii: "'"):
        append(slowlyEscaped: text)
        return
      default: continue
      }
    }
    append(contentsOf: text)
  }

  private mutating func append(slowlyEscaped text: some StringProtocol) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": append("&amp;")
      case "<": append("&lt;")
      case ">": append("&gt;")
      case "\"": append("&quot;")
      case "'": append("&#39;")
      default: unicodeScalars.append(scalar)
      }
    }
  }
}

/// The text of our pages, for templates: the library's own escaping goes by characters.
struct PageText: MustacheContentType {
  func escapeText(_ text: String) -> String {
    var escaped = ""
    escaped.append(escaped: text)
    return escaped
  }
}
