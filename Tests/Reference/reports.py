"""Every table of the reports, recomputed row by row from the contract's sentences."""

from bisect import bisect_right
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from stock import (DAY, ZERO, known, days, normal_quantile, ratio, rounded, square_root, total,
                   value)

# The columns of each table, in order. After the colon: the kind of cell (text without one); a digit
# is a decimal with that many places, `free` is wording nobody compares. `sort` names the order, of a
# number `-` the largest and `+` the smallest first, what is not known last; `key` is what tells one
# row from another.
TABLES = {
    "inventory-valuation": {
        "detail": dict(
            columns="store_id store_name product_id sku barcode product_name category_name "
                    "supplier_name unit quantity:3 cost_price:2 cost_basis cost_value:2 sell_price:2 "
                    "retail_value:2 potential_profit:2 margin:4 is_active:bool "
                    "last_movement_at:time unexplained_quantity:3",
            sort="store_name sku product_id store_id", key="store_id product_id"),
        "by_store": dict(
            columns="key name products:int cost_value:2 retail_value:2 potential_profit:2 margin:4 "
                    "share:4 negative_cost_value:2", sort="name key", key="key name"),
        "by_category": dict(
            columns="key name products:int cost_value:2 retail_value:2 potential_profit:2 margin:4 "
                    "share:4 negative_cost_value:2", sort="name key", key="key name"),
        "by_supplier": dict(
            columns="key name products:int cost_value:2 retail_value:2 potential_profit:2 margin:4 "
                    "share:4 negative_cost_value:2", sort="name key", key="key name"),
        "change": dict(
            columns="store_id store_name opening_value:2 purchases:2 sales:2 adjustments:2 "
                    "transfers:2 other:2 cost_changes:2 rounding:2 closing_value:2",
            sort="store_name store_id", key="store_id"),
        "exceptions": dict(
            columns="store_id store_name product_id sku product_name kind detail:free cost_value:2",
            sort="kind store_name sku store_id product_id", key="kind store_id product_id"),
    },
    "movement-summary": {
        "detail": dict(
            columns="store_id store_name product_id sku product_name category_name unit "
                    "opening_quantity:3 purchased:3 sold:3 adjusted_up:3 adjusted_down:3 "
                    "transferred_in:3 transferred_out:3 other:3 closing_quantity:3 movements:int "
                    "unexplained_quantity:3 opening_value:2 closing_value:2 sales_at_cost:2 "
                    "sales_at_price:2",
            sort="store_name sku product_id store_id", key="store_id product_id"),
        "by_store": dict(
            columns="store_id store_name opening_value:2 purchases:2 sales:2 adjustments:2 "
                    "transfers:2 other:2 rounding:2 closing_value:2 movements:int sales_at_price:2",
            sort="store_name store_id", key="store_id"),
        "by_type": dict(
            columns="store_id store_name movement_type unit movements:int quantity_in:3 "
                    "quantity_out:3 value_in:2 value_out:2",
            sort="store_name movement_type unit store_id", key="store_id movement_type unit"),
        "by_day": dict(
            columns="date:date store_id store_name movement_type movements:int value_in:2 value_out:2",
            sort="date store_name movement_type store_id",
            key="date store_id movement_type"),
        "ledger_gaps": dict(
            columns="movement_id store_id store_name product_id sku created_at:time kind expected:3 "
                    "found:3", sort="created_at movement_id kind", key="movement_id kind"),
    },
    "reorder-suggestions": {
        "suggestions": dict(
            columns="supplier_id supplier_name store_id store_name product_id sku barcode "
                    "product_name category_name unit quantity:3 on_order:3 reorder_level:3 "
                    "max_stock:3 sold_in_window:3 in_stock_days:6 average_daily_demand:6 "
                    "demand_std:6 days_of_cover:1 stockout_date:date lead_time_days:number "
                    "safety_stock:3 reorder_point:3 rule suggested_quantity:3 cost_price:2 "
                    "order_cost:2 urgency reason:free review_days:number target:3 "
                    "pack_size:3 min_order_quantity:3",
            sort="supplier_name supplier_id store_name urgency sku store_id product_id",
            key="store_id product_id"),
        "by_supplier": dict(
            columns="supplier_id supplier_name lines:int order_cost:2 earliest_stockout_date:date",
            sort="supplier_name supplier_id", key="supplier_id supplier_name"),
        "not_suggested": dict(
            columns="store_id store_name product_id sku product_name quantity:3 reorder_level:3 "
                    "reason:free", sort="store_name sku store_id product_id",
            key="store_id product_id"),
    },
    "low-stock": {
        "low_stock": dict(
            columns="store_id store_name product_id sku product_name supplier_name unit "
                    "quantity_on_hand:3 reorder_level:3 max_stock:3 shortfall:3 "
                    "average_daily_demand:6 days_of_cover:1 suggested_quantity:3 status "
                    "low_since:date",
            sort="store_name status days_of_cover+ sku store_id product_id",
            key="store_id product_id"),
    },
    "slow-movers": {
        "slow_movers": dict(
            columns="store_id store_name product_id sku product_name category_name unit quantity:3 "
                    "cost_value:2 last_sale_at:time days_idle:int",
            sort="store_name -cost_value sku store_id product_id", key="store_id product_id"),
    },
}
URGENCY = ["out_of_stock", "critical", "due", "low"]  # of an order and, the first and last, of low stock

