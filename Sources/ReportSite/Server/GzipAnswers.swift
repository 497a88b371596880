import HTTPTypes
import Hummingbird
import NIOCore
import Spreadsheet

/// Compresses JSON and CSV for those who take gzip.
///
/// Pages are sent as they are: they have the secret of a form beside what an address asked for, and
/// how long such an answer is when compressed would tell the secret letter by letter (BREACH).
struct GzipAnswers: RouterMiddleware {
  typealias Context = SiteContext

  /// What is shorter is not worth it.
  private static let least = 1_024
  private static let types = ["application/json", "text/csv"]

  @concurrent func handle(
    _ request: Request, context: SiteContext,
    next: @concurrent (Request, SiteContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    let type = response.headers[.contentType] ?? ""
    guard Self.types.contains(where: { type.hasPrefix($0) }) else { return response }
    let vary = [response.headers[.vary], "Accept-Encoding"].compactMap { $0 }
    response.headers[.vary] = vary.joined(separator: ", ")
    // The range of a file is one of its own bytes.
    guard request.method == .get, response.status == .ok,
      response.body.contentLength ?? .max >= Self.least,
      Self.isTaken(request.headers[.acceptEncoding] ?? "")
    else { return response }
    response.headers[.contentEncoding] = "gzip"
    // Another encoding is another representation, with a tag and a hash of its own.
    response.headers[.eTag] = response.headers[.eTag].map(EntityTags.gzip)
    response.headers[.reprDigest] = nil
    response.headers[.acceptRanges] = nil
    let body = response.body
    response.body = ResponseBody { writer in
      try await body.write(GzipWriter(writer, try GzipStream()))
    }
    response.headers[.contentLength] = nil
    return response
  }

  /// Whether an `Accept-Encoding` takes gzip.
  static func isTaken(_ header: String) -> Bool {
    let choices = WeightedChoices(header).choices
    let choice =
      choices.first { ["gzip", "x-gzip"].contains($0.name) } ?? choices.first { $0.name == "*" }
    return choice.map { $0.weight > 0 } ?? false
  }
}

/// Writes a body compressed.
private struct GzipWriter: ResponseBodyWriter {
  private var writer: any ResponseBodyWriter
  private let stream: GzipStream

  /// How much is compressed before others get their turn.
  private static let piece = 1 << 17

  init(_ writer: any ResponseBodyWriter, _ stream: GzipStream) {
    self.writer = writer
    self.stream = stream
  }

  @concurrent mutating func write(_ buffer: ByteBuffer) async throws {
    var rest = buffer
    while let piece = rest.readBytes(length: min(Self.piece, rest.readableBytes)), !piece.isEmpty {
      try await writer.write(ByteBuffer(bytes: try stream.compress(piece)))
      await Task.yield()
    }
  }

  @concurrent consuming func finish(_ trailers: HTTPFields?) async throws {
    try await writer.write(ByteBuffer(bytes: stream.end()))
    try await writer.finish(trailers)
  }
}

/// What a header such as `Accept` or `Accept-Encoding` likes, and how much (RFC 9110, 12.4.2).
struct WeightedChoices {
  /// In the order of the header, in small letters; a weight is from 0, not at all, to 1.
  let choices: [(name: String, weight: Double)]

  /// Reads a header; a weight that is no number likes nothing.
  init(_ header: String) {
    choices = header.lowercased().split(separator: ",").compactMap { choice in
      let parts = choice.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
      guard let name = parts.first else { return nil }
      let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
      return (name, weight.map { min(1, max(0, Double($0.dropFirst(2)) ?? 0)) } ?? 1)
    }
  }
}
