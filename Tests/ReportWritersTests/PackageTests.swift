import Files
import Foundation
import TestSupport
import Testing

@testable import Spreadsheet

/// The package of a workbook: what is put together, and what is noticed.
@Suite struct PackageTests {
  private static let properties = DocumentProperties(
    title: "T", subject: "S", author: "A", comments: "C", created: 1_000_000_000)

  private func archive(_ part: String, in folder: String) throws -> ZipArchive {
    let path = "\(folder)/\(UUID().uuidString)"
    let file = try DiskFile(path, action: "create")
    var zip = ZipWriter(file)
    var compressed = ByteBuffer()
    let bytes = Array(part.utf8)
    let checksum = try unsafe bytes.withUnsafeBytes { bytes in
      try unsafe ZlibCompressor().compress(bytes, isLast: true, to: &compressed)
      return unsafe ZlibCompressor().checksum(bytes)
    }
    let extent = StreamExtent(
      size: Int64(bytes.count), compressedSize: Int64(compressed.count), checksum: checksum)
    try zip.add("xl/part.xml", extent) { file throws(WorkbookError) in
      try unsafe file.write(compressed.bytes)
    }
    try zip.finish()
    return try ZipArchive(try DiskFile.contents(of: path), path: path)
  }

  private func write(
    _ archive: ZipArchive, rows: [String: [SheetRows]] = [:], in folder: String
  ) throws {
    let path = "\(folder)/x.xlsx"
    let file = try DiskFile(path, action: "create")
    try WorkbookPackage.write(archive, rows: rows, compression: .best, to: file, path: path)
  }

  @Test(
    arguments: [
      ("<?xml?>\n<a b=\"c\"><d/></a>", true), ("<?xml?><x:a></x:a>\n", true), ("<a></a>", true),
      ("<?xml?>\n<a b=\"c\"><d/></", false), ("<?xml?>\n<a><b></b>", false), ("<a", false),
      ("<?xml?>", false), ("", false), ("<ab></b>", false),
    ]) func `a part is whole when it ends as it begins`(xml: String, isWhole: Bool)
  {
    #expect(WorkbookPackage.isWhole(Array(xml.utf8)) == isWhole)
  }

  @Test func `a part that the library did not copy in full is a full disk`() throws {
    try withTemporaryFolder { folder in
      try write(try archive("<styles><a/></styles>", in: folder), in: folder)
      let error = try #require(throws: WorkbookError.self) {
        try write(try archive("<styles><a/>", in: folder), in: folder)
      }
      #expect(error.code == ENOSPC && error.isSystem)
      #expect(error.description.contains("xl/part.xml"))
    }
  }

  @Test func `rows without their sheet are an error`() throws {
    try withTemporaryFolder { folder in
      var book = try Workbook(path: "\(folder)/b.xlsx", properties: Self.properties)
      let rows = try book.addTable("S")
      let sheet = try archive("<worksheet><sheetData/></worksheet>", in: folder)
      try write(sheet, rows: ["xl/part.xml": [rows]], in: folder)
      #expect(throws: WorkbookError.self) {
        try write(sheet, rows: ["xl/other.xml": [rows]], in: folder)
      }
      // What the library knows of the header of a table gives way to ours.
      let header = "<sheetData><row r=\"1\"><c/></row></sheetData>"
      DiskFile.remove("\(folder)/x.xlsx")
      try write(
        try archive("<worksheet>\(header)</worksheet>", in: folder), rows: ["xl/part.xml": [rows]],
        in: folder)
      // Cells of the library's own where there should be none.
      let filled = try archive(
        "<worksheet><sheetData><row r=\"1\"></row><row r=\"2\"></row></sheetData></worksheet>",
        in: folder)
      #expect(throws: WorkbookError.self) {
        try write(filled, rows: ["xl/part.xml": [rows]], in: folder)
      }
    }
  }

  @Test func `a damaged package is noticed`() throws {
    try withTemporaryFolder { folder in
      let whole = try archive("<a>\(String(repeating: "text ", count: 50))</a>", in: folder)
      for place in [0, whole.entries[0].range.lowerBound + 5, whole.bytes.count - 22] {
        var bytes = whole.bytes
        bytes[place] ^= 0x55
        #expect(throws: WorkbookError.self) {
          let damaged = try ZipArchive(bytes, path: "x")
          _ = try damaged.contents(of: damaged.entries[0])
        }
      }
      for length in [0, 21, whole.bytes.count - 1] {
        #expect(throws: WorkbookError.self) {
          _ = try ZipArchive(Array(whole.bytes.prefix(length)), path: "x")
        }
      }
    }
  }

  @Test func `sizes above 4 GB have their long fields`() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/x.zip"
      let file = try DiskFile(path, action: "create")
      var zip = ZipWriter(file)
      // No bytes behind them: the table of contents is what is read.
      for (name, size, compressed) in [
        ("both", 5_000_000_000, 4_294_967_295), ("one", 4_294_967_295, 77),
        ("none", 4_294_967_294, 7),
      ] as [(String, Int64, Int64)] {
        try zip.add(name, StreamExtent(size: size, compressedSize: compressed, checksum: 1)) {
          _ throws(WorkbookError) in
        }
      }
      try zip.finish()
      try file.keep()
      let script =
        "import sys, zipfile\nfor i in zipfile.ZipFile(sys.argv[1]).infolist():"
        + " print(i.filename, i.file_size, i.compress_size, i.extract_version)"
      let found = try ChildProcess.run(TestPython.path, ["-c", script, path])
      #expect(
        found.text == """
          both 5000000000 4294967295 45
          one 4294967295 77 45
          none 4294967294 7 20

          """)
    }
  }

  @Test func `more parts than a short end record counts`() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/x.zip"
      let file = try DiskFile(path, action: "create")
      var zip = ZipWriter(file)
      for number in 0..<70_000 {
        try zip.add("\(number)", StreamExtent()) { _ throws(WorkbookError) in }
      }
      try zip.finish()
      try file.keep()
      let script = "import sys, zipfile; print(len(zipfile.ZipFile(sys.argv[1]).infolist()))"
      let found = try ChildProcess.run(TestPython.path, ["-c", script, path])
      #expect(found.text == "70000\n")
    }
  }

  @Test(arguments: Compression.allCases)
  func `both compressions hold the same cells`(compression: Compression) throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/x.xlsx"
      var book = try Workbook(
        path: path, properties: Self.properties, compression: compression)
      let rows = try book.addTable("S")
      for number in 0..<20_000 {
        try rows.nextRow()
        try rows.write(text: "\(number &* 2_654_435_761)", column: 0)
      }
      try book.close()
      #expect(try names(in: folder) == ["x.xlsx"])
      #expect(try ChildProcess.run("unzip", ["-tq", path]).status == 0)
      let sheet = try WorkbookReader(path).sheet("S")
      for number in stride(from: 0, to: 20_000, by: 997) {
        #expect(sheet.cells["A\(number + 1)"]?.value == "\(number &* 2_654_435_761)")
      }
      #expect(sheet.xml.first("dimension")?.attributes["ref"] == "A1:A20000")
    }
  }
}
