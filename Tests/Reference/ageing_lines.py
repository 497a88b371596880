"""A line of stock-ageing: three values side by side, age, provision, what can be got for it."""

from decimal import Decimal
from fractions import Fraction

from layers import AT_LEAST, MERGED
from stock import ZERO, known, ratio, rounded, value
from tables import pair_cells

VALUES = [f"value_{number}" for number in range(1, 7)] + ["value_unknown"]
QUANTITIES = [f"quantity_{number}" for number in range(1, 7)] + ["quantity_unknown"]


def scaled(number, places):
    """A whole number of the smallest unit as an exact decimal; None stays."""
    return None if number is None else Decimal(number).scaleb(-places)


def difference(left, right):
    return left - right if known(left) and known(right) else None


class Line:
    """A pair with a quantity other than 0."""

    def __init__(self, fold, state, closed, options):
        self.fold, self.state, self.closed, self.options = fold, state, closed, options
        self.pair, self.product, self.costs = state.pair, state.pair.product, fold.costs
        self.today, self.policy = options.last, options.finance
        self.quantity = self.pair.quantity(options.end)
        self.cost, self.sell = self.product.prices(options.end)
        self.is_negative = known(self.quantity) and self.quantity < 0
        self.dated = [] if self.is_negative else [part for part in closed.slices if part.day]

    def cells(self, stock):
        self.fifo = rounded(scaled(self.closed.fifo(self.costs, self.today), 5), 2)
        average = self.closed.average_value()
        self.average = rounded(scaled(average, 8), 2)
        self.standard = rounded(value(self.quantity, self.cost), 2)
        self.carrying = dict(standard=self.standard, fifo=self.fifo,
                             average=self.average)[self.policy.carrying]
        self.carrying = self.carrying if known(self.carrying) else None
        row = pair_cells(stock, self.pair) | dict(
            line=self, product=self.product, quantity=self.quantity, cost_price=self.cost,
            sell_price=self.sell, standard_value=self.standard, fifo_value=self.fifo,
            average_value=self.average, carrying_value=self.carrying,
            average_cost=None if average is None else rounded(
                Fraction(average, self.closed.quantity * 10**5), 4),
            fifo_difference=difference(self.fifo, self.standard),
            average_difference=difference(self.average, self.standard),
            recorded_share=self.recorded_share())
        row |= dict(zip(QUANTITIES, self.bucket_quantities()))
        values = self.bucket_values()
        row |= dict(zip(VALUES, values))
        return row | self.age() | self.movement() | self.allowances(values)

    def recorded_share(self):
        """Of the value of the dated layers, what is at a cost that was seen by then."""
        values = [(self.costs.cents(part.day), part) for part in self.dated]
        if any(cost is None for cost, _ in values):
            return None
        return ratio(
            Decimal(sum(cost * part.quantity for cost, part in values
                        if self.costs.basis(part.day) == "recorded")),
            Decimal(sum(cost * part.quantity for cost, part in values)))

    # By age

    def place(self, part):
        """0 to 5, 6 for what is without a date and for negative stock."""
        if self.is_negative or part.day is None:
            return 6
        return self.policy.bucket((self.today - part.day).days)

    def sums(self, amount):
        """Of each bucket's slices."""
        result = [0] * 7
        for part in self.closed.slices:
            result[self.place(part)] += amount(part)
        return result

    def bucket_quantities(self):
        if self.closed.quantity is None:
            return [None] * 7
        return [scaled(number, 3) for number in self.sums(lambda part: part.quantity)]

    def bucket_values(self):
        """Rounded cumulatively, so that the row foots; unknown comes last."""
        if self.carrying is None:
            return [None] * 7
        if self.policy.carrying == "fifo":
            exact = [Fraction(number, 10**5) for number in self.sums(
                lambda part: part.quantity * self.costs.cents(part.day or self.today))]
        else:
            unit = (Fraction(self.cost) if self.policy.carrying == "standard" else
                    Fraction(self.closed.average_value(), self.closed.quantity * 10**5))
            exact = [Fraction(number, 1000) * unit
                     for number in self.sums(lambda part: part.quantity)]
        ends = [rounded(sum(exact[:place], Fraction(0)), 2) for place in range(8)]
        return [after - before for before, after in zip(ends, ends[1:])]

    def age(self):
        quantity = sum(part.quantity for part in self.dated)
        marks = 0
        for part in self.dated:
            marks |= part.marks
        basis = ("at_least" if marks & AT_LEAST else "merged" if marks & MERGED else
                 "known" if self.dated else "unknown")
        return dict(
            average_age_days=rounded(Fraction(sum(
                part.quantity * (self.today - part.day).days for part in self.dated), quantity), 1)
            if quantity else None,
            oldest_on=min((part.day for part in self.dated), default=None),
            age_basis=None if self.is_negative or self.closed.quantity is None else basis)

    # What moved, and what it may bring

    def movement(self):
        state, since = self.state, {}
        for name, day in (("receipt", state.last_receipt), ("sale", state.last_sale)):
            day = None if self.closed.unknown else day
            since |= {f"last_{name}_on": day,
                      f"days_since_{name}": (self.today - day).days if day else None}
        return since | dict(movement_status=self.status(since))

    def status(self, since):
        slow, dead = self.policy.slow_days, self.policy.dead_days
        if self.closed.unknown or self.quantity <= 0:
            return None
        if not self.state.first_day:
            return "dead"
        idle, receipt = since["days_since_sale"], since["days_since_receipt"]
        if idle is None:
            idle = (self.today - self.state.first_day).days
            if idle <= slow:
                return "new"
        if idle > dead and (receipt is None or receipt > dead):
            return "dead"
        return "slow" if idle > slow else "active"

    def allowances(self, values):
        rates = self.policy.rates(self.product)
        provision = None if rates is None or None in values else sum(
            (rounded(part * rate, 2) for part, rate in zip(values, rates)), ZERO)
        unit = (rounded(self.policy.net_price(self.product, self.sell), 2)
                if known(self.sell) and self.sell != 0 else None)
        down = None
        if unit is not None and self.carrying is not None and known(self.quantity):
            down = (max(self.carrying - value(self.quantity, unit), ZERO) if self.quantity > 0
                    else ZERO)
        allowance = max((part for part in (provision, down) if part is not None), default=None)
        return dict(provision=provision, nrv_unit=unit, nrv_write_down=down, allowance=allowance,
                    net_value=difference(self.carrying, allowance))
