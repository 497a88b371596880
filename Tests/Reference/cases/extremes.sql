-- The ends of what the columns can hold, and the halves that rounding has to get right.

INSERT INTO products_inventory
  (product_id, name, sku, category_name, supplier_name, cost_price, sell_price, unit)
SELECT ('00000000-0000-0000-0000-00000000000' || n)::uuid, 'Product ' || n, 'X' || n, 'All', 'One',
       cost, sell, unit
FROM (VALUES (1, 99999999.99, 99999999.99, 'pcs'), (2, 99999999.99, 0.01, 'kg'),
             (3, 0.01, 99999999.99, 'pcs'), (4, 0.01, 0.03, 'g'), (5, 0.15, 0.05, 'kg'),
             (6, -1.25, 2.50, 'pcs')) AS p (n, cost, sell, unit);

INSERT INTO stock_levels
  (product_id, store_id, store_name, quantity_on_hand, reorder_level, max_stock, last_updated)
SELECT ('00000000-0000-0000-0000-00000000000' || n)::uuid,
       ('10000000-0000-0000-0000-00000000000' || s)::uuid, 'Store ' || s,
       CASE n WHEN 1 THEN 9999999.999 WHEN 2 THEN 9999999.999 - s WHEN 3 THEN -9999999.999
         WHEN 4 THEN 0.5 * (s - 5) WHEN 5 THEN 0.1 * (s - 5) ELSE s END,
       CASE n WHEN 3 THEN 9999999.999 WHEN 1 THEN 9999999.999 ELSE 0.250 END,
       CASE n WHEN 3 THEN 9999999.999 ELSE 0 END, '2026-11-20 10:00+07'
FROM generate_series(1, 6) n CROSS JOIN generate_series(1, 9) s;

-- Sales and purchases of the largest quantity there is, so that every sum is beyond ten digits.
INSERT INTO stock_movements
  (id, product_id, store_id, movement_type, quantity, quantity_before, quantity_after, created_at)
SELECT md5(n || ':' || s || ':' || m)::uuid, ('00000000-0000-0000-0000-00000000000' || n)::uuid,
       ('10000000-0000-0000-0000-00000000000' || s)::uuid,
       (ARRAY['SALE', 'PURCHASE', 'ADJUSTMENT', 'TRANSFER', 'OTHER'])[1 + (m / 2) % 5],
       CASE WHEN m % 2 = 0 THEN -9999999.999 ELSE 9999999.999 END,
       CASE WHEN m % 2 = 0 THEN 9999999.999 ELSE 0 END,
       CASE WHEN m % 2 = 0 THEN 0 ELSE 9999999.999 END,
       '2026-11-01 00:00+07'::timestamptz + interval '7 hours' * m
FROM generate_series(1, 3) n CROSS JOIN generate_series(1, 9) s CROSS JOIN generate_series(1, 68) m;

-- Halves of a cent, up and down, and the smallest quantity.
INSERT INTO stock_movements
  (id, product_id, store_id, movement_type, quantity, quantity_before, quantity_after, created_at)
SELECT md5('half ' || n || ':' || s || ':' || m)::uuid,
       ('00000000-0000-0000-0000-00000000000' || n)::uuid,
       ('10000000-0000-0000-0000-00000000000' || s)::uuid, 'SALE',
       CASE n WHEN 4 THEN -0.500 WHEN 5 THEN -0.100 ELSE -0.001 END * (1 + m % 3), 5, 5,
       -- The last microsecond of a day, and the first one.
       '2026-11-20 00:00+07'::timestamptz + interval '1 day' * (m / 2) - interval '1 microsecond' * (m % 2)
FROM generate_series(4, 6) n CROSS JOIN generate_series(1, 9) s CROSS JOIN generate_series(0, 5) m;

-- Long ago, when the zone's offset had seconds.
INSERT INTO stock_movements
  (id, product_id, store_id, movement_type, quantity, quantity_before, quantity_after, created_at)
VALUES (md5('old')::uuid, '00000000-0000-0000-0000-000000000006',
        '20000000-0000-0000-0000-000000000001', 'ADJUSTMENT', 3, 0, 3, '1900-06-01 12:00:00.123456+00');
