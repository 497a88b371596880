"""stock-ageing by hand: transfers, what is listed, judgements, numbers that are none."""

import unittest
from datetime import date, timedelta
from decimal import Decimal as D

from recompute import written_rows
from reports import recompute
from stock import Zone, instant
from test_ageing import CHANGE, DEAR, Book
from test_recompute import UTC, options, product

COLUMNS = "left_on from_store_id reference quantity unit_cost value".split()


def kinds_of(tables):
    return [(row["kind"], row["store_id"], row["value"]) for row in tables["exceptions"]]


class Transfers(unittest.TestCase):
    def book(self):
        return Book(DEAR, prices=CHANGE).add("02-01", "PURCHASE", 4).add("03-10", "PURCHASE", 6)

    def test_they_keep_their_dates_and_marks(self):
        book = Book(DEAR).add("02-01", "TRANSFER", -3, reference="T", before=5)
        book.add("02-01", "TRANSFER", 3, "B", "T")
        self.assertEqual(book.layers(store="B"), [("02-01", 3, "at_least")])
        book = self.book().add("03-12", "TRANSFER", -5, reference="T")
        book.add("03-12", "TRANSFER", 5, "B", "T")
        self.assertEqual(book.layers(store="B"), [("02-01", 4, "known"), ("03-10", 1, "known")])
        self.assertEqual(book.layers(), [("03-10", 5, "known")])

    def test_14_days_on_the_way(self):
        for day, found in (("03-26", ("02-01", 2, "known")), ("03-27", ("03-27", 2, "known"))):
            book = self.book().add("03-12", "TRANSFER", -2, reference="T")
            self.assertEqual(book.add(day, "TRANSFER", 2, "B", "T").layers(store="B"), [found])
        self.assertEqual([row[:3] for row in kinds_of(book.tables())], [
            ("transfer_not_received", "A", 20), ("unmatched_transfer", "B", 24)])

    def test_in_transit(self):
        book = self.book().add("03-17", "TRANSFER", -5, reference="T")
        book.add("03-20", "TRANSFER", 1, "B", "T")
        tables = book.tables()
        self.assertEqual([[row[name] for name in COLUMNS] for row in tables["in_transit"]], [
            [date(2026, 3, 17), "A", "T", 3, 10, 30], [date(2026, 3, 17), "A", "T", 1, 12, 12]])
        # 14 days on the 31st, 15 on the day after, 45 at most
        for day, transit, listed in (("2026-04-01", 0, 1), ("2026-05-01", 0, 1), ("2026-05-02", 0, 0)):
            tables = book.tables(day)
            self.assertEqual((len(tables["in_transit"]), len(tables["exceptions"])), (transit, listed))

    def test_a_reference_is_exact_and_none_takes_none(self):
        for left, came, found in (("T", "t", "03-12"), ("", "T", "03-12"), ("T", "", "03-12"),
                                  ("", "", "02-01")):
            book = self.book().add("03-12", "TRANSFER", -2, reference=left)
            self.assertEqual(book.add("03-12", "TRANSFER", 2, "B", came).layers(store="B"),
                             [(found, 2, "known")])

    def test_not_from_itself_nor_before_it_left(self):
        book = self.book().add("03-12", "TRANSFER", -2, reference="T")
        book.add("03-12", "TRANSFER", 2, "A", "T", at="12:00")
        self.assertEqual(book.layers(), [("02-01", 2, "known"), ("03-10", 6, "known"),
                                         ("03-12", 2, "known")])
        book = self.book().add("03-11", "TRANSFER", 2, "B", "T")
        book.add("03-12", "TRANSFER", -2, reference="T")
        self.assertEqual(book.layers(store="B"), [("03-11", 2, "known")])
        self.assertEqual(len(book.tables("2026-03-20")["in_transit"]), 1)

    def test_the_order_of_slices(self):
        # B and C sent on the 12th, A on the 13th; D takes C's last, of A nothing
        book = Book()
        for store, day in (("A", "02-01"), ("B", "02-05"), ("C", "02-03")):
            book.add(day, "PURCHASE", 4, store)
            book.add("03-13" if store == "A" else "03-12", "TRANSFER", -2, store, "T")
        book.add("03-14", "TRANSFER", 3, "D", "T")
        self.assertEqual(book.layers(store="D"), [("02-03", 1, "known"), ("02-05", 2, "known")])

    def test_passed_on_with_an_empty_shelf(self):
        # B passes on what came on the same day: its shelf is empty then, so C's is of that day
        book = self.book().add("03-12", "TRANSFER", -2, reference="T")
        book.add("03-12", "TRANSFER", 2, "B", "T").add("03-12", "TRANSFER", -2, "B", "U")
        book.add("03-12", "TRANSFER", 2, "C", "U")
        self.assertEqual((book.layers(store="B"), book.layers(store="C")), (
            [], [("03-12", 2, "known")]))

    def test_the_average_goes_along(self):
        # (4 * 10 + 6 * 12) / 10 = 11.20
        book = self.book().add("03-12", "TRANSFER", -5, reference="T")
        book.add("03-12", "TRANSFER", 5, "B", "T")
        self.assertEqual([row["average_value"] for row in book.tables()["detail"]], [56, 56])

    def test_some_stores(self):
        book = self.book().add("03-12", "TRANSFER", -2, reference="T")
        tables = book.add("03-13", "TRANSFER", 1, "B", "T").tables(stores=["B"])
        self.assertEqual([(row["store_id"], row["quantity"]) for row in tables["layers"]], [("B", 1)])
        self.assertEqual(tables["layers"][0]["received_on"], date(2026, 2, 1))
        self.assertEqual((tables["in_transit"], len(tables["cost_flow"])), ([], 4))


