import Reports
import Values

/// A line of a policy that does not fit the database: most likely a slip of the pen.
public struct PolicyMisfit: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which policy.
  public var policy = "reorder policy"
  /// The line of the policy file.
  public var line: Int
  /// What the line says, why that does not fit, and that it counts nowhere.
  public var message: String

  /// An override that changes nothing.
  init(_ override: ReorderPolicy.Override, _ why: String) {
    line = override.line
    message = "the override for \(override.scope.words) changes nothing: \(why)"
  }

  /// An override of the finance policy that changes nothing.
  init(_ override: FinancePolicy.Override, _ why: String) {
    policy = "finance policy"
    line = override.line
    let category =
      switch override.scope {
      case .categoryName(let name): "'\(name)'"
      case .categoryID(let id): id.description
      }
    message = "the override for category \(category) changes nothing: \(why)"
  }

  /// Goods on order that are not counted.
  init(_ order: ReorderPolicy.OnOrder, _ why: String) {
    line = order.line
    let store =
      switch order.store {
      case .id(let id): id.description
      case .name(let name): "'\(name)'"
      }
    message =
      "\(ExactDecimal.shortText(Int128(order.quantity), scale: 3)) of \(order.product.words) on order"
      + " for store \(store) are not counted: \(why)"
  }

  /// One sentence with the line.
  public var description: String { "\(policy), line \(line): \(message)" }
}

extension ReorderPolicy.Scope {
  /// What it names, in words.
  fileprivate var words: String {
    switch self {
    case .categoryName(let name): "category '\(name)'"
    case .categoryID(let id): "category \(id)"
    case .supplierName(let name): "supplier '\(name)'"
    case .supplierID(let id): "supplier \(id)"
    case .sku(let sku): "SKU '\(sku)'"
    case .productID(let id): "product \(id)"
    }
  }
}
