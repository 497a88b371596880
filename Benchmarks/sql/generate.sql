-- A retail chain of any size, generated in the server: the same numbers give the same chain, but for
-- the movements' own ids. Run inside one transaction, after the tables and before the indexes.
--
-- Variables: stores, products, movements, days, and `today`, the midnight that the last of the days
-- begins with; the history ends in its morning.
-- Stock never falls below what it opened with: each pair's opening is what its worst moment needs.

SELECT setseed(0.20260);

CREATE TEMP TABLE gen_store ON COMMIT DROP AS
SELECT s AS store, md5('store ' || s)::uuid AS store_id,
       (ARRAY['Siam Square', 'สาขาเชียงใหม่ / Chiang Mai', 'Phuket, Old Town', 'Khon Kaen',
              'Hat Yai', 'Pattaya "Beach"'])[1 + (s - 1) % 6] || ' ' || lpad(s::text, 2, '0')
         AS store_name
FROM generate_series(1, :stores) s;

CREATE TEMP TABLE gen_product ON COMMIT DROP AS
SELECT p AS product, md5('product ' || p)::uuid AS product_id,
       CASE WHEN p % 10 = 3 THEN 'kg' WHEN p % 20 = 7 THEN 'box' ELSE 'pcs' END AS unit,
       round((8 + 492 * random() * random())::numeric, 2) AS cost
FROM generate_series(1, :products) p;

INSERT INTO products_inventory (
  product_id, name, sku, barcode, category_id, category_name, supplier_id, supplier_name,
  cost_price, sell_price, unit, is_active)
SELECT product_id,
       (ARRAY['ข้าวหอมมะลิ', 'น้ำปลา', 'กาแฟ', 'นมสด', 'สบู่', 'ผงซักฟอก', 'บะหมี่', 'ชาเขียว'])
         [1 + product % 8] || ' '
       || (ARRAY['Jasmine rice', 'Fish sauce', 'Coffee, ground', 'Fresh milk', 'Soap',
                 'Washing powder', 'Instant noodles', 'Green tea'])[1 + product % 8]
       || ' ' || product || ' ' || unit,
       'SKU-' || lpad((product * 7919 % 1000003)::text, 7, '0'),
       CASE WHEN product % 25 > 0 THEN (8850000000000 + product)::text END,
       md5('category ' || product % 40)::uuid, 'หมวด / Category ' || product % 40,
       md5('supplier ' || product % 60)::uuid, 'Supplier ' || product % 60 || ' Co., Ltd.',
       cost, round(cost * (1.08 + (product % 50) / 100.0), 2), unit, product % 33 > 0
FROM gen_product;

-- Each pair's first movement is its opening stock; the rest are spread over pairs that sell more and
-- less, days, and opening hours of eight to twenty-two in Bangkok.
CREATE TEMP TABLE gen_movement ON COMMIT DROP AS
SELECT product, store, kind, at,
       CASE kind
         WHEN 'SALE' THEN
           CASE WHEN draw < 0.02 THEN 1 ELSE -1 END
           * CASE WHEN product % 10 = 3 THEN round((0.1 + 2.9 * draw)::numeric, 3)
                  ELSE 1 + floor(3 * draw) END
         WHEN 'PURCHASE' THEN 6 * (1 + floor(5 * draw))
         WHEN 'ADJUSTMENT' THEN round((6 * draw - 3)::numeric, 0)
         WHEN 'TRANSFER' THEN CASE WHEN draw < 0.5 THEN -6 ELSE 6 END
         ELSE 0
       END::numeric(10,3) AS quantity
FROM (
  SELECT 1 + n % :products AS product, 1 + n / :products AS store, 'OPENING' AS kind,
         :'today'::timestamptz - :days * interval '1 day' + interval '7 hours'
           + n % 3600 * interval '1 second' AS at,
         0::float8 AS draw
  FROM generate_series(0, :products * :stores - 1) n
  UNION ALL
  SELECT 1 + floor(:products * pick * sqrt(pick))::int, 1 + floor(:stores * shop)::int,
         CASE WHEN type < 0.86 THEN 'SALE' WHEN type < 0.96 THEN 'PURCHASE'
              WHEN type < 0.98 THEN 'ADJUSTMENT' ELSE 'TRANSFER' END,
         :'today'::timestamptz - floor(:days * day) * interval '1 day'
           + (8 + CASE WHEN :days * day < 1 THEN 2 ELSE 14 END * hour) * interval '1 hour',
         draw
  FROM (
    SELECT random() AS pick, random() AS shop, random() AS type, random() AS day,
           random() AS hour, random() AS draw
    FROM generate_series(1, :movements - :products * :stores)
  ) numbers
) rows;

CREATE TEMP TABLE gen_balance ON COMMIT DROP AS
SELECT product, store, kind, at, quantity,
       sum(quantity) OVER (PARTITION BY product, store ORDER BY at ROWS UNBOUNDED PRECEDING)
         AS moved
FROM gen_movement;

CREATE TEMP TABLE gen_pair ON COMMIT DROP AS
SELECT product, store, ceil(greatest(0, -min(moved))) + product % 20 AS opening, sum(quantity) AS moved
FROM gen_balance
GROUP BY product, store;

INSERT INTO stock_movements (
  product_id, store_id, movement_type, quantity, quantity_before, quantity_after, reference,
  created_at)
SELECT p.product_id, s.store_id,
       CASE kind WHEN 'OPENING' THEN 'PURCHASE' ELSE kind END,
       CASE kind WHEN 'OPENING' THEN opening ELSE b.quantity END,
       CASE kind WHEN 'OPENING' THEN 0 ELSE opening + b.moved - b.quantity END,
       opening + b.moved,
       'REF-' || store || '-' || to_char(at, 'YYYYMMDD-HH24MI'), at
FROM gen_balance b
  JOIN gen_pair USING (product, store)
  JOIN gen_product p USING (product)
  JOIN gen_store s USING (store)
ORDER BY at;

INSERT INTO stock_levels (
  product_id, store_id, store_name, quantity_on_hand, reorder_level, max_stock, last_updated)
SELECT p.product_id, s.store_id, s.store_name, opening + moved, 5 + product % 20,
       40 + product % 100, :'today'::timestamptz - product % 1000 * interval '1 minute'
FROM gen_pair JOIN gen_product p USING (product) JOIN gen_store s USING (store)
ORDER BY p.product_id, s.store_id;