EFFECTS = {"PURCHASE": "purchases", "SALE": "sales", "ADJUSTMENT": "adjustments",
           "TRANSFER": "transfers"}
EFFECT_COLUMNS = ["purchases", "sales", "adjustments", "transfers", "other"]

POLICY_DEFAULTS = dict(
    lead_time_days=Decimal(7), lead_time_std_days=ZERO, review_days=Decimal(7),
    service_level=Decimal("0.95"), pack_size=None, min_order_quantity=ZERO, rule="auto")
POLICY_SCOPES = ("category", "supplier", "sku", "product_id")
SOLD_BY_WEIGHT = set(
    "mg g gm gr gram grams gramme grammes kg kgs kilo kilos kilogram kilograms kilogramme "
    "kilogrammes tonne tonnes lb lbs pound pounds oz ounce ounces "
    "ก กรัม กก กิโล กิโลกรัม ขีด ตัน".split())


class Options:
    """What a run was asked for."""

    def __init__(self, zone, now, first, last, compare_with=None, window=90, stores=(),
                 suppliers=(), policy=None, idle_days=90):
        self.zone, self.now, self.first, self.last = zone, now, first, last
        self.compare_with = compare_with or last - timedelta(days=1)
        self.window, self.idle_days, self.policy = window, idle_days, Policy(policy or {})
        self.stores, self.suppliers = frozenset(stores), frozenset(suppliers)
        self.start, self.end = zone.start(first), min(zone.end(last), now)
        self.provisional = zone.end(last) > now


def kinds(report, table):
    """Column key -> kind, in order."""
    columns = TABLES[report][table]["columns"].split()
    return {name: kind or "text" for name, _, kind in (column.partition(":") for column in columns)}


def text_key(text):
    return (text or "").encode()


def in_order(report, table, rows):
    def part(row, column):
        if column[0] == "-" or column[-1] == "+":
            number = row[column.strip("-+")]
            return (True, ZERO) if not known(number) else (
                False, -number if column[0] == "-" else number)
        cell = row[column]
        if column in ("urgency", "status"):
            return URGENCY.index(cell)
        return text_key(cell) if cell is None or isinstance(cell, str) else cell

    columns = TABLES[report][table]["sort"].split()
    return sorted(rows, key=lambda row: [part(row, column) for column in columns])


def recompute(report, stock, options):
    """All tables of a report: table key -> rows in order (dictionaries by column)."""
    tables = {"inventory-valuation": valuation, "movement-summary": movement_summary,
              "reorder-suggestions": reorder, "low-stock": low_stock,
              "slow-movers": slow_movers}[report](stock, options)
    ordered = {table: in_order(report, table, tables[table]) for table in TABLES[report]}
    if report == "inventory-valuation":
        ordered["change"].append(all_stores(ordered["change"]))
    return ordered


def pair_cells(stock, pair):
    product = pair.product
    return dict(
        store_id=pair.store_id, store_name=stock.store_name(pair.store_id), product_id=product.id,
        sku=product.sku, barcode=product.barcode, product_name=product.name, unit=product.unit,
        category_name=product.category_name, supplier_id=product.supplier_id,
        supplier_name=product.supplier_name)


