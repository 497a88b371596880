"""Hand-computed cases, one rule at a time; the arithmetic stands beside the figures.

    python3 -m unittest discover -s Tests/Reference
"""

import contextlib
import csv
import io
import json
import sys
import tempfile
import unittest
from datetime import date, timedelta
from decimal import Decimal as D
from fractions import Fraction
from pathlib import Path
from statistics import NormalDist

sys.path.insert(0, str(Path(__file__).parent))

from recompute import compare, guarded, options_of, written, written_rows  # noqa: E402
from reports import Options, kinds, recompute  # noqa: E402
from stock import Stock, Zone, instant, normal_quantile, observe, rounded, square_root  # noqa: E402

UTC = Zone("UTC")
LATER = instant("2030-01-01T00:00:00Z")


def product(product_id="p1", cost="2.00", sell="5.00", **more):
    return dict(product_id=product_id, name="Product " + product_id, sku="SKU-" + product_id,
                barcode="", category_id="", category_name="", supplier_id="", supplier_name="",
                cost_price=cost, sell_price=sell, unit="pcs", is_active="t") | more


def level(on_hand, reorder="0.000", most="0.000", product_id="p1", store_id="s1", **more):
    return dict(product_id=product_id, store_id=store_id, store_name="Store " + store_id,
                quantity_on_hand=on_hand, reorder_level=reorder, max_stock=most,
                last_updated="2026-01-01 00:00:00+00") | more


def move(movement_id, at, kind, before, quantity, after=None, product_id="p1", store_id="s1",
         reference=""):
    """`at` like 2026-11-21 10:00, in UTC, or a whole time stamp."""
    at = at + ":00+00" if len(at) == 16 else at
    after = str(D(before) + D(quantity)) if after is None else after
    return dict(id=movement_id, product_id=product_id, store_id=store_id, movement_type=kind,
                quantity=quantity, quantity_before=before, quantity_after=after, reference=reference,
                created_at=at)


def options(first, last=None, now=LATER, zone=UTC, **more):
    first = date.fromisoformat(first)
    return Options(zone, now, first, date.fromisoformat(last) if last else first, **more)


class Numbers(unittest.TestCase):
    def test_half_away_from_zero(self):
        self.assertEqual([str(rounded(D(x), 2)) for x in ("0.005", "-0.005", "2.675", "-0.004")],
                         ["0.01", "-0.01", "2.68", "0.00"])
        # 1/8 = 0.125 -> 0.13; -1/8 -> -0.13; 2/3 -> 0.67; -1/1000 -> 0.00 without a sign
        self.assertEqual([str(rounded(Fraction(*x), 2)) for x in
                          ((1, 8), (-1, 8), (2, 3), (-1, 1000))], ["0.13", "-0.13", "0.67", "0.00"])

    def test_square_root(self):
        # sqrt 2 = 1.41421356.. -> 1.414214; sqrt 0.25 = 0.5; sqrt(10^-12 * 2.25) = 1.5e-6 -> 2e-6
        self.assertEqual([str(square_root(Fraction(x))) for x in ("2", "0.25", "0", "2.25e-12")],
                         ["1.414214", "0.500000", "0.000000", "0.000002"])

    def test_normal_quantile(self):
        # the textbook's 95 % = 1.644854, 97.5 % = 1.959964, 99 % = 2.326348
        self.assertEqual([str(normal_quantile(D(p))) for p in ("0.95", "0.975", "0.99", "0.5")],
                         ["1.644854", "1.959964", "2.326348", "0.000000"])
        for thousandth in range(1, 1000):
            z = NormalDist().inv_cdf(thousandth / 1000)
            self.assertAlmostEqual(float(normal_quantile(D(thousandth) / 1000)), z, delta=6e-7)
        for p in ("1e-10", "1e-20", "0.999999999999"):
            self.assertAlmostEqual(float(normal_quantile(D(p))), NormalDist().inv_cdf(float(p)),
                                   delta=6e-7)

    def test_written(self):
        self.assertEqual(written(D("-0.0004"), "3", UTC), "0.000")
        self.assertEqual(written(D("NaN"), "3", UTC), None)
        self.assertEqual(written(D("1E+2"), "2", UTC), "100.00")
        self.assertEqual([guarded(x) for x in ("=1", "-x", "\tx", "'=1", "x=", "", None)],
                         ["'=1", "'-x", "'\tx", "'=1", "x=", "", None])


class Time(unittest.TestCase):
    def test_instants(self):
        self.assertEqual(instant("1970-01-02 00:00:00+00"), 86_400_000_000)
        self.assertEqual(instant("1970-01-01 07:00:00.5+07"), 500_000)
        self.assertEqual(instant("1969-12-31T18:30:00-05:30"), 0)
        self.assertEqual([instant(x) for x in ("", "infinity", "-infinity")], [None] * 3)
        # 2000-03-01 is day 11017; 9999-12-31 is day 2932896, the first that is undated, 0001-01-02 the
        # first that is not
        self.assertEqual(instant("2000-03-01 00:00:00+00"), 11017 * 86_400_000_000)
        self.assertEqual(instant("9999-12-30 23:59:59+00"), 2932896 * 86_400_000_000 - 1_000_000)
        self.assertEqual(instant("0001-01-02 00:00:00+00"), -719161 * 86_400_000_000)
        self.assertEqual(
            [instant(x) for x in ("9999-12-31 00:00:00+00", "0001-01-01 23:59:59+00",
                                  "0044-03-15 00:00:00+00 BC", "12345-01-01 00:00:00+00")], [None] * 4)

    def test_daylight_saving_days(self):
        def hours(zone, day):
            day = date.fromisoformat(day)
            return (Zone(zone).end(day) - Zone(zone).start(day)) / 3_600_000_000
        self.assertEqual(hours("Europe/Berlin", "2026-03-29"), 23)
        self.assertEqual(hours("Europe/Berlin", "2026-10-25"), 25)
        # Beirut skips 0 o'clock itself: the day begins at 01:00 summer time, 22:00 UTC the day before
        beirut = Zone("Asia/Beirut")
        self.assertEqual(beirut.start(date(2026, 3, 29)), instant("2026-03-28T22:00:00Z"))
        self.assertEqual(hours("Asia/Beirut", "2026-03-29"), 23)
        # Havana had 0 o'clock twice on 2024-11-03: the first counts, 04:00 UTC
        self.assertEqual(Zone("America/Havana").start(date(2024, 11, 3)),
                         instant("2024-11-03T04:00:00Z"))
        self.assertEqual(hours("America/Havana", "2024-11-03"), 25)

    def test_written_in_the_zone(self):
        bangkok = Zone("Asia/Bangkok")
        self.assertEqual(bangkok.written(instant("2026-11-21 18:00:00+00")),
                         "2026-11-22T01:00:00+07:00")
        self.assertEqual(bangkok.written(instant("2026-11-21 16:59:59.000100+00")),
                         "2026-11-21T23:59:59.000100+07:00")
        self.assertEqual(bangkok.date(instant("2026-11-21 17:00:00+00")), date(2026, 11, 22))
        self.assertEqual(bangkok.date(instant("2026-11-21 16:59:59+00")), date(2026, 11, 21))

    def test_a_movement_at_midnight_belongs_to_the_next_day(self):
        # Berlin's 2026-03-29 ends at 22:00 UTC: the sale at 22:00 is after it, at 21:59 in it
        stock = Stock([product()], [level("7")], [
            move("a", "2026-03-29 21:59", "SALE", "10", "-1"),
            move("b", "2026-03-29 22:00", "SALE", "9", "-2")])
        row, = recompute("inventory-valuation", stock,
                         options("2026-03-29", zone=Zone("Europe/Berlin")))["detail"]
        self.assertEqual(row["quantity"], 9)  # 7 - (-2)

    def test_a_period_that_is_not_over_is_provisional(self):
        now = instant("2026-11-21T12:00:00Z")
        stock = Stock([product()], [level("8")], [
            move("a", "2026-11-21 10:00", "SALE", "10", "-1"),
            move("b", "2026-11-21 12:00", "SALE", "9", "-1")])  # at the end: not before it
        asked = options("2026-11-21", now=now)
        self.assertTrue(asked.provisional)
        row, = recompute("movement-summary", stock, asked)["detail"]
        self.assertEqual((row["sold"], row["closing_quantity"]), (1, 9))
        self.assertFalse(options("2026-11-20", now=now).provisional)


