"""Why the value moved: the parts of adjustments, and the same by category."""

import random
import unittest
from decimal import Decimal as D

from reports import EFFECT_COLUMNS, recompute
from random_ledger import random_stock, seed
from stock import Stock
from test_recompute import level, move, options, product


class Change(unittest.TestCase):
    def test_adjustments_up_and_down(self):
        # p1 at 0.33: up 0.5 + 1.0 = 1.5 -> 0.495 -> 0.50; down -0.75 -> -0.2475 -> -0.25; net 0.75 ->
        #   0.2475 -> 0.25. p2 at 1.00: down -3. A GIFT is no adjustment.
        stock = Stock([product(cost="0.33"), product("p2", cost="1.00")],
                      [level("1.750"), level("1", product_id="p2")], [
            move("a", "2026-11-21 10:00", "ADJUSTMENT", "1", "0.5"),
            move("b", "2026-11-21 11:00", "ADJUSTMENT", "1.5", "-0.75"),
            move("c", "2026-11-21 12:00", "ADJUSTMENT", "0.75", "1"),
            move("d", "2026-11-21 12:00", "GIFT", "4", "2", product_id="p2"),
            move("e", "2026-11-21 13:00", "ADJUSTMENT", "6", "-3", product_id="p2"),
            move("f", "2026-11-22 00:00", "ADJUSTMENT", "3", "-2", product_id="p2")])
        store, everything = recompute("inventory-valuation", stock, options("2026-11-21"))["change"]
        for row in (store, everything):
            self.assertEqual([row[name] for name in ("adjustments", "adjusted_up", "adjusted_down")],
                             [D("-2.75"), D("0.50"), D("-3.25")])

    def test_by_category(self):
        stock = Stock(
            [product("p1", category_id="x", category_name="Tea"), product("p2", category_name="Tea"),
             product("p3"), product("p4", category_id="x", category_name="Later")],
            [level("3"), level("1", product_id="p2"), level("2", product_id="p4", store_id="s2")],
            [move("a", "2026-11-21 10:00", "PURCHASE", "1", "2"),
             move("b", "2026-11-21 10:00", "SALE", "2", "-1", product_id="p2")])
        rows = recompute("inventory-valuation", stock, options("2026-11-21"))["change_by_category"]
        # p3 is no pair; p1 and p4 are x, by the name of p1
        self.assertEqual([[row[name] for name in (
            "category_key", "category_name", "opening_value", "purchases", "sales", "closing_value")]
            for row in rows], [["Tea", "Tea", 4, 0, -2, 2], ["x", "Tea", 6, 4, 0, 10],
                               ["", "(all categories)", 10, 4, -2, 12]])

    def test_both_last_rows_are_the_same(self):
        for number in range(20):
            stock, asked = random_stock(random.Random(f"change {seed()} {number}"))
            tables = recompute("inventory-valuation", stock, asked)
            store, category = tables["change"][-1], tables["change_by_category"][-1]
            for name in ["opening_value", *EFFECT_COLUMNS, "cost_changes", "rounding",
                         "closing_value", "adjusted_up", "adjusted_down"]:
                self.assertEqual(store[name], category[name], f"{name}, seed {seed()} {number}")


if __name__ == "__main__":
    unittest.main()
