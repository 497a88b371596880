"""stock-ageing on random ledgers: what must hold whatever the data are. A failure names the seed;
`REFERENCE_SEED=7` takes the same ledgers again, `REFERENCE_LEDGERS=500` takes more of them."""

import os
import random
import unittest
from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal as D

from ageing_fold import ProductFold
from ageing_lines import QUANTITIES, VALUES
from random_ledger import RandomLedger, seed
from reports import Options, recompute
from stock import instant, known, total

LEDGERS = int(os.environ.get("REFERENCE_LEDGERS", "12"))
TABLES = ["detail", "layers", "in_transit", "cost_flow", "buckets", "exceptions"]


def bare(row):
    return {name: cell for name, cell in row.items() if name not in ("line", "product")}


class Properties(unittest.TestCase):
    def ledgers(self, **more):
        for number in range(LEDGERS):
            print(f"REFERENCE_SEED={seed()}: ledger {number}")  # shown when the test fails
            yield RandomLedger(random.Random(f"{self.id()} {seed()} {number}"), **more)

    def same(self, left, right):
        for table in TABLES:
            self.assertEqual([bare(row) for row in left[table]], [bare(row) for row in right[table]],
                             table)

    def test_one_price_ever(self):
        for ledger in self.ledgers(price_changes=False):
            for row in recompute("stock-ageing", ledger.stock(), ledger.options())["detail"]:
                if row["line"].closed.unknown or not known(row["standard_value"]):
                    continue
                self.assertEqual((row["fifo_value"], row["average_value"]),
                                 (row["standard_value"], row["standard_value"]))

    def rebook(self, ledger, change):
        """The same stock after `change` has been made to each pair's movements of a date, which keep
        their times. Ids follow the order: among those of one instant with ids at random, one that fits
        may come too early, and the rest no longer join up."""
        pairs = defaultdict(list)
        for row in ledger.movements:
            pairs[row["store_id"], row["product_id"]].append(row)
        movements = []
        for rows in pairs.values():
            dates = defaultdict(list)
            for row in sorted(rows, key=lambda row: row["created_at"]):
                dates[self.date(ledger, row)].append(row)
            balance = D(next(iter(dates.values()))[0]["quantity_before"])
            for day in dates.values():
                times = [row["created_at"] for row in day]
                changed = change(list(day))
                for place, row in enumerate(changed):
                    at = times[min(place * len(times) // len(changed), len(times) - 1)]
                    after = balance + D(row["quantity"])
                    # Of one instant the lowest id comes first.
                    movements.append(row | dict(
                        id=f"{len(movements):032}", created_at=at, quantity_before=f"{balance:.3f}",
                        quantity_after=f"{after:.3f}"))
                    balance = after
        ledger.movements = movements
        return ledger.stock()

    def date(self, ledger, row):
        return ledger.zone.date(instant(row["created_at"]))

    def test_any_order_of_a_dates_movements(self):
        for ledger in self.ledgers(gaps=False):
            tables = recompute("stock-ageing", self.rebook(ledger, list), ledger.options())
            self.same(tables, recompute("stock-ageing", self.rebook(
                ledger, lambda rows: ledger.rng.sample(rows, len(rows))), ledger.options()))

    def test_splitting_a_movement(self):
        def split(rows):
            result = []
            for row in rows:
                part = D(row["quantity"]) / 4
                part = part.quantize(D("0.001"))
                result += [row | dict(quantity=f"{part:.3f}"),
                           row | dict(quantity=f"{D(row['quantity']) - part:.3f}")]
            return result

        for ledger in self.ledgers(gaps=False):
            tables = recompute("stock-ageing", self.rebook(ledger, list), ledger.options())
            self.same(tables, recompute("stock-ageing", self.rebook(ledger, split), ledger.options()))

    def test_a_matched_transfer_keeps_dates_and_quantities(self):
        """On a day after all others, of a part of what is there."""
        moved = 0
        for ledger in self.ledgers(gaps=False):
            before = recompute("stock-ageing", ledger.stock(), ledger.options())
            later = [row for row in ledger.movements
                     if self.date(ledger, row) >= ledger.last]  # they would change the order
            rows = [row for row in before["detail"] if row["quantity"] > 0
                    and not row["quantity_unknown"] and len(row["line"].closed.slices) < 30]
            ids = {(row["store_id"], row["product_id"]) for row in later}
            rows = [row for row in rows if (row["store_id"], row["product_id"]) not in ids]
            for giver in rows:
                takers = [row for row in rows if row["product_id"] == giver["product_id"]
                          and row["store_id"] != giver["store_id"]]
                if takers:
                    self.move(ledger, giver, takers[0])
                    moved += 1
                    break
            after = recompute("stock-ageing", ledger.stock(), ledger.options())
            self.assertEqual(self.by_date(before), self.by_date(after))
        self.assertGreater(moved, 0)

    def move(self, ledger, giver, taker):
        quantity = (giver["quantity"] / 3).quantize(D("0.001"))
        at = ledger.written(min(ledger.zone.end(ledger.last), ledger.now) - 1_000_000)
        for row, sign in ((giver, -1), (taker, 1)):
            ledger.movements.append(dict(
                id=ledger.uuid(), product_id=row["product_id"], store_id=row["store_id"],
                movement_type="TRANSFER", quantity=f"{sign * quantity:.3f}",
                quantity_before=f"{row['quantity']:.3f}",
                quantity_after=f"{row['quantity'] + sign * quantity:.3f}", reference="own",
                created_at=at))
            for level in ledger.levels:
                if (level["store_id"], level["product_id"]) == (row["store_id"], row["product_id"]):
                    level["quantity_on_hand"] = f"{D(level['quantity_on_hand']) + sign * quantity:.3f}"

    def by_date(self, tables):
        found = Counter()
        for row in tables["layers"]:
            found[row["product_id"], row["received_on"]] += row["quantity"]
        return found

    def test_every_check(self):
        for ledger in self.ledgers():
            stock = ledger.stock()
            for options in (ledger.options(), ledger.options(stores=ledger.stores[1:3]),
                            Options(ledger.zone, ledger.now, *[ledger.last - timedelta(days=17)] * 2,
                                    finance=ledger.policy)):
                self.check(stock, options, recompute("stock-ageing", stock, options))

    def check(self, stock, options, tables):
        by_pair = defaultdict(D)
        for row in tables["layers"]:
            by_pair[row["store_id"], row["product_id"]] += row["quantity"]
        for row in tables["detail"]:
            if known(row["quantity"]):
                self.assertEqual(sum(row[name] for name in QUANTITIES), row["quantity"])
                self.assertEqual(by_pair.pop((row["store_id"], row["product_id"])), row["quantity"])
            if row["carrying_value"] is not None:
                self.assertEqual(sum(row[name] for name in VALUES), row["carrying_value"])
        self.assertFalse(by_pair)
        for table in ("by_store", "by_category", "by_supplier"):
            self.assertEqual(sum(row["lines"] for row in tables[table]), len(tables["detail"]))
            for name in ("standard_value", "fifo_value", "average_value", "carrying_value",
                         "provision", "nrv_write_down", "allowance", "net_value", *VALUES):
                self.assertEqual(total(row[name] for row in tables[table]),
                                 total(row[name] for row in tables["detail"]), f"{table} {name}")
        for name in ("value", "provision"):
            of = "carrying_value" if name == "value" else name
            self.assertEqual(total(row[name] for row in tables["buckets"]),
                             total(row[of] for row in tables["detail"]))
        valuation = recompute("inventory-valuation", stock, options)["detail"]
        self.assertEqual(total(row["standard_value"] for row in tables["detail"]),
                         total(row["cost_value"] for row in valuation))
        for row in tables["cost_flow"]:
            self.assertEqual(row["closing_value"], sum(row[name] for name in (
                "opening_value", "purchases", "sales", "adjustments", "transfers", "other",
                "corrections")))
            if row["store_name"] == "(all stores)":
                self.assertEqual(row["closing_value"], total(
                    line[row["basis"] + "_value"] for line in tables["detail"]))

    def test_layers_are_the_ledgers_balance(self):
        for ledger in self.ledgers():
            stock, options = ledger.stock(), ledger.options()
            for product in stock.products.values():
                pairs = [pair for pair in stock.pairs_of(()) if pair.product is product]
                for state in ProductFold(product, pairs, options).states.values():
                    latest = state.pair.latest(options.end)
                    if latest and not state.unknown:
                        self.assertEqual(D(state.layers.total()).scaleb(-3), latest.after)
                        self.assertEqual(state.average.quantity, state.layers.total())
                        self.assertFalse(state.layers.debt and state.layers.layers)

    def test_a_months_opening_is_the_former_closing(self):
        for ledger in self.ledgers():
            stock, options = ledger.stock(), ledger.options()
            before = ledger.last.replace(day=1) - timedelta(days=1)
            former = recompute("stock-ageing", stock, Options(
                ledger.zone, ledger.now, before, before, finance=ledger.policy))
            closing = {(row["basis"], row["store_id"], row["category_key"], row["category_name"]):
                       row["closing_value"] for row in former["cost_flow"]}
            for row in recompute("stock-ageing", stock, options)["cost_flow"]:
                self.assertEqual(row["opening_value"], closing[
                    row["basis"], row["store_id"], row["category_key"], row["category_name"]])

    def test_what_is_left_of_the_flow_is_cents(self):
        """Without oversold and unexplained stock."""
        for ledger in self.ledgers(defects=False, stores=2):
            stock = ledger.stock()
            if any(movement.after < 0 or pair.unexplained(2**62)
                   for pair in stock.pairs.values() for movement in pair.movements):
                self.lift(ledger)
                stock = ledger.stock()
            for row in recompute("stock-ageing", stock, ledger.options())["cost_flow"]:
                self.assertLessEqual(abs(row["corrections"]), D("0.01") * (len(ledger.products) + 6))

    def lift(self, ledger):
        """Gives each pair enough at its first movement's date."""
        firsts = {}
        for row in sorted(ledger.movements, key=lambda row: row["created_at"]):
            firsts.setdefault((row["store_id"], row["product_id"]), row)
        for (store_id, product_id), first in firsts.items():
            ledger.movements.append(first | dict(
                id=ledger.uuid(), movement_type="PURCHASE", quantity="5000.000",
                created_at=ledger.written(ledger.zone.start(ledger.last - timedelta(days=400))),
                quantity_before="0.000", quantity_after="5000.000"))
        for row in ledger.movements:
            if row["quantity"] != "5000.000":
                for name in ("quantity_before", "quantity_after"):
                    row[name] = f"{D(row[name]) + 5000:.3f}"
        for row in ledger.levels:
            if (row["store_id"], row["product_id"]) in firsts:
                row["quantity_on_hand"] = f"{D(row['quantity_on_hand']) + 5000:.3f}"


if __name__ == "__main__":
    unittest.main()
