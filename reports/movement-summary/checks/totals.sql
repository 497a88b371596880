-- The totals of every table, straight from the three tables: no row of the report's own arithmetic
-- in it. Values are at the prices of the period's end. What is no usable number (NaN, infinite, a
-- trillion or more, too many decimals) is NaN from the beginning.
WITH entries AS (
  -- On hand now, and the movements since the start of the period; `inside` marks the period's own.
  SELECT product_id, store_id,
         CASE WHEN abs(quantity_on_hand) < 1000000000000 AND min_scale(quantity_on_hand) <= 3 THEN quantity_on_hand ELSE 'NaN' END
           AS on_hand,
         0::numeric AS quantity, '' AS movement_type, false AS inside
  FROM stock_levels
  WHERE :'stores' = '' OR store_id = ANY (string_to_array(:'stores', ',')::uuid[])
  UNION ALL
  -- An undated movement (null, infinite, or of a year that is no year) is in no sum.
  SELECT product_id, store_id, 0,
         CASE WHEN abs(quantity) < 1000000000000 AND min_scale(quantity) <= 3 THEN quantity ELSE 'NaN' END,
         movement_type, created_at < :'period_end'::timestamptz
  FROM stock_movements
  WHERE created_at >= :'period_start'::timestamptz AND created_at < '9999-12-31 00:00+00'
    AND (:'stores' = '' OR store_id = ANY (string_to_array(:'stores', ',')::uuid[]))
),
products AS (
  -- Cost and price at the end of the period: `prices` has those that are not today's, as a JSON
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
pairs AS (
  SELECT e.product_id, e.store_id, p.unit, p.cost_price, p.sell_price,
         sum(e.on_hand) - sum(e.quantity) AS opening,
         sum(e.on_hand) - coalesce(sum(e.quantity) FILTER (WHERE NOT e.inside), 0) AS closing,
         count(*) FILTER (WHERE e.inside) AS movements,
         coalesce(sum(e.quantity) FILTER (WHERE e.inside AND e.movement_type = 'PURCHASE'), 0)
           AS purchased,
         -coalesce(sum(e.quantity) FILTER (WHERE e.inside AND e.movement_type = 'SALE'), 0) AS sold,
         coalesce(sum(e.quantity) FILTER (
           WHERE e.inside AND e.movement_type = 'ADJUSTMENT' AND e.quantity > 0), 0) AS adjusted_up,
         -coalesce(sum(e.quantity) FILTER (
           WHERE e.inside AND e.movement_type = 'ADJUSTMENT'
             AND (e.quantity < 0 OR e.quantity = 'NaN')), 0)
           AS adjusted_down,
         coalesce(sum(e.quantity) FILTER (
           WHERE e.inside AND e.movement_type = 'TRANSFER' AND e.quantity > 0), 0)
           AS transferred_in,
         -coalesce(sum(e.quantity) FILTER (
           WHERE e.inside AND e.movement_type = 'TRANSFER'
             AND (e.quantity < 0 OR e.quantity = 'NaN')), 0)
           AS transferred_out,
         coalesce(sum(e.quantity) FILTER (
           WHERE e.inside AND e.movement_type
             NOT IN ('SALE', 'PURCHASE', 'ADJUSTMENT', 'TRANSFER')), 0) AS other,
         coalesce(sum(e.quantity) FILTER (
           WHERE e.inside AND e.quantity > 0 AND e.quantity <> 'NaN'), 0) AS quantity_in,
         -coalesce(sum(e.quantity) FILTER (WHERE e.inside AND e.quantity < 0), 0) AS quantity_out,
         coalesce(sum(round(e.quantity * p.cost_price, 2)) FILTER (
           WHERE e.inside AND e.quantity > 0 AND e.quantity <> 'NaN'
             AND p.cost_price <> 'NaN'), 0) AS value_in,
         coalesce(sum(round(-e.quantity * p.cost_price, 2)) FILTER (
           WHERE e.inside AND e.quantity < 0 AND p.cost_price <> 'NaN'), 0) AS value_out
  FROM entries e JOIN products p ON p.product_id = e.product_id
  GROUP BY e.product_id, e.store_id, p.unit, p.cost_price, p.sell_price
),
lines AS (
  SELECT pairs.*,
         round(opening * cost_price, 2) AS opening_value,
         round(closing * cost_price, 2) AS closing_value,
         round(sold * cost_price, 2) AS sales_at_cost,
         round(sold * sell_price, 2) AS sales_at_price
  FROM pairs
  WHERE movements > 0 OR opening <> 0 OR closing <> 0
),
units AS (
  -- NaN spreads through a sum, so it is left out before.
  SELECT unit, count(*) AS lines, sum(movements) AS movements,
         sum(opening) FILTER (WHERE opening <> 'NaN') AS opening,
         sum(purchased) FILTER (WHERE purchased <> 'NaN') AS purchased,
         sum(sold) FILTER (WHERE sold <> 'NaN') AS sold,
         sum(adjusted_up) FILTER (WHERE adjusted_up <> 'NaN') AS adjusted_up,
         sum(adjusted_down) FILTER (WHERE adjusted_down <> 'NaN') AS adjusted_down,
         sum(transferred_in) FILTER (WHERE transferred_in <> 'NaN') AS transferred_in,
         sum(transferred_out) FILTER (WHERE transferred_out <> 'NaN') AS transferred_out,
         sum(other) FILTER (WHERE other <> 'NaN') AS other,
         sum(closing) FILTER (WHERE closing <> 'NaN') AS closing,
         sum(opening_value) FILTER (WHERE opening_value <> 'NaN') AS opening_value,
         sum(closing_value) FILTER (WHERE closing_value <> 'NaN') AS closing_value,
         sum(sales_at_cost) FILTER (WHERE sales_at_cost <> 'NaN') AS sales_at_cost,
         sum(sales_at_price) FILTER (WHERE sales_at_price <> 'NaN') AS sales_at_price,
         sum(quantity_in) AS quantity_in, sum(quantity_out) AS quantity_out,
         sum(value_in) AS value_in, sum(value_out) AS value_out
  FROM lines
  GROUP BY unit
),
totals AS (
  SELECT coalesce(sum(lines), 0) AS lines, coalesce(sum(movements), 0) AS movements,
         coalesce(sum(opening_value), 0) AS opening_value,
         coalesce(sum(closing_value), 0) AS closing_value,
         coalesce(sum(sales_at_cost), 0) AS sales_at_cost,
         coalesce(sum(sales_at_price), 0) AS sales_at_price,
         coalesce(sum(value_in), 0) AS value_in, coalesce(sum(value_out), 0) AS value_out
  FROM units
)
SELECT m.metric, m.value
FROM totals CROSS JOIN LATERAL (VALUES
  ('detail.rows', lines), ('detail.movements', movements), ('by_store.movements', movements),
  ('by_type.movements', movements), ('by_day.movements', movements),
  ('detail.opening_value', opening_value), ('detail.closing_value', closing_value),
  ('detail.sales_at_cost', sales_at_cost), ('detail.sales_at_price', sales_at_price),
  ('by_type.value_in', value_in), ('by_type.value_out', value_out),
  ('by_day.value_in', value_in), ('by_day.value_out', value_out)
) AS m (metric, value)
UNION ALL
SELECT m.metric || '[' || u.unit || ']', m.value
FROM units u CROSS JOIN LATERAL (VALUES
  ('detail.opening_quantity', u.opening), ('detail.purchased', u.purchased),
  ('detail.sold', u.sold), ('detail.adjusted_up', u.adjusted_up),
  ('detail.adjusted_down', u.adjusted_down), ('detail.transferred_in', u.transferred_in),
  ('detail.transferred_out', u.transferred_out), ('detail.other', u.other),
  ('detail.closing_quantity', u.closing), ('by_type.quantity_in', u.quantity_in),
  ('by_type.quantity_out', u.quantity_out)
) AS m (metric, value)
WHERE m.value IS NOT NULL;