class AverageRules(unittest.TestCase):
    def test_rounding_at_each_step(self):
        # 3 for 10.00 and 3 for 12.00 less 1: 66 - 11; 7 more at 12.00: 139 / 12 = 11.58333333;
        # 5 sold: 139 * 5 / 12 = 57.91666667, left 81.08333333
        book = Book(DEAR, prices=CHANGE).add("02-01", "PURCHASE", 3).add("03-10", "PURCHASE", 3)
        book.add("03-11", "SALE", -1).add("03-12", "PURCHASE", 7).add("03-13", "SALE", -5)
        row, = book.tables()["detail"]
        self.assertEqual(row["line"].closed.average.value, 8108333333)
        self.assertEqual((row["average_cost"], row["average_value"]), (D("11.5833"), D("81.08")))

    def test_from_nothing_the_last_one_counts(self):
        # sold out at 10.00; a return after the change comes back at that, oversold stock too
        book = Book(DEAR, prices=CHANGE).add("02-01", "PURCHASE", 3).add("02-05", "SALE", -3)
        book.add("03-15", "SALE", 2)
        row, = book.tables()["detail"]
        self.assertEqual((row["fifo_value"], row["average_value"]), (20, 20))
        book.add("03-16", "SALE", -5)
        row, = book.tables()["detail"]
        self.assertEqual((row["fifo_value"], row["average_value"]), (-36, -30))
        # half of it bought at 12.00: the rest in proportion; then more than all of it
        book.add("03-17", "PURCHASE", "1.5")
        self.assertEqual(book.tables()["detail"][0]["average_value"], -15)
        book.add("03-18", "PURCHASE", 2)
        self.assertEqual(book.tables()["detail"][0]["average_value"], 6)


