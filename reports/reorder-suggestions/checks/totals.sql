-- What every suggestion rests on, straight from the three tables: the pairs considered (active
-- products with a stock level), their stock, and their sales in the window.
WITH pairs AS (
  SELECT l.product_id, l.store_id, p.unit, l.quantity_on_hand
  FROM stock_levels l JOIN products_inventory p ON p.product_id = l.product_id
  WHERE p.is_active
    AND (:'stores' = '' OR l.store_id = ANY (string_to_array(:'stores', ',')::uuid[]))
    AND (:'suppliers' = '' OR p.supplier_id = ANY (string_to_array(:'suppliers', ',')::uuid[]))
),
moved AS (
  -- An undated movement (null, or infinite) is in no sum.
  SELECT product_id, store_id,
         sum(quantity) FILTER (WHERE created_at >= :'period_end'::timestamptz) AS later,
         -sum(quantity) FILTER (
           WHERE movement_type = 'SALE' AND created_at < :'period_end'::timestamptz) AS sold
  FROM stock_movements
  WHERE created_at >= :'window_start'::timestamptz AND created_at < 'infinity'
    AND (:'stores' = '' OR store_id = ANY (string_to_array(:'stores', ',')::uuid[]))
  GROUP BY product_id, store_id
),
lines AS (
  SELECT q.unit, q.quantity_on_hand - coalesce(m.later, 0) AS quantity, coalesce(m.sold, 0) AS sold
  FROM pairs q LEFT JOIN moved m ON m.product_id = q.product_id AND m.store_id = q.store_id
),
units AS (
  -- NaN spreads through a sum, so it is left out before.
  SELECT unit, count(*) AS lines,
         sum(quantity) FILTER (WHERE quantity <> 'NaN') AS quantity,
         sum(sold) FILTER (WHERE sold <> 'NaN') AS sold
  FROM lines
  GROUP BY unit
)
SELECT 'considered.rows' AS metric, coalesce(sum(lines), 0) AS value FROM units
UNION ALL
SELECT 'considered.quantity[' || unit || ']', quantity FROM units WHERE quantity IS NOT NULL
UNION ALL
SELECT 'considered.sold_in_window[' || unit || ']', sold FROM units WHERE sold IS NOT NULL;
