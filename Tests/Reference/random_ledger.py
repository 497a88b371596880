#!/usr/bin/env python3
"""Random ledgers of a few stores, with every defect that the schema allows: gaps, negative stock, goods
sold that never came, NaN, transfers matched, unmatched, late and lost, recounts, costs and prices that
are missing, returns, ties, undated rows, prices that changed. The same seed gives the same rows.

    random_ledger.py FOLDER --seed 7 --number 12

writes FOLDER/7-0 to FOLDER/7-11, each with the three tables as CSV (COPY ... CSV HEADER), `prices.json`,
`finance-policy.json` and `run.json` (zone, now, date). OracleTests loads such a folder as DATA_FOLDER.
"""

import argparse
import csv
import json
import os
import random
import uuid
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from reports import Options
from stock import Stock, Zone, instant, observe

# A zone, and a date near a change of its clocks; Beirut's day begins at 01:00 then.
PLACES = [("UTC", date(2026, 6, 30)), ("Asia/Bangkok", date(2026, 11, 30)),
          ("America/New_York", date(2026, 11, 2)), ("Australia/Lord_Howe", date(2026, 10, 5)),
          ("Asia/Beirut", date(2026, 3, 30)), ("Europe/Berlin", date(2026, 3, 29))]
TRANSFER_DELAYS = [0, 0, 0, 0, 1, 1, 3, 14, 15, 20, -1]  # days; a transfer may also never arrive
RECOUNT_DELAYS = [0, 1, 1, 2, 31, 32, 40]
HOURS = [0, 0, 9, 9, 12, 23]


def seed():
    """Printed by what fails; `REFERENCE_SEED` takes the same again."""
    return os.environ.setdefault("REFERENCE_SEED", str(random.randrange(10**6)))


