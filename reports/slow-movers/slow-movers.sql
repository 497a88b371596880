-- psql -v period_end='2026-11-22 00:00+07' -v date_to=2026-11-21 -v time_zone=Asia/Bangkok \
--      -v stores='' -v idle_days=90 -f slow-movers.sql
WITH moved AS (
  -- An undated movement (null, infinite, or of a year that is no year) does not count. What is no usable
  -- number (NaN, infinite, a trillion or more, too many decimals) is NaN.
  SELECT product_id, store_id,
         sum(CASE WHEN abs(quantity) < 1000000000000 AND min_scale(quantity) <= 3 THEN quantity ELSE 'NaN' END)
           FILTER (WHERE created_at >= :'period_end'::timestamptz) AS later,
         min(created_at) FILTER (WHERE created_at < :'period_end'::timestamptz) AS first_at,
         max(created_at) FILTER (
           WHERE created_at < :'period_end'::timestamptz AND movement_type = 'SALE'
             AND quantity < 0) AS last_sale_at
  FROM stock_movements
  WHERE created_at >= '0001-01-02 00:00+00' AND created_at < '9999-12-31 00:00+00'
    AND (:'stores' = '' OR store_id = ANY (string_to_array(:'stores', ',')::uuid[]))
  GROUP BY product_id, store_id
),
pairs AS (
  -- A pair without a level has 0 on hand now, and may have had stock before later movements.
  SELECT product_id, store_id, sum(quantity) AS quantity, max(first_at) AS first_at,
         max(last_sale_at) AS last_sale_at
  FROM (
    SELECT product_id, store_id,
           CASE WHEN abs(quantity_on_hand) < 1000000000000 AND min_scale(quantity_on_hand) <= 3 THEN quantity_on_hand ELSE 'NaN' END
             AS quantity,
           NULL::timestamptz AS first_at, NULL::timestamptz AS last_sale_at
    FROM stock_levels
    WHERE :'stores' = '' OR store_id = ANY (string_to_array(:'stores', ',')::uuid[])
    UNION ALL
    SELECT product_id, store_id, -coalesce(later, 0), first_at, last_sale_at
    FROM moved
  ) AS entries
  GROUP BY product_id, store_id
  -- NaN is above every number in PostgreSQL.
  HAVING sum(quantity) > 0 AND sum(quantity) <> 'NaN'
),
idle AS (
  SELECT pairs.*,
         :'date_to'::date - (last_sale_at AT TIME ZONE :'time_zone')::date AS days_idle,
         :'date_to'::date - (first_at AT TIME ZONE :'time_zone')::date AS days_known
  FROM pairs
),
stores AS (
  SELECT store_id, (array_agg(
           store_name ORDER BY CASE WHEN last_updated >= '0001-01-02 00:00+00'
                                     AND last_updated < '9999-12-31 00:00+00' THEN last_updated END
             DESC NULLS LAST, product_id))[1] AS store_name
  FROM stock_levels
  GROUP BY store_id
)
SELECT i.store_id, s.store_name, i.product_id, p.sku, p.name AS product_name, p.category_name,
       p.unit, i.quantity, 
       CASE WHEN abs(p.cost_price) < 1000000000000 AND min_scale(p.cost_price) <= 2
            THEN round(i.quantity * p.cost_price, 2) END AS cost_value,
       i.last_sale_at, i.days_idle
FROM idle i
JOIN products_inventory p ON p.product_id = i.product_id
LEFT JOIN stores s ON s.store_id = i.store_id
WHERE CASE WHEN i.last_sale_at IS NULL THEN coalesce(i.days_known >= :'idle_days'::integer, true)
           ELSE i.days_idle >= :'idle_days'::integer END
ORDER BY coalesce(s.store_name, '') COLLATE "C", cost_value DESC NULLS LAST, p.sku COLLATE "C",
         i.store_id, i.product_id;