class Ledger(unittest.TestCase):
    def test_chain_order_within_an_instant(self):
        # 10 -> 7 -> 9 -> 4 at one instant, ids against that order; before it, balance 10
        stock = Stock([product()], [level("4")], [
            move("m0", "2026-11-20 10:00", "PURCHASE", "0", "10"),
            move("m3", "2026-11-21 10:00", "SALE", "10", "-3"),
            move("m2", "2026-11-21 10:00", "PURCHASE", "7", "2"),
            move("m1", "2026-11-21 10:00", "SALE", "9", "-5")])
        pair = stock.pairs["s1", "p1"]
        self.assertEqual([m.id for m in pair.movements], ["m0", "m3", "m2", "m1"])
        self.assertEqual(recompute("movement-summary", stock, options("2026-11-21"))["ledger_gaps"], [])

    def test_chain_order_lowest_id_when_several_or_none_fit(self):
        # from 10 both a and b fit: a; then c fits nothing new (8 is a's after): c; then b
        stock = Stock([product()], [], [
            move("z", "2026-11-20 10:00", "PURCHASE", "0", "10"),
            move("b", "2026-11-21 10:00", "SALE", "10", "-1"),
            move("a", "2026-11-21 10:00", "SALE", "10", "-2"),
            move("c", "2026-11-21 10:00", "SALE", "8", "-4")])
        self.assertEqual([m.id for m in stock.pairs["s1", "p1"].movements], ["z", "a", "c", "b"])
        # the first ever has none before it: nothing fits, the lowest id comes first
        stock = Stock([product()], [], [
            move("b", "2026-11-21 10:00", "PURCHASE", "0", "5"),
            move("a", "2026-11-21 10:00", "SALE", "5", "-1")])
        self.assertEqual([m.id for m in stock.pairs["s1", "p1"].movements], ["a", "b"])

    def test_gaps(self):
        stock = Stock([product()], [level("9")], [
            move("a", "2026-11-20 10:00", "PURCHASE", "3", "7"),           # first: none before it
            move("b", "2026-11-21 10:00", "SALE", "9", "-1"),              # after a: 10, found 9
            move("c", "2026-11-21 11:00", "SALE", "8", "-1", after="6"),   # 8 - 1 = 7, found 6
            move("d", "2026-11-21 12:00", "SALE", "7", "-1", after="7"),   # both faults
            move("e", "2026-11-22 12:00", "SALE", "1", "-1")])             # after the period
        rows = recompute("movement-summary", stock, options("2026-11-21"))["ledger_gaps"]
        self.assertEqual([(r["movement_id"], r["kind"], r["expected"], r["found"]) for r in rows], [
            ("b", "broken_chain", 10, 9), ("c", "wrong_sum", 7, 6),
            ("d", "broken_chain", 6, 7), ("d", "wrong_sum", 6, 7)])
        kinds_found = [row["kind"] for row in recompute(
            "inventory-valuation", stock, options("2026-11-21"))["exceptions"]]
        # closing 9 - (-1) = 10 against d's after 7: unexplained 3
        self.assertEqual(kinds_found, ["ledger_gap", "unexplained_quantity"])

    def test_store_name_is_that_of_the_newest_level(self):
        stock = Stock([product("p1"), product("p2"), product("p3")], [
            level("1", product_id="p1", store_name="Old"),
            level("1", product_id="p3", store_name="Three", last_updated="2026-02-01 00:00:00+00"),
            level("1", product_id="p2", store_name="Two", last_updated="2026-02-01 00:00:00+00")], [])
        self.assertEqual(stock.store_name("s1"), "Two")


