/// Walks over a query the way psql's own scanner does, and finds its variables.
///
/// The rules are those of PostgreSQL 15's `psqlscan.l`: a variable counts everywhere but in quotes
/// and comments, and a name in quotes begins only at the start of a token (`foo_e'x'` is no
/// `E'x'`, `a$b$` opens no dollar quote).
struct SQLTextScanner {
  struct Use {
    var name: String
    var line: Int
    var range: Range<Int>
  }

  struct Problem {
    var line: Int
    var message: String
    var remedy: String
  }

  private(set) var uses: [Use] = []
  private(set) var problems: [Problem] = []
  /// Where the statement begins: after a byte order mark.
  let start: Int
  /// Where the statement ends: at its semicolon, or at the end of the text.
  private(set) var end: Int

  let bytes: [UInt8]
  var index: Int
  var line = 1
  private var hasStatement = false
  private var semicolon: Int?
  private var hasSecond = false

  init(_ text: String) {
    bytes = Array(text.utf8)
    start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    end = bytes.count
    index = start
  }

  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  mutating func scan() {
    while let byte = current {
      if byte.isSQLSpace {
        advance()
      } else if byte == UInt8(ascii: "-"), next == UInt8(ascii: "-") {
        skipLine()
      } else if byte == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
        skipBlockComment()
      } else if byte == UInt8(ascii: ";") {
        semicolon = semicolon ?? index
        advance()
      } else {
        noteToken()
        scanToken(byte)
      }
    }
    if let semicolon { end = semicolon }
    if !hasStatement { problem("has no statement", remedy: "write one SELECT", line: 1) }
  }

  private mutating func scanToken(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "'"): skipQuoted(byte, escapes: false)
    case UInt8(ascii: "\""): skipQuoted(byte, escapes: false)
    case UInt8(ascii: "$"): scanDollar()
    case UInt8(ascii: ":"): scanColon()
    case UInt8(ascii: "\\"):
      problem(
        "has a backslash outside quotes, which is a command of psql",
        remedy: "a report's query is one plain statement")
      skipLine()
    case 0:
      problem("has a NUL byte", remedy: "remove it")
      advance()
    case _ where byte.isSQLNameStart:
      let isEscape = byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
      if isEscape, next == UInt8(ascii: "'") {
        advance()
        skipQuoted(UInt8(ascii: "'"), escapes: true)
      } else {
        while let byte = current, byte.isSQLNamePart || byte == UInt8(ascii: "$") { advance() }
      }
    case _ where byte.isDigit:
      while let byte = current, byte.isSQLNamePart { advance() }
    default: advance()
    }
  }

  /// A token after the statement's semicolon belongs to a second statement.
  private mutating func noteToken() {
    hasStatement = true
    guard semicolon != nil, !hasSecond else { return }
    hasSecond = true
    problem(
      "has a second statement", remedy: "a report's query is one statement, a CTE (WITH) if need be"
    )
  }

  private mutating func scanDollar() {
    var end = index + 1
    if end < bytes.count, bytes[end].isDigit {
      problem(
        "has the parameter '$\(text(end..<(end + 1)))'", remedy: "the only form is :'name'")
    }
    if end < bytes.count, bytes[end].isSQLNameStart {
      while end < bytes.count, bytes[end].isSQLNamePart { end += 1 }
    }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else { return advance() }
    skipDollarQuoted(tag: Array(bytes[index...end]))
  }

  private mutating func scanColon() {
    // `::` is a cast, `:=` names an argument.
    if next == UInt8(ascii: ":") || next == UInt8(ascii: "=") { return advance(by: 2) }
    let quote = next
    guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "{")
    else { return scanBareColon() }
    var last = index + 2
    while last < bytes.count, bytes[last].isSQLNamePart { last += 1 }
    let isVariable =
      quote == UInt8(ascii: "'") && last > index + 2 && last < bytes.count && bytes[last] == quote
    guard isVariable else {
      problem(
        "has \(shown(to: last + 1)), which is not a variable", remedy: "the only form is :'name'")
      return advance()
    }
    let name = text((index + 2)..<last)
    uses.append(Use(name: name, line: line, range: index..<(last + 1)))
    advance(by: last + 1 - index)
  }

  /// A colon before a name is psql's unquoted form; before a number it is an array slice.
  private mutating func scanBareColon() {
    var last = index + 1
    while last < bytes.count, bytes[last].isSQLNamePart { last += 1 }
    if !bytes[(index + 1)..<last].allSatisfy(\.isDigit) {
      problem(
        "has \(shown(to: last)), which psql would insert without quotes",
        remedy: "write it as :'\(text((index + 1)..<last))', and an array slice with a space, as in"
          + " [1: n]")
    }
    advance(by: last - index)
  }

  private func shown(to last: Int) -> String {
    text(index..<min(last, bytes.count)).prefix { !$0.isNewline }.description
  }

  mutating func problem(_ message: String, remedy: String, line: Int? = nil) {
    problems.append(Problem(line: line ?? self.line, message: message, remedy: remedy))
  }
}
