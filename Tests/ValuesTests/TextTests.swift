import Testing
import Values

/// JSON and CSV text.
@Suite struct TextTests {
  @Test func `a string is escaped as its readers know it`() {
    let text = "a\u{1F}\n\u{8}\u{7F}\u{2028}\"\\ü"
    let rest = "\u{7F}\u{2028}\\\"\\\\ü\""
    #expect(JSONString.text(text, .file) == "\"a\\u001F\\u000A\\u0008" + rest)
    #expect(JSONString.text(text, .event) == "\"a\\u001f\\u000a\\u0008" + rest)
    #expect(JSONString.text(text, .python) == "\"a\\u001f\\n\\b" + rest)
  }

  @Test func `records are counted, not lines`() {
    func count(_ text: String) -> Int {
      // In pieces of one byte: no boundary may matter.
      var count = CSVRecordCount()
      for byte in text.utf8 { count.read([byte]) }
      return count.count
    }
    #expect(count("") == 0)
    #expect(count("a,b\r\n") == 1)
    #expect(count("a,b\r\n1,2") == 2)
    #expect(count("a\r\n\"x\r\ny\"\r\n\"q\"\"\r\n\"\"\"\r\n") == 3)
  }
}