def group(rows, id_of, name_of):
    """Rows by id, without an id by name, without either under `(none)`: (id, key, name, members)."""
    groups = defaultdict(list)
    for row in rows:
        product_id, name = id_of(row), name_of(row)
        groups["id" if product_id else "name", product_id or name or ""].append(row)
    for (by, key), members in groups.items():
        first = min(members, key=lambda row: text_key(row["product_id"]))
        name = name_of(first) if by == "id" or key else "(none)"
        yield (key if by == "id" else ""), key, name, members


# 1. inventory-valuation

def valuation(stock, options):
    end = options.end
    opening = min(options.zone.end(options.compare_with), options.now)
    pairs = stock.pairs_of(options.stores)
    rows = []
    for pair in pairs:
        quantity, product = pair.quantity(end), pair.product
        if not pair.level and quantity == 0:
            continue
        cost, sell = product.prices(end)
        cost_value, retail = value(quantity, cost), value(quantity, sell)
        latest = pair.latest(end)
        rows.append(pair_cells(stock, pair) | dict(
            quantity=quantity, cost_price=cost, sell_price=sell,
            cost_basis=("missing" if cost == 0 and quantity != 0 else
                        "recorded" if product.seen(end) else "current"),
            cost_value=cost_value, retail_value=retail, potential_profit=retail - cost_value,
            margin=ratio(retail - cost_value, retail), is_active=product.active,
            last_movement_at=latest.at if latest else None,
            unexplained_quantity=pair.unexplained(end), product=product))
    return dict(
        detail=rows,
        by_store=value_groups(rows, lambda row: row["store_id"], lambda row: row["store_name"]),
        by_category=value_groups(rows, lambda row: row["product"].category_id,
                                 lambda row: row["category_name"]),
        by_supplier=value_groups(rows, lambda row: row["supplier_id"],
                                 lambda row: row["supplier_name"]),
        change=change(stock, pairs, opening, end),
        exceptions=exceptions(stock, pairs, rows, opening, end))


def value_groups(rows, id_of, name_of):
    everything = total(row["cost_value"] for row in rows)
    for _, key, name, members in group(rows, id_of, name_of):
        cost, retail, profit = (total(row[column] for row in members)
                                for column in ("cost_value", "retail_value", "potential_profit"))
        yield dict(
            key=key, name=name, cost_value=cost, retail_value=retail, potential_profit=profit,
            products=len({row["product_id"] for row in members if row["quantity"] != 0}),
            margin=ratio(profit, retail), share=ratio(cost, everything),
            negative_cost_value=total(row["cost_value"] for row in members
                                      if known(row["quantity"]) and row["quantity"] < 0))


def effects(pairs, start, end):
    """Signed effect of each type on the value: the sum over pairs of round(net * closing cost, 2)."""
    result = dict.fromkeys(EFFECT_COLUMNS, ZERO)
    for pair in pairs:
        net = defaultdict(Decimal)
        for movement in pair.between(start, end):
            net[EFFECTS.get(movement.type, "other")] += movement.quantity
        for column, quantity in net.items():
            result[column] += total([value(quantity, pair.product.cost_at(end))])
    return result


def stores_of(pairs):
    by_store = defaultdict(list)
    for pair in pairs:
        by_store[pair.store_id].append(pair)
    return by_store


def store_values(stock, store_id, pairs, start, end, priced):
    """Opening value at the costs of the instant `priced`, effects, rounding (what is left) and closing
    value of a store."""
    opening = total(value(pair.quantity(start), pair.product.cost_at(priced)) for pair in pairs)
    closing = total(value(pair.quantity(end), pair.product.cost_at(end)) for pair in pairs)
    moved = effects(pairs, start, end)
    return dict(store_id=store_id, store_name=stock.store_name(store_id), opening_value=opening,
                rounding=closing - opening - sum(moved.values()), closing_value=closing) | moved


def change(stock, pairs, start, end):
    rows = []
    for store_id, members in stores_of(pairs).items():
        row = store_values(stock, store_id, members, start, end, priced=start)
        row["cost_changes"] = total(
            value(pair.quantity(start), pair.product.cost_at(end) - pair.product.cost_at(start))
            for pair in members)
        row["rounding"] -= row["cost_changes"]
        rows.append(row)
    return rows


