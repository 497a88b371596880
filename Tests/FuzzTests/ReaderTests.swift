import FuzzReaders
import TestSupport
import Testing

/// Whatever is read from outside ends no program, and is refused or read as what it is.
@Suite(.serialized) struct ReaderTests {
  /// How many inputs take a second or so.
  private static let counts = [
    "copy": 1_500, "records": 1_500, "policy": 600, "definition": 40, "manifest": 500,
    "summary": 1_000, "words": 8_000,
  ]

  @Test(arguments: Reader.all.map(\.name)) func `changed inputs never trap`(_ name: String) throws {
    let reader = try #require(Reader.all.first { $0.name == name })
    let seeds = try reader.seeds()
    try #require(!seeds.isEmpty)
    defer { Reader.cleanUp() }
    for seed in seeds { reader.read(seed) }
    let count = try #require(Self.counts[name])
    for input in Mutations(of: seeds, count: count, named: name) { reader.read(input) }
  }
}
