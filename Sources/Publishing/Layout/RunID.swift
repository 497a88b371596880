package import Values

/// The name of one run: its start in UTC and a random suffix, for example `20261122T013000Z-4f9c2a`.
///
/// Ids sort by time as text, and two runs that start in the same second still differ.
package struct RunID: Hashable, Comparable, Sendable {
  /// The id, which is also the name of the run's folder.
  package let text: String

  /// A new id for a run that starts at a finite instant; the fraction of the second is left out.
  package init(startedAt instant: Instant) {
    var generator = SystemRandomNumberGenerator()
    self.init(startedAt: instant, using: &generator)
  }

  /// A new id whose suffix comes from a generator.
  package init(startedAt instant: Instant, using generator: inout some RandomNumberGenerator) {
    let suffix = String(generator.next(upperBound: UInt32(1 << 24)), radix: 16)
    text = "\(Self.stamp(instant))Z-" + String(repeating: "0", count: 6 - suffix.count) + suffix
  }

  /// An id as it was written; nil for anything else, so that no other path gets in by this door.
  package init?(_ text: some StringProtocol) {
    let shape = "ddddddddTddddddZ-hhhhhh"
    guard text.utf8.count == shape.utf8.count else { return nil }
    for (byte, kind) in zip(text.utf8, shape.utf8) {
      let digit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      let letter = (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
      let fits =
        switch kind {
        case UInt8(ascii: "d"): digit
        case UInt8(ascii: "h"): digit || letter
        default: byte == kind
        }
      guard fits else { return nil }
    }
    self.text = String(text)
  }

  /// The second in which the run started; nil for one that is on no calendar.
  var started: Instant? {
    func part(_ range: Range<Int>) -> Substring {
      text.dropFirst(range.lowerBound).prefix(range.count)
    }
    let day = [0..<4, 4..<6, 6..<8].map(part).joined(separator: "-")
    let time = [9..<11, 11..<13, 13..<15].map(part).joined(separator: ":")
    return ZonedTime("\(day)T\(time)Z")?.instant
  }

  /// Whether the run started before the second of an instant.
  package func startedBefore(_ instant: Instant) -> Bool { text.prefix(15) < Self.stamp(instant) }

  /// Whether the run started in an earlier second than another.
  func startedBefore(_ other: RunID) -> Bool { text.prefix(15) < other.text.prefix(15) }

  /// 2026-11-22T01:30:00[.ffffff]Z without its punctuation and its fraction.
  private static func stamp(_ instant: Instant) -> String {
    instant.description.prefix(19).filter { $0 != "-" && $0 != ":" }
  }

  package static func < (left: RunID, right: RunID) -> Bool { left.text < right.text }
}

extension RunID: CustomStringConvertible {
  package var description: String { text }
}