def all_stores(rows):
    names = [name for name, kind in kinds("inventory-valuation", "change").items() if kind == "2"]
    return dict(store_id="", store_name="(all stores)") | {
        name: total(row[name] for row in rows) for name in names}


def exceptions(stock, pairs, detail, start, end):
    found, product_value = [], defaultdict(Decimal)
    for row in detail:
        product_value[row["product_id"]] += total([row["cost_value"]])

    def pair_level(kind, pair):
        cost = value(pair.quantity(end), pair.product.cost_at(end))
        found.append(pair_cells(stock, pair) | dict(kind=kind, detail="free", cost_value=cost))

    def product_level(kind, product):
        found.append(dict(store_id="", store_name="", product_id=product.id, sku=product.sku,
                          product_name=product.name, kind=kind, detail="free",
                          cost_value=(product_value[product.id]
                                      if known(product.cost_at(end)) else None)))

    for pair in pairs:
        quantity, product, level = pair.quantity(end), pair.product, pair.level
        if known(quantity) and quantity < 0:
            pair_level("negative_stock", pair)
        if quantity != 0 and product.cost_at(end) == 0:
            pair_level("missing_cost", pair)
        if quantity != 0 and not product.active:
            pair_level("inactive_with_stock", pair)
        unexplained = pair.unexplained(end)
        if known(unexplained) and unexplained != 0:
            pair_level("unexplained_quantity", pair)
        if pair.gaps(start, end):
            pair_level("ledger_gap", pair)
        if pair.undated:
            pair_level("undated_movement", pair)
        bad = any(movement.has_nan() for movement in pair.movements + pair.undated)
        if level:
            if known(level.max_stock) and known(level.reorder_level) and (
                    0 < level.max_stock < level.reorder_level):
                pair_level("max_below_reorder_level", pair)
            numbers = (level.on_hand, level.reorder_level, level.max_stock)
            bad = bad or any(number.is_nan() for number in numbers)
            if level.low_flag is not None and known(level.on_hand) and known(level.reorder_level) and (
                    level.low_flag != (level.on_hand <= level.reorder_level)):
                pair_level("low_stock_flag_mismatch", pair)
        if bad:
            pair_level("not_a_number", pair)

    skus, barcodes = defaultdict(list), defaultdict(list)
    for product in stock.products.values():
        skus[product.sku].append(product)
        if product.barcode:
            barcodes[product.barcode].append(product)
        cost, sell = product.prices(end)
        if not all(known(price) for price in (cost, sell, *product.prices(start))):
            product_level("not_a_number", product)
        if known(cost) and known(sell) and 0 < sell < cost:
            product_level("cost_above_price", product)
    for kind, products in (("duplicate_sku", skus), ("duplicate_barcode", barcodes)):
        for same in products.values():
            if len(same) > 1:
                for product in same:
                    product_level(kind, product)
    return found


# 2. movement-summary

def movement_summary(stock, options):
    start, end = options.start, options.end
    pairs = stock.pairs_of(options.stores)
    tables = dict(detail=[], by_store=[], by_type=[], by_day=[], ledger_gaps=[])
    for pair in pairs:
        opening, closing = pair.quantity(start), pair.quantity(end)
        movements = pair.between(start, end)
        if movements or opening != 0 or closing != 0:
            tables["detail"].append(
                pair_cells(stock, pair) | movement_cells(pair, opening, closing, movements, end)
                | dict(unexplained_quantity=pair.unexplained(end)))
        for gap in pair.gaps(start, end):
            tables["ledger_gaps"].append(pair_cells(stock, pair) | dict(
                movement_id=gap.movement.id, created_at=gap.movement.at, kind=gap.kind,
                expected=gap.expected, found=gap.found))

    all_days = [day for day in days(options.first, options.last) if options.zone.start(day) < end]
    day_starts = [options.zone.start(day) for day in all_days]
    for store_id, members in stores_of(pairs).items():
        lines = [row for row in tables["detail"] if row["store_id"] == store_id]
        tables["by_store"].append(store_values(stock, store_id, members, start, end, priced=end) | dict(
            movements=sum(row["movements"] for row in lines),
            sales_at_price=total(row["sales_at_price"] for row in lines)))
        store = dict(store_id=store_id, store_name=stock.store_name(store_id))
        by_type, by_day = defaultdict(list), defaultdict(list)
        for pair in members:
            for movement in pair.between(start, end):
                day = all_days[bisect_right(day_starts, movement.at) - 1]
                by_type[movement.type, pair.product.unit].append((movement, pair.product))
                by_day[day, movement.type].append((movement, pair.product))
        for (kind, unit), moved in by_type.items():
            quantities = [movement.quantity for movement, _ in moved if known(movement.quantity)]
            tables["by_type"].append(store | in_and_out(moved, end) | dict(
                movement_type=kind, unit=unit,
                quantity_in=sum((q for q in quantities if q > 0), ZERO),
                quantity_out=-sum((q for q in quantities if q < 0), ZERO)))
        busy = {day for day, _ in by_day}
        for day in all_days:
            if day not in busy:
                by_day[day, ""] = []
        for (day, kind), moved in by_day.items():
            tables["by_day"].append(store | in_and_out(moved, end) | dict(date=day, movement_type=kind))
    return tables


