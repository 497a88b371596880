"""roll-forward by hand, and over nights in which movements are entered late, changed valuations are
issued once more, and movements disappear."""

import random
import unittest
from datetime import date, timedelta
from decimal import Decimal as D

from random_ledger import RandomLedger, seed
from recompute import written_rows
from reports import Options, recompute
from roll_forward import FLOWS, MEMORANDA, late_differences
from stock import Stock, instant, observe, total
from tables import kinds
from test_recompute import LATER, UTC, level, move, options, product

MONEY = ["opening_value", *FLOWS, "late_entries", "closing_value", *MEMORANDA]
NIGHTS = 70


def change_row(opening, closing, store_id="A", **effects):
    return dict(store_id=store_id, store_name=f"Store {store_id}", opening_value=opening,
                closing_value=closing) | dict.fromkeys([*FLOWS, *MEMORANDA], "0.00") | effects


def by_category(row):
    return {"category_key": "", "category_name": "(none)"} | {
        name: cell for name, cell in row.items() if not name.startswith("store")}


def issue(*rows, saw=()):
    return dict(change=list(rows), change_by_category=[by_category(rows[0])], saw=list(saw))


def published(*days, **more):
    return dict(days=[dict(date=day, issues=list(issues)) for day, *issues in days], **more)


def report(day, document, stock=None, **finance):
    return recompute("roll-forward", stock or Stock([product()], [level("0", store_id="A")], []),
                     options(day, published=document, finance=finance))


