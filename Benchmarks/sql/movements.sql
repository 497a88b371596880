-- The table Detail of a movement summary, as one would write it in plain SQL.
-- Variables: period_start, and period_end, the first instant after the last business date. What
-- stands in [whole ledger ] needs every movement there ever was; the cheaper floor goes without.
SELECT l.store_id, l.store_name, l.product_id, p.sku, p.name AS product_name, p.category_name, p.unit,
       q.closing - q.net AS opening_quantity, q.purchased, q.sold, q.adjusted_up, q.adjusted_down,
       q.transferred_in, q.transferred_out, q.other, q.closing AS closing_quantity, q.movements,
       -- [whole ledger
       q.closing - latest.quantity_after AS unexplained_quantity,
       -- ]
       round((q.closing - q.net) * p.cost_price, 2) AS opening_value,
       round(q.closing * p.cost_price, 2) AS closing_value,
       round(q.sold * p.cost_price, 2) AS sales_at_cost,
       round(q.sold * p.sell_price, 2) AS sales_at_price
FROM stock_levels l
  JOIN products_inventory p ON p.product_id = l.product_id
  LEFT JOIN (
    SELECT product_id, store_id,
           sum(quantity) FILTER (WHERE created_at >= :'period_end') AS since,
           sum(quantity) FILTER (WHERE created_at < :'period_end') AS net,
           count(*) FILTER (WHERE created_at < :'period_end') AS movements,
           sum(quantity) FILTER (WHERE created_at < :'period_end' AND movement_type = 'PURCHASE')
             AS purchased,
           -sum(quantity) FILTER (WHERE created_at < :'period_end' AND movement_type = 'SALE')
             AS sold,
           sum(quantity) FILTER (WHERE created_at < :'period_end'
             AND movement_type = 'ADJUSTMENT' AND quantity > 0) AS adjusted_up,
           -sum(quantity) FILTER (WHERE created_at < :'period_end'
             AND movement_type = 'ADJUSTMENT' AND quantity < 0) AS adjusted_down,
           sum(quantity) FILTER (WHERE created_at < :'period_end'
             AND movement_type = 'TRANSFER' AND quantity > 0) AS transferred_in,
           -sum(quantity) FILTER (WHERE created_at < :'period_end'
             AND movement_type = 'TRANSFER' AND quantity < 0) AS transferred_out,
           sum(quantity) FILTER (WHERE created_at < :'period_end'
             AND movement_type NOT IN ('PURCHASE', 'SALE', 'ADJUSTMENT', 'TRANSFER')) AS other
    FROM stock_movements
    WHERE created_at >= :'period_start'
    GROUP BY product_id, store_id
  ) m ON m.product_id = l.product_id AND m.store_id = l.store_id
  -- [whole ledger
  LEFT JOIN (
    SELECT DISTINCT ON (product_id, store_id) product_id, store_id, quantity_after
    FROM stock_movements
    WHERE created_at < :'period_end'
    ORDER BY product_id, store_id, created_at DESC, id DESC
  ) latest ON latest.product_id = l.product_id AND latest.store_id = l.store_id
  -- ]
  CROSS JOIN LATERAL (
    SELECT l.quantity_on_hand - coalesce(m.since, 0) AS closing, coalesce(m.net, 0) AS net,
           coalesce(m.movements, 0) AS movements, coalesce(m.purchased, 0) AS purchased,
           coalesce(m.sold, 0) AS sold, coalesce(m.adjusted_up, 0) AS adjusted_up,
           coalesce(m.adjusted_down, 0) AS adjusted_down,
           coalesce(m.transferred_in, 0) AS transferred_in,
           coalesce(m.transferred_out, 0) AS transferred_out, coalesce(m.other, 0) AS other
  ) q
WHERE q.movements > 0 OR q.closing <> 0 OR q.closing - q.net <> 0
ORDER BY l.store_name COLLATE "C", p.sku COLLATE "C", l.product_id, l.store_id