class RandomLedger:
    """Rows as COPY writes them, a price history and a finance policy."""

    def __init__(self, rng, stores=4, products=6, length=150, defects=True, price_changes=True,
                 gaps=True):
        self.rng, self.defects, self.price_changes = rng, defects, price_changes
        self.gaps = gaps and defects  # also what the ledger itself does not explain, or cannot say
        self.zone_name, self.last = rng.choice(PLACES)
        self.zone, self.length = Zone(self.zone_name), length
        self.now = self.zone.end(self.last) + rng.choice([0, 2, 30]) * 3_600_000_000
        self.stores = sorted(self.uuid() for _ in range(stores))
        self.products, self.levels, self.movements, self.observations = [], [], [], []
        for number in range(products):
            self.product(number)
        self.policy = self.finance_policy()

    def uuid(self):
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def chance(self, share):
        return self.rng.random() < share

    def defect(self, share):
        return self.defects and self.chance(share)

    def gap(self, share):
        return self.gaps and self.chance(share)

    def quantity(self, most=20):
        return Decimal(self.rng.randint(1, most)) + (
            Decimal(self.rng.randrange(8)) / 8 if self.chance(0.3) else 0)

    def written(self, at):
        return (datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=at)).isoformat(" ")

    # Products and prices

    def price(self, most, empty):
        if self.gap(0.02):
            return "NaN"
        return "0.00" if self.defect(empty) else f"{Decimal(self.rng.randrange(1, most)) / 100:.2f}"

    def product(self, number):
        rng, product_id = self.rng, self.uuid()
        costs = [self.price(9000, 0.1) for _ in range(3)]
        category = rng.choice([("", ""), ("", "Tea"), ("", "Tea"), (str(uuid.UUID(int=1)), "Tea"),
                               (str(uuid.UUID(int=2)), "Coffee")])
        self.products.append(dict(
            product_id=product_id, name=f"Product {number}", sku=f"R{number // 2}", barcode="",
            category_id=category[0], category_name=category[1], supplier_id="",
            supplier_name=rng.choice(["", "One", "Two"]), cost_price=rng.choice(costs),
            sell_price=self.price(15000, 0.15), unit=rng.choice(["pcs", "kg"]),
            is_active="f" if self.chance(0.1) else "t",
            last_updated=self.written(self.now - rng.randrange(60) * 3_600_000_000)))
        if self.price_changes:
            starts = sorted(rng.sample(range(self.length), rng.choice([0, 1, 2, 4, 8])))
            for start in starts:
                at = self.zone.start(self.last - timedelta(days=self.length - start))
                self.observations.append(dict(
                    product_id=product_id, cost_price=rng.choice(costs),
                    sell_price=self.price(15000, 0.15),
                    # At the very end of a date, or in it.
                    **{"from": self.written(at + rng.choice([0, 9 * 3_600_000_000]))}))
        self.book(product_id, number)

    # Movements

    def at(self, day):
        at = self.zone.start(day) + self.rng.choice(HOURS) * 3_600_000_000
        return at if self.chance(0.5) else at + self.rng.randrange(3_000_000_000)

    def book(self, product_id, number):
        """Events of all stores, then each pair's balances in the order of time."""
        events = {store: [] for store in self.stores if self.chance(0.85)}
        if events:
            for _ in range(self.rng.choice([0, 5, 40, 120])):
                self.event(events)
            if number == 0:  # more layers than are kept
                store = next(iter(events))
                events[store] = [(self.at(self.day(back)), "PURCHASE", self.quantity(), "")
                                 for back in range(0, self.length, self.rng.choice([1, 2]))]
        for store in self.stores:
            balance = self.pair(product_id, store, events.get(store, []))
            self.level(product_id, store, balance)

    def day(self, back):
        return self.last - timedelta(days=back)

    def event(self, events):
        rng, store, back = self.rng, self.rng.choice(list(events)), self.rng.randrange(self.length)
        kind = rng.choices(["sale", "return", "purchase", "send back", "adjust", "recount", "transfer",
                            "other", "tomorrow"], [40, 4, 14, 2, 6, 6, 20, 4, 1])[0]
        quantity = self.quantity()

        def add(back, kind, quantity, reference="", where=store):
            if where in events:
                events[where].append((self.at(self.day(back)), kind, quantity, reference))

        if kind in ("sale", "return"):
            add(back, "SALE", -quantity if kind == "sale" else self.quantity(3), "RECEIPT")
        elif kind in ("purchase", "send back"):
            add(back, "PURCHASE", 4 * quantity if kind == "purchase" else -quantity)
        elif kind == "adjust":
            add(back, "ADJUSTMENT", rng.choice([-1, 1]) * quantity)
        elif kind == "recount":
            add(back, "ADJUSTMENT", -quantity)
            add(back - rng.choice(RECOUNT_DELAYS), "ADJUSTMENT", quantity + rng.choice([0, 0, -1, 2]))
        elif kind == "transfer":
            to = rng.choice([other for other in self.stores if other != store])
            reference = rng.choice(["", f"TR{rng.randrange(10**6)}", "TR-shared"])
            add(back, "TRANSFER", -quantity, reference)
            if not self.defect(0.15):
                arrived = quantity + (rng.choice([-1, 1]) if self.defect(0.1) else 0)
                back -= rng.choice(TRANSFER_DELAYS) if self.defects else 0
                add(back, "TRANSFER", arrived, "OTHER" if self.defect(0.1) else reference, to)
        elif kind == "other":
            add(back, rng.choice(["LOSS", "sale"]), rng.choice([-1, 1]) * quantity)
        elif self.defects:  # a fast clock
            add(-2, "SALE", -quantity)

    def pair(self, product_id, store, events):
        """The balance after the last of a pair's movements."""
        balance = Decimal(self.rng.choice([0, 0, 12, -3])) if self.defect(0.4) else Decimal(0)
        has_nan = self.gap(0.04)
        for place, (at, kind, quantity, reference) in enumerate(sorted(events, key=lambda e: e[0])):
            before = balance + (self.rng.choice([-2, 3]) if self.gap(0.02) else 0)
            after = before + quantity + (Decimal("1.5") if self.gap(0.02) else 0)
            nan = "NaN" if has_nan and place == len(events) // 2 else None
            created = "" if self.gap(0.005) else "infinity" if self.gap(0.005) else self.written(at)
            self.movements.append(dict(
                id=self.uuid(), product_id=product_id, store_id=store, movement_type=kind,
                quantity=nan or f"{quantity:.3f}", quantity_before=f"{before:.3f}",
                quantity_after=f"{after:.3f}", reference=reference, created_at=created))
            balance = after
        return balance

    def level(self, product_id, store, balance):
        if self.gap(0.15):
            return
        more = self.rng.choice([Decimal("2.25"), Decimal("-1.5"), Decimal(-40)])
        on_hand = balance + more if self.gap(0.2) else balance
        self.levels.append(dict(
            product_id=product_id, store_id=store,
            store_name=["Silom", "Siam", "Silom", "ตลาด"][self.stores.index(store) % 4],
            quantity_on_hand="NaN" if self.gap(0.02) else f"{on_hand:.3f}", reorder_level="0.000",
            max_stock="0.000", last_updated="2026-01-01 00:00:00+00"))

    # What a run is asked with

    def finance_policy(self):
        """As JSON has it: each value the text that the YAML has."""
        rng = self.rng
        ageing = {"days": ["7", "14", "31", "60", "90"]} if self.chance(0.5) else {}
        if self.chance(0.8):
            ageing["provision"] = ["0", "0.10", "0.125", "0.25", "0.50", "1.00"]
        if self.chance(0.3) and "provision" in ageing:  # alone it is refused
            ageing["provision_unknown"] = "0.75"
        policy = dict(carrying_value=rng.choice(["standard", "fifo", "average"]), ageing=ageing,
                      nrv={"tax_in_price": "0.07", "selling_cost": "0.05"},
                      idle={"slow_days": "20", "dead_days": "45"})
        if self.chance(0.5):
            policy["overrides"] = {"category": {
                "Tea": {"provision": ["0", "0", "0.333", "0.5", "0.5", "0.9"]},
                str(uuid.UUID(int=1)): {"nrv": {"selling_cost": "0.10"}}}}
        return policy

    def prices(self):
        return dict(seen_to=self.written(self.now - 30 * 3_600_000_000), observations=self.observations)

    def stock(self):
        stock = Stock(self.products, self.levels, self.movements)
        if self.price_changes:
            observe(stock.products, self.prices(), self.now)
        return stock

    def options(self, **more):
        return Options(self.zone, self.now, self.last, self.last, **{"finance": self.policy} | more)

    def write(self, folder):
        folder.mkdir(parents=True)
        for name, rows in (("products_inventory", self.products), ("stock_levels", self.levels),
                           ("stock_movements", self.movements)):
            with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
                output = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
                output.writeheader()
                output.writerows(rows)
        run = dict(zone=self.zone_name, now=self.written(self.now), date=self.last.isoformat())
        for name, document in (("prices", self.prices()), ("finance-policy", self.policy), ("run", run)):
            (folder / f"{name}.json").write_text(json.dumps(document, indent=1, ensure_ascii=False),
                                                 encoding="utf-8")


def random_stock(rng, **more):
    ledger = RandomLedger(rng, **more)
    return ledger.stock(), ledger.options()


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", default=seed())
    parser.add_argument("--number", type=int, default=1)
    arguments = parser.parse_args()
    for number in range(arguments.number):
        ledger = RandomLedger(random.Random(f"{arguments.seed} {number}"))
        ledger.write(arguments.folder / f"{arguments.seed}-{number}")


if __name__ == "__main__":
    main()
