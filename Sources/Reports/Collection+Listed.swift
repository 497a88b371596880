extension Collection {
  /// The first few for a sentence, and how many there are beside them: `a, b and 3 more`.
  public func listed(first most: Int, _ name: (Element) -> String) -> String {
    prefix(most).map(name).joined(separator: ", ")
      + (count > most ? " and \(count - most) more" : "")
  }
}
