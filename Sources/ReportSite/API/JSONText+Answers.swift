import HTTPTypes
import Hummingbird
import PublishedTables
import Values

extension JSONText {
  /// A value of a published table in the column's type; null for none.
  static func value(_ text: String, _ kind: TableColumn.Kind) -> JSONText {
    switch kind {
    case _ where text.isEmpty: .null
    case .number: number(of: text)
    case .boolean: text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : .null
    default: .string(text)
    }
  }

  /// A number of JSON: an optional sign, digits, and perhaps a point and digits; null for another text.
  static func number(of text: String) -> JSONText {
    text.wholeMatch(of: #/-?(0|[1-9][0-9]*)(\.[0-9]+)?/#) != nil ? .number(text) : .null
  }

  /// The text's bytes with a line break at the end.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes + [0x0A]
  }

  /// The value as an answer.
  func response(_ headers: HTTPFields = [:], to request: Request) -> Response {
    var headers = headers
    headers[.contentType] = "application/json"
    return Response(bytes, headers, to: request)
  }
}
