"""The stock as the three exported tables say it: exact numbers, business days, ledgers in chain order.

Quantities and prices are Decimal (NaN stays NaN through every sum), instants are whole
microseconds since 1970 in UTC, ratios and roots go through Fraction and int. No binary floats.
"""

import csv
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction
from math import isqrt
from zoneinfo import ZoneInfo

getcontext().prec = 100  # far more digits than any sum or product here needs
csv.field_size_limit(1 << 30)

ZERO = Decimal(0)
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MICROSECOND = timedelta(microseconds=1)
HOUR = 3_600_000_000
DAY = 86_400_000_000


# Numbers

def known(number):
    """Neither NULL nor NaN."""
    return number is not None and not number.is_nan()


def usable(text, places):
    """A number as a table has it; NaN for what reports cannot reckon with: infinite, a trillion or
    more, or with more decimals than its column should have."""
    number = Decimal(text)
    if not number.is_finite() or abs(number) >= 10**12 or number != round(number, places):
        return Decimal("NaN")
    return number


def rounded(number, places):
    """Half away from zero; of a Decimal or a Fraction. NULL and NaN stay."""
    if number is None:
        return None
    if isinstance(number, Fraction):
        doubled = abs(number) * 10**places * 2
        digits = (doubled.numerator // doubled.denominator + 1) // 2
        number = Decimal(-digits if number < 0 else digits).scaleb(-places)
    result = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return abs(result) if result == 0 else result  # never -0.00


def total(numbers):
    """The sum of what is known: NULL and NaN are in no total."""
    return sum((number for number in numbers if known(number)), ZERO)


def value(quantity, price):
    """One line's value."""
    return rounded(quantity * price, 2)


def ratio(part, whole):
    """Four decimals, empty when the divisor is 0 or anything is unknown."""
    if not known(part) or not known(whole) or whole == 0:
        return None
    return rounded(Fraction(part) / Fraction(whole), 4)


def square_root(number):
    """An integer square root, rounded to 6 decimals (half away from zero); takes a Fraction >= 0."""
    scaled = Fraction(number) * 4 * 10**12  # (2 * root * 10^6) squared
    doubled = isqrt(scaled.numerator // scaled.denominator)
    return Decimal((doubled + 1) // 2).scaleb(-6)


def normal_quantile(probability):
    """Wichura's AS 241, routine PPND16, rounded to 6 decimals: the only binary floats here."""
    p = float(probability)
    if not 0 < p < 1:
        raise ValueError(f"a service level lies between 0 and 1, not {probability}")

    def polynomial(x, coefficients):
        result = 0.0
        for coefficient in reversed(coefficients):
            result = result * x + coefficient
        return result

    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        z = q * polynomial(r, AS241_A) / polynomial(r, AS241_B)
    else:
        from math import log, sqrt
        r = sqrt(-log(p if q < 0 else 1 - p))
        if r <= 5:
            z = polynomial(r - 1.6, AS241_C) / polynomial(r - 1.6, AS241_D)
        else:
            z = polynomial(r - 5, AS241_E) / polynomial(r - 5, AS241_F)
        z = -z if q < 0 else z
    return rounded(Decimal(repr(z)), 6)


AS241_A = (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
           1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
           3.3430575583588128105e4, 2.5090809287301226727e3)
AS241_B = (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
           2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
           5.2264952788528545610e3)
AS241_C = (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
           3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
           2.27238449892691845833e-2, 7.74545014278341407640e-4)
AS241_D = (1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
           1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
           1.05075007164441684324e-9)
AS241_E = (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
           2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
           2.71155556874348757815e-5, 2.01033439929228813265e-7)
AS241_F = (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
           7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
           2.04426310338993978564e-15)


# Time

TIMESTAMP = re.compile(
    r"(\d{4,})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?"
    r"(?:Z|([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?)( BC)?")


def day_number(year, month, day):
    """Days since 1970-01-01 of a proleptic Gregorian date, beyond the years Python's date knows."""
    year -= month <= 2
    shifted = (month + 9) % 12  # March is 0
    return (365 * year + year // 4 - year // 100 + year // 400
            + (153 * shifted + 2) // 5 + day - 1 - 719468)


def instant(text):
    """Microseconds since 1970 in UTC; None for NULL, infinity, and what has no year of four digits in
    every zone: before 0001-01-02 and from 9999-12-31 on, by UTC (undated)."""
    if text in ("", "infinity", "-infinity"):
        return None
    match = TIMESTAMP.fullmatch(text)
    if not match:
        raise ValueError(f"not a time stamp with a zone: {text!r}")
    year, month, day, hour, minute, second = map(int, match.group(1, 2, 3, 4, 5, 6))
    if match[12]:
        year = 1 - year
    offset = (int(match[9] or 0) * 60 + int(match[10] or 0)) * 60 + int(match[11] or 0)
    if match[8] == "-":
        offset = -offset
    seconds = day_number(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset
    if not day_number(1, 1, 2) * 86400 <= seconds < day_number(9999, 12, 31) * 86400:
        return None
    return seconds * 1_000_000 + int((match[7] or "").ljust(6, "0"))


class Zone:
    """Business dates of one IANA time zone."""

    def __init__(self, name):
        self.name = name
        self.zone = ZoneInfo(name)
        self.starts = {}

    def start(self, day):
        """The instant a business date begins: 0 o'clock, the first of two, or the end of a gap."""
        if day not in self.starts:
            midnight = datetime(day.year, day.month, day.day, tzinfo=self.zone)
            self.starts[day] = (midnight - EPOCH) // MICROSECOND
        return self.starts[day]

    def end(self, day):
        return self.start(day + timedelta(days=1))

    def local(self, at):
        return (EPOCH + timedelta(microseconds=at)).astimezone(self.zone)

    def date(self, at):
        """The business date an instant belongs to."""
        day = self.local(at).date() + timedelta(days=1)
        while self.start(day) > at:
            day -= timedelta(days=1)
        return day

    def written(self, at):
        """`YYYY-MM-DDTHH:MM:SS[.ffffff]+07:00`."""
        return self.local(at).isoformat()


def days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


# Rows

class Product:
    __slots__ = ("id name sku barcode category_id category_name supplier_id supplier_name "
                 "cost sell unit active updated history sku_is_shared").split()

    def seen(self, at):
        """The latest observation at or before an instant, or None."""
        return next((seen for seen in reversed(self.history) if seen.start <= at), None)

    def prices(self, at):
        """Cost and price at an instant: as recorded by then, else the earliest known, else today's."""
        seen = self.seen(at) or next(iter(self.history), None)
        return (seen.cost, seen.sell) if seen else (self.cost, self.sell)

    def cost_at(self, at):
        return self.prices(at)[0]


class Observation:
    """What a product cost and sold for from an instant on."""

    def __init__(self, start, cost, sell):
        self.start, self.cost, self.sell = start, cost, sell

    def same_prices(self, cost, sell):
        return (str(self.cost), str(self.sell)) == (str(cost), str(sell))  # NaN is NaN


class Level:
    __slots__ = "on_hand reorder_level max_stock store_name updated low_flag".split()


class Movement:
    __slots__ = "id type quantity before after reference at".split()

    def has_nan(self):
        return not (known(self.quantity) and known(self.before) and known(self.after))


def chain(movements):
    """Dated movements by instant; within one instant, next comes the one that continues the chain,
    the lowest id when several or none do."""
    by_instant = defaultdict(list)
    for movement in movements:
        by_instant[movement.at].append(movement)
    ordered = []
    for at in sorted(by_instant):
        waiting = sorted(by_instant[at], key=lambda movement: movement.id)
        while waiting:
            after = ordered[-1].after if ordered else None
            fits = (m for m in waiting if ordered and m.before == after)
            following = next(fits, waiting[0])
            waiting.remove(following)
            ordered.append(following)
    return ordered


class Gap:
    """A movement that does not continue the ledger (`broken_chain`) or does not add up (`wrong_sum`)."""

    def __init__(self, movement, kind, expected, found):
        self.movement, self.kind, self.expected, self.found = movement, kind, expected, found


class Pair:
    """A product in a store: its level row, or none, and its movements."""

    def __init__(self, product, store_id):
        self.product, self.store_id = product, store_id
        self.level = None
        self.movements, self.undated = [], []

    def finish(self):
        self.movements = chain(self.movements)
        self.times = [movement.at for movement in self.movements]

    @property
    def on_hand(self):
        return self.level.on_hand if self.level else ZERO

    def before(self, at):
        return self.movements[:bisect_left(self.times, at)]

    def between(self, start, end):
        """Movements of the half-open period."""
        return self.movements[bisect_left(self.times, start):bisect_left(self.times, end)]

    def latest(self, at):
        index = bisect_left(self.times, at)
        return self.movements[index - 1] if index else None

    def quantity(self, at):
        later = self.movements[bisect_left(self.times, at):]
        return self.on_hand - sum((movement.quantity for movement in later), ZERO)

    def unexplained(self, at):
        latest = self.latest(at)
        return self.quantity(at) - latest.after if latest else None

    def gaps(self, start, end):
        """A number that is NaN cannot be said to differ from another."""
        first = bisect_left(self.times, start)
        found = []
        for index, movement in enumerate(self.between(start, end), first):
            if index:
                expected = self.movements[index - 1].after
                if known(expected) and known(movement.before) and expected != movement.before:
                    found.append(Gap(movement, "broken_chain", expected, movement.before))
            expected = movement.before + movement.quantity
            if known(expected) and known(movement.after) and expected != movement.after:
                found.append(Gap(movement, "wrong_sum", expected, movement.after))
        return found


class Stock:
    """Everything of one snapshot."""

    def __init__(self, products, levels, movements):
        """Rows as dictionaries of text by column name."""
        self.products = {row["product_id"]: read_product(row) for row in products}
        skus = Counter(product.sku for product in self.products.values() if product.active)
        for product in self.products.values():
            product.sku_is_shared = skus[product.sku] > 1
        self.pairs = {}
        newest = {}
        for row in levels:
            pair = self.pair(row["product_id"], row["store_id"])
            level = pair.level = read_level(row)
            age = newest.get(pair.store_id)
            if age is None or (-level.updated, pair.product.id) < age[:2]:
                newest[pair.store_id] = (-level.updated, pair.product.id, level.store_name)
        self.store_names = {store_id: found[2] for store_id, found in newest.items()}
        for row in movements:
            pair = self.pair(row["product_id"], row["store_id"])
            movement = read_movement(row)
            (pair.undated if movement.at is None else pair.movements).append(movement)
        for pair in self.pairs.values():
            pair.finish()

    def pair(self, product_id, store_id):
        key = (store_id, product_id)
        if key not in self.pairs:
            self.pairs[key] = Pair(self.products[product_id], store_id)
        return self.pairs[key]

    def store_name(self, store_id):
        return self.store_names.get(store_id, "")

    def pairs_of(self, stores):
        return [self.pairs[key] for key in sorted(self.pairs) if not stores or key[0] in stores]


def read_product(row):
    product = Product()
    product.id, product.name, product.sku = row["product_id"], row["name"], row["sku"]
    product.barcode, product.unit = row["barcode"], row["unit"]
    product.category_id, product.category_name = row["category_id"], row["category_name"]
    product.supplier_id, product.supplier_name = row["supplier_id"], row["supplier_name"]
    product.cost, product.sell = usable(row["cost_price"], 2), usable(row["sell_price"], 2)
    product.active = row["is_active"] in ("t", "true")
    product.updated = instant(row.get("last_updated", ""))
    product.history = []
    return product


def observe(products, document, now):
    """Gives each product its price history: what the document has, then what this snapshot shows.

    A change takes effect at the product's last_updated if that lies between the former observation
    and this snapshot; right after the former observation if it lies in the hour before it, in which a
    transaction may have been under way; else at the snapshot's time. The document has `seen_to`, up to when prices were
    observed before, and `observations` of product_id, from, cost_price, sell_price.
    """
    seen_to = instant(document["seen_to"])
    for seen in sorted(document["observations"], key=lambda seen: instant(seen["from"])):
        product = products.get(seen["product_id"])
        if product:
            product.history.append(Observation(
                instant(seen["from"]), Decimal(seen["cost_price"]), Decimal(seen["sell_price"])))
    if now <= seen_to:  # an older snapshot tells nothing new
        return
    for product in products.values():
        latest = product.history[-1] if product.history else None
        if latest and latest.same_prices(product.cost, product.sell):
            continue
        start = now
        if product.updated is not None and seen_to - HOUR <= product.updated <= now:
            start = max(product.updated, seen_to + 1)
        product.history.append(Observation(start, product.cost, product.sell))


def read_level(row):
    level = Level()
    level.on_hand, level.store_name = usable(row["quantity_on_hand"], 3), row["store_name"]
    level.reorder_level, level.max_stock = usable(row["reorder_level"], 3), usable(row["max_stock"], 3)
    updated = instant(row["last_updated"])
    level.updated = -(10**30) if updated is None else updated  # what is undated is the oldest
    flag = row.get("is_low_stock")  # COPY leaves the generated column out
    level.low_flag = None if flag in (None, "") else flag in ("t", "true")
    return level


def read_movement(row):
    movement = Movement()
    movement.id, movement.type = row["id"], row["movement_type"]
    movement.quantity = usable(row["quantity"], 3)
    movement.before, movement.after = usable(row["quantity_before"], 3), usable(row["quantity_after"], 3)
    movement.reference = row.get("reference") or ""
    movement.at = instant(row["created_at"])
    return movement


def read_stock(folder):
    def rows(name):
        with open(f"{folder}/{name}.csv", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    return Stock(rows("products_inventory"), rows("stock_levels"), rows("stock_movements"))
