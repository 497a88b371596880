/// How far the creation of a chain has come.
public enum ChainProgress: Sendable, Equatable {
  /// The tables and products are there.
  case products
  /// How many days of the history are written, and of how many.
  case days(Int, of: Int)
  /// The levels are written; now the indexes are built.
  case indexes
  /// Statistics are gathered; nothing comes after it.
  case statistics
}
