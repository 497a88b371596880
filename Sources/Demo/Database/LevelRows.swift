import Postgres
import Values

/// Writes the rows of `stock_levels` as the history left them.
struct LevelRows {
  static let columns = [
    "product_id", "store_id", "store_name", "quantity_on_hand", "reorder_level", "max_stock",
    "last_updated",
  ]

  private let simulation: Simulation

  init(_ simulation: Simulation) {
    self.simulation = simulation
  }

  func write(to writer: inout CopyWriter) throws {
    let catalog = simulation.catalog
    let renamed = simulation.chain.renamed
    var time = TimestampText()
    for pair in simulation.pairs where pair.hasLevel {
      let store = catalog.stores[pair.store]
      // Whatever moved after the shop was renamed got its new name.
      let name = pair.lastMoved < renamed ? store.formerName ?? store.name : store.name
      let isNumber = pair.onHand != Thousandths.notANumber
      let onHand = isNumber ? pair.onHand + pair.unexplained : pair.onHand
      writer.raw(catalog.products[pair.product].id.description)
      writer.raw(store.id.description)
      writer.text(name)
      writer.raw(String(ascii: { $0.append(thousandths: onHand) }))
      writer.raw(String(ascii: { $0.append(thousandths: pair.reorderLevel) }))
      writer.raw(String(ascii: { $0.append(thousandths: pair.maxStock) }))
      writer.raw(String(ascii: { time.append(pair.lastMoved, to: &$0) }))
      try writer.endRow()
    }
  }
}
