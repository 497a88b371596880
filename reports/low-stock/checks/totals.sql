-- The lines and the shortfall for each unit, straight from the levels.
WITH lines AS (
  -- NaN is above every number in PostgreSQL: a level that is NaN would make everything low.
  SELECT p.unit, l.reorder_level - l.quantity_on_hand AS shortfall
  FROM (
    -- What is no usable number (NaN, infinite, a trillion or more, too many decimals) is NaN.
    SELECT product_id, store_id,
           CASE WHEN abs(quantity_on_hand) < 1000000000000 AND min_scale(quantity_on_hand) <= 3 THEN quantity_on_hand ELSE 'NaN' END
             AS quantity_on_hand,
           CASE WHEN abs(reorder_level) < 1000000000000 AND min_scale(reorder_level) <= 3 THEN reorder_level ELSE 'NaN' END
             AS reorder_level
    FROM stock_levels
  ) l JOIN products_inventory p ON p.product_id = l.product_id
  WHERE p.is_active
    AND (l.quantity_on_hand < 0
      OR l.quantity_on_hand <= l.reorder_level AND l.reorder_level > 0
        AND l.reorder_level <> 'NaN')
    AND (:'stores' = '' OR l.store_id = ANY (string_to_array(:'stores', ',')::uuid[]))
    AND (:'suppliers' = '' OR p.supplier_id = ANY (string_to_array(:'suppliers', ',')::uuid[]))
),
units AS (
  SELECT unit, count(*) AS lines, sum(shortfall) FILTER (WHERE shortfall <> 'NaN') AS shortfall
  FROM lines
  GROUP BY unit
)
SELECT 'low_stock.rows' AS metric, coalesce(sum(lines), 0) AS value FROM units
UNION ALL
SELECT 'low_stock.shortfall[' || unit || ']', shortfall FROM units WHERE shortfall IS NOT NULL;
