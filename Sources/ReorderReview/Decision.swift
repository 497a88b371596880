/// What a buyer decided about a suggestion.
public enum Decision: String, Codable, Hashable, Sendable {
  case approved, dismissed, snoozed
}
