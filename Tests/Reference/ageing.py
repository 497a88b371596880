"""stock-ageing: the tables, from the lines and from what happened to each product."""

from collections import defaultdict
from datetime import timedelta

from ageing_fold import TRANSIT_DAYS, ProductFold
from ageing_lines import QUANTITIES, VALUES, Line, scaled
from cost_flow import cost_flow
from layers import AT_LEAST, MERGED
from stock import known, ratio, rounded, total
from tables import group, pair_cells

UNMATCHED_DAYS = 31  # that end with the date
NOT_RECEIVED_DAYS = range(15, 46)
SUMS = ["standard_value", "fifo_value", "average_value", "carrying_value", *VALUES]
ALLOWANCES = ["provision", "nrv_write_down", "allowance", "net_value"]


def stock_ageing(stock, options):
    by_product = defaultdict(list)
    for pair in stock.pairs_of(()):  # a transfer has two ends: all stores
        by_product[pair.product.id].append(pair)
    folds = [ProductFold(stock.products[product_id], pairs, options)
             for product_id, pairs in by_product.items()]
    lines = [Line(fold, state, fold.closing[store_id], options)
             for fold in folds for store_id, state in fold.states.items()
             if chosen(options, store_id) and state.pair.quantity(options.end) != 0]
    rows = [line.cells(stock) for line in lines]
    return dict(
        detail=rows,
        by_store=groups(rows, lambda row: row["store_id"], lambda row: row["store_name"]),
        by_category=groups(rows, lambda row: row["product"].category_id,
                           lambda row: row["category_name"]),
        by_supplier=groups(rows, lambda row: row["supplier_id"], lambda row: row["supplier_name"]),
        buckets=buckets(rows, options), layers=layer_rows(rows, options),
        in_transit=in_transit(stock, folds, options), cost_flow=cost_flow(stock, folds, options),
        exceptions=exceptions(stock, folds, rows, options))


def chosen(options, store_id):
    return not options.stores or store_id in options.stores


def total_or_none(cells):
    """Of a judgement that nobody made there is no sum."""
    cells = [cell for cell in cells if known(cell)]
    return total(cells) if cells else None


def groups(rows, id_of, name_of):
    for _, key, name, members in group(rows, id_of, name_of):
        yield dict(
            key=key, name=name, lines=len(members),
            slow_value=total(row["carrying_value"] for row in members
                             if row["movement_status"] == "slow"),
            dead_value=total(row["carrying_value"] for row in members
                             if row["movement_status"] == "dead"),
        ) | {name: total(row[name] for row in members) for name in SUMS} | {
            name: total_or_none(row[name] for row in members) for name in ALLOWANCES}


def buckets(rows, options):
    policy = options.finance
    ends = policy.days + [None, None]
    begins = [0] + [days + 1 for days in policy.days] + [None]
    everything = total(row["carrying_value"] for row in rows)
    for place, (quantity, value) in enumerate(zip(QUANTITIES, VALUES)):
        amount = total(row[value] for row in rows)
        provisions = []
        for row in rows:
            rates = policy.rates(row["product"])
            if rates and known(row[value]):
                provisions.append(rounded(row[value] * rates[place], 2))
        yield dict(
            bucket=place + 1, from_days=begins[place], to_days=ends[place],
            provision_rate=policy.rates()[place] if policy.rates() else None,
            lines=sum(bool(row[quantity]) for row in rows), value=amount,
            share=ratio(amount, everything), provision=total_or_none(provisions))


