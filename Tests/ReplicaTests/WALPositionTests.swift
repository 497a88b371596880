import Postgres
import Testing

@Suite struct WALPositionTests {
  @Test func `positions are read, written and compared as the server does`() throws {
    let small = try #require(WALPosition("0/EE702A0"))
    let large = try #require(WALPosition("1/0"))
    #expect(small.bytes == 0xEE7_02A0)
    #expect(small.description == "0/EE702A0")
    #expect(large.bytes == 1 << 32)
    #expect(small < large)
    #expect(WALPosition("FFFFFFFF/FFFFFFFF")?.description == "FFFFFFFF/FFFFFFFF")
    for text in ["", "0", "/", "0/", "0/G", "0/1/2", "100000000/0"] {
      #expect(WALPosition(text) == nil, "\(text)")
    }
  }
}
