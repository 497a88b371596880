import Files
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Spreadsheet

/// Workbooks that are closed at the same time, as those of two reports may be.
@Suite struct ConcurrentWorkbookTests {
  @Test func `each has its own date`() throws {
    try withTemporaryFolder { folder in
      let strange = Mutex<[String]>([])
      DispatchQueue.concurrentPerform(iterations: 4) { thread in
        for round in 0..<150 {
          do {
            // Another second, day and year on each thread.
            let created = 1_000_000_000 + thread * 34_560_001
            let path = "\(folder)/\(thread)-\(round).xlsx"
            let book = try Workbook(
              path: path,
              properties: DocumentProperties(
                title: "", subject: "", author: "", comments: "", created: created))
            try book.close()
            let date = Date(timeIntervalSince1970: Double(created)).ISO8601Format()
            let archive = try ZipArchive(try DiskFile.contents(of: path), path: path)
            let part = try #require(archive.entries.first { $0.name == "docProps/core.xml" })
            let text = String(decoding: try archive.contents(of: part), as: UTF8.self)
            if !text.contains(">\(date)</dcterms:created>") { strange.withLock { $0.append(text) } }
            DiskFile.remove(path)
          } catch {
            strange.withLock { $0.append("\(error)") }
          }
        }
      }
      #expect(strange.withLock { $0.first } == nil)
    }
  }
}