class Valuation(unittest.TestCase):
    def test_detail(self):
        stock = Stock([product(cost="0.35", sell="1.25"), product("p2"), product("p3")], [
            level("2.500"), level("0", product_id="p2")], [
            move("a", "2026-11-20 10:00", "PURCHASE", "0", "4"),
            move("b", "2026-11-22 10:00", "SALE", "4", "-1.500"),
            # p3: no level row; on hand 0, moved 0 -> 3 later, so it was -3
            move("c", "2026-11-22 10:00", "PURCHASE", "0", "3", product_id="p3")])
        tables = recompute("inventory-valuation", stock, options("2026-11-21"))
        first, second, third = tables["detail"]
        # 2.5 + 1.5 = 4; 4 * 0.35 = 1.40; 4 * 1.25 = 5.00; 3.60 / 5.00 = 0.72
        self.assertEqual(written_rows("inventory-valuation", "detail", [first], UTC), [[
            "s1", "Store s1", "p1", "SKU-p1", None, "Product p1", None, None, "pcs", "4.000", "0.35",
            "current", "1.40", "1.25", "5.00", "3.60", "0.7200", "true",
            "2026-11-20T10:00:00+00:00", "0.000"]])
        self.assertEqual((second["quantity"], second["margin"], second["unexplained_quantity"]),
                         (0, None, None))
        self.assertEqual((third["quantity"], third["cost_value"]), (-3, D("-6.00")))

    def test_pairs_without_level_row_and_stock_are_left_out(self):
        stock = Stock([product()], [], [move("a", "2026-11-20 10:00", "SALE", "0", "-1"),
                                        move("b", "2026-11-20 11:00", "SALE", "-1", "1")])
        self.assertEqual(recompute("inventory-valuation", stock, options("2026-11-21"))["detail"], [])

    def test_totals_are_sums_of_rounded_lines(self):
        # 3 * round(0.5 * 0.01) = 3 * 0.01 = 0.03, not round(0.015) = 0.02
        stock = Stock([product(f"p{n}", cost="0.01", sell="0.00", category_name="Tea")
                       for n in (1, 2, 3)],
                      [level("0.500", product_id=f"p{n}") for n in (1, 2, 3)], [])
        row, = recompute("inventory-valuation", stock, options("2026-11-21"))["by_category"]
        self.assertEqual((row["key"], row["name"], row["products"], row["cost_value"], row["margin"],
                          row["share"]), ("Tea", "Tea", 3, D("0.03"), None, D("1.0000")))

    def test_groups(self):
        stock = Stock(
            [product("p2", supplier_id="x", supplier_name="Later name"),
             product("p1", supplier_id="x", supplier_name="First name"),
             product("p3", supplier_name="First name"), product("p4")],
            [level("1", product_id="p1", store_id="s2"), level("-2", product_id="p2"),
             level("3", product_id="p3"), level("0", product_id="p4")], [])
        rows = recompute("inventory-valuation", stock, options("2026-11-21"))["by_supplier"]
        # values 2, -4, 6, 0: all 4. Shares -2/4, 6/4, 0/4; names by bytes: "(" before "F"
        self.assertEqual([(r["key"], r["name"], r["products"], r["cost_value"], r["share"],
                           r["negative_cost_value"]) for r in rows], [
            ("", "(none)", 0, 0, 0, 0),
            ("First name", "First name", 1, 6, D("1.5"), 0),
            ("x", "First name", 2, -2, D("-0.5"), -4)])

    def test_change_closes_to_the_cent(self):
        # p1 at 0.33: opening 1.5 -> 0.495 -> 0.50; purchase 0.5 -> 0.165 -> 0.17;
        #   sales -1.25 -> -0.4125 -> -0.41; closing 0.75 -> 0.2475 -> 0.25
        # p2 at 1.00: opening 4; transfer -1; GIFT +2; adjustment -3; closing 2
        # opening 4.50, left for rounding: 2.25 - (4.50 + 0.17 - 0.41 - 3 - 1 + 2) = -0.01
        stock = Stock([product(cost="0.33"), product("p2", cost="1.00")],
                      [level("0.750"), level("2", product_id="p2")], [
            move("a", "2026-11-19 10:00", "PURCHASE", "0", "1.5"),
            move("b", "2026-11-21 10:00", "PURCHASE", "1.5", "0.5"),
            move("c", "2026-11-21 11:00", "SALE", "2.0", "-1.25"),
            move("d", "2026-11-19 10:00", "PURCHASE", "0", "4", product_id="p2"),
            move("e", "2026-11-21 10:00", "TRANSFER", "4", "-1", product_id="p2"),
            move("f", "2026-11-21 11:00", "GIFT", "3", "2", product_id="p2"),
            move("g", "2026-11-21 12:00", "ADJUSTMENT", "5", "-3", product_id="p2")])
        rows = recompute("inventory-valuation", stock, options("2026-11-21"))["change"]
        self.assertEqual(written_rows("inventory-valuation", "change", rows, UTC), [
            ["s1", "Store s1", "4.50", "0.17", "-0.41", "-3.00", "-1.00", "2.00", "0.00", "-0.01",
             "2.25", "0.00", "-3.00"],
            [None, "(all stores)", "4.50", "0.17", "-0.41", "-3.00", "-1.00", "2.00", "0.00", "-0.01",
             "2.25", "0.00", "-3.00"]])
        # movement-summary's by_store says the same of the same days
        row, = recompute("movement-summary", stock, options("2026-11-21"))["by_store"]
        self.assertEqual([row[name] for name in ("opening_value", "rounding", "closing_value")],
                         [D("4.50"), D("-0.01"), D("2.25")])

    def test_compare_with(self):
        stock = Stock([product(cost="1.00")], [level("3")], [
            move("a", "2026-11-18 10:00", "PURCHASE", "0", "1"),
            move("b", "2026-11-19 10:00", "PURCHASE", "1", "2")])
        for compare_with, opening in ((None, 3), (date(2026, 11, 18), 1), (date(2026, 11, 17), 0)):
            row = recompute("inventory-valuation", stock, options(
                "2026-11-21", compare_with=compare_with))["change"][0]
            self.assertEqual((row["opening_value"], row["purchases"]), (opening, 3 - opening))

    def test_exceptions(self):
        stock = Stock(
            [product("p1", cost="0.00"), product("p2", is_active="f", barcode="00123", sku="X"),
             product("p3", cost="5.01", barcode="00123"), product("p4", sku="X"),
             product("p5", cost="9.00", sell="0.00")],
            [level("-1", product_id="p1"), level("4", product_id="p2"),
             level("2", "5", "4", product_id="p3"), level("1", product_id="p4"),
             level("1", product_id="p5")],
            [move("a", "infinity", "SALE", "4", "-1", product_id="p4"),
             move("b", "", "SALE", "4", "-1", product_id="p4"),
             move("c", "2026-11-10 10:00", "SALE", "4", "-1", product_id="p5")])
        rows = recompute("inventory-valuation", stock, options("2026-11-21"))["exceptions"]
        self.assertEqual([(r["kind"], r["store_id"], r["product_id"], r["cost_value"]) for r in rows], [
            ("cost_above_price", "", "p3", D("10.02")),     # 5.01 > 5.00; 2 * 5.01
            ("duplicate_barcode", "", "p3", D("10.02")), ("duplicate_barcode", "", "p2", 8),
            ("duplicate_sku", "", "p2", 8), ("duplicate_sku", "", "p4", 2),
            ("inactive_with_stock", "s1", "p2", 8),
            ("max_below_reorder_level", "s1", "p3", D("10.02")),
            ("missing_cost", "s1", "p1", 0), ("negative_stock", "s1", "p1", 0),
            ("undated_movement", "s1", "p4", 2),            # two of them, one row
            ("unexplained_quantity", "s1", "p5", 9)])       # 1 - 3

    def test_not_a_number(self):
        stock = Stock([product("p1", cost="NaN"), product("p2"), product("p3")],
                      [level("2", product_id="p1"), level("NaN", product_id="p2"),
                       level("3", product_id="p3")], [])
        tables = recompute("inventory-valuation", stock, options("2026-11-21"))
        cells = written_rows("inventory-valuation", "detail", tables["detail"], UTC)
        names = list(kinds("inventory-valuation", "detail"))
        self.assertEqual([dict(zip(names, row))["cost_value"] for row in cells], [None, None, "6.00"])
        self.assertEqual([dict(zip(names, row))["retail_value"] for row in cells],
                         ["10.00", None, "15.00"])
        row, = tables["by_store"]
        # retail 10 + 15; profit of p3 alone: 9; 9 / 25
        self.assertEqual((row["cost_value"], row["retail_value"], row["potential_profit"],
                          row["margin"]), (6, 25, 9, D("0.36")))
        self.assertEqual([(r["kind"], r["store_id"], r["product_id"], r["cost_value"])
                          for r in tables["exceptions"]][0], ("not_a_number", "", "p1", None))
        self.assertEqual([(r["kind"], r["store_id"], r["product_id"]) for r in tables["exceptions"]],
                         [("not_a_number", "", "p1"), ("not_a_number", "s1", "p2")])

    def test_undated_movements_are_in_no_sum(self):
        stock = Stock([product()], [level("5")], [
            move("a", "2026-11-20 10:00", "PURCHASE", "0", "5"),
            move("b", "-infinity", "SALE", "5", "-1"), move("c", "infinity", "SALE", "5", "-1")])
        row, = recompute("movement-summary", stock, options("2026-11-20"))["detail"]
        self.assertEqual((row["opening_quantity"], row["purchased"], row["sold"],
                          row["closing_quantity"], row["movements"]), (0, 5, 0, 5, 1))


