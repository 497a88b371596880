import Reports

/// Why a quantity cannot be ordered.
public enum QuantityProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// It is no number of at most three decimals.
  case notANumber
  /// It is not above 0.
  case notPositive
  /// It is ten million or more.
  case tooLarge
  /// It is below the minimum order, scale 3; `next` is the least that can be ordered.
  case belowMinimum(Int64, next: Int64)
  /// It is no multiple of the pack; the nearest that are, where they can be ordered.
  case brokenPack(Int64, below: Int64?, above: Int64)

  /// What is wrong and what would do.
  public var description: String {
    func text(_ value: Int64) -> String { OrderQuantity.text(value) }
    switch self {
    case .notANumber:
      return "Invalid quantity. Write a number with at most three decimals, such as 12 or 1.5."
    case .notPositive: return "The quantity must be above 0. To order nothing, dismiss the line."
    case .tooLarge: return "The quantity must be below 10,000,000."
    case .belowMinimum(let minimum, let next):
      return "The minimum order is \(text(minimum)): order \(text(next)) or more."
    case .brokenPack(let pack, let below, let above):
      let choice = below.map { "\(text($0)) or \(text(above))" } ?? text(above)
      return "It is ordered in packs of \(text(pack)): order \(choice)."
    }
  }
}

/// A quantity to order, as a person writes it.
public enum OrderQuantity {
  /// Reads a quantity, scale 3.
  public static func parse(_ text: String) throws(QuantityProblem) -> Int64 {
    guard let value = ExactDecimal.parse(text.trimmingSpace(), scale: 3) else {
      throw .notANumber
    }
    guard value > 0 else { throw .notPositive }
    guard let quantity = Int64(exactly: value), quantity < limit else { throw .tooLarge }
    return quantity
  }

  /// Throws when a quantity does not keep the terms, as far as they are known.
  public static func check(_ quantity: Int64, _ terms: OrderTerms?) throws(QuantityProblem) {
    guard quantity > 0 else { throw .notPositive }
    guard quantity < limit else { throw .tooLarge }
    guard let terms else { return }
    func roundedUp(_ value: Int64) -> Int64 { (value + terms.pack - 1) / terms.pack * terms.pack }
    let least = roundedUp(max(terms.minimum, 1))
    guard quantity >= terms.minimum else { throw .belowMinimum(terms.minimum, next: least) }
    guard quantity % terms.pack == 0 else {
      let below = quantity / terms.pack * terms.pack
      throw .brokenPack(
        terms.pack, below: below >= least ? below : nil, above: max(roundedUp(quantity), least))
    }
  }

  /// Without decimals that are 0, with commas between thousands.
  public static func text(_ value: Int64) -> String {
    ExactDecimal.grouped(ExactDecimal.shortText(Int128(value), scale: 3))
  }

  private static let limit: Int64 = 10_000_000_000
}