class ByHand(unittest.TestCase):
    def setUp(self):
        # The contract's example: 1 for 5.00 came in between, dated the first
        self.stock = Stock([product(cost="5.00")], [level("0", store_id="A")], [
            move("late", "2026-11-01 10:00", "PURCHASE", "0", "1", store_id="A"),
            move("seen", "2026-11-01 11:00", "PURCHASE", "0", "1", store_id="A")])
        self.first = issue(change_row("100.00", "122.00", purchases="50.00", sales="-30.00",
                                      cost_changes="2.00"), saw=["seen"])
        self.second = issue(change_row("127.00", "107.00", sales="-20.00"), saw=["seen", "late"])

    def test_the_contracts_example(self):
        tables = report("2026-11-02", published(("2026-11-01", self.first), ("2026-11-02", self.second)),
                        self.stock)
        for row in tables["by_store"][:2]:
            self.assertEqual([row[name] for name in MONEY],
                             [100, 50, -50, 0, 0, 0, 2, 0, 5, 107, 0, 0])
        self.assertEqual([(row["month"], row["fiscal_period"], row["store_name"], row["days"],
                           row["source"]) for row in tables["by_store"]], [
            ("2026-11", 11, "Store A", 2, "days"), ("2026-11", 11, "(all stores)", 2, "days"),
            ("2026-01_2026-12", None, "Store A", 2, "days"),
            ("2026-01_2026-12", None, "(all stores)", 2, "days")])
        self.assertEqual([row["category_name"] for row in tables["by_category"]],
                         ["(none)", "(all categories)"] * 2)
        rows = written_rows("roll-forward", "late_entries", tables["late_entries"], UTC)
        self.assertEqual(rows, [[
            "2026-11-01", "2026-11-02", "late", "late", "A", "Store A", "p1", "SKU-p1", "Product p1",
            None, "pcs", "PURCHASE", "1.000", "5.00", "2026-11-01T10:00:00+00:00"]])
        self.assertEqual(list(late_differences(tables)), [])

    def test_stock_that_changed_without_a_movement(self):
        self.second["saw"] = ["seen"]
        tables = report("2026-11-02", published(("2026-11-01", self.first), ("2026-11-02", self.second)),
                        self.stock)
        self.assertEqual(list(late_differences(tables)), [("2026-11", "A", 5)])

    def test_gone(self):
        self.second["saw"] = []
        document = published(("2026-11-01", self.first), ("2026-11-02", self.second))
        self.assertEqual([(row["kind"], row["movement_id"], row["value"]) for row in report(
            "2026-11-02", document, self.stock)["late_entries"]], [("gone", "seen", -5)])
        # also one that the ledger has no more
        self.first["saw"] = ["deleted"]
        document["gone"] = [move("deleted", "2026-11-01 10:00", "SALE", "0", "-2", store_id="A")]
        self.assertEqual([(row["kind"], row["movement_id"], row["value"], row["quantity"]) for row in report(
            "2026-11-02", document, self.stock)["late_entries"]], [("gone", "deleted", 10, -2)])

    def test_a_reissue_that_saw_it(self):
        again = issue(change_row("100.00", "127.00", purchases="55.00", sales="-30.00",
                                 cost_changes="2.00"), saw=["seen", "late"])
        tables = report("2026-11-02", published(
            ("2026-11-01", self.first, again), ("2026-11-02", self.second)), self.stock)
        self.assertEqual([tables["by_store"][0][name] for name in MONEY[:10]],
                         [100, 55, -50, 0, 0, 0, 2, 0, 0, 107])
        self.assertEqual(tables["late_entries"], [])
        self.assertEqual(written_rows("roll-forward", "restatements", tables["restatements"], UTC), [
            ["2026-11-01", "A", "Store A", "122.00", "127.00", "5.00", "2"]])

    def test_a_month_that_begins_before_the_first_valuation_is_left_out(self):
        document = published(("2026-11-02", self.first), ("2026-11-03", self.second))
        self.assertEqual(report("2026-11-03", document)["by_store"], [])

    def test_a_day_that_is_missing(self):
        last = issue(change_row("122.00", "107.00", sales="-15.00"))
        document = published(("2026-11-01", self.first), ("2026-11-03", last))
        first, everything, year, _ = report("2026-11-03", document)["by_store"]
        for row in (first, everything, year):
            self.assertEqual([row[name] for name in MONEY], [100] + [None] * 8 + [107, None, None])
            self.assertEqual((row["source"], row["days"]), (None, 3))

    def test_fiscal_years(self):
        days = [date(2026, 1, 1) + timedelta(days=n) for n in range(59)]
        document = published(*((day.isoformat(), issue(change_row(
            f"{n}.00", f"{n + 1}.00", purchases="1.00", adjusted_up="0.25"))) for n, day in enumerate(days)))
        rows = report("2026-02-28", document, fiscal_year_start="2")["by_store"]
        self.assertEqual([(row["month"], row["fiscal_period"], row["purchases"]) for row in rows[::2]], [
            ("2026-02", 1, 28), ("2026-02_2027-01", None, 28)])
        self.assertEqual((rows[0]["opening_value"], rows[0]["adjusted_up"]), (31, 7))
        rows = report("2026-02-28", document, fiscal_year_start="4")["by_store"]
        self.assertEqual([(row["month"], row["fiscal_period"], row["opening_value"], row["purchases"])
                          for row in rows[::2]], [
            ("2026-01", 10, 0, 31), ("2026-02", 11, 31, 28), ("2025-04_2026-03", None, 0, 59)])

    def test_months_whose_days_are_pruned(self):
        days = [date(2026, 1, 1) + timedelta(days=n) for n in range(59)]
        document = published(*((day.isoformat(), issue(change_row(
            f"{n}.00", f"{n + 1}.00", purchases="1.00"))) for n, day in enumerate(days)))
        former = report("2026-02-28", document)
        document["former"] = {
            table: [dict(zip(kinds("roll-forward", table), (cell or "" for cell in row)))
                    for row in written_rows("roll-forward", table, rows, UTC)]
            for table, rows in former.items()}
        document["days"], document["first_published"] = document["days"][30:], "2026-01-01"
        tables = report("2026-02-28", document)
        for table in ("by_store", "by_category"):
            rows = written_rows("roll-forward", table, tables[table], UTC)
            self.assertEqual([row[:-1] for row in rows], [row[:-1] for row in written_rows(
                "roll-forward", table, former[table], UTC)])
            self.assertEqual([row[-1] for row in rows[::2]], ["copied", "days", "copied"])
        # The end of the month that is copied is issued once more: what differs is in the next month.
        document["days"][0]["issues"].append(issue(change_row("30.00", "36.00", purchases="6.00")))
        tables = report("2026-02-28", document)
        for table in ("by_store", "by_category"):
            self.assertEqual(
                [[row[name] for name in ("opening_value", "purchases", "late_entries", "closing_value")]
                 for row in tables[table][::2]],
                [[0, 31, 0, 31], [31, 28, 0, 59], [0, 59, 0, 59]])
        document["days"][1]["issues"].append(issue(change_row("36.00", "37.00", purchases="1.00")))
        document["days"][2]["issues"].append(issue(change_row("37.00", "33.00", purchases="-4.00")))
        tables = report("2026-02-28", document)
        self.assertEqual([[row[name] for name in ("opening_value", "late_entries", "closing_value")]
                          for row in tables["by_store"][::2]], [[0, 0, 31], [31, 5, 59], [0, 5, 59]])

    def test_a_copied_month_that_does_not_open_with_the_closing_before_it(self):
        days = [date(2026, 1, 1) + timedelta(days=n) for n in range(59)]
        document = published(*((day.isoformat(), issue(change_row(
            f"{n}.00", f"{n + 1}.00", purchases="1.00"))) for n, day in enumerate(days)))
        former = report("2026-02-28", document)
        document["former"] = {
            table: [dict(zip(kinds("roll-forward", table), (cell or "" for cell in row)))
                    for row in written_rows("roll-forward", table, rows, UTC)]
            for table, rows in former.items()}
        document["days"][30]["issues"].append(issue(change_row("30.00", "36.00", purchases="6.00")))
        document["days"] = document["days"][:31]
        year = report("2026-02-28", document)["by_store"][-1]
        self.assertEqual([year[name] for name in MONEY], [0] + [None] * 8 + [59, None, None])

    def test_what_a_valuation_saw_that_is_pruned(self):
        document = published(("2026-11-02", self.second), first_published="2026-10-01", pruned=[
            dict(date="2026-11-01", saw=["seen"])])
        document["days"].append(dict(date="2026-10-31", issues=[issue(change_row("1.00", "1.00"))]))
        self.assertEqual(report("2026-11-02", document, self.stock)["late_entries"], [])
        stock = Stock([product(cost="5.00")], [level("0", store_id="A")], [
            move("late", "2026-10-30 10:00", "PURCHASE", "0", "1", store_id="A")])
        document = published(
            ("2026-10-31", issue(change_row("1.00", "1.00"))),
            ("2026-11-01", issue(change_row("1.00", "1.00"), saw=["late"])),
            first_published="2026-10-01", pruned=[dict(date="2026-10-30", saw=[])])
        rows = report("2026-11-01", document, stock)["late_entries"]
        self.assertEqual([(row["movement_id"], row["seen_on"].isoformat()) for row in rows],
                         [("late", "2026-11-01")])


