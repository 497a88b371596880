"""stock-ageing by hand: the contract's example, and one rule at a time."""

import unittest
from datetime import date
from decimal import Decimal as D

from recompute import written_rows
from reports import recompute
from stock import Stock, instant, observe
from test_recompute import UTC, level, move, options, product


class Book:
    """Movements whose balances follow from one another, and levels that agree with them."""

    def __init__(self, *products, prices=()):
        self.products = products or (product(),)
        self.prices = prices
        self.balances, self.rows = {}, []

    def add(self, day, kind, quantity, store="A", reference="", product_id="p1", before=None,
            after=None, at="10:00"):
        key = store, product_id
        start = self.balances.get(key, D(0)) if before is None else D(before)
        end = start + D(quantity) if after is None else D(after)
        self.balances[key] = end
        self.rows.append(move(f"m{len(self.rows):04}", f"2026-{day} {at}", kind, str(start),
                              str(quantity), after=str(end), store_id=store, product_id=product_id,
                              reference=reference))
        return self

    def stock(self, on_hand=None, rows=None):
        balances = self.balances | (on_hand or {})
        stock = Stock(self.products, [level(str(quantity), store_id=store, product_id=product_id)
                                      for (store, product_id), quantity in balances.items()],
                      self.rows if rows is None else rows)
        if self.prices:
            observe(stock.products, dict(seen_to="2029-12-01T00:00:00Z", observations=[
                dict(zip(("product_id", "from", "cost_price", "sell_price"), seen))
                for seen in self.prices]), instant("2030-01-01T00:00:00Z"))
        return stock

    def tables(self, day="2026-03-31", on_hand=None, **more):
        return recompute("stock-ageing", self.stock(on_hand), options(day, **more))

    def layers(self, day="2026-03-31", store="A", **more):
        """(day, quantity, basis) of one pair."""
        return [(str(row["received_on"])[5:] if row["received_on"] else None, row["quantity"],
                 row["basis"]) for row in self.tables(day, **more)["layers"] if row["store_id"] == store]


# What the product cost when; today's is the last.
CHANGE = [("p1", "2026-01-01T00:00:00Z", "10.00", "12.50"), ("p1", "2026-03-10T09:00:00Z", "12.00", "12.50")]
DEAR = product(cost="12.00", sell="12.50")


