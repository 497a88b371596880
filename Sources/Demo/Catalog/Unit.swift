/// The unit of measure in which a product is counted.
enum Unit: String {
  case piece = "pcs"
  case kilogram = "kg"
  case crate = "ลัง"
  case pack = "แพ็ค"
  case bottle = "ขวด"
  case bag = "ถุง"

  /// The smallest quantity that is sold, in thousandths: goods by weight go by the gram.
  var step: Int { self == .kilogram ? 1 : Thousandths.unit }

  /// What one line of a receipt holds on average, in thousandths.
  var meanSale: Int {
    switch self {
    case .kilogram: 750
    case .crate: 1_200
    default: 1_670
    }
  }

  /// What one line of a receipt holds, in thousandths.
  func saleQuantity(_ random: inout RandomSource) -> Int {
    switch self {
    case .kilogram: return random.between(120, 680) + random.below(700)
    case .crate: return random.chance(perMille: 200) ? 2_000 : 1_000
    default:
      switch random.below(100) {
      case 0..<62: return 1_000
      case 62..<84: return 2_000
      case 84..<93: return 3_000
      case 93..<97: return 4_000
      default: return 6_000
      }
    }
  }
}
