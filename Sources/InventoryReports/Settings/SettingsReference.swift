/// Every setting with its meaning, as a Markdown table for each group.
enum SettingsReference {
  /// The tables, each between two comments that name its group, so that a page can hold each of them
  /// under a heading and with words of its own.
  static var markdown: String {
    groups.map { group in
      let rows = Setting.all.filter { $0.group == group }.map(row)
      return """
        <!-- settings: \(group) -->
        | setting | variable | default | meaning |
        |---|---|---|---|
        \(rows.joined(separator: "\n"))
        <!-- end -->
        """
    }.joined(separator: "\n\n")
  }

  /// The groups, in the order of the settings.
  private static var groups: [String] {
    var seen: Set<String> = []
    return Setting.all.map(\.group).filter { seen.insert($0).inserted }
  }

  private static func row(_ setting: Setting) -> String {
    var names = "`\(setting.key)`"
    var variables = "`\(setting.variable)`"
    if setting.isSecret {
      names += ", `\(setting.key)_file`"
      variables += ", `\(setting.variable)_FILE`"
    }
    let value = setting.defaultValue.map { "`\($0)`" } ?? ""
    return "| \(names) | \(variables) | \(value) | \(setting.meaning) |"
  }
}

extension Setting {
  /// The part of the key before the point.
  fileprivate var group: String { String(key.prefix { $0 != "." }) }
}