class Example(unittest.TestCase):
    """The one of the contract."""

    def setUp(self):
        book = Book(DEAR, prices=CHANGE)
        for day, kind, quantity, reference in (
                ("02-01", "PURCHASE", 10, ""), ("03-05", "SALE", -4, ""), ("03-10", "PURCHASE", 6, ""),
                ("03-12", "TRANSFER", -3, "TR1"), ("03-15", "ADJUSTMENT", -2, ""),
                ("03-16", "ADJUSTMENT", 2, "")):
            book.add(day, kind, quantity, reference=reference)
        for day, kind, quantity, reference in (
                ("03-12", "TRANSFER", 3, "TR1"), ("03-20", "SALE", -4, ""), ("03-25", "PURCHASE", 5, "")):
            book.add(day, kind, quantity, "B", reference)
        self.book = book
        self.tables = book.tables(finance=dict(
            ageing=dict(provision=["0", "0.10", "0.20", "0.30", "0.40", "1"]),
            nrv=dict(tax_in_price="0.07", selling_cost="0.05")))

    def test_layers(self):
        rows = written_rows("stock-ageing", "layers", self.tables["layers"], UTC)
        self.assertEqual([[row[0], *row[4:]] for row in rows], [
            ["A", "2026-02-01", "58", "known", "3.000", "10.00", "recorded", "30.00000"],
            ["A", "2026-03-10", "21", "known", "6.000", "12.00", "recorded", "72.00000"],
            ["B", "2026-03-25", "6", "known", "4.000", "12.00", "recorded", "48.00000"]])

    def test_detail(self):
        first, second = self.tables["detail"]
        self.assertEqual([first[name] for name in (
            "standard_value", "fifo_value", "average_value", "average_cost", "fifo_difference",
            "average_difference")], [108, 102, 99, 11, -6, -9])
        self.assertEqual([first[name] for name in (
            "quantity_1", "value_1", "quantity_2", "value_2", "quantity_unknown")], [6, 72, 3, 36, 0])
        # (3 * 58 + 6 * 21) / 9 = 33.33; 36.00 * 0.10; 12.50 / 1.07 * 0.95 = 11.098; 9 * 11.10 = 99.90
        self.assertEqual([first[name] for name in (
            "average_age_days", "provision", "nrv_unit", "nrv_write_down", "allowance", "net_value")],
            [D("33.3"), D("3.60"), D("11.10"), D("8.10"), D("8.10"), D("99.90")])
        self.assertEqual([first[name] for name in (
            "oldest_on", "age_basis", "last_receipt_on", "last_sale_on", "days_since_receipt",
            "days_since_sale", "movement_status", "recorded_share")],
            [date(2026, 2, 1), "known", date(2026, 3, 10), date(2026, 3, 5), 21, 26, "active", 1])
        self.assertEqual([second[name] for name in (
            "standard_value", "fifo_value", "average_value", "average_cost")], [48, 48, 48, 12])

    def test_cost_flow(self):
        rows = written_rows("stock-ageing", "cost_flow", self.tables["cost_flow"], UTC)
        self.assertEqual([row[:2] + row[5:] for row in rows], [
            ["fifo", "A", "100.00", "72.00", "-40.00", "0.00", "-30.00", "0.00", "0.00", "102.00"],
            ["fifo", "B", "0.00", "60.00", "-42.00", "0.00", "30.00", "0.00", "0.00", "48.00"],
            ["fifo", None, "100.00", "132.00", "-82.00", "0.00", "0.00", "0.00", "0.00", "150.00"],
            ["average", "A", "100.00", "72.00", "-40.00", "0.00", "-33.00", "0.00", "0.00", "99.00"],
            ["average", "B", "0.00", "60.00", "-44.00", "0.00", "33.00", "0.00", "-1.00", "48.00"],
            ["average", None, "100.00", "132.00", "-84.00", "0.00", "0.00", "0.00", "-1.00", "147.00"]])

    def test_without_the_recount_rule_they_would_be_young(self):
        self.book.rows[5]["movement_type"] = "GIFT"
        self.assertEqual(self.book.layers(), [
            ("02-01", 1, "known"), ("03-10", 6, "known"), ("03-16", 2, "known")])

    def test_groups_and_buckets(self):
        for table in ("by_store", "by_category", "by_supplier"):
            self.assertEqual(sum(row["net_value"] for row in self.tables[table]), D("144.30"))
        # B: 4 * 11.10 = 44.40, so 3.60 down, and 0 of provision
        rows = written_rows("stock-ageing", "buckets", self.tables["buckets"], UTC)
        self.assertEqual(rows[0], ["1", "0", "30", "0.0000", "2", "120.00", "0.7692", "0.00"])
        self.assertEqual(rows[1], ["2", "31", "60", "0.1000", "1", "36.00", "0.2308", "3.60"])
        self.assertEqual(rows[5:], [["6", "366", None, "1.0000", "0", "0.00", "0.0000", "0.00"],
                                    ["7", None, None, "1.0000", "0", "0.00", "0.0000", "0.00"]])


