import Foundation

/// A Markdown page of the project.
struct Page {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardizedFileURL

  /// Its path from the root.
  let path: String
  let text: String

  init(_ path: String) throws {
    self.path = path
    text = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
  }

  /// Every page, wherever it lies.
  static func all() throws -> [Page] {
    let found = FileManager.default.enumerator(
      at: root, includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
    let paths = (found?.compactMap { $0 as? URL } ?? []).map(\.standardizedFileURL.path)
      .filter { $0.hasSuffix(".md") }
    return try paths.sorted().map { try Page(String($0.dropFirst(root.path.count + 1))) }
  }

  /// The lines that are not an example: neither indented nor fenced.
  private var proseLines: [Substring] {
    var isFenced = false
    return text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      if line.hasPrefix("```") {
        isFenced.toggle()
        return false
      }
      return !isFenced && !line.hasPrefix("    ")
    }
  }

  /// Where its links and pictures lead, as they are written.
  var targets: [String] {
    let prose = proseLines.joined(separator: "\n").replacing(/`[^`]*`/, with: "")
    return prose.matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }
  }

  /// What may stand behind `#` in a link to it, by GitHub's rules.
  var anchors: Set<String> {
    var anchors: Set<String> = []
    for line in proseLines where line.hasPrefix("#") {
      let title = line.drop { $0 == "#" }.drop { $0 == " " }.lowercased()
      let kept = title.filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
      let anchor = kept.replacing(" ", with: "-")
      var number = 0
      while !anchors.insert(number == 0 ? anchor : "\(anchor)-\(number)").inserted { number += 1 }
    }
    return anchors
  }
}
