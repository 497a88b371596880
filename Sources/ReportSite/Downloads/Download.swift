import Foundation
import HTTPTypes
import Hummingbird
import NIOPosix
import Publishing
import Values

/// A file of a published run on its way to somebody.
///
/// It is opened once: what is published in the meantime does not mix with it.
struct Download {
  /// The open file.
  ///
  /// Unchecked, since one piece is asked for after the other, each time on some thread of the pool.
  private final class Opened: @unchecked Sendable {
    private let file: PublishedFile

    init(_ resource: DataResource, of run: PublishedRun) throws(PublishingError) {
      file = try PublishedFile(resource, of: run)
    }

    /// The bytes from a place on, fewer at the end of the file.
    func read(_ count: Int, at place: Int) throws -> ByteBuffer {
      try ByteBuffer(initialCapacity: count) { span in
        try file.read(count, into: &span, at: place)
      }
    }
  }

  /// How much is read at a time: what a slow reader holds in memory.
  private static let piece = 1 << 17

  let resource: DataResource
  let run: PublishedRun

  /// The answer to a GET or HEAD.
  func answer(_ request: Request, _ context: SiteContext) async throws -> Response {
    let tags = EntityTags(tag: "\"\(resource.hash)\"", headers: request.headers)
    var headers = headers
    headers[.eTag] = tags.tag
    headers[.acceptRanges] = "bytes"
    try tags.check(headers)
    if let known = tags.known {
      headers[.eTag] = known
      return Response(status: .notModified, headers: headers)
    }
    if let digest = Self.reprDigest(resource.hash) { headers[.reprDigest] = digest }
    // A range is of what a GET gives; for a HEAD it means nothing.
    let asked = request.method == .get ? tags.range(length: resource.bytes) : .whole
    let range: Range<Int>
    var status = HTTPResponse.Status.ok
    switch asked {
    case .whole: range = 0..<resource.bytes
    case .beyond:
      throw HTTPProblem(
        .rangeNotSatisfiable, "The file has \(resource.bytes) bytes.",
        headers: [.contentRange: "bytes */\(resource.bytes)", .eTag: tags.tag])
    case .part(let part):
      range = part
      status = .partialContent
      headers[.contentRange] =
        "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(resource.bytes)"
    }
    let opened = try await open()
    headers[.contentLength] = "\(range.count)"
    guard request.method == .get else { return Response(status: status, headers: headers) }
    return Response(status: status, headers: headers, body: Self.body(opened, range, context))
  }

  /// What every answer about the file has.
  private var headers: HTTPFields {
    var headers: HTTPFields = [
      .contentType: Self.mediaType(of: resource),
      // The names of published files are plain letters and digits with the report and its days.
      .contentDisposition: "attachment; filename=\"\(resource.path)\"",
    ]
    headers[.lastModified] = HTTPDate.text(run.facts.finished.instant)
    return headers
  }

  static func mediaType(of resource: DataResource) -> String {
    resource.format == "csv" ? "text/csv; charset=utf-8; header=present" : resource.mediatype
  }

  private func open() async throws -> Opened {
    do {
      return try await NIOThreadPool.singleton.runIfActive { [resource, run] in
        try Opened(resource, of: run)
      }
    } catch let error as PublishingError where error.cause != .noSuchFolder {
      throw HTTPProblem(.gone, "The file is no longer what was published.")
    }
  }

  private static func body(
    _ opened: Opened, _ range: Range<Int>, _ context: SiteContext
  ) -> ResponseBody {
    ResponseBody(contentLength: range.count) { writer in
      var place = range.lowerBound
      while place < range.upperBound {
        let count = min(piece, range.upperBound - place)
        let buffer = try await NIOThreadPool.singleton.runIfActive { [place] in
          try opened.read(count, at: place)
        }
        // Shorter than it was: the connection breaks, rather than that a file ends early.
        guard buffer.readableBytes > 0 else { throw CutShort() }
        place += buffer.readableBytes
        try await writer.write(buffer)
        try await context.settle()
      }
      try await writer.finish(nil)
    }
  }

  /// A file ended before its length.
  private struct CutShort: Error {}

  /// `sha-256=:...:` of `sha256:` and hexadecimal digits (RFC 9530).
  static func reprDigest(_ hash: String) -> String? {
    let digits = Array(hash.utf8.dropFirst("sha256:".utf8.count))
    guard hash.hasPrefix("sha256:"), digits.count == 64 else { return nil }
    var bytes = Data()
    for place in stride(from: 0, to: 64, by: 2) {
      guard
        let byte = UInt8(String(decoding: digits[place...(place + 1)], as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(byte)
    }
    return "sha-256=:\(bytes.base64EncodedString()):"
  }
}