class Layers(unittest.TestCase):
    def test_opening(self):
        book = Book().add("02-01", "SALE", -1, before=5)
        self.assertEqual(book.layers(), [("02-01", 4, "at_least")])
        # what comes in on that day is one with it
        book.add("02-01", "PURCHASE", 3, at="11:00")
        self.assertEqual(book.layers(), [("02-01", 7, "at_least")])
        book = Book().add("02-01", "PURCHASE", 5, before=-2).add("02-02", "SALE", -5)
        self.assertEqual(book.layers(), [("02-02", -2, "negative")])

    def test_a_debt_is_repaid_first(self):
        book = Book().add("02-01", "SALE", -5).add("02-03", "SALE", -1)
        self.assertEqual(book.layers(), [("02-01", -6, "negative")])
        book.add("02-05", "PURCHASE", 4)
        self.assertEqual(book.layers(), [("02-01", -2, "negative")])
        book.add("02-06", "PURCHASE", 4)
        self.assertEqual(book.layers(), [("02-06", 2, "known")])

    def test_what_comes_in_on_a_date_comes_before_what_goes(self):
        book = Book().add("02-01", "SALE", -5).add("02-01", "PURCHASE", 8, at="15:00")
        self.assertEqual(book.layers(), [("02-01", 3, "known")])

    def test_returns_of_customers(self):
        book = Book().add("02-01", "PURCHASE", 2).add("02-03", "PURCHASE", 5).add("02-05", "SALE", -4)
        book.add("02-05", "SALE", 1, at="11:00")  # 3 sold: 2 of the 1st, 1 of the 3rd
        book.add("02-20", "SALE", 2)
        self.assertEqual(book.layers(), [("02-03", 6, "known")])
        # nothing was ever sold
        self.assertEqual(Book().add("02-20", "SALE", 2).layers(), [("02-20", 2, "known")])
        # sold what was not there: a debt's date
        book = Book().add("02-01", "SALE", -2).add("02-03", "PURCHASE", 2).add("02-09", "SALE", 1)
        self.assertEqual(book.layers(), [("02-01", 1, "known")])

    def test_recounts(self):
        book = Book().add("02-01", "PURCHASE", 5).add("02-03", "PURCHASE", 5)
        book.add("02-10", "ADJUSTMENT", -6).add("02-20", "ADJUSTMENT", -1)
        # 7 lost, of the 1st at the oldest, last on the 20th: back up to 31 days later, on 03-23
        book.add("03-23", "ADJUSTMENT", 9)
        self.assertEqual(book.layers(), [("02-01", 7, "known"), ("02-03", 3, "known"),
                                         ("03-23", 2, "known")])
        book = Book().add("02-01", "PURCHASE", 5).add("02-20", "ADJUSTMENT", -2)
        book.add("03-24", "ADJUSTMENT", 2)  # 32 days
        self.assertEqual(book.layers(), [("02-01", 3, "known"), ("03-24", 2, "known")])

    def test_a_count_that_is_forgotten_before_the_next(self):
        book = Book().add("01-01", "PURCHASE", 5).add("01-05", "PURCHASE", 5)
        book.add("01-10", "ADJUSTMENT", -5).add("02-11", "ADJUSTMENT", -1).add("02-12", "ADJUSTMENT", 3)
        self.assertEqual(book.layers(), [("01-05", 5, "known"), ("02-12", 2, "known")])

    def test_a_count_below_nothing_comes_back_whole(self):
        book = Book().add("02-01", "PURCHASE", 3).add("02-10", "ADJUSTMENT", -5)
        book.add("02-11", "ADJUSTMENT", 5)
        self.assertEqual(book.layers(), [("02-01", 3, "known")])

    def test_marks_stay_with_what_comes_back(self):
        book = Book().add("02-01", "ADJUSTMENT", -4, before=4).add("02-09", "ADJUSTMENT", 4)
        self.assertEqual(book.layers(), [("02-01", 4, "at_least")])
        book = Book().add("02-01", "SALE", -4, before=4).add("02-09", "SALE", 1)
        self.assertEqual(book.layers(), [("02-01", 1, "at_least")])

    def test_gaps_are_adjustments(self):
        book = Book().add("02-01", "PURCHASE", 5)
        book.add("02-03", "SALE", -1, before=7)  # 2 appeared
        self.assertEqual(book.layers(), [("02-01", 4, "known"), ("02-03", 2, "known")])
        book.add("02-04", "SALE", -1, after=3)  # 2 too few: a count, which takes the oldest
        self.assertEqual(book.layers(), [("02-01", 1, "known"), ("02-03", 2, "known")])
        self.assertEqual(book.tables("2026-02-28")["cost_flow"][0]["adjustments"], 0)

    def test_order_of_outs(self):
        # 1 of the 1st back to the supplier, 1 each counted away and lost, then 1 sold: of the 3rd
        book = Book().add("02-01", "PURCHASE", 3).add("02-03", "PURCHASE", 5)
        for kind in ("SALE", "LOSS", "ADJUSTMENT", "PURCHASE"):
            book.add("02-05", kind, -1)
        book.add("02-07", "SALE", 1)
        self.assertEqual(book.layers(), [("02-03", 5, "known")])

    def test_more_than_64(self):
        # 66 days, two apart but for 05-01 and 05-02; 12.00 begins on 03-10
        days = [date.fromordinal(date(2026, 1, 1).toordinal() + 2 * n) for n in range(66)]
        book = Book(DEAR, prices=CHANGE)
        for day in days[:-1]:
            book.add(f"{day:%m-%d}", "PURCHASE", 1)
        rows = book.layers("2026-06-30")
        self.assertEqual((len(rows), rows[0]), (64, ("01-01", 2, "merged")))
        book.add("05-10", "PURCHASE", 1).add("05-11", "PURCHASE", 2)
        rows = book.layers("2026-06-30")
        # the 10th with the 9th; then two that are two days apart, since of 01-01's the next is 4 away
        self.assertEqual((len(rows), rows[:2], rows[-2:]), (64, [
            ("01-01", 2, "merged"), ("01-05", 2, "merged")], [
            ("05-09", 2, "merged"), ("05-11", 2, "known")]))
        detail, = book.tables("2026-06-30")["detail"]
        self.assertEqual((detail["age_basis"], detail["fifo_value"]), ("merged", 34 * 10 + 34 * 12))

    def test_unlike_costs_are_not_merged(self):
        days = [date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(70)]
        prices = [("p1", f"{day}T01:00:00Z", f"{n}.00", "1.00") for n, day in enumerate(days)]
        book = Book(product(cost="1.00"), prices=prices)
        for day in days:
            book.add(f"{day:%m-%d}", "PURCHASE", 1)
        self.assertEqual(len(book.layers("2026-06-30")), 70)


