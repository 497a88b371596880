/// An instant and its text as the clocks of the report's zone show it; the text is what is stored.
public struct ZonedTime: Hashable, Sendable {
  /// The point in time.
  public let instant: Instant
  /// `YYYY-MM-DDTHH:MM:SS[.ffffff]+07:00`.
  public let text: String

  /// An instant in a zone.
  public init(_ instant: Instant, in calendar: BusinessCalendar) {
    self.instant = instant
    text = calendar.text(instant)
  }

  /// A stored text: a date, a time with at most six decimals and an offset or `Z`; nil otherwise.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"),
      let day = Day(String(decoding: bytes[..<10], as: UTF8.self)),
      let second = Self.clock(bytes[11..<19])
    else { return nil }
    var rest = bytes[19...]
    var fraction: Int64 = 0
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard (1...6).contains(digits.count) else { return nil }
      for place in 0..<6 {
        fraction = fraction * 10
        if place < digits.count {
          fraction += Int64(digits[digits.startIndex + place] - UInt8(ascii: "0"))
        }
      }
      rest = rest.dropFirst(digits.count + 1)
    }
    guard let offset = Self.offset(rest) else { return nil }
    let seconds = Int64(day.daysSinceEpoch) * 86_400 + second - offset
    instant = Instant(microseconds: seconds * 1_000_000 + fraction)
    guard instant.isDated else { return nil }
    self.text = text
  }

  /// Seconds east of UTC of `Z`, `+07:00` or `-00:01:15`.
  private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
    if bytes.elementsEqual("Z".utf8) { return 0 }
    guard let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let seconds = clock(bytes.dropFirst())
    else { return nil }
    return sign == UInt8(ascii: "-") ? -seconds : seconds
  }

  /// Seconds of `HH:MM` or `HH:MM:SS`.
  private static func clock(_ bytes: ArraySlice<UInt8>) -> Int64? {
    guard bytes.count == 5 || bytes.count == 8 else { return nil }
    var seconds: Int64 = 0
    for (place, part) in bytes.split(separator: UInt8(ascii: ":")).enumerated() {
      guard part.count == 2, let number = Int64(String(decoding: part, as: UTF8.self)),
        number < (place == 0 ? 24 : 61)
      else { return nil }
      seconds += number * [3_600, 60, 1][place]
    }
    return seconds
  }
}

extension ZonedTime: Codable {
  /// Reads the text; throws `DecodingError` when it is no time stamp.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let time = ZonedTime(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time stamp")
    }
    self = time
  }

  /// Writes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