def movement_cells(pair, opening, closing, movements, end):
    cost, sell = pair.product.prices(end)

    def net(kind, keep=lambda quantity: True):
        return sum((m.quantity for m in movements if m.type == kind and keep(m.quantity)), ZERO)

    def up(quantity):
        return not known(quantity) or quantity > 0

    def down(quantity):
        return not known(quantity) or quantity < 0

    sold = -net("SALE")
    return dict(
        opening_quantity=opening, closing_quantity=closing, movements=len(movements),
        purchased=net("PURCHASE"), sold=sold,
        adjusted_up=net("ADJUSTMENT", up), adjusted_down=-net("ADJUSTMENT", down),
        transferred_in=net("TRANSFER", up), transferred_out=-net("TRANSFER", down),
        other=sum((m.quantity for m in movements if m.type not in EFFECTS), ZERO),
        opening_value=value(opening, cost), closing_value=value(closing, cost),
        sales_at_cost=value(sold, cost), sales_at_price=value(sold, sell))


def in_and_out(moved, end):
    """Sums over movements of round(|quantity| * closing cost, 2)."""
    ins = [value(m.quantity, product.cost_at(end)) for m, product in moved
           if known(m.quantity) and m.quantity > 0]
    outs = [value(-m.quantity, product.cost_at(end)) for m, product in moved
            if known(m.quantity) and m.quantity < 0]
    return dict(movements=len(moved), value_in=total(ins), value_out=total(outs))


# 3. reorder-suggestions

class Policy:
    """The reorder policy, as its file has it: {"defaults": {..}, "overrides": {"category": {name or
    id: {..}}, "supplier": .., "sku": .., "product_id": ..}, "on_order": [{"sku" or "product_id",
    "store": id or name, "quantity"}]}."""

    def __init__(self, document):
        self.document = document
        self.overrides = document.get("overrides") or {}
        unknown = set(document) - {"defaults", "overrides", "on_order"}
        unknown |= set(self.overrides) - set(POLICY_SCOPES)
        if unknown:
            raise ValueError(f"the policy has unknown keys: {sorted(unknown)}")

    def settings(self, product):
        found = dict(POLICY_DEFAULTS) | (self.document.get("defaults") or {})
        named = ((product.category_name, product.category_id),
                 (product.supplier_name, product.supplier_id),
                 () if product.sku_is_shared else (product.sku,), (product.id,))
        for scope, names in zip(POLICY_SCOPES, named):
            for name in names:
                found |= (self.overrides.get(scope) or {}).get(name, {}) if name else {}
        if found["pack_size"] is None:
            by_weight = product.unit.strip().lower().rstrip(".") in SOLD_BY_WEIGHT
            found["pack_size"] = Decimal("0.001") if by_weight else Decimal(1)
        return {name: setting if name == "rule" else Decimal(setting)
                for name, setting in found.items()}

    def on_order(self, stock):
        """(store_id, product_id) -> quantity; a line that fits nothing, or several, counts nothing."""
        result = defaultdict(Decimal)
        for line in self.document.get("on_order") or []:
            ids = [line["product_id"]] if "product_id" in line else [
                product.id for product in stock.products.values()
                if product.active and product.sku == line["sku"]]
            stores = [line["store"]] if line["store"] in stock.store_names else [
                store_id for store_id, name in stock.store_names.items() if name == line["store"]]
            if len(ids) == 1 and len(stores) == 1:
                result[stores[0], ids[0]] += Decimal(line["quantity"])
        return result


