import Foundation
import Testing

@testable import Spreadsheet

/// The library says nothing when a copy of a sheet did not fit on the disk: this finds it.
@Suite struct ZipDirectoryTests {
  private let sheet = "xl/worksheets/sheet1.xml"

  private func workbook(in folder: String) throws -> (path: String, size: Int64) {
    let path = "\(folder)/x.xlsx"
    var book = try Workbook(
      path: path,
      properties: DocumentProperties(
        title: "", subject: "", author: "", comments: "", created: 1))
    let sheet = try book.addSheet("S", streamed: true)
    for row in 0..<1_000 {
      try book.nextRow(sheet)
      try book.write(number: Int128(row), scale: 0, sheet, column: 0)
    }
    try book.close()
    return (path, Int64(try run("/usr/bin/unzip", "-p", path, self.sheet).output.count))
  }

  @Test func `a sheet in full passes, a byte less does not`() throws {
    try withFolder { folder in
      let (path, size) = try workbook(in: folder)
      try ZipDirectory.check(path, holds: [sheet: size])
      let error = try #require(throws: WorkbookError.self) {
        try ZipDirectory.check(path, holds: [sheet: size + 1])
      }
      #expect(error.code == ENOSPC && error.isSystem)
      #expect(throws: WorkbookError.self) {
        try ZipDirectory.check(path, holds: ["xl/worksheets/sheet2.xml": 1])
      }
    }
  }

  @Test func `a file without its end does not pass`() throws {
    try withFolder { folder in
      let (path, _) = try workbook(in: folder)
      let file = try #require(FileHandle(forUpdatingAtPath: path))
      try file.truncate(atOffset: try file.seekToEnd() - 1)
      try file.close()
      #expect(throws: WorkbookError.self) { try ZipDirectory.check(path, holds: [:]) }
    }
  }
}
