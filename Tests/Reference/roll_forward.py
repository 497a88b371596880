"""roll-forward: months as sums of what was published, and what came after it was.

`options.published` is a document:

    {"days": [{"date", "issues": [{"change": [row], "change_by_category": [row], "saw": [movement id]}]}],
     "first_published": date, "gone": [movement row], "former": {table: [row]},
     "pruned": [{"date", "saw"}]}

`days` are the valuations that are there: final, unfiltered, compared with the day before; of each its
issues in order, the last being the present one. Rows are those of the CSV by column. `saw` has the ids of
the movements up to the end of the date that the run's snapshot had. `gone` has rows of movements that
the exported ledger does not have any more. `former` is the last published roll-forward, for months whose
days are pruned; `pruned` has what the last runs of these days saw. `first_published`, by default the first of `days`, may be earlier.
"""

from calendar import monthrange
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from late_entries import late_entries
from stock import ZERO, total

FLOWS = ["purchases", "sales", "adjustments", "transfers", "other", "cost_changes", "rounding"]
MEMORANDA = ["adjusted_up", "adjusted_down"]
SUMMED = [*FLOWS, "late_entries", *MEMORANDA]
MONEY = ["opening_value", *SUMMED, "closing_value"]
DAY = timedelta(days=1)


class Side:
    """By store or by category: what a table of the valuation and one here name their rows by."""

    def __init__(self, table, source, key, name, everything):
        self.table, self.source, self.key, self.name = table, source, key, name
        self.everything = everything

    def rows(self, issue):
        """Key -> row, without that of all."""
        found = {}
        for row in issue[self.source]:
            if row[self.name] != self.everything or row[self.key]:
                # A category is told by its key, one without a key by its name.
                found[row[self.key] or "", row[self.name] if not row[self.key] else ""] = row
        return found


SIDES = [Side("by_store", "change", "store_id", "store_name", "(all stores)"),
         Side("by_category", "change_by_category", "category_key", "category_name",
              "(all categories)")]


class Months:
    """The fiscal year of a date, up to it."""

    def __init__(self, options):
        self.document = options.published or {"days": []}
        self.days = {date.fromisoformat(day["date"]): day["issues"] for day in self.document["days"]}
        first = self.document.get("first_published")
        self.first = date.fromisoformat(first) if first else min(self.days, default=None)
        last, start = options.last, options.finance.year_start
        self.year = date(last.year - (last.month < start), start, 1)
        self.months, month = [], self.year
        while month <= last:
            end = month.replace(day=monthrange(month.year, month.month)[1])
            if self.first and month >= self.first:
                self.months.append((month, min(end, last)))
            month = end + DAY
        self.number = {month: (month.year - self.year.year) * 12 + month.month - start + 1
                       for month, _ in self.months}
        final = date(self.year.year + (start > 1), (start + 10) % 12 + 1, 1)
        self.name = f"{self.year:%Y-%m}_{final:%Y-%m}"

    def needed(self, month, end):
        days = [month + DAY * n for n in range((end - month).days + 1)]
        return ([] if month == self.first else [month - DAY]) + days

    def missing(self, month, end):
        return [day for day in self.needed(month, end) if day not in self.days]

    def present(self, day):
        return self.days[day][-1]

    def former(self, side, month):
        """A complete month of the last published roll-forward."""
        rows = [row for row in self.document.get("former", {}).get(side.table, [])
                if row["month"] == f"{month:%Y-%m}"]
        return rows if rows and all(row["late_entries"] != "" for row in rows) else []

    def carried(self, side, month):
        """What the month before closed with, by key, where that is copied: whatever was issued again
        since is in the late entries of this one. None where it is made of its days."""
        before = [span for span in self.months if span[0] < month][-1:]
        if not before or self.source(*before[0]) != "copied":
            return None
        return {key: row for key, row in copied_rows(side, self, before[0][0]).items()
                if row["closing_value"]}

    def source(self, month, end):
        if not self.missing(month, end):
            return "days"
        return "copied" if self.former(SIDES[0], month) else None


def money(cell):
    return Decimal(cell) if cell not in ("", None) else None


def roll_forward(stock, options):
    months = Months(options)
    return {side.table: rolled(side, months) for side in SIDES} | dict(
        restatements=restatements(months, options),
        late_entries=late_entries(stock, months, options))


