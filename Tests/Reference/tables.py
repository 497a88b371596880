"""The tables of the reports: columns, kinds of cells, order of rows; and cells that many have."""

from collections import defaultdict
from datetime import date

from finance_tables import FINANCE
from stock import ZERO, known

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
                    "transfers:2 other:2 cost_changes:2 rounding:2 closing_value:2 adjusted_up:2 "
                    "adjusted_down:2",
            sort="store_name store_id", key="store_id"),
        "change_by_category": dict(
            columns="category_key category_name opening_value:2 purchases:2 sales:2 adjustments:2 "
                    "transfers:2 other:2 cost_changes:2 rounding:2 closing_value:2 adjusted_up:2 "
                    "adjusted_down:2",
            sort="category_name category_key", key="category_key category_name"),
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
} | FINANCE
URGENCY = ["out_of_stock", "critical", "due", "low"]  # of an order and, the first and last, of low stock


def kinds(report, table):
    """Column key -> kind, in order."""
    columns = TABLES[report][table]["columns"].split()
    return {name: kind or "text" for name, _, kind in (column.partition(":") for column in columns)}


def add_edition(name, headers):
    """Makes an edition, `<report>.<key>`, a report of the columns in its tables' headers."""
    tables = TABLES[name.partition(".")[0]]
    TABLES[name] = {}
    for table, header in headers.items():
        columns = {column.partition(":")[0]: column for column in tables[table]["columns"].split()}
        TABLES[name][table] = dict(
            tables[table], columns=" ".join(columns[key] for key in header))


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
        if isinstance(cell, date):
            cell = cell.isoformat()
        return text_key(cell) if cell is None or isinstance(cell, str) else cell

    columns = TABLES[report][table]["sort"].split()
    return sorted(rows, key=lambda row: [part(row, column) for column in columns])


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