class Judgements(unittest.TestCase):
    def detail(self, book, **finance):
        return book.tables(finance=finance)["detail"][0]

    def test_status(self):
        idle = dict(slow_days="20", dead_days="40")
        for moves, status in (
                ([("03-11", "PURCHASE", 9)], "new"), ([("03-10", "PURCHASE", 9)], "slow"),
                ([("02-19", "PURCHASE", 9)], "slow"), ([("02-18", "PURCHASE", 9)], "dead"),
                ([("02-18", "PURCHASE", 9), ("03-11", "SALE", -1)], "active"),
                ([("01-18", "PURCHASE", 9), ("03-10", "SALE", -1)], "slow"),
                ([("01-18", "PURCHASE", 9), ("02-18", "SALE", -1)], "dead"),
                ([("01-18", "PURCHASE", 9), ("02-18", "SALE", -1), ("02-19", "PURCHASE", 1)], "slow"),
                ([("02-18", "ADJUSTMENT", 9)], "dead"), ([("03-18", "SALE", -9)], None)):
            book = Book()
            for move in moves:
                book.add(*move)
            self.assertEqual(self.detail(book, idle=idle)["movement_status"], status, moves)

    def test_buckets(self):
        # ages 30 and 31 on the 31st; 2.00 each; bounds 30 and 31
        book = Book().add("02-27", "PURCHASE", 4).add("02-28", "PURCHASE", 2).add("03-01", "PURCHASE", 1)
        row = self.detail(book, ageing=dict(days=["30", "31", "90", "180", "365"]))
        self.assertEqual([row[f"quantity_{n}"] for n in range(1, 7)], [1, 2, 4, 0, 0, 0])

    def test_cumulative_rounding(self):
        # 0.333 * 0.50 = 0.1665 each: 0.1665, 0.333, 0.4995: 0.17, 0.16, 0.17
        book = Book(product(cost="0.50"))
        for day in ("01-20", "02-20", "03-30"):
            book.add(day, "PURCHASE", "0.333")
        row = self.detail(book)
        self.assertEqual([row[f"value_{n}"] for n in range(1, 5)], [D("0.17"), D("0.16"), D("0.17"), 0])
        self.assertEqual(row["carrying_value"], D("0.50"))

    def test_carrying_values(self):
        # 2 of 10.00 and 2 of 12.00: 48, 44, 44; average in proportion
        book = Book(DEAR, prices=CHANGE).add("02-01", "PURCHASE", 2).add("03-11", "PURCHASE", 2)
        for carrying, first, second in (("standard", 24, 24), ("fifo", 24, 20), ("average", 22, 22)):
            row = self.detail(book, carrying_value=carrying)
            self.assertEqual((row["value_1"], row["value_2"], row["carrying_value"]),
                             (first, second, first + second))

    def test_rates(self):
        rates = ["0", "0.10", "0.20", "0.30", "0.40", "0.50"]
        tea = product(cost="10.00", category_id="x", category_name="Tea")
        book = Book(tea).add("02-01", "PURCHASE", 2)
        more = {("A", "p1"): D(3)}  # 1 unknown

        def provision(**finance):
            return book.tables(on_hand=more, finance=finance)["detail"][0]["provision"]

        self.assertEqual(provision(), None)
        self.assertEqual(provision(ageing=dict(provision_unknown="1")), None)
        self.assertEqual(provision(ageing=dict(provision=rates)), 2 + 5)
        self.assertEqual(provision(ageing=dict(provision=rates, provision_unknown="1")), 2 + 10)
        override = dict(category=dict(Tea=dict(provision=["0.6"] * 6), x=dict(provision_unknown="0.9")))
        self.assertEqual(provision(overrides=override), 12 + 9)
        override["category"].pop("x")
        self.assertEqual(provision(overrides=override), 12 + 6)
        self.assertEqual(provision(ageing=dict(provision=rates, provision_unknown="1"),
                                   overrides=override), 12 + 10)

    def test_without_rates_sums_are_empty(self):
        tables = Book(product(sell="0.00")).add("02-01", "PURCHASE", 2).tables()
        for row in (tables["by_store"][0], tables["detail"][0]):
            self.assertEqual([row[name] for name in (
                "provision", "nrv_write_down", "allowance", "net_value")], [None] * 4)
        self.assertEqual({row["provision"] for row in tables["buckets"]}, {None})
        self.assertEqual(kinds_of(tables), [("no_sell_price", "A", 4)])

    def test_negative_stock(self):
        row = self.detail(Book().add("02-01", "SALE", -3))
        self.assertEqual([row[name] for name in (
            "quantity_unknown", "value_unknown", "nrv_write_down", "allowance", "net_value", "age_basis",
            "recorded_share")], [-3, -6, 0, 0, -6, None, None])

    def test_an_unknown_key(self):
        for finance in (dict(agening={}), dict(ageing=dict(day=[])), dict(overrides=dict(sku={})),
                        dict(overrides=dict(category=dict(Tea=dict(days=[]))))):
            with self.assertRaises(ValueError):
                self.detail(Book().add("02-01", "SALE", -3), **finance)


