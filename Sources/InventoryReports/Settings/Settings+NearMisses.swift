import Values

extension Settings {
  /// Variables of the environment that nothing reads, although their names are nearly those of settings.
  static func nearMisses(in environment: [String: String]) -> [String] {
    let own = "INVENTORY_REPORTS_"
    let known = Set(
      Setting.all.flatMap {
        $0.isSecret ? [$0.variable, "\($0.variable)_FILE"] : [$0.variable]
      } + ["\(own)CONFIG"])
    let prefixes = Set(known.map(prefix))
    return environment.keys.sorted().compactMap { name in
      guard environment[name]?.isEmpty == false, !known.contains(name) else { return nil }
      if let variable = name.suffixed("_FILE"), known.contains(variable) {
        return "\(name) is set but ignored: only secrets come from files; set \(variable)"
      }
      let meant: String?
      if let rest = name.prefixed(own) {
        let names = ["REPORT_\(rest)", rest]
        meant = names.first(where: known.contains) ?? nearest("REPORT_\(rest)", in: known)
      } else if prefixes.contains(prefix(name)) {
        meant = nearest(name, in: known.filter { prefix($0) == prefix(name) })
        guard meant != nil else { return nil }
      } else {
        return nil
      }
      return "\(name) is set but ignored; "
        + (meant.map { "did you mean \($0)?" }
          ?? "'inventory-reports config show' lists the settings")
    }
  }

  private static func prefix(_ name: String) -> Substring { name.prefix { $0 != "_" } }

  /// A slip or two, another way to part the words, or a word that is cut short or spelt out.
  private static func nearest(_ name: String, in known: Set<String>) -> String? {
    let letters = name.filter { $0 != "_" }
    return known.sorted().first { $0.filter { $0 != "_" } == letters }
      ?? Spelling.nearest(name, in: known)
      ?? known.sorted().first { other in
        let (short, long) = name.count < other.count ? (name, other) : (other, name)
        return long.hasPrefix(short) && !long.dropFirst(short.count).contains("_")
      }
  }
}

extension String {
  fileprivate func prefixed(_ text: String) -> String? {
    hasPrefix(text) ? String(dropFirst(text.count)) : nil
  }

  fileprivate func suffixed(_ text: String) -> String? {
    hasSuffix(text) ? String(dropLast(text.count)) : nil
  }
}