def demand(pair, options):
    """What was sold in the window, and how much of it the shelf was not empty."""
    zone, end = options.zone, options.end
    window = days(options.last - timedelta(days=options.window - 1), options.last)
    starts = [zone.start(day) for day in window]
    sold = [ZERO] * len(window)
    for movement in pair.between(starts[0], end):
        if movement.type == "SALE":
            sold[bisect_right(starts, movement.at) - 1] -= movement.quantity

    in_stock, unknown = 0, False
    past = pair.before(end)
    for index, movement in enumerate(past):
        begin = max(movement.at, starts[0])
        until = past[index + 1].at if index + 1 < len(past) else end
        if until > begin:
            # While a balance is no number, nobody knows whether anything was in stock.
            unknown |= not known(movement.after)
            if known(movement.after) and movement.after > 0:
                in_stock += until - begin
    n = None if unknown else rounded(Fraction(in_stock, DAY), 6)

    sold_in_window = sum(sold, ZERO)
    average = deviation = None
    if known(sold_in_window) and known(n):
        if n >= 1:
            average = rounded(Fraction(max(ZERO, sold_in_window)) / Fraction(n), 6)
        deviation = ZERO
        if n > 1:
            squares, whole = Fraction(sum(s * s for s in sold)), Fraction(sold_in_window)
            variance = (squares - whole * whole / Fraction(n)) / (Fraction(n) - 1)
            deviation = square_root(max(Fraction(0), variance))
    return dict(sold_in_window=sold_in_window, in_stock_days=n, average_daily_demand=average,
                demand_std=deviation, sale_days=sum(known(s) and s > 0 for s in sold))


def cover(quantity, average, date):
    if not known(quantity) or not known(average) or average == 0:
        return dict(days_of_cover=None, stockout_date=None)
    exact = Fraction(max(quantity, ZERO)) / Fraction(average)
    return dict(days_of_cover=rounded(exact, 1),
                stockout_date=date + timedelta(days=floor(exact)) if exact <= 3650 else None)


def suggest(pair, options, on_order):
    """The figures of a pair with a level row, and `suggested_quantity`: None when nothing is to be ordered."""
    level, settings = pair.level, options.policy.settings(pair.product)
    quantity = pair.quantity(options.end)
    figures = demand(pair, options)
    figures |= cover(quantity, figures["average_daily_demand"], options.last)
    d, sigma = figures["average_daily_demand"], figures["demand_std"]
    position = quantity + on_order

    rule = settings["rule"]
    if rule == "auto":
        enough = known(figures["in_stock_days"]) and figures["in_stock_days"] >= 14 and figures["sale_days"] >= 5
        rule = "demand" if enough and known(d) else "min_max"

    safety = point = target = None
    lead, lead_std = settings["lead_time_days"], settings["lead_time_std_days"]
    if rule == "demand" and known(d) and known(sigma):
        z = normal_quantile(settings["service_level"])

        def buffer(span):
            return z * square_root(Fraction(span * sigma * sigma + d * d * lead_std * lead_std))

        safety = rounded(buffer(lead), 3)
        point = rounded(d * lead + safety, 3)
        span = lead + settings["review_days"]
        target = rounded(d * span + buffer(span), 3)
    elif rule == "min_max" and known(level.reorder_level) and known(level.max_stock) and (
            level.reorder_level > 0 or level.max_stock > 0):
        point = level.reorder_level
        short = level.max_stock == 0 or level.max_stock < level.reorder_level
        target = 2 * level.reorder_level if short else level.max_stock

    order = None
    if point is not None and known(position) and position <= point and target > position:
        least = max(target - position, settings["min_order_quantity"])
        pack = settings["pack_size"]
        order = ceil(Fraction(least) / Fraction(pack)) * pack
    return figures | dict(
        quantity=quantity, on_order=on_order, reorder_level=level.reorder_level,
        max_stock=level.max_stock, lead_time_days=lead, rule=rule, safety_stock=safety,
        reorder_point=point, target=target, suggested_quantity=order,
        review_days=settings["review_days"], pack_size=settings["pack_size"],
        min_order_quantity=settings["min_order_quantity"])


