-- Rows that no service should write, one of each kind among sound ones: a report must be made all the
-- same, leave out what cannot be reckoned with, and list it. The columns are as wide as PostgreSQL has
-- them, so that they can hold it.
ALTER TABLE stock_levels DROP COLUMN is_low_stock;
ALTER TABLE products_inventory ALTER name TYPE text, ALTER sku TYPE text, ALTER barcode TYPE text,
  ALTER category_name TYPE text, ALTER supplier_name TYPE text, ALTER unit TYPE text,
  ALTER cost_price TYPE numeric, ALTER sell_price TYPE numeric;
ALTER TABLE stock_levels ALTER store_name TYPE text, ALTER quantity_on_hand TYPE numeric,
  ALTER reorder_level TYPE numeric, ALTER max_stock TYPE numeric;
ALTER TABLE stock_movements ALTER quantity TYPE numeric, ALTER quantity_before TYPE numeric,
  ALTER quantity_after TYPE numeric;

CREATE FUNCTION product(n int) RETURNS uuid LANGUAGE sql IMMUTABLE AS
  $$ SELECT md5('hostile product ' || n)::uuid $$;
CREATE FUNCTION store(n int) RETURNS uuid LANGUAGE sql IMMUTABLE AS
  $$ SELECT md5('hostile store ' || n)::uuid $$;

-- Products 1 to 60 are sound, in stores 1 to 3, with a sale a day.
INSERT INTO products_inventory
  (product_id, name, sku, category_name, supplier_name, cost_price, sell_price, unit)
SELECT product(n), 'Product ' || n, 'H' || n, 'Category ' || n % 4, 'Supplier ' || n % 3,
       n * 1.25, n * 1.99, CASE n % 4 WHEN 0 THEN 'kg' ELSE 'pcs' END
FROM generate_series(1, 60) n;
INSERT INTO stock_levels
  (product_id, store_id, store_name, quantity_on_hand, reorder_level, max_stock, last_updated)
SELECT product(n), store(s), 'Store ' || s, (n * s) % 9, 5, 20, '2026-11-20 10:00+07'
FROM generate_series(1, 60) n CROSS JOIN generate_series(1, 3) s;
INSERT INTO stock_movements
  (id, product_id, store_id, movement_type, quantity, quantity_before, quantity_after, created_at)
SELECT md5('sale ' || n || ':' || s || ':' || d)::uuid, product(n), store(s), 'SALE', -1,
       (n * s) % 9 + d + 1, (n * s) % 9 + d, '2026-11-21 12:00+07'::timestamptz - interval '1 day' * d
FROM generate_series(1, 60) n CROSS JOIN generate_series(1, 3) s CROSS JOIN generate_series(0, 30) d
WHERE n % 5 < 3;

-- Prices that are no numbers to reckon with, and those that just are.
UPDATE products_inventory p SET cost_price = v.cost, sell_price = v.sell
FROM (VALUES (1, 'NaN', 1), (2, 'Infinity', '-Infinity'), (3, 1e40, 2), (4, 1.005, 2), (5, 2, 2.0001),
             (6, 999999999999.99, 999999999999.99), (7, 1e12, 3), (8, -1e12, 3), (9, 3.140000, 4),
             (10, 1e-300, 1e300), (11, 123456789012345678901234567890123456789.01, 1)
     ) AS v (n, cost, sell)
WHERE p.product_id = product(v.n);

-- Texts longer than a cell, and two products of one SKU.
UPDATE products_inventory SET name = repeat('ก', 40000) || 'end' WHERE product_id = product(12);
UPDATE products_inventory SET sku = repeat('x', 33000), barcode = repeat('=', 32768)
WHERE product_id = product(13);
UPDATE products_inventory SET supplier_name = repeat('🍜', 20000), category_name = repeat('long ', 9000)
WHERE product_id IN (product(14), product(15));
UPDATE products_inventory SET unit = repeat('u', 33000) WHERE product_id = product(16);
UPDATE products_inventory SET sku = 'SHARED' WHERE product_id IN (product(17), product(18));

