import Foundation
import HTTPTypes
import Hummingbird
import NIOPosix
import Publishing
import Values

/// A published CSV file for somebody who may see some stores only: the header, and the records of
/// these stores as they are, byte by byte.
///
/// It is made while it is sent, so that nothing is kept of it; it has no length and no ranges.
struct ScopedCSV {
  let resource: DataResource
  let run: PublishedRun
  let stores: Set<UUIDBytes>

  /// The place of the column that tells a record's store; nil when there is none.
  private var column: Int? {
    resource.schema?.fields.firstIndex { $0.name == "store_id" }
  }

  /// The answer to a GET or HEAD; throws 403 when the file's figures are added up over stores.
  func answer(_ request: Request, _ context: SiteContext) async throws -> Response {
    guard resource.format == "csv", let column else {
      throw HTTPProblem(
        .allStoresOnly,
        "This file adds up over all stores, and you may see only some. Download a table with a line"
          + " for each store, as CSV.")
    }
    let ids = stores.map(\.description).sorted().joined(separator: " ")
    let hash = ContentHash.sha256(Array("\(resource.hash) \(ids)".utf8))
    let tags = EntityTags(tag: "\"\(hash)\"", headers: request.headers)
    var headers: HTTPFields = [
      .contentType: Download.mediaType(of: resource), .eTag: tags.tag, .acceptRanges: "none",
      .contentDisposition: "attachment; filename=\"\(resource.path)\"",
    ]
    try tags.check(headers)
    if let known = tags.known {
      headers[.eTag] = known
      return Response(status: .notModified, headers: headers)
    }
    let filter = try await NIOThreadPool.singleton.runIfActive { [resource, run, stores] in
      try Filter(PublishedFile(resource, of: run), column: column, stores: stores)
    }
    var answer = Response(
      status: .ok, headers: headers,
      body: ResponseBody { writer in
        while let piece = try await NIOThreadPool.singleton.runIfActive({ try filter.next() }) {
          guard piece.readableBytes > 0 else { continue }
          try await writer.write(piece)
          try await context.settle()
        }
        try await writer.finish(nil)
      })
    if request.method == .head {
      answer = answer.createHeadResponse()
      // Nobody knows how long it is before it is made.
      answer.headers[.contentLength] = nil
    }
    return answer
  }

  /// Reads a file piece by piece and lets the records of some stores pass.
  private final class Filter: @unchecked Sendable {
    // One piece is asked for after the other, each time on some thread of the pool.
    private let file: PublishedFile
    private var picker: CSVRecordPicker
    private var place = 0
    private var bytes = [UInt8](repeating: 0, count: 1 << 16)

    init(_ file: consuming PublishedFile, column: Int, stores: Set<UUIDBytes>) {
      self.file = file
      picker = CSVRecordPicker(column: column) { text in
        UUIDBytes(text).map(stores.contains) ?? false
      }
    }

    /// What passes of the next piece; nil at the end.
    func next() throws -> ByteBuffer? {
      guard place < file.bytes else { return nil }
      let count = try file.read(into: &bytes, at: place)
      guard count > 0 else { throw HTTPProblem(.gone, "The file was cut short.") }
      place += count
      var passed: [UInt8] = []
      picker.read(bytes[..<count], isLast: place >= file.bytes) { passed += $0 }
      return ByteBuffer(bytes: passed)
    }
  }
}