def rolled(side, months):
    """The months' rows, after each all together, at the end the year's."""
    rows, years = [], defaultdict(list)
    for place, (month, end) in enumerate(months.months):
        found = month_rows(side, months, month, end)
        for key, row in found.items():
            years[key].append(row)
        cells = dict(month=f"{month:%Y-%m}", fiscal_period=months.number[month],
                     days=(end - month).days + 1)
        rows += with_all(side, found, 2 * place, cells, months.source(month, end))
    if not months.months:
        return rows
    first, last = (f"{months.months[n][0]:%Y-%m}" for n in (0, -1))
    found = {}
    for key, parts in years.items():
        found[key] = dict(
            {side.key: key[0], side.name: parts[-1][side.name],
             "opening_value": parts[0]["opening_value"] if parts[0]["of"] == first else ZERO,
             "closing_value": parts[-1]["closing_value"] if parts[-1]["of"] == last else ZERO},
            **{name: summed(part[name] for part in parts) for name in SUMMED})
    if not all(months_join(months)):
        for row in found.values():
            row.update(dict.fromkeys(SUMMED))
    sources = {months.source(*month) for month in months.months}
    source = None if None in sources else "copied" if "copied" in sources else "days"
    days = sum((end - month).days + 1 for month, end in months.months)
    return rows + with_all(side, found, 2 * len(months.months),
                           dict(month=months.name, fiscal_period=None, days=days), source)


def summed(cells):
    """Nothing, when a part is not known."""
    cells = list(cells)
    return None if None in cells else sum(cells, ZERO)


def with_all(side, found, place, cells, source):
    every = {side.key: "", side.name: side.everything} | {
        name: summed(row[name] for row in found.values()) if found or source else None
        for name in MONEY}
    return [row | cells | dict(place=place, source=source) for row in found.values()] + [
        every | cells | dict(place=place + 1, source=source)]


def months_join(months):
    """Whether each copied month opens, on both sides, with what the one before it closed with."""
    for before, copied in zip(months.months, months.months[1:]):
        if months.source(*copied) == "copied" and months.source(*before):
            for side in SIDES:
                closed, opened = (month_rows(side, months, *span) for span in (before, copied))
                yield all((closed[key]["closing_value"] if key in closed else ZERO)
                          == (opened[key]["opening_value"] if key in opened else ZERO)
                          for key in closed.keys() | opened.keys())


def copied_rows(side, months, month):
    """Key -> a row of a month that is copied."""
    return {(row[side.key] or "", row[side.name] if not row[side.key] else ""):
            {cell: money(row[cell]) for cell in MONEY} | {
                side.key: row[side.key], side.name: row[side.name], "of": f"{month:%Y-%m}"}
            for row in months.former(side, month)
            if row[side.name] != side.everything or row[side.key]}


def month_rows(side, months, month, end):
    """Key -> a store's or category's month. Of a month with a day that is not there, and that no former
    run had complete, only what is known at its ends."""
    name = f"{month:%Y-%m}"
    source = months.source(month, end)
    if source == "copied":
        return copied_rows(side, months, month)
    shown = [day for day in months.needed(month, end) if day in months.days]
    tables = {day: side.rows(months.present(day)) for day in shown}
    carried = months.carried(side, month) if source else None
    found = {key: {side.key: row[side.key], side.name: row[side.name], "of": name}
             for key, row in (carried or {}).items()}
    for day in shown:
        for key, row in tables[day].items():
            found[key] = {side.key: row[side.key], side.name: row[side.name], "of": name}
    for key, row in found.items():
        def cell(day, column):
            """0 where the store had nothing yet."""
            if day not in tables:
                return None
            if day < month and carried is not None:
                return carried[key]["closing_value"] if key in carried else ZERO
            return money(tables[day][key][column]) if key in tables[day] else ZERO

        begun = month == months.first
        row["opening_value"] = cell(month, "opening_value") if begun else cell(
            month - DAY, "closing_value")
        row["closing_value"] = cell(end, "closing_value")
        days = [month + DAY * n for n in range((end - month).days + 1)]
        for column in FLOWS + MEMORANDA:
            row[column] = summed(cell(day, column) for day in days) if source else None
        late = days[1:] if begun else days
        row["late_entries"] = summed(cell(day, "opening_value") - cell(day - DAY, "closing_value")
                                     for day in late) if source else None
    return found


def restatements(months, options):
    """The stores of each date's valuation that was issued more than once."""
    side, rows = SIDES[0], []
    for day, issues in months.days.items():
        if len(issues) < 2 or not months.year <= day <= options.last:
            continue
        first, present = side.rows(issues[0]), side.rows(issues[-1])
        for key in first.keys() | present.keys():
            before, after = (money(table[key]["closing_value"]) if key in table else ZERO
                             for table in (first, present))
            rows.append(dict(
                period=day, store_id=key[0], issues=len(issues), first_value=before,
                store_name=(present.get(key) or first[key])["store_name"],
                present_value=after, difference=after - before))
    return rows


def late_differences(tables):
    """Where what is listed does not explain late_entries: (month, store id, amount). A warning."""
    listed = defaultdict(list)
    for row in tables["late_entries"]:
        listed[f"{row['seen_on']:%Y-%m}", row["store_id"]].append(row["value"])
    for row in tables["by_store"]:
        if row["store_id"] and row["fiscal_period"] and row["source"] == "days":
            entries = listed[row["month"], row["store_id"]]
            left = row["late_entries"] - total(entries)
            if abs(left) > Decimal("0.01") * (len(entries) + 1):
                yield row["month"], row["store_id"], left
