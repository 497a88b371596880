"""late_entries of roll-forward: movements of a published date that its run did not see."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from stock import instant, read_movement, value
from tables import pair_cells


class Entry:
    """A movement with its pair."""

    def __init__(self, pair, movement):
        self.pair, self.movement = pair, movement


def entries(stock, gone):
    """Id -> entry, of the dated movements that the ledger has, and of those that it had."""
    found = {}
    for row in gone:
        movement = read_movement(row)
        if movement.at is not None:
            found[movement.id] = Entry(stock.pair(row["product_id"], row["store_id"]), movement)
    for pair in stock.pairs.values():
        for movement in pair.movements:
            found[movement.id] = Entry(pair, movement)
    return found


def late_entries(stock, months, options):
    """For each published date in turn, what its run saw of earlier published dates and the runs before
    it did not (`late`), and what they saw and it did not (`gone`)."""
    by_date = defaultdict(dict)
    for movement_id, entry in entries(stock, months.document.get("gone", [])).items():
        by_date[options.zone.date(entry.movement.at)][movement_id] = entry
    saw = {date.fromisoformat(day["date"]): set(day["saw"])
           for day in months.document.get("pruned", [])}
    saw |= {day: set(months.present(day)["saw"]) for day in months.days}
    days = sorted(day for day in saw if day <= options.last)
    shown = [span for span in months.months if months.source(*span) == "days"]
    rows = []
    for place, period in enumerate(days):
        known = saw[period] & by_date[period].keys()
        for seen_on in days[place + 1:]:
            found = saw[seen_on] & by_date[period].keys()
            if any(month <= seen_on <= end for month, end in shown):
                for movement_id in known ^ found:
                    rows.append(cells(stock, options, by_date[period][movement_id], period, seen_on,
                                      "late" if movement_id in found else "gone"))
            known = found
    return rows + list(copied(months))


def cells(stock, options, entry, period, seen_on, kind):
    movement, pair = entry.movement, entry.pair
    amount = value(movement.quantity, pair.product.cost_at(options.zone.end(period)))
    return pair_cells(stock, pair) | dict(
        period=period, seen_on=seen_on, kind=kind, movement_id=movement.id,
        movement_type=movement.type, quantity=movement.quantity,
        value=-amount if kind == "gone" else amount, created_at=movement.at)


def copied(months):
    """Of the months that are copied, the former report's rows."""
    spans = [span for span in months.months if months.source(*span) == "copied"]
    for row in months.document.get("former", {}).get("late_entries", []):
        seen_on = date.fromisoformat(row["seen_on"])
        if any(month <= seen_on <= end for month, end in spans):
            yield row | dict(
                seen_on=seen_on, period=date.fromisoformat(row["period"]),
                quantity=Decimal(row["quantity"] or "NaN"), value=Decimal(row["value"] or "NaN"),
                created_at=instant(row["created_at"]))
