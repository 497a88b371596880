-- A PURCHASE of the 1st that was entered after its valuation was published, and the 2nd's sales.
INSERT INTO stock_movements
  (id, product_id, store_id, movement_type, quantity, quantity_before, quantity_after, created_at)
VALUES
  ('10000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000001',
   '0a000000-0000-0000-0000-000000000001', 'PURCHASE', 1, 22, 23, '2026-11-01 20:00+07'),
  ('10000000-0000-0000-0000-000000000006', '00000000-0000-0000-0000-000000000001',
   '0a000000-0000-0000-0000-000000000001', 'SALE', -4, 23, 19, '2026-11-02 12:00+07');

UPDATE stock_levels SET quantity_on_hand = 19, last_updated = '2026-11-02 12:00+07'
WHERE product_id = '00000000-0000-0000-0000-000000000001';
