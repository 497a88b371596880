/// A binary COPY of ten thousand movements, as a server sends it: two ids, a time, a balance.
enum CopyStream {
  static let bytes: [UInt8] = {
    var bytes: [UInt8] = [
      0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
    ]
    func append(_ value: some FixedWidthInteger) {
      for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    for number in 0..<SampleRows.count {
      let id = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
      append(Int16(4))
      for _ in 0..<2 {
        append(Int32(16))
        append(id)
        append(id &* 31)
      }
      append(Int32(8))
      append(Int64(815_000_000_000_000) + Int64(number))
      // 12.500 as the server has it: the digits 12 and 5000, the first before the point.
      append(Int32(12))
      for part: UInt16 in [2, 0, 0, 3, UInt16(number % 9_000 + 1), 5_000] { append(part) }
    }
    append(Int16(-1))
    return bytes
  }()
}