class Prices(unittest.TestCase):
    NOW = instant("2026-11-22T02:00:00Z")

    def observed(self, products, observations, levels=(), movements=(), now=NOW):
        stock = Stock(products, levels, movements)
        observe(stock.products, dict(seen_to="2026-11-21T02:00:00Z", observations=[
            dict(zip(("product_id", "from", "cost_price", "sell_price"), seen))
            for seen in observations]), now)
        return stock

    def known(self, stock, at, product_id="p1"):
        at = instant(at)
        item = stock.products[product_id]
        return str(item.cost_at(at)), bool(item.seen(at))

    def test_a_change_counts_from_the_last_update_between_two_looks(self):
        seen = [("p1", "2026-11-01T02:00:00Z", "1.50", "5.00")]
        stock = self.observed([product(last_updated="2026-11-21 15:00:00+00")], seen)
        self.assertEqual(self.known(stock, "2026-11-21T14:59:59Z"), ("1.50", True))
        self.assertEqual(self.known(stock, "2026-11-21T15:00:00Z"), ("2.00", True))
        # before anything was seen: the earliest that is known
        self.assertEqual(self.known(stock, "2026-10-31T00:00:00Z"), ("1.50", False))

    def test_else_it_counts_from_the_snapshot(self):
        seen = [("p1", "2026-11-01T02:00:00Z", "1.50", "5.00")]
        for updated in ("", "2026-11-20 15:00:00+00", "2026-11-21 00:59:59+00",
                        "2026-11-22 02:00:01+00"):
            stock = self.observed([product(last_updated=updated)], seen)
            self.assertEqual(self.known(stock, "2026-11-22T01:59:59Z"), ("1.50", True))
            self.assertEqual(self.known(stock, "2026-11-22T02:00:00Z"), ("2.00", True))

    def test_what_was_under_way_at_the_former_look_counts_from_then(self):
        seen = [("p1", "2026-11-01T02:00:00Z", "1.50", "5.00")]
        for updated in ("2026-11-21 01:55:00+00", "2026-11-21 02:00:00+00"):
            stock = self.observed([product(last_updated=updated)], seen)
            self.assertEqual(self.known(stock, "2026-11-21T02:00:00Z"), ("1.50", True))
            self.assertEqual(self.known(stock, "2026-11-21T02:00:00.000001Z"), ("2.00", True))

    def test_an_older_snapshot_tells_nothing(self):
        stock = self.observed([product(), product("p2")],
                              [("p1", "2026-11-01T02:00:00Z", "1.50", "5.00")],
                              now=instant("2026-11-21T01:00:00Z"))
        self.assertEqual(self.known(stock, "2026-11-21T00:00:00Z"), ("1.50", True))
        self.assertEqual(self.known(stock, "2026-11-21T00:00:00Z", "p2"), ("2.00", False))

    def test_valuation(self):
        # p1 cost 1.50 up to 15:00 and 2.00 since; p2 was never seen before this snapshot; p3 costs
        # 0.25 at both ends, today 9.00
        stock = self.observed(
            [product(last_updated="2026-11-21 15:00:00+00"), product("p2", cost="3.00"),
             product("p3", cost="9.00")],
            [("p1", "2026-11-01T02:00:00Z", "1.50", "5.00"),
             ("p3", "2026-11-01T02:00:00Z", "0.25", "0.10")],
            [level("5.5"), level("1", product_id="p2"), level("4", product_id="p3")],
            [move("a", "2026-11-21 10:00", "PURCHASE", "4.5", "1")])
        tables = recompute("inventory-valuation", stock, options("2026-11-21", now=self.NOW))
        self.assertEqual([(r["cost_price"], r["cost_basis"], r["cost_value"], r["sell_price"])
                          for r in tables["detail"]], [
            (D("2.00"), "recorded", D("11.00"), D("5.00")),   # 5.5 * 2.00
            (D("3.00"), "current", D("3.00"), D("5.00")),
            (D("0.25"), "recorded", D("1.00"), D("0.10"))])
        # opening 4.5 * 1.50 + 3 + 1 = 10.75; 1 bought at 2.00; 4.5 * (2.00 - 1.50) = 2.25; closing 15
        self.assertEqual(written_rows("inventory-valuation", "change", tables["change"], UTC)[0], [
            "s1", "Store s1", "10.75", "2.00", "0.00", "0.00", "0.00", "0.00", "2.25", "0.00", "15.00",
            "0.00", "0.00"])
        self.assertEqual([(r["kind"], r["product_id"]) for r in tables["exceptions"]
                          if r["kind"] == "cost_above_price"], [("cost_above_price", "p3")])
        # a movement summary is at closing cost throughout: 4.5 * 2.00 + 3 + 1 = 13
        row, = recompute("movement-summary", stock, options("2026-11-21", now=self.NOW))["by_store"]
        self.assertEqual((row["opening_value"], row["purchases"], row["closing_value"]), (13, 2, 15))

    def test_a_former_cost_that_is_no_number(self):
        stock = self.observed([product(last_updated="2026-11-21 15:00:00+00")],
                              [("p1", "2026-11-01T02:00:00Z", "NaN", "5.00")], [level("3")])
        tables = recompute("inventory-valuation", stock, options("2026-11-21", now=self.NOW))
        self.assertEqual(written_rows("inventory-valuation", "change", tables["change"], UTC)[0][2:], [
            "0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "6.00", "6.00", "0.00", "0.00"])
        self.assertEqual([r["kind"] for r in tables["exceptions"]], ["not_a_number"])


class MovementSummary(unittest.TestCase):
    def setUp(self):
        self.stock = Stock(
            [product(cost="0.33", sell="1.00"), product("p2", unit="kg")],
            [level("6.500"), level("0", product_id="p2", store_id="s2")], [
            move("a", "2026-11-19 10:00", "PURCHASE", "0", "10"),
            move("b", "2026-11-20 10:00", "SALE", "10", "-2.500"),
            move("c", "2026-11-20 11:00", "SALE", "7.5", "-2.500"),
            move("d", "2026-11-20 12:00", "SALE", "5", "1"),             # a return
            move("e", "2026-11-21 10:00", "ADJUSTMENT", "6", "2"),
            move("f", "2026-11-21 11:00", "ADJUSTMENT", "8", "-1"),
            move("g", "2026-11-21 12:00", "TRANSFER", "7", "1"),
            move("h", "2026-11-21 13:00", "TRANSFER", "8", "-2"),
            move("i", "2026-11-21 14:00", "sale", "6", "0.500")])        # not the known type
        self.tables = recompute("movement-summary", self.stock,
                                options("2026-11-20", "2026-11-21"))

    def test_detail(self):
        row, = self.tables["detail"]
        # sold 2.5 + 2.5 - 1 = 4; 4 * 0.33 = 1.32; 4 * 1.00; opening 10 * 0.33, closing 6.5 * 0.33 = 2.145
        self.assertEqual(written_rows("movement-summary", "detail", [row], UTC)[0][7:], [
            "10.000", "0.000", "4.000", "2.000", "1.000", "1.000", "2.000", "0.500", "6.500", "8",
            "0.000", "3.30", "2.15", "1.32", "4.00"])

    def test_by_store(self):
        # sales -1.32, adjustments +0.33, transfers -0.33, other 0.165 -> 0.17
        # 2.15 - (3.30 - 1.32 + 0.33 - 0.33 + 0.17) = 0.00
        self.assertEqual(written_rows("movement-summary", "by_store", self.tables["by_store"], UTC), [
            ["s1", "Store s1", "3.30", "0.00", "-1.32", "0.33", "-0.33", "0.17", "0.00", "2.15", "8",
             "4.00"],
            ["s2", "Store s2"] + ["0.00"] * 8 + ["0", "0.00"]])

    def test_by_type(self):
        # SALE out: 2.5 * 0.33 = 0.825 -> 0.83, twice: 1.66; in: 0.33
        self.assertEqual(written_rows("movement-summary", "by_type", self.tables["by_type"], UTC), [
            ["s1", "Store s1", "ADJUSTMENT", "pcs", "2", "2.000", "1.000", "0.66", "0.33"],
            ["s1", "Store s1", "SALE", "pcs", "3", "1.000", "5.000", "0.33", "1.66"],
            ["s1", "Store s1", "TRANSFER", "pcs", "2", "1.000", "2.000", "0.33", "0.66"],
            ["s1", "Store s1", "sale", "pcs", "1", "0.500", "0.000", "0.17", "0.00"]])

    def test_by_day(self):
        rows = [[str(row["date"])[-2:], row["store_id"], row["movement_type"], row["movements"],
                 row["value_in"], row["value_out"]] for row in self.tables["by_day"]]
        self.assertEqual(rows, [
            ["20", "s1", "SALE", 3, D("0.33"), D("1.66")], ["20", "s2", "", 0, 0, 0],
            ["21", "s1", "ADJUSTMENT", 2, D("0.66"), D("0.33")],
            ["21", "s1", "TRANSFER", 2, D("0.33"), D("0.66")],
            ["21", "s1", "sale", 1, D("0.17"), 0], ["21", "s2", "", 0, 0, 0]])

    def test_closing_is_the_next_opening(self):
        first, = recompute("movement-summary", self.stock, options("2026-11-20"))["detail"]
        second, = recompute("movement-summary", self.stock, options("2026-11-21"))["detail"]
        self.assertEqual(first["closing_quantity"], second["opening_quantity"])
        self.assertEqual(first["closing_quantity"], 6)

    def test_days_of_the_zone(self):
        # Bangkok is UTC+7: 17:00 UTC on the 20th is the 21st
        stock = Stock([product()], [level("0")], [
            move("a", "2026-11-20 16:59", "SALE", "2", "-1"),
            move("b", "2026-11-20 17:00", "SALE", "1", "-1")])
        rows = recompute("movement-summary", stock, options(
            "2026-11-20", "2026-11-21", zone=Zone("Asia/Bangkok")))["by_day"]
        self.assertEqual([row["movements"] for row in rows], [1, 1])

    def test_not_a_number(self):
        stock = Stock([product()], [level("5")], [
            move("a", "2026-11-20 10:00", "SALE", "9", "NaN", after="6"),
            move("b", "2026-11-20 11:00", "SALE", "6", "-1")])
        tables = recompute("movement-summary", stock, options("2026-11-20"))
        row, = written_rows("movement-summary", "detail", tables["detail"], UTC)
        self.assertEqual(row[7:14], [None, "0.000", None, "0.000", "0.000", "0.000", "0.000"])
        self.assertEqual(row[15:18], ["5.000", "2", "0.000"])
        by_type, = tables["by_type"]
        self.assertEqual((by_type["movements"], by_type["quantity_out"], by_type["value_out"]),
                         (2, 1, 2))
        self.assertEqual(tables["ledger_gaps"], [])


def sales(*per_day, first="2026-11-01", start="100"):
    """A purchase two days before, then one sale a day at noon; 0 is no movement."""
    day, balance = date.fromisoformat(first), D(start)
    moves = [move("m000", f"{day - timedelta(days=2)} 00:00", "PURCHASE", "0", start)]
    for number, quantity in enumerate(per_day, 1):
        if quantity:
            moves.append(move(f"m{number:03}", f"{day} 12:00", "SALE", str(balance), str(-quantity)))
            balance -= quantity
        day += timedelta(days=1)
    return moves, str(balance)


class Demand(unittest.TestCase):
    def row(self, stock, **more):
        return recompute("reorder-suggestions", stock, options(**more))["suggestions"][0]

    def test_demand_rule_with_a_textbook_number(self):
        # Ten days' window, sales 4 and 6 by turns: d = 50 / 10 = 5; s^2 = (260 - 2500/10) / 9 = 1.111111,
        # sigma = 1.054093 (sqrt 1.1111111.. = 1.0540925..). L = 4, no lead time deviation, 95 %:
        # safety = 1.644854 * sqrt(4 * 1.054093^2 = 4.444448) ; sqrt = 2.108186 ; 3.467658 -> 3.468
        # point = 20 + 3.468 = 23.468; R = 3: sqrt(7 * 1.111112) = 2.788868 ; z* = 4.587281
        # target = 35 + 4.587281 = 39.587; on hand 50 - 50 + 15 = 15: order 24.587 -> 25
        moves, left = sales(4, 6, 4, 6, 4, 6, 4, 6, 4, 6, start="65")
        stock = Stock([product(cost="1.50")], [level(left, "1", "2")], moves)
        row = self.row(stock, first="2026-11-10", window=10, policy={
            "defaults": {"rule": "demand", "lead_time_days": 4, "review_days": 3}})
        self.assertEqual(
            [str(row[name]) for name in (
                "sold_in_window", "in_stock_days", "average_daily_demand", "demand_std",
                "days_of_cover", "stockout_date", "safety_stock", "reorder_point",
                "suggested_quantity", "order_cost", "urgency")],
            ["50", "10.000000", "5.000000", "1.054093", "3.0", "2026-11-13", "3.468", "23.468", "25",
             "37.50", "critical"])

    def test_safety_stock_with_a_varying_lead_time(self):
        # d = 5, sigma = 1.054093, L = 4, sigma_L = 2: sqrt(4.444448 + 25 * 4) = 10.219807;
        # * 1.644854 = 16.810090 -> 16.810
        moves, left = sales(4, 6, 4, 6, 4, 6, 4, 6, 4, 6, start="65")
        row = self.row(Stock([product()], [level(left)], moves), first="2026-11-10", window=10, policy={
            "defaults": {"rule": "demand", "lead_time_days": 4, "lead_time_std_days": 2}})
        self.assertEqual(str(row["safety_stock"]), "16.810")

    def test_in_stock_days(self):
        def figure(moves, **more):
            stock = Stock([product()], [level("-1", "1", "2")], moves)
            return str(self.row(stock, **more)["in_stock_days"])
        # window 11-12 .. 11-21; in stock from before until 11-13 06:00 = 1.25 days, then 11-20 18:00 on
        # until the window's end = 1.25 days
        empty = [move("a", "2026-10-01 00:00", "PURCHASE", "0", "5"),
                 move("b", "2026-11-13 06:00", "SALE", "5", "-5"),
                 move("c", "2026-11-20 18:00", "PURCHASE", "0", "3")]
        self.assertEqual(figure(empty, first="2026-11-21", window=10), "2.500000")
        # begins with the first movement ever, not before
        self.assertEqual(figure(empty[2:], first="2026-11-21", window=10), "1.250000")
        # a third of a day and a microsecond: 28800.000001 s / 86400 = 0.333333..
        late = [move("a", "2026-11-21 15:59:59.999999+00", "PURCHASE", "0", "5")]
        self.assertEqual(figure(late, first="2026-11-21", window=10), "0.333333")
        # a day of 25 hours in Berlin: 25 / 24 = 1.041667
        self.assertEqual(figure(empty[:1], first="2026-10-25", window=1, zone=Zone("Europe/Berlin")),
                         "1.041667")
        # no movements at all: 0
        self.assertEqual(figure([], first="2026-11-21"), "0.000000")

    def test_average_needs_a_day_in_stock(self):
        moves = [move("a", "2026-11-21 12:00", "PURCHASE", "0", "2"),
                 move("b", "2026-11-21 18:00", "SALE", "2", "-2")]
        row = self.row(Stock([product()], [level("0", "1", "2")], moves), first="2026-11-21")
        self.assertEqual((row["sold_in_window"], str(row["in_stock_days"]),
                          row["average_daily_demand"], row["demand_std"], row["days_of_cover"],
                          row["stockout_date"]), (2, "0.250000", None, 0, None, None))

    def test_returns_reduce_demand_and_never_below_zero(self):
        moves = [move("a", "2026-11-01 00:00", "PURCHASE", "0", "1"),
                 move("b", "2026-11-20 12:00", "SALE", "1", "4")]
        row = self.row(Stock([product()], [level("5", "5", "9")], moves), first="2026-11-21")
        self.assertEqual((row["sold_in_window"], row["average_daily_demand"], row["days_of_cover"]),
                         (-4, 0, None))

    def test_cover_beyond_ten_years_has_no_stockout_date(self):
        # 1 sold in 90 days in stock: d = 0.011111; 40 / 0.011111 = 3600.03 -> a date; 41: 3690 -> none
        for on_hand, stockout in (("40", date(2026, 11, 21) + timedelta(3600)), ("41", None)):
            moves = [move("a", "2026-01-01 00:00", "PURCHASE", "0", "42"),
                     move("b", "2026-11-20 12:00", "SALE", "42", "-1", after=on_hand)]
            row = self.row(Stock([product()], [level(on_hand, "50", "99")], moves), first="2026-11-21")
            self.assertEqual(row["stockout_date"], stockout)

    def test_auto_needs_14_in_stock_days_and_5_sale_days(self):
        def rule(*per_day, days=90):
            moves, _ = sales(*per_day)
            return self.row(Stock([product()], [level("0", "5", "9")], moves),
                            first="2026-11-14", window=days)["rule"]
        self.assertEqual(rule(0, 1, 1, 1, 1, 1), "demand")        # since 10-30: 16 days
        self.assertEqual(rule(0, 0, 1, 1, 1, 1), "min_max")       # four sale days
        self.assertEqual(rule(0, 1, 1, 1, 1, 1, days=13), "min_max")  # the window is 13 days


class MinMax(unittest.TestCase):
    def order(self, on_hand, reorder, most, on_order=None, **defaults):
        policy = {"defaults": {"rule": "min_max"} | defaults, "on_order": [
            {"sku": "SKU-p1", "store": "Store s1", "quantity": on_order}] if on_order else []}
        stock = Stock([product()], [level(on_hand, reorder, most)], [])
        rows = recompute("reorder-suggestions", stock,
                         options("2026-11-21", policy=policy))["suggestions"]
        return rows[0]["suggested_quantity"] if rows else None

    def test_trigger_and_target(self):
        self.assertEqual(self.order("10", "10", "25"), 15)     # at the level
        self.assertEqual(self.order("10.001", "10", "25"), None)
        self.assertEqual(self.order("-3", "10", "25"), 28)     # negative as it is
        self.assertEqual(self.order("4", "10", "0"), 16)       # no max: 2 * 10 - 4
        self.assertEqual(self.order("4", "10", "9"), 16)       # max below the level
        self.assertEqual(self.order("0", "0", "8"), 8)         # max alone
        self.assertEqual(self.order("0", "0", "0"), None)      # neither
        self.assertEqual(self.order("10", "10", "10"), None)   # target - position = 0

    def test_on_order_counts(self):
        self.assertEqual(self.order("4", "10", "25", on_order="6"), 15)     # 25 - 10
        self.assertEqual(self.order("4", "10", "25", on_order="6.001"), None)

    def test_packs_and_minimum(self):
        self.assertEqual(self.order("10", "10", "25", pack_size="6"), 18)   # 15 -> 3 packs
        self.assertEqual(self.order("10", "10", "25", pack_size="5"), 15)   # already a multiple
        self.assertEqual(self.order("10", "10", "25", min_order_quantity="20"), 20)
        self.assertEqual(self.order("10", "10", "25", min_order_quantity="20", pack_size="6"), 24)
        self.assertEqual(self.order("9.700", "10", "25"), 16)               # 15.3 -> 16 pieces
        self.assertEqual(self.order("9.700", "10", "25", pack_size="0.250"), D("15.5"))

    def test_sold_by_weight(self):
        stock = Stock([product(unit="kg")], [level("9.700", "10", "25")], [])
        row, = recompute("reorder-suggestions", stock, options("2026-11-21"))["suggestions"]
        self.assertEqual(str(row["suggested_quantity"]), "15.300")

    def test_later_scopes_win(self):
        chosen = product(category_name="Tea", supplier_id="sup", supplier_name="Leaf")
        stock = Stock([chosen], [level("10", "10", "25")], [])
        scopes = {"category": {"Tea": {"pack_size": 4}}, "supplier": {"sup": {"pack_size": 7}}}
        policy = {"defaults": {"pack_size": 2}, "overrides": scopes}
        for scope, name, pack, expected in (("sku", "SKU-p1", 10, 20), ("product_id", "p1", 8, 16),
                                            ("category", "Tea", 99, 16)):
            scopes[scope] = {name: {"pack_size": pack}}
            row, = recompute("reorder-suggestions", stock,
                             options("2026-11-21", policy=policy))["suggestions"]
            self.assertEqual(row["suggested_quantity"], expected)

    def test_ambiguous_sku_on_order(self):
        stock = Stock([product("p1", sku="X"), product("p2", sku="X")], [level("1", "5", "9")], [])
        policy = {"on_order": [{"sku": "X", "store": "s1", "quantity": 1}]}
        row, = recompute("reorder-suggestions", stock,
                         options("2026-11-21", policy=policy))["suggestions"]
        self.assertEqual(row["on_order"], 0)  # which of the two is not known, so it counts nowhere
        policy["on_order"][0]["product_id"] = "p1"
        row, = recompute("reorder-suggestions", stock,
                         options("2026-11-21", policy=policy))["suggestions"]
        self.assertEqual((row["on_order"], row["suggested_quantity"]), (1, 7))

    def test_order_of_rows_and_the_other_tables(self):
        products = [product(f"p{n}", supplier_id="b", supplier_name="B") for n in range(1, 5)]
        products += [product("p5", cost="1.01"), product("p6", is_active="f"), product("p7"),
                     product("p8")]
        moves = [move("a", "2026-08-01 00:00", "PURCHASE", "0", "100", product_id="p2"),
                 move("b", "2026-11-01 00:00", "SALE", "100", "-90", product_id="p2"),
                 move("c", "2026-11-02 00:00", "SALE", "0", "0", product_id="p8")]
        stock = Stock(products, [
            level("5", "5", "9", product_id="p1"), level("2", "5", "9", product_id="p2"),
            level("0", "5", "9", product_id="p3"), level("9", "5", "9", product_id="p4"),
            level("5", "5", "9", product_id="p5"), level("1", "5", "9", product_id="p6"),
            level("0", "0", "0", product_id="p7")], moves)
        tables = recompute("reorder-suggestions", stock, options("2026-11-21"))
        # p5 has no supplier: empty first. p2: d = 90 / 90 = 1, cover 2.0 <= 7: critical
        self.assertEqual([(r["product_id"], r["urgency"], r["suggested_quantity"])
                          for r in tables["suggestions"]],
                         [("p5", "due", 4), ("p3", "out_of_stock", 9), ("p2", "critical", 7),
                          ("p1", "due", 4)])
        self.assertEqual([(r["supplier_id"], r["supplier_name"], r["lines"], r["order_cost"],
                           r["earliest_stockout_date"]) for r in tables["by_supplier"]],
                         [("", "(none)", 1, D("4.04"), None),
                          ("b", "B", 3, 40, date(2026, 11, 23))])  # 20 pieces at 2.00; 21st + 2
        # inactive; no reorder level; no level row
        self.assertEqual([r["product_id"] for r in tables["not_suggested"]], ["p6", "p7", "p8"])


class Order(unittest.TestCase):
    """Stores s1 and s3 are Silom, s2 is Asok: by name, and where names are the same by what comes next."""

    def test_stores_come_by_name(self):
        names = {"s1": "Silom", "s2": "Asok", "s3": "Silom"}
        stock = Stock(
            [product("p1", sku="b"), product("p2", sku="a")],
            [level("-1", "5", product_id=p, store_id=s, store_name=name)
             for s, name in names.items() for p in ("p1", "p2")],
            [move("m1", "2026-11-21 10:00", "SALE", "0", "-1", store_id="s1"),
             move("m3", "2026-11-21 10:00", "PURCHASE", "0", "1", store_id="s3"),
             move("m2", "2026-11-21 10:00", "SALE", "0", "-1", store_id="s2")])
        days, value = options("2026-11-21"), "inventory-valuation"
        movements = recompute("movement-summary", stock, days)
        stores = lambda rows: [row["store_id"] for row in rows]
        self.assertEqual(stores(movements["by_store"]), ["s2", "s1", "s3"])
        self.assertEqual(stores(recompute(value, stock, days)["change"]), ["s2", "s1", "s3", ""])
        for table in ("by_type", "by_day"):
            self.assertEqual([(row["store_id"], row["movement_type"]) for row in movements[table]],
                             [("s2", "SALE"), ("s3", "PURCHASE"), ("s1", "SALE")])
        exceptions = recompute(value, stock, days)["exceptions"]
        by_name = [("s2", "p2"), ("s2", "p1"), ("s1", "p2"), ("s3", "p2"), ("s1", "p1"), ("s3", "p1")]
        self.assertEqual([(row["store_id"], row["product_id"]) for row in exceptions
                          if row["kind"] == "negative_stock"], by_name)
        policy = {"on_order": [{"product_id": p, "store": s, "quantity": "90"}
                               for s in names for p in ("p1", "p2")]}
        left = recompute("reorder-suggestions", stock, options("2026-11-21", policy=policy))
        self.assertEqual([(row["store_id"], row["product_id"]) for row in left["not_suggested"]], by_name)


class LowStock(unittest.TestCase):
    def rows(self, stock, now="2026-11-21T12:00:00Z", window=90):
        return recompute("low-stock", stock, options(
            "2026-11-21", now=instant(now), window=window))["low_stock"]

    def test_who_is_low(self):
        products = [product(f"p{n}") for n in range(1, 6)] + [product("p6", is_active="f")]
        stock = Stock(products, [
            level("5", "5", "9", product_id="p1"), level("0", "5", "9", product_id="p2"),
            level("-1", "0", "0", product_id="p3"), level("0", "0", "0", product_id="p4"),
            level("5.001", "5", "9", product_id="p5"), level("1", "5", "9", product_id="p6")], [])
        self.assertEqual([(r["product_id"], r["status"], r["shortfall"], r["suggested_quantity"])
                          for r in self.rows(stock)], [
            ("p2", "out_of_stock", 5, 9), ("p3", "out_of_stock", 1, 0), ("p1", "low", 0, 4)])

    def test_order(self):
        # sold one piece in one day in stock: p3 covers 3 days, p1 4, p2 4, p4 nothing known
        products = [product(f"p{n}", sku=sku) for n, sku in ((1, "b"), (2, "a"), (3, "c"), (4, "d"))]
        levels = [level(on_hand, "9", "9", product_id=p, store_id="s2", store_name="Asok")
                  for p, on_hand in (("p1", "4"), ("p2", "4"), ("p3", "3"), ("p4", "1"))]
        moves = [move(p, "2026-11-20 12:00", "PURCHASE", "0", "5", product_id=p, store_id="s2")
                 for p in ("p1", "p2", "p3")]
        moves += [move(p + "s", "2026-11-21 11:00", "SALE", "5", "-1", product_id=p, store_id="s2")
                  for p in ("p1", "p2", "p3")]
        stock = Stock(products, levels + [level("1", "9", "9", store_name="Silom"),
                                          level("0", "9", "9", product_id="p3", store_name="Silom")],
                      moves)
        self.assertEqual([(r["store_id"], r["product_id"], r["days_of_cover"])
                          for r in self.rows(stock)], [
            ("s2", "p3", D("3.0")), ("s2", "p2", D("4.0")), ("s2", "p1", D("4.0")),
            ("s2", "p4", None), ("s1", "p3", None), ("s1", "p1", None)])

    def test_low_since(self):
        # day-ends: 17th 4 (low), 18th 8, 19th 3 (low), 20th 5 (low, at the level), now 2: since the 19th
        moves = [move("a", "2026-11-17 10:00", "SALE", "9", "-5"),
                 move("b", "2026-11-18 10:00", "PURCHASE", "4", "4"),
                 move("c", "2026-11-19 10:00", "SALE", "8", "-5"),
                 move("d", "2026-11-20 10:00", "PURCHASE", "3", "2"),
                 move("e", "2026-11-21 10:00", "SALE", "5", "-3")]
        stock = Stock([product()], [level("2", "5", "9")], moves)
        self.assertEqual(self.rows(stock)[0]["low_since"], date(2026, 11, 19))
        # low throughout the 19th to the 21st: unknown since when
        self.assertEqual(self.rows(stock, window=3)[0]["low_since"], None)
        # only now
        stock = Stock([product()], [level("2", "4", "9")], moves)
        self.assertEqual(self.rows(stock)[0]["low_since"], date(2026, 11, 21))
        # without any movement nothing is known
        self.assertEqual(self.rows(Stock([product()], [level("2", "5", "9")], []))[0]["low_since"], None)
        # since its first movement ever
        stock = Stock([product()], [level("2", "5", "9")], [
            move("a", "2026-11-15 10:00", "PURCHASE", "0", "2")])
        self.assertEqual(self.rows(stock)[0]["low_since"], date(2026, 11, 15))

    def test_low_since_uses_chain_order(self):
        # one instant on the 20th: 9 -> 3 -> 8, ids against that order; the balance after it is 8
        stock = Stock([product()], [level("2", "5", "9")], [
            move("a", "2026-11-19 10:00", "PURCHASE", "0", "9"),
            move("c", "2026-11-20 10:00", "SALE", "9", "-6"),
            move("b", "2026-11-20 10:00", "PURCHASE", "3", "5"),
            move("d", "2026-11-21 10:00", "SALE", "8", "-6")])
        self.assertEqual(self.rows(stock)[0]["low_since"], date(2026, 11, 21))


class Published(unittest.TestCase):
    """The comparison itself: it passes a right run and finds each kind of fault."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        self.report = "movement-summary"
        self.options = options("2026-11-21")
        stock = Stock([product(name="=SUM(1)"), product("p2")], [
            level("9"), level("2", product_id="p2")], [
            move("a", "2026-11-21 10:00", "SALE", "10", "-1")])
        self.tables = recompute(self.report, stock, self.options)
        totals, tables = {}, {}
        for table, rows in self.tables.items():
            columns = kinds(self.report, table)
            text = io.StringIO(newline="")
            output = csv.writer(text, lineterminator="\r\n")
            output.writerow(columns)
            cells = written_rows(self.report, table, rows, UTC)
            for row in cells:
                output.writerow(guarded(cell) if kind == "text" else cell
                                for cell, kind in zip(row, columns.values()))
            self.path(table).write_bytes(text.getvalue().encode())
            texts = ("text", "date", "time")
            tables[table] = "[" + ",".join(
                "{" + ",".join(f"{json.dumps(name)}:" + (
                    "null" if cell is None else json.dumps(cell) if kind in texts else cell)
                    for (name, kind), cell in zip(columns.items(), row)) + "}" for row in cells) + "]"
        totals = ('{"detail":{"opening_quantity":{"pcs":12.000},"movements":1,'
                  '"sales_at_price":5.00}}')
        self.document = ('{"report":"movement-summary","title":"T","period":{"from":"2026-11-21",'
                         '"to":"2026-11-21","time_zone":"UTC","start":"2026-11-21T00:00:00+00:00",'
                         '"end":"2026-11-22T00:00:00+00:00","provisional":false},"parameters":{},'
                         '"tables":{' + ",".join(f'"{name}":{rows}' for name, rows in tables.items())
                         + '},"totals":' + totals + "}")
        self.json_path = self.folder / "movement-summary-2026-11-21.json"
        self.json_path.write_text(self.document, encoding="utf-8")

    def path(self, table):
        return self.folder / f"movement-summary-2026-11-21.{table}.csv"

    def outcome(self):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            good = compare(self.report, self.tables, self.options, self.folder, True)
        return good, printed.getvalue()

    def spoil(self, path, old, new):
        data = path.read_bytes()
        self.assertIn(old.encode(), data)
        path.write_bytes(data.replace(old.encode(), new.encode(), 1))
        return self.outcome()

    def test_a_right_run(self):
        good, printed = self.outcome()
        self.assertTrue(good, printed)
        self.assertIn("ok  detail.csv  rows 2", printed)

    def test_each_fault_is_found(self):
        for path, old, new, said in (
                (self.path("detail"), "9.000", "9.001", "closing_quantity: expected '9.000'"),
                (self.path("detail"), "9.000", "9.00", "closing_quantity: expected '9.000'"),
                (self.path("detail"), "'=SUM(1)", "=SUM(1)", "cell without its guard"),
                (self.path("detail"), "\r\n", "\n", "CRLF"),
                (self.path("detail"), "sku,", "SKU,", "header"),
                (self.path("by_day"), "2026-11-21,s1", "2026-11-22,s1", "extra row 2026-11-22"),
                (self.json_path, '"sold":1.000', '"sold":1.0', "sold: expected '1.000'"),
                (self.json_path, '"sold":1.000', '"sold":"1.000"', "not of the column's type"),
                (self.json_path, '{"pcs":12.000}', '{"pcs":12.001}', "total of opening_quantity"),
                (self.json_path, '"provisional":false', '"provisional":true', "period.provisional")):
            original = path.read_bytes()
            good, printed = self.spoil(path, old, new)
            self.assertFalse(good)
            self.assertIn(said, printed)
            path.write_bytes(original)

    def test_order_is_found(self):
        header, first, second, _ = self.path("detail").read_bytes().split(b"\r\n")
        self.path("detail").write_bytes(b"\r\n".join([header, second, first, b""]))
        self.assertIn("order: expected s1 p1, found s1 p2", self.outcome()[1])


class CommandLine(unittest.TestCase):
    def test_default_dates(self):
        class Asked:
            report, now, time_zone = "inventory-valuation", "2026-11-21T18:00:00Z", "Asia/Bangkok"
            date = to = from_ = compare_with = policy = finance_policy = valuations = None
            window, idle_days, stores, suppliers = 90, 90, [], []
        # 01:00 on the 22nd in Bangkok: the last complete business date is the 21st
        self.assertEqual(options_of(Asked).last, date(2026, 11, 21))
        self.assertEqual(options_of(Asked).compare_with, date(2026, 11, 20))
        Asked.report = "low-stock"
        self.assertEqual(options_of(Asked).last, date(2026, 11, 22))
        self.assertTrue(options_of(Asked).provisional)


if __name__ == "__main__":
    unittest.main()
