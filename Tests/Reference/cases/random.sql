-- Random stock of 4 stores and 60 products, with everything odd that real data has: ties of one
-- instant, broken ledgers, undated and NaN rows, returns, transfers and recounts, missing levels,
-- suppliers and categories by id, by name and without either. SEED, FIRST and LAST are replaced by a test; the same SEED gives
-- the same rows.

CREATE FUNCTION pg_temp.r(what text, below integer) RETURNS integer LANGUAGE sql IMMUTABLE AS
$$ SELECT ('x' || substr(md5('SEED ' || what), 1, 7))::bit(28)::integer % below $$;

INSERT INTO products_inventory
  (id, product_id, name, sku, barcode, category_id, category_name, supplier_id, supplier_name,
   cost_price, sell_price, unit, is_active, last_updated, created_at)
SELECT md5('SEED row ' || n)::uuid, md5('SEED product ' || n)::uuid,
       (ARRAY['ข้าวหอมมะลิ', 'Tea "first"', '=1+1', 'Ünï, côdé', E'two\nlines', ' spaces ', 'Z'])
         [1 + pg_temp.r('name' || n, 7)] || ' ' || n,
       -- A few share their SKU, and a few their barcode.
       'SKU-' || CASE WHEN n % 13 = 0 THEN 13 ELSE n END,
       CASE WHEN n % 4 = 0 THEN NULL WHEN n % 17 = 1 THEN '017' ELSE lpad(n::text, 13, '0') END,
       CASE WHEN n % 5 < 3 THEN md5('category ' || n % 3)::uuid END,
       CASE n % 7 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'Tea' ELSE 'Category ' || n % 3 END,
       CASE WHEN n % 6 < 3 THEN md5('SEED supplier ' || n % 4)::uuid END,
       CASE n % 8 WHEN 0 THEN NULL WHEN 1 THEN 'By name' ELSE 'Supplier ' || n % 5 END,
       CASE WHEN n = 31 THEN 'NaN'::numeric WHEN n % 11 = 0 THEN 0
         ELSE pg_temp.r('cost' || n, 100000) / 100.0 END,
       CASE WHEN n = 32 THEN 'NaN'::numeric WHEN n % 19 = 0 THEN 0
         ELSE pg_temp.r('sell' || n, 150000) / 100.0 END,
       (ARRAY['pcs', 'kg', 'ขวด', 'Kg.', 'g'])[1 + n % 5], n % 10 <> 9,
       'FIRST'::timestamptz, 'FIRST'::timestamptz
FROM generate_series(1, 60) n;

CREATE TEMP TABLE moves AS
SELECT p AS n, s, m, pg_temp.r('type' || p || ':' || s || ':' || m, 100) AS chance,
       pg_temp.r('size' || p || ':' || s || ':' || m, 1000) AS size,
       pg_temp.r('when' || p || ':' || s || ':' || m, 1000000) / 1000000.0 AS place
FROM generate_series(1, 60) p CROSS JOIN generate_series(1, 4) s
CROSS JOIN LATERAL generate_series(1, CASE WHEN (p + s) % 7 = 0 THEN 0
  ELSE pg_temp.r('many' || p || ':' || s, 70) END) m;

CREATE TEMP TABLE dated AS
SELECT *,
       CASE WHEN chance < 55 THEN 'SALE' WHEN chance < 72 THEN 'PURCHASE' WHEN chance < 84 THEN 'ADJUSTMENT'
         WHEN chance < 94 THEN 'TRANSFER' WHEN chance < 97 THEN 'sale' ELSE 'LOSS' END AS kind,
       CASE WHEN chance < 50 THEN -1 - size % 5 WHEN chance < 55 THEN 1 + size % 2
         WHEN chance < 72 THEN 8 + size % 40 ELSE size % 21 - 10 END
         + CASE WHEN n % 5 IN (1, 3, 4) THEN (size % 7) * 0.125 ELSE 0 END AS quantity,
       CASE WHEN size % 10 < 3
         -- Many at the same few instants, some of them at midnight, some at a change of the clocks.
         THEN date_trunc('day', 'FIRST'::timestamptz)
           + interval '1 hour' * (24 * floor(place * DAYS) + (ARRAY[0, 4, 5, 6, 7, 17])[1 + size % 6])
         ELSE 'FIRST'::timestamptz + ('LAST'::timestamptz - 'FIRST'::timestamptz) * place::float8
       END AS at
FROM moves;

-- What some transfers refer to; of those that meet, most do so by chance.
ALTER TABLE dated ADD reference text;
UPDATE dated SET reference = 'TR-' || size % 20 WHERE kind = 'TRANSFER' AND size % 3 > 0;

