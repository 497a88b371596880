"""What the month's movements cost, by fifo and by average: cost_flow of stock-ageing."""

from datetime import timedelta

from ageing_fold import BASES
from ageing_lines import scaled
from stock import rounded, total
from tables import group

EFFECTS = ["purchases", "sales", "adjustments", "transfers", "other"]
PLACES = dict(fifo=5, average=8)


def closed_value(basis, closed, costs, day):
    """As in `detail`, to the cent; None when it is no number."""
    if closed.quantity == 0:
        return rounded(scaled(0, 0), 2)
    exact = closed.fifo(costs, day) if basis == "fifo" else closed.average_value()
    return rounded(scaled(exact, PLACES[basis]), 2)


def cost_flow(stock, folds, options):
    """A row for each basis, store and category that has a pair, and one of all stores."""
    rows = [dict(product_id=state.pair.product.id, product=state.pair.product, store_id=store_id,
                 fold=fold, state=state)
            for fold in folds for store_id, state in fold.states.items()
            if not options.stores or store_id in options.stores]
    before = options.last.replace(day=1) - timedelta(days=1)
    for place, basis in enumerate(BASES):
        lines = []
        for _, key, name, members in group(rows, lambda row: row["product"].category_id,
                                           lambda row: row["product"].category_name):
            for store_id in sorted({row["store_id"] for row in members}):
                own = [row for row in members if row["store_id"] == store_id]
                lines.append(dict(
                    place=2 * place, basis=basis, store_id=store_id,
                    store_name=stock.store_name(store_id), category_key=key, category_name=name,
                ) | effects(basis, own, before, options.last))
        yield from lines
        yield dict(place=2 * place + 1, basis=basis, store_id="", store_name="(all stores)",
                   category_key="", category_name="") | {
            name: total(line[name] for line in lines)
            for name in ("opening_value", *EFFECTS, "corrections", "closing_value")}


def effects(basis, rows, before, last):
    opening = total(closed_value(basis, row["fold"].opening[row["store_id"]], row["fold"].costs, before)
                    for row in rows)
    closing = total(closed_value(basis, row["fold"].closing[row["store_id"]], row["fold"].costs, last)
                    for row in rows)
    moved = {name: rounded(scaled(sum(row["state"].flows[basis][name] for row in rows),
                                  PLACES[basis]), 2) for name in EFFECTS}
    return dict(opening_value=opening, closing_value=closing,
                corrections=closing - opening - sum(moved.values())) | moved
