import Foundation

/// The names in a folder, sorted.
func names(in folder: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
}

/// The bytes of a file.
func bytes(of name: String, in folder: String) throws -> [UInt8] {
  Array(try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(name)))
}