-- Transfers with two ends: in time, late, too late, before they left, short, under another reference,
-- without one, or never arrived.
CREATE TEMP TABLE sent AS
SELECT n, k, 1 + t.store % 4 AS s, 1 + (t.store + 1 + t.store / 4 % 3) % 4 AS other, 1 + t.size % 12 AS quantity,
       t.size, 'FIRST'::timestamptz + ('LAST'::timestamptz - 'FIRST'::timestamptz) * t.place / 1000000.0 AS at,
       interval '1 day' * (ARRAY[0, 0, 0, 0, 1, 3, 14, 15, 20, -1])[1 + t.store / 12 % 10] AS way,
       CASE WHEN t.size % 5 > 0 THEN 'T' || n || '-' || k END AS reference
FROM generate_series(1, 60) n CROSS JOIN generate_series(1, 8) k
CROSS JOIN LATERAL (SELECT pg_temp.r('ends' || n || ':' || k, 120) AS store,
  pg_temp.r('sent' || n || ':' || k, 1000) AS size, pg_temp.r('left' || n || ':' || k, 1000000) AS place) t
WHERE n % 3 > 0;
INSERT INTO dated (n, s, m, size, kind, quantity, at, reference)
SELECT n, s, 1000 + k, size, 'TRANSFER', -quantity, at, reference FROM sent
UNION ALL
SELECT n, other, 2000 + k, size, 'TRANSFER', quantity - CASE WHEN size % 11 = 0 THEN 0.5 ELSE 0 END, at + way,
       CASE WHEN size % 13 = 0 THEN 'another' ELSE reference END
FROM sent WHERE size % 7 > 0;

-- Counts that were wrong, put right the same day, in a month, or later.
INSERT INTO dated (n, s, m, size, kind, quantity, at)
SELECT n, s, 3000 + k * 10 + again, size, 'ADJUSTMENT', CASE again WHEN 0 THEN -3 ELSE 3 END,
       at + again * interval '1 day' * (ARRAY[0, 1, 31, 32])[1 + size % 4]
FROM sent CROSS JOIN generate_series(0, 1) again WHERE k < 3;

CREATE TEMP TABLE ledger AS
SELECT *, sum(quantity) OVER (PARTITION BY n, s ORDER BY at, m) AS after
FROM dated WHERE at < 'LAST'::timestamptz;

INSERT INTO stock_movements
  (id, product_id, store_id, movement_type, quantity, quantity_before, quantity_after, reference, created_at)
SELECT md5('SEED movement ' || n || ':' || s || ':' || m)::uuid, md5('SEED product ' || n)::uuid,
       md5('SEED store ' || s)::uuid, kind,
       CASE WHEN n = 33 AND s = 1 AND m = 5 THEN 'NaN'::numeric ELSE quantity END,
       after - quantity + CASE WHEN size = 500 THEN 3 ELSE 0 END,
       after + CASE WHEN size BETWEEN 501 AND 504 THEN 1.5 ELSE 0 END, reference,
       CASE WHEN size % 100 = 77 THEN NULL WHEN size = 350 THEN 'infinity'
         WHEN size = 351 THEN '-infinity' ELSE at END
FROM ledger;

-- Movements that a fast clock has dated tomorrow; the levels below know nothing of them.
INSERT INTO stock_movements
  (id, product_id, store_id, movement_type, quantity, quantity_before, quantity_after, created_at)
SELECT md5('SEED tomorrow ' || n || ':' || s)::uuid, md5('SEED product ' || n)::uuid,
       md5('SEED store ' || s)::uuid, 'SALE', -25, 30, 5, 'LAST'::timestamptz + interval '1 day'
FROM generate_series(41, 56) n CROSS JOIN generate_series(1, 2) s;

INSERT INTO stock_levels
  (product_id, store_id, store_name, quantity_on_hand, reorder_level, max_stock, last_updated)
SELECT md5('SEED product ' || n)::uuid, md5('SEED store ' || s)::uuid,
       CASE WHEN n < 20 THEN 'Former ' || s ELSE (ARRAY['Silom', 'Siam', 'Silom', 'ตลาด'])[s] END,
       CASE WHEN n = 34 AND s = 2 THEN 'NaN'::numeric
         ELSE coalesce(after, 0) + CASE WHEN (n * s) % 23 = 5 THEN 2.250 ELSE 0 END END,
       CASE WHEN n = 35 AND s = 1 THEN 'NaN'::numeric WHEN n % 6 = 0 THEN 0
         ELSE pg_temp.r('level' || n || s, 40) END,
       CASE WHEN n = 36 AND s = 1 THEN 'NaN'::numeric WHEN n % 8 = 0 THEN 0
         ELSE pg_temp.r('most' || n || s, 90) END,
       CASE n WHEN 40 THEN NULL ELSE 'FIRST'::timestamptz + interval '1 hour' * (n / 2) END
FROM generate_series(1, 60) n CROSS JOIN generate_series(1, 4) s
LEFT JOIN LATERAL (
  SELECT after FROM ledger l WHERE l.n = n.n AND l.s = s.s ORDER BY at DESC, m DESC LIMIT 1
) latest ON true
WHERE (n + 2 * s) % 9 <> 0;
