/// What is known of a part of the stock: since when it is there, and how much of it.
///
/// Its unit cost is what the product cost on its date (`DatedPrices`), so that nothing else is kept.
struct StockLayer: BitwiseCopyable, Sendable, Equatable {
  /// The date on which it came, in days since 1970-01-01.
  var day: Int32
  var marks: LayerMarks = .none
  /// Scale 3, above 0.
  var quantity: Int64
}

/// What is uncertain about a layer's date; a mark of a part is the whole's.
struct LayerMarks: OptionSet, BitwiseCopyable, Sendable {
  var rawValue: UInt8

  static let none: LayerMarks = []
  /// It was there before the ledger began: it is at least that old.
  static let atLeast = LayerMarks(rawValue: 1)
  /// It was put together with a younger one.
  static let merged = LayerMarks(rawValue: 2)
  static let all: LayerMarks = [.atLeast, .merged]
}

/// No date, where days are kept as numbers: before every date.
let noDay = Int32.min
