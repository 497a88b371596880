-- The example of the contract: one product in two stores, in Bangkok (UTC+7), at the end of March 2026.
-- It cost 10.00 from 1 January and 12.00 from 10 March, 09:00, by the price history (example.yml).

INSERT INTO products_inventory
  (product_id, name, sku, category_name, supplier_name, cost_price, sell_price, unit, is_active, last_updated)
VALUES
  ('00000000-0000-0000-0000-000000000001', 'Green tea', '0001', 'Tea', 'Siam Tea', 12.00, 12.50, 'pcs', true,
   '2026-03-10 09:00+07');

INSERT INTO stock_levels
  (product_id, store_id, store_name, quantity_on_hand, reorder_level, max_stock, last_updated)
VALUES
  ('00000000-0000-0000-0000-000000000001', '0a000000-0000-0000-0000-000000000001', 'A', 9, 0, 0,
   '2026-03-16 10:00+07'),
  ('00000000-0000-0000-0000-000000000001', '0b000000-0000-0000-0000-000000000001', 'B', 4, 0, 0,
   '2026-03-25 10:00+07');

INSERT INTO stock_movements
  (id, product_id, store_id, movement_type, quantity, quantity_before, quantity_after, reference, created_at)
VALUES
  -- A. At the end of 5 March 6 of 1 February are left: 60.00. On the 10th 6 come at 12.00, the cost of the
  -- end of that day: layers 6 * 10.00 + 6 * 12.00, on average (60 + 72) / 12 = 11.0000.
  ('00000000-0000-0000-0000-000000000101', '00000000-0000-0000-0000-000000000001',
   '0a000000-0000-0000-0000-000000000001', 'PURCHASE', 10, 0, 10, 'PO1', '2026-02-01 10:00+07'),
  ('00000000-0000-0000-0000-000000000102', '00000000-0000-0000-0000-000000000001',
   '0a000000-0000-0000-0000-000000000001', 'SALE', -4, 10, 6, 'R1', '2026-03-05 10:00+07'),
  ('00000000-0000-0000-0000-000000000103', '00000000-0000-0000-0000-000000000001',
   '0a000000-0000-0000-0000-000000000001', 'PURCHASE', 6, 6, 12, 'PO2', '2026-03-10 08:00+07'),
  -- Three of 1 February go to B: 30.00 by layers, 33.00 on average.
  ('00000000-0000-0000-0000-000000000104', '00000000-0000-0000-0000-000000000001',
   '0a000000-0000-0000-0000-000000000001', 'TRANSFER', -3, 12, 9, 'TR1', '2026-03-12 10:00+07'),
  -- A count misses two of 1 February, the next one finds them: they keep their age.
  ('00000000-0000-0000-0000-000000000105', '00000000-0000-0000-0000-000000000001',
   '0a000000-0000-0000-0000-000000000001', 'ADJUSTMENT', -2, 9, 7, NULL, '2026-03-15 10:00+07'),
  ('00000000-0000-0000-0000-000000000106', '00000000-0000-0000-0000-000000000001',
   '0a000000-0000-0000-0000-000000000001', 'ADJUSTMENT', 2, 7, 9, NULL, '2026-03-16 10:00+07'),

  -- B. The three of 1 February come in; on the 20th they are sold, and one more that is not there: by layers
  -- 30.00 + 12.00, on average 4 * 11.00. On the 25th five come at 12.00: one repays what was missing.
  ('00000000-0000-0000-0000-000000000107', '00000000-0000-0000-0000-000000000001',
   '0b000000-0000-0000-0000-000000000001', 'TRANSFER', 3, 0, 3, 'TR1', '2026-03-12 15:00+07'),
  ('00000000-0000-0000-0000-000000000108', '00000000-0000-0000-0000-000000000001',
   '0b000000-0000-0000-0000-000000000001', 'SALE', -4, 3, -1, 'R2', '2026-03-20 10:00+07'),
  ('00000000-0000-0000-0000-000000000109', '00000000-0000-0000-0000-000000000001',
   '0b000000-0000-0000-0000-000000000001', 'PURCHASE', 5, -1, 4, 'PO3', '2026-03-25 10:00+07');
