package import Postgres

extension RetailChain {
  /// Creates the service's tables and fills them with this chain, all or nothing.
  ///
  /// The database must not have the tables yet, and the connection's settings must have `readOnly`
  /// false. Rows are streamed: memory does not grow with the history. `progress` is called on the
  /// way. Throws `PostgresError`.
  package func create(
    in connection: inout PostgresConnection, progress: (ChainProgress) -> Void = { _ in }
  ) throws -> ChainSummary {
    try connection.execute("BEGIN", name: "demo")
    let summary: ChainSummary
    do {
      summary = try load(into: &connection, progress)
      try connection.execute("COMMIT", name: "demo")
    } catch {
      // The first error is the one that counts; a lost connection cannot roll back, nor need it.
      try? connection.execute("ROLLBACK", name: "demo")
      throw error
    }
    progress(.statistics)
    try connection.execute(
      "ANALYZE products_inventory, stock_levels, stock_movements", name: "demo statistics")
    return summary
  }

  private func load(
    into connection: inout PostgresConnection, _ progress: (ChainProgress) -> Void
  ) throws -> ChainSummary {
    var simulation = Simulation(self)
    try connection.execute(InventorySchema.tables, name: "demo tables")
    try connection.copyIn(
      "products_inventory", columns: ProductRows.columns, name: "demo products"
    ) { writer in
      try ProductRows(simulation.catalog).write(to: &writer)
    }
    progress(.products)
    // Checking a foreign key row by row takes as long as everything else together; the same check
    // of all rows at once, when the key is put back, takes almost nothing.
    try connection.execute(
      "ALTER TABLE stock_movements DROP CONSTRAINT stock_movements_product_id_fkey",
      name: "demo tables")
    var rows = MovementRows(simulation)
    try connection.copyIn(
      "stock_movements", columns: MovementRows.columns, name: "demo movements"
    ) { writer in
      try simulation.run(
        { movement in try rows.write(movement, to: &writer) },
        progress: { progress(.days($0, of: days)) })
    }
    try connection.copyIn("stock_levels", columns: LevelRows.columns, name: "demo levels") {
      writer in
      try LevelRows(simulation).write(to: &writer)
    }
    progress(.indexes)
    try connection.execute(
      """
      ALTER TABLE stock_movements ADD CONSTRAINT stock_movements_product_id_fkey
        FOREIGN KEY (product_id) REFERENCES products_inventory (product_id)
      """, name: "demo tables")
    try connection.execute(InventorySchema.indexes, name: "demo indexes")
    return ChainSummary(simulation)
  }
}
