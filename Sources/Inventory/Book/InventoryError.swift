public import Values

/// What makes a reading of the tables impossible to compute with.
public enum InventoryError: Error, Equatable, CustomStringConvertible {
  /// The table of products has two rows of one product_id.
  case duplicateProduct(UUIDBytes)
  /// A level or a movement names a product that the table of products does not have.
  case unknownProduct(UUIDBytes, table: String)
  /// Two level rows for one product in one store.
  case duplicateLevel(product: UUIDBytes, store: UUIDBytes)
  /// Movements that must come in order of time did not.
  case outOfOrder(movement: UUIDBytes)

  /// One line that names the thing and the remedy.
  public var description: String {
    switch self {
    case .duplicateProduct(let id):
      "products_inventory has product_id \(id) twice: its unique key is missing"
    case .unknownProduct(let id, let table):
      "\(table) names product_id \(id), which products_inventory does not have:"
        + " its foreign key is missing"
    case .duplicateLevel(let product, let store):
      "stock_levels has product_id \(product) twice in store \(store): its primary key is missing"
    case .outOfOrder(let movement):
      "movement \(movement) was read before an earlier one: the ledger's query must order by"
        + " created_at"
    }
  }
}