def layer_rows(rows, options):
    for row in rows:
        line = row["line"]
        for part in line.closed.slices:
            cents = None if line.closed.unknown else line.costs.cents(part.day or options.last)
            yield dict(
                store_id=row["store_id"], store_name=row["store_name"], product_id=row["product_id"],
                sku=row["sku"], unit=row["unit"], received_on=part.day,
                age_days=((options.last - part.day).days
                          if part.day and not line.is_negative else None),
                basis=("negative" if line.is_negative else "unknown" if part.day is None else
                       "at_least" if part.marks & AT_LEAST else
                       "merged" if part.marks & MERGED else "known"),
                quantity=scaled(part.quantity, 3), unit_cost=scaled(cents, 2),
                cost_basis=(None if line.closed.unknown else
                            line.costs.basis(part.day or options.last)),
                value=None if cents is None else scaled(part.quantity * cents, 5))


def slice_value(fold, part):
    cents = fold.costs.cents(part.received_on)
    return None if cents is None else rounded(scaled(part.quantity * cents, 5), 2)


def in_transit(stock, folds, options):
    """What has left a store at most 14 days ago and arrived nowhere."""
    for fold in folds:
        for part in fold.transit:
            if not part.quantity or (options.last - part.left_on).days > TRANSIT_DAYS:
                continue
            if chosen(options, part.store_id):
                cells = pair_cells(stock, fold.states[part.store_id].pair)
                yield cells | dict(
                    left_on=part.left_on, from_store_id=part.store_id,
                    from_store_name=cells["store_name"], reference=part.reference,
                    received_on=part.received_on, quantity=scaled(part.quantity, 3),
                    unit_cost=scaled(fold.costs.cents(part.received_on), 2),
                    value=slice_value(fold, part))


def exceptions(stock, folds, rows, options):
    found = []

    def add(kind, cells, value):
        found.append(cells | dict(kind=kind, detail="free", value=value))

    for row in rows:
        line, carrying = row["line"], row["carrying_value"]
        if line.is_negative:
            add("negative_stock", row, carrying)
        elif row["quantity_unknown"]:
            add("unknown_age", row, row["value_unknown"])
        if any(part.marks & MERGED for part in line.dated):
            add("merged_layers", row, carrying)
        if row["sell_price"] == 0:
            add("no_sell_price", row, carrying)
        if row["cost_price"] == 0:
            add("missing_cost", row, carrying)

    oldest = options.last - timedelta(days=UNMATCHED_DAYS - 1)
    for fold in folds:
        for store_id, state in fold.states.items():
            if not chosen(options, store_id):
                continue
            cells = pair_cells(stock, state.pair)
            came = [part for part in fold.unmatched
                    if part.store_id == store_id and part.day >= oldest]
            if came:
                add("unmatched_transfer", cells, total_or_none(
                    rounded(scaled(part.quantity * fold.costs.cents(part.day), 5), 2)
                    for part in came if fold.costs.cents(part.day) is not None))
            lost = [part for part in fold.transit if part.store_id == store_id and part.quantity
                    and (options.last - part.left_on).days in NOT_RECEIVED_DAYS]
            if lost:
                add("transfer_not_received", cells, total_or_none(
                    slice_value(fold, part) for part in lost))
    not_numbers(stock, folds, rows, add, options)
    return found


def not_numbers(stock, folds, rows, add, options):
    """Pairs whose quantity or ledger, and products whose cost or price, is no number."""
    by_pair = {(row["store_id"], row["product_id"]): row for row in rows}
    product_rows = defaultdict(list)
    for row in rows:
        product_rows[row["product_id"]].append(row)
    for fold in folds:
        for store_id, state in fold.states.items():
            closed, row = fold.closing[store_id], by_pair.get((store_id, state.pair.product.id))
            costless = row is not None and not closed.unknown and known(row["cost_price"]) and not (
                known(row["fifo_value"]) and known(row["average_value"]))
            if chosen(options, store_id) and (closed.unknown or costless):
                add("not_a_number", pair_cells(stock, state.pair),
                    row["carrying_value"] if row else None)
    for product_id, members in product_rows.items():
        if not all(known(price) for price in stock.products[product_id].prices(options.end)):
            add("not_a_number", members[0] | dict(store_id="", store_name=""),
                total_or_none(row["carrying_value"] for row in members))