class Numbers(unittest.TestCase):
    def test_a_ledger_with_a_number_that_is_none(self):
        """Its stock is there, of an age that nobody knows; its transfers count until then."""
        book = Book().add("02-01", "PURCHASE", 9).add("02-03", "TRANSFER", -2, reference="T")
        book.add("02-04", "TRANSFER", 2, "B", "T")
        book.add("02-05", "SALE", -1).add("02-06", "TRANSFER", -1, reference="U")
        book.add("02-06", "TRANSFER", 1, "B", "U")
        book.rows[3]["quantity"] = "NaN"
        tables = book.tables("2026-02-28")
        row, other = tables["detail"]
        self.assertEqual([row[name] for name in (
            "quantity", "standard_value", "quantity_unknown", "value_unknown", "quantity_1", "fifo_value",
            "average_value", "average_cost", "age_basis", "last_sale_on", "movement_status")],
            [5, 10, 5, 10, 0, None, None, None, "unknown", None, None])
        self.assertEqual(book.layers("2026-02-28", "B"), [("02-01", 2, "known"), ("02-06", 1, "known")])
        self.assertEqual(written_rows("stock-ageing", "layers", tables["layers"], UTC)[0][4:], [
            None, None, "unknown", "5.000", None, None, None])
        self.assertEqual(kinds_of(tables), [("not_a_number", "A", 10), ("unknown_age", "A", 10),
                                            ("unmatched_transfer", "B", 2)])
        # what was there before it is not known either
        self.assertEqual(kinds_of(book.tables("2026-02-04")), [("not_a_number", "A", None)])

    def test_a_level_that_is_none(self):
        tables = Book().add("02-01", "PURCHASE", 9).tables(on_hand={("A", "p1"): D("NaN")})
        cells = written_rows("stock-ageing", "detail", tables["detail"], UTC)[0]
        self.assertEqual([cell for cell in cells if cell], [
            "A", "Store A", "p1", "SKU-p1", "Product p1", "pcs", "2.00", "5.00", "5.00"])
        self.assertEqual((tables["layers"], kinds_of(tables)), ([], [("not_a_number", "A", None)]))
        self.assertEqual(tables["by_store"][0]["lines"], 1)

    def test_a_cost_that_is_none(self):
        # the second purchase's; gone with the stock
        prices = [("p1", "2026-01-01T00:00:00Z", "10.00", "20.00"), ("p1", "2026-02-05T00:00:00Z", "NaN", "20.00"),
                  ("p1", "2026-02-07T00:00:00Z", "12.00", "20.00")]
        book = Book(product(cost="12.00", sell="20.00"), prices=prices)
        book.add("02-01", "PURCHASE", 1).add("02-05", "PURCHASE", 1)
        tables = book.tables()
        row, = tables["detail"]
        self.assertEqual([row[name] for name in (
            "standard_value", "fifo_value", "average_value", "recorded_share", "quantity_2",
            "oldest_on")], [24, None, None, None, 2, date(2026, 2, 1)])
        self.assertEqual(kinds_of(tables), [("not_a_number", "A", 24)])
        book.add("02-10", "SALE", -2).add("02-11", "PURCHASE", 2)
        row, = book.tables()["detail"]
        self.assertEqual((row["fifo_value"], row["average_value"]), (24, 24))

    def test_costs_at_the_end_of_a_date(self):
        # Berlin's 29th of March ends at 22:00 UTC. Seen then: it counts for the 29th; later: it does not
        for at, cost in (("22:00:00", 3), ("22:00:01", 2)):
            book = Book(product(cost="3.00"), prices=[
                ("p1", "2026-01-01T00:00:00Z", "2.00", "5.00"), ("p1", f"2026-03-29T{at}Z", "3.00", "5.00")])
            book.add("03-28", "PURCHASE", 1, at="23:00").add("03-29", "PURCHASE", 1, at="22:00")
            tables = recompute("stock-ageing", book.stock(), options(
                "2026-03-31", zone=Zone("Europe/Berlin")))
            self.assertEqual([(row["received_on"].day, row["unit_cost"]) for row in tables["layers"]],
                             [(29, cost), (30, 3)])

    def test_costs_before_any_was_seen(self):
        book = Book(DEAR, prices=CHANGE[1:]).add("02-01", "PURCHASE", 1).add("03-11", "PURCHASE", 3)
        tables = book.tables()
        self.assertEqual([row["cost_basis"] for row in tables["layers"]], ["current", "recorded"])
        self.assertEqual(tables["detail"][0]["recorded_share"], D("0.75"))
        book = Book(product(cost="0.00")).add("02-01", "PURCHASE", 1)
        self.assertEqual(book.tables()["layers"][0]["cost_basis"], "missing")
        self.assertEqual(kinds_of(book.tables()), [("missing_cost", "A", 0)])

    def test_a_date_that_is_not_over(self):
        # seen at noon of the 31st, asked at 13:00
        now = instant("2026-03-31T13:00:00Z")
        book = Book(product(cost="3.00")).add("03-31", "PURCHASE", 1).add("03-31", "PURCHASE", 5, at="14:00")
        tables = book.tables(now=now)
        self.assertEqual([row["quantity"] for row in tables["layers"]], [1])


class Listed(unittest.TestCase):
    def test_unmatched_in_the_last_31_days(self):
        book = Book().add("03-01", "TRANSFER", 1, reference="T")
        book.add("03-02", "TRANSFER", 2, reference="U").add("03-02", "SALE", -3)
        self.assertEqual(kinds_of(book.tables()), [("unmatched_transfer", "A", 6)])
        self.assertEqual(kinds_of(book.tables("2026-04-01")), [("unmatched_transfer", "A", 4)])
        self.assertEqual(kinds_of(book.tables("2026-04-02")), [])

    def test_negative_unknown_merged(self):
        book = Book(product(), product("p2"), product("p3"))
        book.add("03-01", "SALE", -1)
        book.add("03-01", "PURCHASE", 1, product_id="p2")
        for back in range(64, -1, -1):
            book.add(f"{date(2026, 3, 31) - timedelta(days=back):%m-%d}", "PURCHASE", 1,
                     product_id="p3")
        tables = book.tables(on_hand={("A", "p2"): D(2)})
        self.assertEqual(kinds_of(tables), [("merged_layers", "A", 130), ("negative_stock", "A", -2),
                                            ("unknown_age", "A", 2)])


if __name__ == "__main__":
    unittest.main()
