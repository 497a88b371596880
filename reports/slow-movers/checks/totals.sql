-- The totals of the table by another way: the stock of every pair, less the stock of those that
-- sold or first moved within the idle days. What is no usable number (NaN, infinite, a trillion or
-- more, too many decimals) is NaN.
WITH stock AS (
  SELECT e.product_id, e.store_id, sum(e.quantity) AS quantity
  FROM (
    SELECT product_id, store_id,
           CASE WHEN abs(quantity_on_hand) < 1000000000000 AND min_scale(quantity_on_hand) <= 3 THEN quantity_on_hand ELSE 'NaN' END
             AS quantity
    FROM stock_levels
    WHERE :'stores' = '' OR store_id = ANY (string_to_array(:'stores', ',')::uuid[])
    UNION ALL
    SELECT product_id, store_id,
           -CASE WHEN abs(quantity) < 1000000000000 AND min_scale(quantity) <= 3 THEN quantity ELSE 'NaN' END
    FROM stock_movements
    WHERE created_at >= :'period_end'::timestamptz AND created_at < '9999-12-31 00:00+00'
      AND (:'stores' = '' OR store_id = ANY (string_to_array(:'stores', ',')::uuid[]))
  ) AS e
  GROUP BY e.product_id, e.store_id
),
edge AS (
  -- The first instant of the first business date that is not idle long enough.
  SELECT (:'date_to'::date - :'idle_days'::integer + 1)::timestamp AT TIME ZONE :'time_zone' AS at
),
known AS (
  SELECT m.product_id, m.store_id,
         count(*) FILTER (WHERE m.created_at < edge.at) AS early,
         count(*) FILTER (WHERE m.movement_type = 'SALE' AND m.quantity < 0) AS sales,
         count(*) FILTER (
           WHERE m.movement_type = 'SALE' AND m.quantity < 0 AND m.created_at >= edge.at)
           AS late_sales
  FROM stock_movements m CROSS JOIN edge
  WHERE m.created_at >= '0001-01-02 00:00+00' AND m.created_at < :'period_end'::timestamptz
    AND (:'stores' = '' OR m.store_id = ANY (string_to_array(:'stores', ',')::uuid[]))
  GROUP BY m.product_id, m.store_id
),
lines AS (
  SELECT p.unit, s.quantity, round(s.quantity * CASE WHEN abs(p.cost_price) < 1000000000000 AND min_scale(p.cost_price) <= 2
                                 THEN p.cost_price ELSE 'NaN' END, 2) AS cost_value
  FROM stock s
  JOIN products_inventory p ON p.product_id = s.product_id
  LEFT JOIN known k ON k.product_id = s.product_id AND k.store_id = s.store_id
  WHERE s.quantity > 0 AND s.quantity <> 'NaN'
    AND (k.product_id IS NULL OR k.late_sales = 0 AND (k.sales > 0 OR k.early > 0))
),
units AS (
  SELECT unit, count(*) AS lines, sum(quantity) AS quantity,
         sum(cost_value) FILTER (WHERE cost_value <> 'NaN') AS cost_value
  FROM lines
  GROUP BY unit
)
SELECT 'slow_movers.rows' AS metric, coalesce(sum(lines), 0) AS value FROM units
UNION ALL
SELECT 'slow_movers.cost_value', coalesce(sum(cost_value), 0) FROM units
UNION ALL
SELECT 'slow_movers.quantity[' || unit || ']', quantity FROM units;