class Undated(unittest.TestCase):
    def test_unexplained_stock_has_no_date(self):
        book = Book(DEAR, prices=CHANGE).add("02-01", "PURCHASE", 5)
        more = {("A", "p1"): D(7)}
        self.assertEqual(book.layers(on_hand=more), [(None, 2, "unknown"), ("02-01", 5, "known")])
        row, = book.tables(on_hand=more)["detail"]
        # 5 at 10.00 and 2 at 12.00; the average's 2 enter at 10.00
        self.assertEqual([row[name] for name in (
            "fifo_value", "average_value", "quantity_unknown", "value_unknown", "age_basis",
            "average_age_days")], [74, 70, 2, 24, "known", 58])
        self.assertEqual(book.layers(on_hand={("A", "p1"): D(3)}), [("02-01", 3, "known")])
        self.assertEqual(book.layers(on_hand={("A", "p1"): D(-3)}), [("03-31", -3, "negative")])

    def test_it_repays_a_debt_first_and_is_not_carried_on(self):
        book = Book().add("02-01", "SALE", -5)
        self.assertEqual(book.layers(on_hand={("A", "p1"): D(-2)}), [("02-01", -2, "negative")])
        self.assertEqual(book.layers(on_hand={("A", "p1"): D(2)}), [(None, 2, "unknown")])

    def test_a_pair_without_movements(self):
        for quantity, basis, status in ((4, "unknown", "dead"), (-4, "negative", None)):
            tables = Book().tables(on_hand={("A", "p1"): D(quantity)})
            row, = tables["detail"]
            self.assertEqual([row[name] for name in (
                "quantity_unknown", "value_unknown", "fifo_value", "average_value", "oldest_on",
                "average_age_days", "movement_status")],
                [quantity, quantity * 2, quantity * 2, quantity * 2, None, None, status])
            layer, = tables["layers"]
            self.assertEqual((layer["basis"], layer["received_on"]), (basis, None))

    def test_a_months_opening_is_at_the_cost_of_the_day_before(self):
        # 12.00 from the 1st of March on
        prices = [CHANGE[0], ("p1", "2026-03-01T09:00:00Z", "12.00", "12.50")]
        for row in Book(DEAR, prices=prices).tables(on_hand={("A", "p1"): D(4)})["cost_flow"]:
            self.assertEqual([row[name] for name in ("opening_value", "corrections", "closing_value")],
                             [40, 8, 48])


if __name__ == "__main__":
    unittest.main()
