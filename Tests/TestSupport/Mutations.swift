import Foundation

/// Sound inputs with some bytes changed, the same for the same seed.
///
/// `FUZZ_SEED` chooses the seed, which is printed, so that what ends the process can be done again;
/// `FUZZ_LENGTH` says how many times as many inputs are made.
public struct Mutations: Sequence, IteratorProtocol {
  private let sound: [[UInt8]]
  private var left: Int
  private var random: SeededRandom

  /// So many inputs made from sound ones.
  public init(of sound: [[UInt8]], count: Int, named name: String) {
    let environment = ProcessInfo.processInfo.environment
    let seed = environment["FUZZ_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...UInt64.max)
    print("\(name): FUZZ_SEED=\(seed)")
    self.sound = sound
    left = count * (environment["FUZZ_LENGTH"].flatMap { Int($0) } ?? 1)
    random = SeededRandom(seed: seed)
  }

  /// The next input.
  public mutating func next() -> [UInt8]? {
    guard left > 0, var bytes = sound.randomElement(using: &random) else { return nil }
    left -= 1
    for _ in 0..<Int.random(in: 1...6, using: &random) { change(&bytes) }
    return bytes
  }

  private static let interesting: [[UInt8]] =
    [
      [0], [0x7F], [0x80], [0xFF], [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF],
      [UInt8](repeating: 0xFF, count: 8), [0x80] + [UInt8](repeating: 0, count: 7),
    ]
    + [
      "9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e999", "0", "-1",
      "9999-12-31", "0001-01-01", "\"", "'", "{", "}", "[", "]", ":", ",", "\r\n", "\\u0000", "%00",
      "é", "\u{1F35C}", "null", "&a *a", "!!int", "<<", "..",
    ].map { Array($0.utf8) }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    let end = Int.random(in: place...Swift.min(bytes.count, place + 24), using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 2: bytes.removeSubrange(place..<end)
    case 3:
      let other = Int.random(in: 0...bytes.count, using: &random)
      bytes.insert(contentsOf: Array(bytes[place..<end]), at: other)
    case 4:
      let new = Self.interesting.randomElement(using: &random) ?? []
      bytes.replaceSubrange(place..<end, with: new)
    default:
      bytes.insert(contentsOf: Self.interesting.randomElement(using: &random) ?? [], at: place)
    }
  }
}