-- Levels: what is on hand, where it is low, and when it was changed.
UPDATE stock_levels l
SET quantity_on_hand = v.onhand, reorder_level = v.reorder, max_stock = v.most, last_updated = v.at::timestamptz
FROM (VALUES
  (20, 'Infinity', 5, 20, '0044-03-15 BC'), (21, '-Infinity', 5, 20, 'infinity'),
  (22, 1e30, 5, 20, '12345-01-01'), (23, 3.0005, 5, 20, '-infinity'),
  (24, 999999999999.999, 5, 20, '294276-12-31 23:59:59.999999+00'), (25, 1e12, 5, 20, NULL),
  (26, 3, 'Infinity', 20, '0001-01-01 00:00+00'), (27, 3, 5, 1e20, '0001-01-02 00:00+00'),
  (28, -999999999999.999, 999999999999.999, 999999999999.999, '9999-12-31 00:00+00'),
  (29, 2.5000, 5, 20, '2026-11-21 10:00+07'), (30, 'NaN', 5, 20, '4713-01-01 BC')
) AS v (n, onhand, reorder, most, at)
WHERE l.product_id = product(v.n) AND l.store_id = store(1);
-- The name of store 3 is that of its newest level that has a date.
UPDATE stock_levels SET store_name = 'Wrong: beyond the calendar', last_updated = '20000-01-01 00:00+00'
WHERE product_id = product(31) AND store_id = store(3);
UPDATE stock_levels SET store_name = 'Right', last_updated = '2026-11-21 11:00+07'
WHERE product_id = product(32) AND store_id = store(3);

-- Movements at times that are none, each as a pair's only one in store 4, and among others in store 1.
INSERT INTO stock_movements
  (id, product_id, store_id, movement_type, quantity, quantity_before, quantity_after, created_at)
SELECT md5('time ' || n || ':' || s)::uuid, product(n), store(s), 'PURCHASE', 7, 0, 7, at::timestamptz
FROM (VALUES (33, NULL), (34, 'infinity'), (35, '-infinity'), (36, '0044-03-15 12:00+00 BC'),
             (37, '0001-01-01 23:59:59.999999+00'), (38, '0001-01-02 00:00+00'),
             (39, '9999-12-30 23:59:59.999999+00'), (40, '9999-12-31 00:00+00'),
             (41, '12345-06-07 08:09:10.000011+00'), (42, '294276-12-31 23:59:59.999999+00'),
             (43, '4713-01-01 00:00+00 BC'), (44, '0200-01-01 BC')) AS v (n, at)
CROSS JOIN (VALUES (1), (4)) AS s (s);

-- Movements of quantities that are none, and of balances: in the period, in the window, before both,
-- and without a time.
INSERT INTO stock_movements
  (id, product_id, store_id, movement_type, quantity, quantity_before, quantity_after, created_at)
SELECT md5('quantity ' || n || ':' || t)::uuid, product(n), store(2), kind, quantity, before, after, at::timestamptz
FROM (VALUES
  (45, 'SALE', 'NaN', 1, 1), (46, 'SALE', '-Infinity', 1, 1), (47, 'PURCHASE', 'Infinity', 1, 1),
  (48, 'ADJUSTMENT', 1e15, 1, 1), (49, 'TRANSFER', -1e300, 1, 1), (50, 'SALE', -0.0001, 1, 1),
  (51, 'SALE', -1, 'Infinity', 1), (52, 'SALE', -1, 1, 1e18), (53, 'SALE', -1, 0.00001, 0),
  (54, 'GIFT', 1.5000000, 1.5, 3.000000000), (55, 'SALE', -999999999999.999, 999999999999.999, 0),
  (56, 'PURCHASE', 999999999999.999, 0, 999999999999.999), (57, 'TRANSFER', 1e12, 0, 0)
) AS v (n, kind, quantity, before, after)
CROSS JOIN (VALUES (1, '2026-11-21 09:00+07'), (2, '2026-10-15 09:00+07'), (3, '2025-01-01 09:00+07'),
                   (4, NULL), (5, '2026-11-22 08:00+07')) AS t (t, at)
WHERE n % 3 <> t % 3;
