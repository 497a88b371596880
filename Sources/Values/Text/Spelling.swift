/// Finds the name that somebody most likely meant.
public enum Spelling {
  /// The known name that a misspelt one is nearest to; nil when none is near.
  public static func nearest(_ text: String, in known: some Sequence<String>) -> String? {
    // A slip or two; of a short name one, since else it is simply another name.
    let limit = text.count < 6 ? 1 : 2
    let near = known.map { (name: $0, distance: distance(text.lowercased(), $0.lowercased())) }
      .filter { $0.distance <= limit }
    return near.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
  }

  /// `; did you mean 'run'?` where a known name is near, else nothing.
  public static func hint(_ text: String, in known: some Sequence<String>) -> String {
    nearest(text, in: known).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// `did you mean 'x'?`, or the list of what is known when nothing is near.
  public static func remedy(for word: String, among known: [String]) -> String {
    if let near = nearest(word, in: known) { return "did you mean '\(near)'?" }
    guard !known.isEmpty else { return "there are none to choose from" }
    return "known: " + known.joined(separator: ", ")
  }

  /// How many letters are left out, added, changed or exchanged with their neighbour.
  static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left), Array(right))
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        let cost = a[i] == b[j] ? 0 : 1
        var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + cost)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
