-- What the suggestions go by, straight from the three tables: how many products in stores may be suggested, and
-- the stock at the end and the sales in the window of these products. The lines are not computed once more.
-- What is no usable number (NaN, infinite, a trillion or more, too many decimals) is NaN from the beginning.
WITH levels AS (
  SELECT product_id, count(*) AS pairs,
         sum(CASE WHEN abs(quantity_on_hand) < 1000000000000 AND min_scale(quantity_on_hand) <= 3
                  THEN quantity_on_hand ELSE 'NaN' END) AS on_hand
  FROM stock_levels
  WHERE :'stores' = '' OR store_id = ANY (string_to_array(:'stores', ',')::uuid[])
  GROUP BY product_id
),
moved AS (
  -- An undated movement (null, infinite, or of a year that is no year) is in no sum.
  SELECT product_id,
         sum(quantity) FILTER (WHERE created_at >= :'period_end'::timestamptz) AS later,
         -sum(quantity) FILTER (WHERE created_at < :'period_end'::timestamptz) AS sold,
         count(*) FILTER (WHERE created_at < :'period_end'::timestamptz) AS sales
  FROM (SELECT product_id, store_id, movement_type, created_at,
               CASE WHEN abs(quantity) < 1000000000000 AND min_scale(quantity) <= 3
                    THEN quantity ELSE 'NaN' END AS quantity
        FROM stock_movements) m
  WHERE created_at >= :'window_start'::timestamptz AND created_at < '9999-12-31 00:00+00'
    AND (movement_type = 'SALE' OR created_at >= :'period_end'::timestamptz)
    AND (:'stores' = '' OR store_id = ANY (string_to_array(:'stores', ',')::uuid[]))
  GROUP BY product_id
),
units AS (
  -- NaN spreads through a sum, so a product that has one is left out of it.
  SELECT p.unit, sum(l.pairs) AS pairs, sum(m.sales) AS sales,
         sum(coalesce(l.on_hand, 0) - coalesce(m.later, 0))
           FILTER (WHERE coalesce(l.on_hand, 0) - coalesce(m.later, 0) <> 'NaN') AS quantity,
         sum(m.sold) FILTER (WHERE m.sold <> 'NaN') AS sold
  FROM levels l
  FULL JOIN moved m ON m.product_id = l.product_id
  JOIN products_inventory p ON p.product_id = coalesce(l.product_id, m.product_id)
  WHERE p.is_active
    AND (:'suppliers' = '' OR p.supplier_id = ANY (string_to_array(:'suppliers', ',')::uuid[]))
  GROUP BY p.unit
)
SELECT 'considered.rows' AS metric, coalesce(sum(pairs), 0) AS value FROM units
UNION ALL
SELECT 'considered.sales_in_window', coalesce(sum(sales), 0) FROM units
UNION ALL
SELECT m.metric || '[' || u.unit || ']', m.value
FROM units u CROSS JOIN LATERAL (VALUES
  ('considered.quantity', u.quantity), ('considered.sold_in_window', u.sold)
) AS m (metric, value)
WHERE m.value IS NOT NULL;
