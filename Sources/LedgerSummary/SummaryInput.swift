import Foundation
import Values

/// Reads what `SummaryOutput` wrote, from one place of a file on, piece by piece.
struct SummaryInput {
  private let file: FileHandle
  private var buffer: [UInt8] = []
  private var place = 0
  private var offset: UInt64

  init(_ file: FileHandle, at offset: UInt64) {
    self.file = file
    self.offset = offset
  }

  mutating func byte() throws -> UInt8 {
    if place == buffer.count { try fill() }
    defer { place += 1 }
    return buffer[place]
  }

  mutating func number() throws -> UInt64 {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      number |= UInt64(next & 0x7F) &<< shift
      if next < 0x80 { return number }
      shift += 7
      guard shift < 64 else { throw SummaryDoubt("the summary has a malformed number") }
    }
  }

  mutating func signed() throws -> Int64 {
    let number = try self.number()
    return Int64(bitPattern: number &>> 1) ^ -Int64(bitPattern: number & 1)
  }

  mutating func word() throws -> UInt64 {
    var word: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) { word |= UInt64(try byte()) &<< shift }
    return word
  }

  mutating func id() throws -> UUIDBytes {
    UUIDBytes(high: try word(), low: try word())
  }

  /// Bytes with their number before them.
  mutating func text() throws -> [UInt8] {
    var text: [UInt8] = []
    try take(into: &text)
    return text
  }

  /// The same into a list that is used again.
  mutating func take(into text: inout [UInt8]) throws {
    text.removeAll(keepingCapacity: true)
    var left = try count(upTo: 1 << 24)
    while left > 0 {
      if place == buffer.count { try fill() }
      let piece = min(left, buffer.count - place)
      text += buffer[place..<place + piece]
      place += piece
      left -= piece
    }
  }

  /// A number of at most `limit`.
  mutating func count(upTo limit: Int) throws -> Int {
    let number = try self.number()
    guard limit >= 0, number <= UInt64(limit) else {
      throw SummaryDoubt("the summary has a broken reference")
    }
    return Int(number)
  }

  private mutating func fill() throws {
    do {
      try file.seek(toOffset: offset)
      buffer = Array(try file.read(upToCount: 1 << 18) ?? Data())
    } catch {
      throw SummaryDoubt("the summary cannot be read: \(error.localizedDescription)")
    }
    guard !buffer.isEmpty else { throw SummaryDoubt("the summary is cut short") }
    offset += UInt64(buffer.count)
    place = 0
  }
}
