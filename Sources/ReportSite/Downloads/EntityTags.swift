import HTTPTypes
import Hummingbird
import Publishing

/// What a request says about the version of something that its sender has.
struct EntityTags {
  /// The tag of it as it is: strong, `"..."`.
  let tag: String
  let headers: HTTPFields

  /// The tag of the same, compressed.
  static func gzip(_ tag: String) -> String { "\(tag.dropLast())-gzip\"" }

  /// The tag of what a tag is of, not compressed.
  static func plain(_ tag: String) -> String {
    tag.hasSuffix("-gzip\"") ? "\(tag.dropLast("-gzip\"".count))\"" : tag
  }

  /// The tag of bytes.
  static func tag(of bytes: [UInt8]) -> String { "\"\(ContentHash.sha256(bytes))\"" }

  private var tags: [String] { [tag, Self.gzip(tag)] }

  /// Whether the sender wants only another version than this (`If-Match`).
  private var isRefused: Bool {
    guard let list = headers[.ifMatch] else { return false }
    return list.trimmedOfSpaces != "*" && !Self.list(list).contains(where: tags.contains)
  }

  /// Throws 412 when the sender wants another version than this, with the headers of this one.
  func check(_ fields: HTTPFields) throws(HTTPProblem) {
    guard isRefused else { return }
    throw HTTPProblem(
      .changedMeanwhile, "The version is not the one that If-Match names.",
      headers: [.eTag: fields[.eTag] ?? tag])
  }

  /// The tag under which the sender has this version already (`If-None-Match`); weak ones count here.
  var known: String? {
    guard let list = headers[.ifNoneMatch] else { return nil }
    if list.trimmedOfSpaces == "*" { return tag }
    return Self.list(list).map { $0.hasPrefix("W/") ? String($0.dropFirst(2)) : $0 }
      .first(where: tags.contains)
  }

  /// The range that is asked for, unless it is of another version (`If-Range`).
  func range(length: Int) -> ByteRange {
    if let condition = headers[.ifRange], condition.trimmedOfSpaces != tag { return .whole }
    return ByteRange(headers[.range], length: length)
  }

  /// The tags of a list; a comma within quotes is part of a tag.
  private static func list(_ list: String) -> [String] {
    var tags: [String] = []
    var tag = ""
    var isQuoted = false
    for character in list {
      if character == ",", !isQuoted {
        tags.append(tag.trimmedOfSpaces)
        tag = ""
      } else {
        if character == "\"" { isQuoted.toggle() }
        tag.append(character)
      }
    }
    return tags + [tag.trimmedOfSpaces]
  }
}

extension Response {
  /// Bytes that were made for a request, with their tag; without the bytes when its sender has them.
  init(_ bytes: [UInt8], _ headers: HTTPFields, to request: Request) {
    var headers = headers
    let tags = EntityTags(tag: EntityTags.tag(of: bytes), headers: request.headers)
    headers[.eTag] = tags.known ?? tags.tag
    guard tags.known == nil else {
      self.init(status: .notModified, headers: headers)
      return
    }
    let answer = Response(
      status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    self = request.method == .head ? answer.createHeadResponse() : answer
  }
}

extension String {
  fileprivate var trimmedOfSpaces: String {
    String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
