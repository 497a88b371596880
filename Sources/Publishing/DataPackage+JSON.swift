import Foundation

extension DataPackage {
  /// The manifest's text: keys sorted, indented, `/` as it is, a line break at the end.
  func json(path: String) throws(PublishingError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    } catch {
      throw PublishingError(
        cause: .failed, path: path, action: "write", reason: "\(error)")
    }
  }
}