def urgency(row):
    if row["quantity"] <= 0:
        return "out_of_stock"
    if row["days_of_cover"] is not None and row["days_of_cover"] <= row["lead_time_days"]:
        return "critical"
    return "due"


def reorder(stock, options):
    on_order = options.policy.on_order(stock)
    suggestions, not_suggested = [], []
    for pair in stock.pairs_of(options.stores):
        if options.suppliers and pair.product.supplier_id not in options.suppliers:
            continue
        row = pair_cells(stock, pair)
        if pair.level and pair.product.active:
            row |= suggest(pair, options, on_order[pair.store_id, pair.product.id])
            if row["suggested_quantity"] is not None:
                cost = pair.product.cost
                suggestions.append(row | dict(
                    cost_price=cost, order_cost=value(row["suggested_quantity"], cost),
                    urgency=urgency(row), reason="free"))
                continue
        quantity = pair.quantity(options.end)
        reorder_level = pair.level.reorder_level if pair.level else ZERO
        if known(quantity) and known(reorder_level) and quantity <= reorder_level:
            not_suggested.append(row | dict(
                quantity=quantity, reorder_level=reorder_level, reason="free"))
    return dict(suggestions=suggestions, not_suggested=not_suggested,
                by_supplier=list(supplier_lines(suggestions)))


def supplier_lines(suggestions):
    for supplier_id, _, name, lines in group(suggestions, lambda row: row["supplier_id"],
                                             lambda row: row["supplier_name"]):
        dates = [row["stockout_date"] for row in lines if row["stockout_date"]]
        yield dict(supplier_id=supplier_id, supplier_name=name, lines=len(lines),
                   order_cost=total(row["order_cost"] for row in lines),
                   earliest_stockout_date=min(dates, default=None))


# 4. low-stock

def low_since(pair, options):
    if not pair.before(options.end):  # what is dated later has not happened yet
        return None
    since = options.last  # low now
    for back in range(1, options.window):
        day = options.last - timedelta(days=back)
        latest = pair.latest(options.zone.end(day))
        if not latest or not known(latest.after) or latest.after > pair.level.reorder_level:
            return since
        since = day
    return None


def low_stock(stock, options):
    on_order, rows = options.policy.on_order(stock), []
    for pair in stock.pairs_of(options.stores):
        level = pair.level
        if not level or not pair.product.active or not known(level.on_hand):
            continue
        if options.suppliers and pair.product.supplier_id not in options.suppliers:
            continue
        limit = known(level.reorder_level)
        low = limit and level.reorder_level > 0 and level.on_hand <= level.reorder_level
        if low or level.on_hand < 0:
            row = pair_cells(stock, pair) | suggest(
                pair, options, on_order[pair.store_id, pair.product.id])
            rows.append(row | dict(
                quantity_on_hand=level.on_hand, shortfall=level.reorder_level - level.on_hand,
                suggested_quantity=row["suggested_quantity"] or ZERO,
                status="out_of_stock" if level.on_hand <= 0 else "low",
                low_since=low_since(pair, options) if limit else None))
    return dict(low_stock=rows)


# 5. slow-movers: a query of its own, whose description is its contract

def slow_movers(stock, options):
    rows = []
    for pair in stock.pairs_of(options.stores):
        quantity, past = pair.quantity(options.end), pair.before(options.end)
        if not known(quantity) or quantity <= 0:
            continue
        sales = [movement.at for movement in past if movement.type == "SALE"
                 and known(movement.quantity) and movement.quantity < 0]
        since = sales[-1] if sales else past[0].at if past else None
        idle = None if since is None else (options.last - options.zone.date(since)).days
        if idle is None or idle >= options.idle_days:
            rows.append(pair_cells(stock, pair) | dict(
                quantity=quantity, cost_value=value(quantity, pair.product.cost),
                last_sale_at=sales[-1] if sales else None, days_idle=idle if sales else None))
    return dict(slow_movers=rows)
