import HTTPTypes
import Hummingbird
import PublishedTables
import Values

/// A page of a list: rows in columns, what is to be known of all of them, and where the next page is.
struct ListAnswer {
  /// A column: its name and what its values are.
  struct Column {
    var key: String
    var kind: TableColumn.Kind
    /// Whether a value that begins like a formula gets an apostrophe in CSV.
    var isGuarded = false
  }

  /// The name of the list in JSON.
  var name: String
  var columns: [Column]
  /// The values by column; an empty text is no value.
  var rows: [[String]]
  /// What stands beside the list in JSON.
  var facts: [(key: String, value: JSONText)] = []
  /// As of when the rows are: beside the list in JSON, in CSV in each row; nil where that is not one
  /// moment.
  var asOf: String?
  /// The address of the next page; nil for the last one.
  var next: String?

  /// The answer in the form that the request likes best.
  func response(to request: Request) throws(HTTPProblem) -> Response {
    try AnswerForm.answer(request, next: next, json: { json }, csv: { csv })
  }

  private var json: [UInt8] {
    let items = rows.map { row in
      JSONText.object(zip(columns, row).map { ($0.key, JSONText.value($1, $0.kind)) })
    }
    var members = facts
    if let asOf { members.append(("as_of", .string(asOf))) }
    members.append((name, .array(items)))
    if next != nil || !facts.isEmpty { members.append(("next", .optional(next))) }
    return JSONText.object(members).bytes
  }

  private var csv: [UInt8] {
    var bytes: [UInt8] = []
    var columns = columns
    if asOf != nil { columns.append(Column(key: "as_of", kind: .timestamp)) }
    CSVField.append(record: columns.map(\.key), to: &bytes)
    for row in rows {
      CSVField.append(record: row + [asOf].compactMap { $0 }, to: &bytes) { columns[$0].isGuarded }
    }
    return bytes
  }
}