class Nights(unittest.TestCase):
    """Every valuation of some months, each from what the database had that night."""

    def night(self, ledger, day, entered):
        """The valuation of a date, of the movements that are there when it is over."""
        rows = [row for row in ledger.movements if entered[row["id"]] <= day]
        on_hand = {}
        for row in rows:
            key = row["store_id"], row["product_id"]
            on_hand[key] = on_hand.get(key, D(0)) + D(row["quantity"])
        stock = Stock(ledger.products, [
            level(str(quantity), store_id=key[0], product_id=key[1]) for key, quantity in on_hand.items()],
            rows)
        if ledger.price_changes:
            observe(stock.products, ledger.prices(), LATER)
        tables = recompute("inventory-valuation", stock, Options(
            ledger.zone, max(ledger.zone.end(day), ledger.now), day, day))
        return dict(saw=[row["id"] for row in rows]) | {
            table: [dict(zip(kinds("inventory-valuation", table), (cell or "" for cell in row)))
                    for row in written_rows("inventory-valuation", table, tables[table], UTC)]
            for table in ("change", "change_by_category")}

    def test_months_close_and_late_entries_explain_them(self):
        for number in range(4):
            print(f"REFERENCE_SEED={seed()}: nights {number}")
            rng = random.Random(f"nights {seed()} {number}")
            ledger = RandomLedger(rng, stores=3, products=4, gaps=False, length=NIGHTS + 20,
                                  price_changes=number % 2 == 1)
            dated = {row["id"]: ledger.zone.date(instant(row["created_at"])) for row in ledger.movements}
            # Those of before the first valuation all come in time: nobody could tell that they are late.
            first = ledger.last - timedelta(days=NIGHTS)
            entered = {movement_id: day + timedelta(days=rng.choice([0] * 9 + [1, 3, 12]) * (day >= first))
                       for movement_id, day in dated.items()}
            days = [ledger.last - timedelta(days=n) for n in range(NIGHTS, -1, -1)]
            document = dict(days=[])
            for day in days:
                issues = [self.night(ledger, day, entered)]
                if rng.random() < 0.1:  # once more, some days later
                    later = {movement_id: min(seen, day) if seen <= day + timedelta(days=4) else seen
                             for movement_id, seen in entered.items()}
                    issues.append(self.night(ledger, day, later))
                document["days"].append(dict(date=day.isoformat(), issues=issues))
            tables = recompute("roll-forward", ledger.stock(), Options(
                ledger.zone, ledger.now, ledger.last, ledger.last, published=document,
                finance=dict(fiscal_year_start="7")))
            self.assertTrue(tables["by_store"])
            self.check(tables)
            # A cost that changed between a movement's date and the day it was seen makes a difference.
            if number % 2 == 0:
                self.assertTrue(tables["late_entries"])
                self.assertEqual(list(late_differences(tables)), [])

    def check(self, tables):
        for table, name in (("by_store", "store_id"), ("by_category", "category_name")):
            months = {}
            for row in tables[table]:
                self.assertEqual(row["closing_value"], sum(row[column] for column in (
                    "opening_value", *FLOWS, "late_entries")))
                months.setdefault(row["month"], []).append(row)
            for rows in months.values():
                for column in MONEY:
                    self.assertEqual(total(row[column] for row in rows[:-1]), rows[-1][column])
        for left, right in zip(*([row for row in tables[table] if "(all" in row[name]] for table, name in (
                ("by_store", "store_name"), ("by_category", "category_name")))):
            self.assertEqual([left[column] for column in MONEY], [right[column] for column in MONEY])


if __name__ == "__main__":
    unittest.main()
