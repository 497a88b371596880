import TestSupport
import Testing

@testable import Postgres

@Suite struct ParserTests {
  /// Three rows of two columns, with a NULL, an empty and a long field.
  private static let stream: [UInt8] = {
    var bytes: [UInt8] = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0]
    bytes += [0, 0, 0, 0, 0, 0, 0, 3, 9, 9, 9]
    bytes += [0, 2, 0, 0, 0, 2, 0, 7, 0xFF, 0xFF, 0xFF, 0xFF]
    bytes += [0, 2, 0, 0, 0, 2, 0, 8, 0, 0, 0, 0]
    bytes += [0, 2, 0, 0, 0, 2, 0, 9, 0, 0, 0, 40] + [UInt8](repeating: 65, count: 40)
    return bytes + [0xFF, 0xFF]
  }()

  private func read(_ pieces: [ArraySlice<UInt8>]) throws -> (text: String, isComplete: Bool) {
    var parser = BinaryCopyParser(columns: 2)
    var text = ""
    for piece in pieces {
      unsafe try piece.withUnsafeBytes { bytes in
        unsafe try parser.read(bytes) { row in
          let second = try row.isNull(1) ? "-" : String(row.withText(1) { $0.count })
          text += "\(try row.integer(0)):\(second) "
        }
      }
    }
    return (text, parser.isComplete)
  }

  @Test func `a stream may be cut at every byte`() throws {
    let stream = Self.stream
    for cut in 0...stream.count {
      let result = try read([stream[..<cut], stream[cut...]])
      #expect(result == ("7:- 8:0 9:40 ", true), "cut at \(cut)")
    }
    let result = try read(stream.indices.map { stream[$0...$0] })
    #expect(result == ("7:- 8:0 9:40 ", true))
  }

  @Test func `a stream that ends early is not complete`() throws {
    for end in 0..<Self.stream.count {
      #expect(try read([Self.stream[..<end]]).isComplete == false, "\(end) bytes")
    }
  }

  @Test func `anything else is refused`() throws {
    var cases: [(String, [UInt8])] = []
    func change(_ what: String, _ edit: (inout [UInt8]) -> Void) {
      var bytes = Self.stream
      edit(&bytes)
      cases.append((what, bytes))
    }
    change("signature") { $0[3] = 0 }
    change("flags") { $0[12] = 1 }
    change("header length") { $0[15] = 0x80 }
    change("field count") { $0[23] = 3 }
    change("negative field count") { $0[22] = 0xFF }
    change("field length") { $0[24] = 0x80 }
    change("bytes after the trailer") { $0.append(0) }
    change("a row after the trailer") { $0 += [0, 2, 0, 0, 0, 0, 0, 0, 0, 0] }
    for (what, bytes) in cases {
      #expect(throws: BinaryCopyParser.Malformed.self, "\(what)") { try read([bytes[...]]) }
    }
  }

  @Test func `random bytes never trap`() throws {
    var random = SeededRandom(of: "PARSER_SEED")
    for _ in 0..<20_000 {
      var bytes = Self.stream
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: bytes.indices, using: &random)
        bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
      _ = try? read([bytes[...]])
    }
  }
}
