/// Quotes and comments, in which nothing is a variable.
extension SQLTextScanner {
  var current: UInt8? { index < bytes.count ? bytes[index] : nil }
  var next: UInt8? { index + 1 < bytes.count ? bytes[index + 1] : nil }

  mutating func advance(by count: Int = 1) {
    for byte in bytes[index..<min(index + count, bytes.count)] where byte == UInt8(ascii: "\n") {
      line += 1
    }
    index = min(index + count, bytes.count)
  }

  mutating func skipLine() {
    while let byte = current, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") { advance() }
  }

  /// Block comments nest in PostgreSQL.
  mutating func skipBlockComment() {
    let began = line
    var depth = 0
    while let byte = current {
      if byte == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
        depth += 1
        advance(by: 2)
      } else if byte == UInt8(ascii: "*"), next == UInt8(ascii: "/") {
        depth -= 1
        advance(by: 2)
        if depth == 0 { return }
      } else {
        advance()
      }
    }
    problem("has an unclosed comment", remedy: "close it with */", line: began)
  }

  /// Skips from an opening quote to its closing one; a doubled quote stands for itself.
  mutating func skipQuoted(_ quote: UInt8, escapes: Bool) {
    let began = line
    advance()
    while let byte = current {
      if escapes, byte == UInt8(ascii: "\\") {
        advance(by: 2)
      } else if byte != quote {
        advance()
      } else if next == quote {
        advance(by: 2)
      } else {
        advance()
        if escapes { checkContinuation() }
        return
      }
    }
    problem(
      "has an unclosed quote", remedy: "close it with \(Character(UnicodeScalar(quote)))",
      line: began)
  }

  /// Reports an `E` string that goes on behind a line break.
  ///
  /// For the server the next quote is a part of the same string, for psql, which reads line by
  /// line, it begins a plain one.
  private mutating func checkContinuation() {
    var probe = self
    while let byte = probe.current {
      if byte.isSQLSpace {
        probe.advance()
      } else if byte == UInt8(ascii: "-"), probe.next == UInt8(ascii: "-") {
        probe.skipLine()
      } else {
        guard byte == UInt8(ascii: "'"), probe.line > line else { return }
        return problem(
          "has an E'...' string that continues on another line, which psql and the server read "
            + "differently", remedy: "join its parts", line: probe.line)
      }
    }
  }

  mutating func skipDollarQuoted(tag: [UInt8]) {
    let began = line
    advance(by: tag.count)
    while current != nil {
      if bytes[index...].starts(with: tag) { return advance(by: tag.count) }
      advance()
    }
    problem(
      "has an unclosed quote",
      remedy: "close it with \(String(decoding: tag, as: UTF8.self))", line: began)
  }
}

extension UInt8 {
  /// Space, tab, line feed, carriage return, form feed and, as psql has it, vertical tab.
  var isSQLSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

  /// A digit.
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  /// What may begin a name: a letter, `_`, or any byte of a character beyond ASCII.
  var isSQLNameStart: Bool {
    self >= 0x80 || self == UInt8(ascii: "_")
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }

  /// What may go on in a name or a variable of psql.
  var isSQLNamePart: Bool { isSQLNameStart || isDigit }
}
