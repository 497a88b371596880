/// Names that Excel takes for a sheet.
public enum SheetName {
  /// The most UTF-16 units that a name has.
  public static let limit = 31

  /// A valid name close to `title` that none of `taken` has, in any case.
  ///
  /// With a `part` above 1 it ends in ` (part)`: a sheet that goes on.
  public static func valid(_ title: String, part: Int = 1, taken: [String] = []) -> String {
    let base = cleaned(title)
    let names = Set(taken.map { $0.lowercased() })
    var suffix = part > 1 ? " (\(part))" : ""
    var name = fitted(base, suffix: suffix)
    var attempt = 2
    while names.contains(name.lowercased()) {
      suffix = (part > 1 ? " (\(part))" : "") + " ~\(attempt)"
      name = fitted(base, suffix: suffix)
      attempt += 1
    }
    return name
  }

  private static func cleaned(_ title: String) -> String {
    let forbidden: Set<Character> = ["[", "]", ":", "*", "?", "/", "\\"]
    var name = String(
      title.map { character in
        let isControl = character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        return forbidden.contains(character) || isControl ? " " : character
      })
    name = trimmed(name)
    if name.isEmpty { name = "Sheet" }
    // `History` is reserved; a name like Q1 or 2026 would need quotes that the library leaves out.
    if name.lowercased() == "history" || looksLikeReference(name) { name += " table" }
    return name
  }

  /// No quote and no blank at either end.
  private static func trimmed(_ name: String) -> String {
    var rest = name[...]
    while let first = rest.first, first == "'" || first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last == "'" || last.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  static func looksLikeReference(_ name: String) -> Bool {
    guard name.utf8.allSatisfy({ $0 < 0x80 }), let first = name.first else { return false }
    if first.isNumber || first == "." { return true }
    let letters = name.prefix { $0.isLetter }.lowercased()
    let rest = name.dropFirst(letters.count)
    if rest.isEmpty { return letters == "r" || letters == "c" || letters == "rc" }
    return rest.allSatisfy { $0.isNumber } && letters.count <= 3
      || name.lowercased().wholeMatch(of: /r\d*c\d*/) != nil
  }

  private static func fitted(_ base: String, suffix: String) -> String {
    var name = base
    while name.utf16.count + suffix.utf16.count > limit { name.removeLast() }
    return trimmed(name) + suffix
  }
}

/// A sheet of a workbook, for the calls of that workbook.
public struct Sheet: Hashable, Sendable {
  /// The place of its tab, from 0.
  public let index: Int
}
