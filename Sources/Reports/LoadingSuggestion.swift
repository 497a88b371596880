/// Guesses which known word a mistyped one was meant to be.
enum LoadingSuggestion {
  /// `did you mean 'x'?`, or the list of what is known when nothing is near.
  static func remedy(for word: String, among known: [String]) -> String {
    if let near = nearest(to: word, among: known) { return "did you mean '\(near)'?" }
    guard !known.isEmpty else { return "there is none to name" }
    return "known: " + known.joined(separator: ", ")
  }

  /// The known word that takes the fewest changes, if these are few for its length.
  static func nearest(to word: String, among known: [String]) -> String? {
    let best = known.map { (name: $0, distance: distance(word, $0)) }
      .min { $0.distance < $1.distance }
    // Two letters exchanged are two changes, so that `tpye` still finds `type`.
    guard let best, best.distance <= (word.count < 4 ? 1 : max(2, word.count / 3)) else {
      return nil
    }
    return best.name
  }

  /// How many letters must be put in, taken out or changed (Levenshtein's distance), without
  /// regard to case.
  static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.lowercased())
    let right = Array(right.lowercased())
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let changed = diagonal + (a == b ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(changed, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count]
  }
}
