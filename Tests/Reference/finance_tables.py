"""The tables of the reports for finance, as in `tables.py`."""

BUCKET_VALUES = "value_1:2 value_2:2 value_3:2 value_4:2 value_5:2 value_6:2 value_unknown:2"
BUCKET_QUANTITIES = ("quantity_1:3 quantity_2:3 quantity_3:3 quantity_4:3 quantity_5:3 quantity_6:3 "
                     "quantity_unknown:3")
GROUP = ("key name lines:int standard_value:2 fifo_value:2 average_value:2 carrying_value:2 "
         f"{BUCKET_VALUES} slow_value:2 dead_value:2 provision:2 nrv_write_down:2 allowance:2 "
         "net_value:2")
CHANGE = ("opening_value:2 purchases:2 sales:2 adjustments:2 transfers:2 other:2 cost_changes:2 "
          "rounding:2 late_entries:2 closing_value:2 adjusted_up:2 adjusted_down:2 days:int source")

FINANCE = {
    "stock-ageing": {
        "detail": dict(
            columns="store_id store_name product_id sku product_name category_name unit "
                    "supplier_name quantity:3 cost_price:2 sell_price:2 standard_value:2 fifo_value:2 "
                    "average_cost:4 average_value:2 fifo_difference:2 average_difference:2 "
                    f"recorded_share:4 carrying_value:2 {BUCKET_QUANTITIES} {BUCKET_VALUES} "
                    "average_age_days:1 oldest_on:date age_basis last_receipt_on:date "
                    "last_sale_on:date days_since_receipt:int days_since_sale:int movement_status "
                    "provision:2 nrv_unit:2 nrv_write_down:2 allowance:2 net_value:2",
            sort="store_name sku product_id store_id", key="store_id product_id"),
        "by_store": dict(columns=GROUP, sort="name key", key="key name"),
        "by_category": dict(columns=GROUP, sort="name key", key="key name"),
        "by_supplier": dict(columns=GROUP, sort="name key", key="key name"),
        "buckets": dict(
            columns="bucket:int from_days:int to_days:int provision_rate:4 lines:int value:2 share:4 "
                    "provision:2", sort="bucket", key="bucket"),
        "layers": dict(
            columns="store_id product_id sku unit received_on:date age_days:int basis quantity:3 "
                    "unit_cost:2 cost_basis value:5",
            sort="store_name sku product_id store_id received_on", key="store_id product_id received_on"),
        "in_transit": dict(
            columns="left_on:date from_store_id from_store_name product_id sku product_name unit "
                    "reference quantity:3 unit_cost:2 value:2",
            sort="left_on product_id from_store_id reference received_on",
            key="left_on product_id from_store_id reference"),
        "cost_flow": dict(
            columns="basis store_id store_name category_key category_name opening_value:2 purchases:2 "
                    "sales:2 adjustments:2 transfers:2 other:2 corrections:2 closing_value:2",
            sort="place store_name store_id category_name category_key",
            key="basis store_id category_key category_name"),
        "exceptions": dict(
            columns="store_id store_name product_id sku product_name kind detail:free value:2",
            sort="kind store_name sku store_id product_id", key="kind store_id product_id"),
    },
    "roll-forward": {
        "by_store": dict(
            columns=f"month fiscal_period:int store_id store_name {CHANGE}",
            sort="place store_name store_id", key="month store_id"),
        "by_category": dict(
            columns=f"month fiscal_period:int category_key category_name {CHANGE}",
            sort="place category_name category_key", key="month category_key category_name"),
        "restatements": dict(
            columns="period:date store_id store_name first_value:2 present_value:2 difference:2 "
                    "issues:int", sort="period store_name store_id", key="period store_id"),
        "late_entries": dict(
            columns="period:date seen_on:date kind movement_id store_id store_name product_id sku "
                    "product_name category_name unit movement_type quantity:3 value:2 created_at:time",
            sort="period store_id product_id created_at movement_id seen_on",
            key="period movement_id seen_on kind"),
    },
}
