/// The inventory service's schema, in valid PostgreSQL (15 or newer).
///
/// The service owns it; this is a copy for databases of our own. Tables and indexes are apart, so
/// that a load can fill the tables first.
package enum InventorySchema {
  /// Creates the three tables.
  package static let tables = """
    CREATE TABLE products_inventory (
        id            UUID PRIMARY KEY DEFAULT gen_random_uuid(),
        product_id    UUID NOT NULL UNIQUE,
        name          VARCHAR(255) NOT NULL,
        sku           VARCHAR(100) NOT NULL,
        barcode       VARCHAR(100),
        category_id   UUID,
        category_name VARCHAR(255),
        supplier_id   UUID,
        supplier_name VARCHAR(255),
        cost_price    DECIMAL(10,2) NOT NULL DEFAULT 0,
        sell_price    DECIMAL(10,2) NOT NULL DEFAULT 0,
        unit          VARCHAR(50) NOT NULL DEFAULT 'pcs',
        description   TEXT,
        is_active     BOOLEAN NOT NULL DEFAULT true,
        last_updated  TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP,
        created_at    TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP
    );

    CREATE TABLE stock_levels (
        product_id       UUID NOT NULL REFERENCES products_inventory (product_id),
        store_id         UUID NOT NULL,
        store_name       VARCHAR(255) NOT NULL,
        quantity_on_hand DECIMAL(10,3) NOT NULL DEFAULT 0,
        reorder_level    DECIMAL(10,3) NOT NULL DEFAULT 0,
        max_stock        DECIMAL(10,3) NOT NULL DEFAULT 0,
        is_low_stock     BOOLEAN GENERATED ALWAYS AS (quantity_on_hand <= reorder_level) STORED,
        last_updated     TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP,
        PRIMARY KEY (product_id, store_id)
    );

    CREATE TABLE stock_movements (
        id              UUID PRIMARY KEY DEFAULT gen_random_uuid(),
        product_id      UUID NOT NULL REFERENCES products_inventory (product_id),
        store_id        UUID NOT NULL,
        movement_type   VARCHAR(50) NOT NULL,   -- SALE, PURCHASE, ADJUSTMENT, TRANSFER
        quantity        DECIMAL(10,3) NOT NULL, -- signed: a sale is negative
        quantity_before DECIMAL(10,3) NOT NULL,
        quantity_after  DECIMAL(10,3) NOT NULL,
        reference       VARCHAR(255),           -- order id, adjustment id, ...
        notes           TEXT,
        created_at      TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP
    );
    """

  /// Creates the service's indexes.
  package static let indexes = """
    CREATE INDEX idx_sku ON products_inventory (sku);
    CREATE INDEX idx_barcode ON products_inventory (barcode);
    CREATE INDEX idx_category ON products_inventory (category_id);
    CREATE INDEX idx_supplier ON products_inventory (supplier_id);
    CREATE INDEX idx_store ON stock_levels (store_id);
    CREATE INDEX idx_low_stock ON stock_levels (is_low_stock);
    CREATE INDEX idx_last_updated ON stock_levels (last_updated);
    CREATE INDEX idx_product_store ON stock_movements (product_id, store_id);
    CREATE INDEX idx_movement_type ON stock_movements (movement_type);
    CREATE INDEX idx_reference ON stock_movements (reference);
    CREATE INDEX idx_created_at ON stock_movements (created_at);
    """

  package static let all = tables + "\n" + indexes
}
