/// RFC 4180 read strictly, for tests of what is written.
///
/// CRLF stands between records and after the last, a quote only where a field begins and ends with
/// one.
public enum CSVReader {
  /// What is read is not of that form, from this byte on.
  public struct Malformed: Error {
    var position: Int
  }

  /// The records of a file, each with its fields; throws ``Malformed``.
  public static func records(_ bytes: [UInt8]) throws -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var index = 0
    while index < bytes.count {
      let field = try field(bytes, &index)
      record.append(field)
      guard index < bytes.count else { throw Malformed(position: index) }
      if bytes[index] == UInt8(ascii: ",") {
        index += 1
      } else {
        guard bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A else {
          throw Malformed(position: index)
        }
        index += 2
        records.append(record)
        record = []
      }
    }
    guard record.isEmpty else { throw Malformed(position: index) }
    return records
  }

  private static func field(_ bytes: [UInt8], _ index: inout Int) throws -> String {
    var content: [UInt8] = []
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
      while index < bytes.count, bytes[index] != UInt8(ascii: ","), bytes[index] != 0x0D {
        guard bytes[index] != UInt8(ascii: "\""), bytes[index] != 0x0A else {
          throw Malformed(position: index)
        }
        content.append(bytes[index])
        index += 1
      }
      return String(decoding: content, as: UTF8.self)
    }
    index += 1
    while true {
      guard index < bytes.count else { throw Malformed(position: index) }
      if bytes[index] == UInt8(ascii: "\"") {
        guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") else { break }
        index += 1
      }
      content.append(bytes[index])
      index += 1
    }
    index += 1
    return String(decoding: content, as: UTF8.self)
  }
}
