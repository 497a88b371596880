import Foundation
import Logging
import Monitoring
import Synchronization
import Testing
import Values

/// Keeps the lines that a sink writes.
private final class Lines: Sendable {
  private let all = Mutex<[String]>([])

  func add(_ line: String) { all.withLock { $0.append(line) } }

  var texts: [String] { all.withLock { $0 } }

  func sink(
    _ format: LogFormat = .text, _ level: Logger.Level = .error, holds: Bool = true
  ) -> LogSink {
    LogSink(format: format, level: level, holdsWarnings: holds) { _, line in self.add(line) }
  }
}

struct LogTests {
  private let record = LogRecord(
    time: Instant(microseconds: 1_795_311_000_250_000), level: .info, message: "report written",
    facts: [
      "seconds": .stringConvertible(0.25), "zone": "Asia/Bangkok", "rows": .stringConvertible(12),
      "stage": "write", "report": "low-stock", "run": "20261122T013000Z-4f9c2a",
      "standby": .stringConvertible(true),
    ])

  @Test func `an event is one line of fields, what it is about first`() {
    #expect(
      record.line(as: .logfmt)
        == "time=2026-11-22T01:30:00.250000Z level=info msg=\"report written\""
        + " run=20261122T013000Z-4f9c2a report=low-stock stage=write rows=12 seconds=0.25"
        + " standby=true zone=Asia/Bangkok")
  }

  @Test func `JSON has numbers and flags as what they are`() throws {
    let line = record.line(as: .json)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(object["rows"] as? Int == 12)
    #expect(object["seconds"] as? Double == 0.25)
    #expect(object["standby"] as? Bool == true)
    #expect(object["msg"] as? String == "report written")
    #expect(object["report"] as? String == "low-stock")
    #expect(object.count == 10)
  }

  @Test func `people are told the report, and of an error its message alone`() {
    #expect(
      record.line(as: .text)
        == "info: low-stock: report written (stage=write rows=12 seconds=0.25 standby=true"
        + " zone=Asia/Bangkok)")
    var error = record
    error.level = .error
    error.message = "a check failed"
    #expect(error.line(as: .text) == "low-stock: a check failed")
  }

  @Test(arguments: [
    "two\nlines", "a \"quote\"", "back\\slash", "key=value", "\u{1B}[31mred", "", "tab\there",
    "\u{2028}", "quote\"\u{301}", "ข้าวสาร 5 กก.", "nul\0", "\u{9B}31m", "crlf\r\n",
  ])
  func `no text ends a line, steers a terminal, or is taken for two`(text: String) throws {
    let record = LogRecord(
      time: Instant(microseconds: 0), level: .error, message: text, facts: ["fact": "\(text)"])
    for format in LogFormat.allCases {
      let line = record.line(as: format)
      #expect(
        line.unicodeScalars.allSatisfy {
          $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0.value != 0x2028
        }, "\(format)")
    }
    let json = record.line(as: .json)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: String])
    #expect(object["msg"] == text && object["fact"] == text)
    // What stands behind the last `fact=` is the value, bare or as a JSON string.
    let logfmt = record.line(as: .logfmt)
    let value = String(
      logfmt.suffix(from: try #require(logfmt.ranges(of: " fact=").last).upperBound))
    let read =
      value.hasPrefix("\"")
      ? try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        as? String : value
    #expect(read == text)
  }

  @Test func `a job that goes well says nothing`() {
    let lines = Lines()
    let sink = lines.sink()
    let logger = sink.logger(label: "test")
    logger.info("reading")
    logger.warning("a host is down")
    #expect(lines.texts == [])
  }

  @Test func `a job that fails says first what it was warned of, once`() {
    let lines = Lines()
    let sink = lines.sink()
    var logger = sink.logger(label: "test")
    logger[metadataKey: "run"] = "1"
    logger.debug("not this")
    logger.warning("a host is down", metadata: ["host": "db1"])
    sink.log(.error, "no host is left")
    sink.log(.error, "another")
    #expect(
      lines.texts == ["warning: a host is down (host=db1)", "no host is left", "another"])
  }

  @Test func `warnings are held in flat memory, the newest stay`() {
    let lines = Lines()
    let sink = lines.sink()
    for number in 1...250 { sink.log(.warning, "\(number)") }
    sink.log(.error, "end")
    #expect(lines.texts.count == 102)
    #expect(lines.texts.first == "warning: earlier warnings are omitted (count=150)")
    #expect(lines.texts[1] == "warning: 151")
    #expect(lines.texts.last == "end")
  }

  @Test func `from the asked level on everything is written as it comes`() {
    let lines = Lines()
    let logger = lines.sink(.text, .info, holds: false).logger(label: "test")
    logger.debug("no")
    logger.info("yes")
    logger.warning("yes too")
    #expect(lines.texts == ["info: yes", "warning: yes too"])
  }
}
