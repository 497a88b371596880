/// What libpq's verbose report of a failed connect says.
///
/// libpq keeps the SQLSTATE of a refused connect to itself; the verbose form prints it, in every
/// language, as `SEVERITY:  SQLSTATE: text`.
struct ConnectReport {
  /// The first SQLSTATE in the report.
  private(set) var sqlState: String?
  /// The report without SQLSTATE, detail lines and source locations.
  private(set) var message: String
  /// The indented and the DETAIL and HINT lines.
  private(set) var detail: String?

  init(verbose text: String) {
    var lines: [Substring] = []
    var details: [Substring] = []
    var states: [String] = []
    for line in text.split(whereSeparator: \.isNewline) {
      if let found = Self.state(in: line) {
        states.append(String(line[found]))
        let end = line.index(found.upperBound, offsetBy: 2)
        lines.append(line[..<found.lowerBound] + line[end...])
      } else if line.hasPrefix("LOCATION:") {
        continue
      } else if line.first == "\t" || Self.isDetail(line) {
        details.append(line)
      } else {
        lines.append(line)
      }
    }
    sqlState = states.first
    message = lines.isEmpty ? "no connection" : lines.joined(separator: "; ")
    detail = details.isEmpty ? nil : details.joined(separator: "\n")
  }

  private static func isDetail(_ line: Substring) -> Bool {
    line.hasPrefix("DETAIL:") || line.hasPrefix("HINT:") || line.hasPrefix("CONTEXT:")
  }

  /// The place of five characters between `":  "` and `": "`.
  private static func state(in line: Substring) -> Range<Substring.Index>? {
    let bytes = line.utf8
    var start = bytes.startIndex
    while let colon = bytes[start...].firstIndex(of: UInt8(ascii: ":")) {
      let rest = line[colon...]
      if rest.hasPrefix(":  ") {
        let code = rest.dropFirst(3).prefix(5)
        let isCode = code.utf8.count == 5 && code.utf8.allSatisfy(Self.isCodeCharacter)
        if isCode, line[code.endIndex...].hasPrefix(": ") {
          return code.startIndex..<code.endIndex
        }
      }
      start = bytes.index(after: colon)
    }
    return nil
  }

  private static func isCodeCharacter(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
  }
}
