import Files
import Foundation
import TestSupport
import Testing

@testable import Spreadsheet

/// Pieces compressed each for itself, put one after the other, are one stream.
@Suite struct CompressionTests {
  /// Rows as they are, and what nothing makes smaller.
  private static let pieces: [[UInt8]] = {
    var state: UInt64 = 7
    let noise = (0..<300_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 40)
    }
    let rows = (1...9_000).map {
      "<row r=\"\($0)\"><c r=\"A\($0)\" s=\"4\"><v>\($0 * 7)</v></c></row>"
    }
    return [
      Array("<".utf8), Array(rows.joined().utf8), noise, Array(repeating: 0x20, count: 1 << 20),
      Array("</sheetData>".utf8),
    ]
  }()

  @Test(arguments: Compression.allCases)
  func `pieces make one stream`(compression: Compression) throws {
    let compressor = try compression.compressor()
    var stream = ByteBuffer()
    var extent = StreamExtent()
    for (index, piece) in Self.pieces.enumerated() {
      let before = stream.count
      let isLast = index == Self.pieces.count - 1
      let checksum = try unsafe piece.withUnsafeBytes { bytes in
        try unsafe compressor.compress(bytes, isLast: isLast, to: &stream)
        return unsafe compressor.checksum(bytes)
      }
      extent.append(
        StreamExtent(
          size: Int64(piece.count), compressedSize: Int64(stream.count - before),
          checksum: checksum))
    }
    try withTemporaryFolder { folder in
      let path = "\(folder)/x.zip"
      do {
        let file = try DiskFile(path, action: "create")
        var zip = ZipWriter(file)
        try zip.add("part", extent) { file throws(WorkbookError) in
          try unsafe file.write(stream.bytes)
        }
        try zip.finish()
        try file.keep()
      }
      #expect(try ChildProcess.run("unzip", ["-tq", path]).status == 0)
      #expect(
        Array(try ChildProcess.run("unzip", ["-p", path, "part"]).output)
          == Self.pieces.flatMap { $0 })
      // The reader of what the library writes finds the same.
      let archive = try ZipArchive(try DiskFile.contents(of: path), path: path)
      #expect(archive.entries.map(\.name) == ["part"] && archive.entries[0].extent == extent)
      #expect(try archive.contents(of: archive.entries[0]) == Self.pieces.flatMap { $0 })
    }
    // What repeats itself becomes small, noise hardly larger.
    #expect(extent.compressedSize < 400_000)
  }

  @Test func `the fastest library is one of them, and zlib always is`() {
    #expect(Compression.allCases.contains(.best) && Compression.allCases.contains(.zlib))
  }
}
