-- The table Detail of an inventory valuation, as one would write it in plain SQL.
-- Variables: period_end, the first instant after the business date. What stands in [whole ledger ]
-- needs every movement there ever was; the cheaper floor goes without.
SELECT l.store_id, l.store_name, l.product_id, p.sku, p.barcode, p.name AS product_name,
       p.category_name, p.supplier_name, p.unit, q.quantity, p.cost_price,
       CASE WHEN p.cost_price = 0 AND q.quantity <> 0 THEN 'missing' ELSE 'current' END
         AS cost_basis,
       v.cost_value, p.sell_price, v.retail_value, v.retail_value - v.cost_value AS potential_profit,
       round((v.retail_value - v.cost_value) / nullif(v.retail_value, 0), 4) AS margin,
       p.is_active
       -- [whole ledger
       , latest.created_at AS last_movement_at,
       q.quantity - latest.quantity_after AS unexplained_quantity
       -- ]
FROM stock_levels l
  JOIN products_inventory p ON p.product_id = l.product_id
  LEFT JOIN (
    SELECT product_id, store_id, sum(quantity) AS quantity
    FROM stock_movements
    WHERE created_at >= :'period_end'
    GROUP BY product_id, store_id
  ) since ON since.product_id = l.product_id AND since.store_id = l.store_id
  -- [whole ledger
  LEFT JOIN (
    SELECT DISTINCT ON (product_id, store_id) product_id, store_id, created_at, quantity_after
    FROM stock_movements
    WHERE created_at < :'period_end'
    ORDER BY product_id, store_id, created_at DESC, id DESC
  ) latest ON latest.product_id = l.product_id AND latest.store_id = l.store_id
  -- ]
  CROSS JOIN LATERAL (SELECT l.quantity_on_hand - coalesce(since.quantity, 0) AS quantity) q
  CROSS JOIN LATERAL (
    SELECT round(q.quantity * p.cost_price, 2) AS cost_value,
           round(q.quantity * p.sell_price, 2) AS retail_value
  ) v
ORDER BY l.store_name COLLATE "C", p.sku COLLATE "C", l.product_id, l.store_id
