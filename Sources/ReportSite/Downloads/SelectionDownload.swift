import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import PublishedTables
import Values

/// A selection of rows on its way to somebody: read and written piece by piece, so that little of it is
/// in memory.
struct SelectionDownload: Sendable {
  let selection: Selection
  let tables: TableReader
  /// Lets a few at a time make workbooks.
  let workbooks: ConcurrencyLimiter
  /// Makes them: a long one keeps no page waiting.
  let threads: OwnThreads

  /// How many rows are read at a time.
  private static let piece = 2_000
  /// How many bytes of a workbook are sent at a time.
  private static let bytes = 1 << 17

  /// The answer to a GET or HEAD; throws 400 for a filter that does not fit the table.
  func answer(_ request: Request, _ context: SiteContext) async throws -> Response {
    let tags = EntityTags(tag: selection.tag, headers: request.headers)
    var headers: HTTPFields = [
      .contentType: type, .eTag: tags.tag, .acceptRanges: "none",
      .contentDisposition: "attachment; filename=\"\(selection.fileName)\"",
    ]
    do {
      try selection.table.check(selection.query)
    } catch {
      throw HTTPProblem.badRequest(error.description)
    }
    try tags.check(headers)
    if let known = tags.known {
      headers[.eTag] = known
      return Response(status: .notModified, headers: headers)
    }
    // Before the answer begins, so that what is wrong is said by its status.
    let first = try await rows(from: 0)
    guard request.method == .get else { return Response(status: .ok, headers: headers) }
    switch selection.format {
    case .csv: return Response(status: .ok, headers: headers, body: csv(first, context))
    case .xlsx:
      try SelectionWorkbook.check(first.count)
      let file = try await workbooks.pass {
        try await threads.run { try self.workbook(first) }
      }
      return Response(status: .ok, headers: headers, body: body(of: file, context))
    }
  }

  private var type: String {
    switch selection.format {
    case .csv: "text/csv; charset=utf-8; header=present"
    case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    }
  }

  private func rows(from first: Int) async throws -> TablePage {
    try await TableReader.onThread { try self.readRows(from: first) }
  }

  private func readRows(from first: Int) throws -> TablePage {
    do {
      return try tables.page(
        of: selection.table, selection.query, from: first, count: Self.piece)
    } catch let error as TableError {
      if case .damaged = error { throw error }
      throw HTTPProblem.badRequest(error.description)
    }
  }

  private func csv(_ first: TablePage, _ context: SiteContext) -> ResponseBody {
    ResponseBody { writer in
      var page = first
      var place = 0
      let columns = selection.table.columns
      var bytes: [UInt8] = []
      CSVField.append(record: columns.map(\.key), to: &bytes)
      try await writer.write(ByteBuffer(bytes: bytes))
      while !page.rows.isEmpty {
        bytes.removeAll(keepingCapacity: true)
        // As the published file has it.
        for row in page.rows {
          CSVField.append(record: row, to: &bytes) { columns[$0].isGuarded }
        }
        try await writer.write(ByteBuffer(bytes: bytes))
        try await context.settle()
        place += page.rows.count
        page = try await rows(from: place)
      }
      try await writer.finish(nil)
    }
  }

  /// Writes the workbook into a file that is gone from its folder as soon as it is open.
  private func workbook(_ first: TablePage) throws -> FileHandle {
    let path = NSTemporaryDirectory() + "inventory-reports-\(UUID().uuidString).xlsx"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var workbook = try SelectionWorkbook(selection, count: first.count, path: path)
    var page = first
    var place = 0
    while !page.rows.isEmpty {
      for row in page.rows { try workbook.append(row) }
      place += page.rows.count
      page = try readRows(from: place)
    }
    try workbook.close()
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw CocoaError(.fileReadNoSuchFile)
    }
    return file
  }

  private func body(of file: FileHandle, _ context: SiteContext) -> ResponseBody {
    ResponseBody { writer in
      while let piece = try await TableReader.onThread({ try file.read(upToCount: Self.bytes) }),
        !piece.isEmpty
      {
        try await writer.write(ByteBuffer(bytes: piece))
        try await context.settle()
      }
      try await writer.finish(nil)
    }
  }
}
