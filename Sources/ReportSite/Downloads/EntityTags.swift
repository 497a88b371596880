import HTTPTypes
import Hummingbird

/// What a request says about the version of a file that its sender has.
struct EntityTags {
  /// The tag of the file as it is: strong, `"..."`.
  let tag: String
  let headers: HTTPFields

  /// Whether the sender wants the file only as another version than this (`If-Match`).
  var isRefused: Bool {
    guard let list = headers[.ifMatch] else { return false }
    return list.trimmedOfSpaces != "*" && !Self.tags(list).contains(tag)
  }

  /// Whether the sender has this version already (`If-None-Match`); weak tags count here.
  var isKnown: Bool {
    guard let list = headers[.ifNoneMatch] else { return false }
    return list.trimmedOfSpaces == "*"
      || Self.tags(list).contains { $0 == tag || $0 == "W/\(tag)" }
  }

  /// The range that is asked for, unless it is of another version (`If-Range`).
  func range(length: Int) -> ByteRange {
    if let condition = headers[.ifRange], condition.trimmedOfSpaces != tag { return .whole }
    return ByteRange(headers[.range], length: length)
  }

  /// The tags of a list; a comma within quotes is part of a tag.
  private static func tags(_ list: String) -> [String] {
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

extension String {
  fileprivate var trimmedOfSpaces: String {
    String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
