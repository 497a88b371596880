-- The totals of Detail, straight from the three tables: no row of the report's own arithmetic in it.
-- Costs are those of the end of the business date. What is no usable number (NaN, infinite, a trillion or
-- more, too many decimals) is NaN from the beginning.
WITH entries AS (
  -- On hand now, and every movement since the end of the business date taken back.
  SELECT product_id, store_id,
         CASE WHEN abs(quantity_on_hand) < 1000000000000 AND min_scale(quantity_on_hand) <= 3 THEN quantity_on_hand ELSE 'NaN' END
           AS quantity
  FROM stock_levels
  WHERE :'stores' = '' OR store_id = ANY (string_to_array(:'stores', ',')::uuid[])
  UNION ALL
  -- An undated movement (null, infinite, or of a year that is no year) is in no sum.
  SELECT product_id, store_id,
         -CASE WHEN abs(quantity) < 1000000000000 AND min_scale(quantity) <= 3 THEN quantity ELSE 'NaN' END
  FROM stock_movements
  WHERE created_at >= :'period_end'::timestamptz AND created_at < '9999-12-31 00:00+00'
    AND (:'stores' = '' OR store_id = ANY (string_to_array(:'stores', ',')::uuid[]))
),
pairs AS (
  SELECT product_id, store_id, sum(quantity) AS quantity
  FROM entries
  GROUP BY product_id, store_id
  HAVING sum(quantity) <> 0
),
products AS (
  -- The cost at the end of the business date: `prices` has the costs and prices that are not today's, as a
  -- JSON object by product id, {"<id>":["<cost>","<price>"]}; {} when all are.
  SELECT product_id, unit, coalesce((past ->> 0)::numeric, cost_price) AS cost_price
  FROM (SELECT product_id, unit, :'prices'::jsonb -> product_id::text AS past,
               CASE WHEN abs(cost_price) < 1000000000000 AND min_scale(cost_price) <= 2 THEN cost_price ELSE 'NaN' END
                 AS cost_price
        FROM products_inventory) p
),
lines AS (
  SELECT p.unit, q.quantity, round(q.quantity * p.cost_price, 2) AS standard_value
  FROM pairs q JOIN products p ON p.product_id = q.product_id
),
units AS (
  -- NaN spreads through a sum, so it is left out before.
  SELECT unit, count(*) AS lines,
         sum(quantity) FILTER (WHERE quantity <> 'NaN') AS quantity,
         sum(standard_value) FILTER (WHERE standard_value <> 'NaN') AS standard_value
  FROM lines
  GROUP BY unit
)
SELECT 'detail.rows' AS metric, coalesce(sum(lines), 0) AS value FROM units
UNION ALL
SELECT 'detail.standard_value', coalesce(sum(standard_value), 0) FROM units
UNION ALL
SELECT 'detail.quantity[' || unit || ']', quantity FROM units WHERE quantity IS NOT NULL;
