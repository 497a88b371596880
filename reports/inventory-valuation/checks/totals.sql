-- The totals of Detail, straight from the three tables: no row of the report's own arithmetic in it.
-- Values are at the prices of the end of the business date. What is no usable number (NaN, infinite, a
-- trillion or more, too many decimals) is NaN from the beginning.
WITH entries AS (
  -- On hand now, and every movement since the end of the business date taken back.
  SELECT product_id, store_id,
         CASE WHEN abs(quantity_on_hand) < 1000000000000 AND min_scale(quantity_on_hand) <= 3 THEN quantity_on_hand ELSE 'NaN' END
           AS quantity,
         1 AS levels
  FROM stock_levels
  WHERE :'stores' = '' OR store_id = ANY (string_to_array(:'stores', ',')::uuid[])
  UNION ALL
  -- An undated movement (null, infinite, or of a year that is no year) is in no sum.
  SELECT product_id, store_id,
         -CASE WHEN abs(quantity) < 1000000000000 AND min_scale(quantity) <= 3 THEN quantity ELSE 'NaN' END,
         0
  FROM stock_movements
  WHERE created_at >= :'period_end'::timestamptz AND created_at < '9999-12-31 00:00+00'
    AND (:'stores' = '' OR store_id = ANY (string_to_array(:'stores', ',')::uuid[]))
),
pairs AS (
  SELECT product_id, store_id, sum(quantity) AS quantity
  FROM entries
  GROUP BY product_id, store_id
  HAVING sum(levels) > 0 OR sum(quantity) <> 0
),
products AS (
  -- Cost and price at the end of the business date: `prices` has those that are not today's, as a JSON
  -- object by product id, {"<id>":["<cost>","<price>"]}; {} when all are.
  SELECT product_id, unit,
         coalesce((past ->> 0)::numeric, cost_price) AS cost_price,
         coalesce((past ->> 1)::numeric, sell_price) AS sell_price
  FROM (SELECT product_id, unit, :'prices'::jsonb -> product_id::text AS past,
               CASE WHEN abs(cost_price) < 1000000000000 AND min_scale(cost_price) <= 2 THEN cost_price ELSE 'NaN' END
                 AS cost_price,
               CASE WHEN abs(sell_price) < 1000000000000 AND min_scale(sell_price) <= 2 THEN sell_price ELSE 'NaN' END
                 AS sell_price
        FROM products_inventory) p
),
lines AS (
  SELECT p.unit, q.quantity,
         round(q.quantity * p.cost_price, 2) AS cost_value,
         round(q.quantity * p.sell_price, 2) AS retail_value
  FROM pairs q JOIN products p ON p.product_id = q.product_id
),
units AS (
  -- NaN spreads through a sum, so it is left out before.
  SELECT unit, count(*) AS lines,
         sum(quantity) FILTER (WHERE quantity <> 'NaN') AS quantity,
         sum(cost_value) FILTER (WHERE cost_value <> 'NaN') AS cost_value,
         sum(retail_value) FILTER (WHERE retail_value <> 'NaN') AS retail_value,
         sum(retail_value - cost_value) FILTER (WHERE retail_value - cost_value <> 'NaN')
           AS potential_profit
  FROM lines
  GROUP BY unit
)
SELECT 'detail.rows' AS metric, coalesce(sum(lines), 0) AS value FROM units
UNION ALL
SELECT 'detail.cost_value', coalesce(sum(cost_value), 0) FROM units
UNION ALL
SELECT 'detail.retail_value', coalesce(sum(retail_value), 0) FROM units
UNION ALL
SELECT 'detail.potential_profit', coalesce(sum(potential_profit), 0) FROM units
UNION ALL
SELECT 'detail.quantity[' || unit || ']', quantity FROM units WHERE quantity IS NOT NULL;
