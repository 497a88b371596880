"""What the layers and the moving average of one product in one store do when goods come and go.

Quantities are whole thousandths, costs whole cents; the average has 8 decimals, rounded at each step.
"""

AT_LEAST, MERGED = 1, 2  # marks of a layer: it may be older; it was two
MOST_LAYERS = 64
RECOUNT_DAYS = 31


def divided(number, divisor):
    """The nearest integer, half away from zero."""
    if divisor < 0:
        number, divisor = -number, -divisor
    quotient = (2 * abs(number) + divisor) // (2 * divisor)
    return -quotient if number < 0 else quotient


class Slice:
    """A part of a layer that went: its quantity, the day it was received, its marks."""

    def __init__(self, day, quantity, marks=0):
        self.day, self.quantity, self.marks = day, quantity, marks


class Layers:
    """First in, first out: what is there by the day it was received, or what is owed."""

    def __init__(self):
        self.layers = {}  # day -> [quantity, marks]
        self.debt, self.debt_day = 0, None
        self.lost, self.lost_slice = None, None  # the day of the count; what it took, by its oldest day
        self.sold_from = None  # the newest slice of the latest day with sales

    def total(self):
        return sum(quantity for quantity, _ in self.layers.values()) - self.debt

    def copy(self):
        other = Layers()
        other.layers = {day: list(layer) for day, layer in self.layers.items()}
        other.debt, other.debt_day = self.debt, self.debt_day
        return other

    def put(self, quantity, day, marks=0):
        """A debt is repaid first. A date has one layer, and a mark of a part is the whole's."""
        repaid = min(quantity, self.debt)
        self.debt -= repaid
        if not self.debt:
            self.debt_day = None
        if quantity > repaid:
            layer = self.layers.setdefault(day, [0, 0])
            layer[0] += quantity - repaid
            layer[1] |= marks

    def take(self, quantity, today):
        """From the oldest on; what is not there is owed from that day on. The slices that went."""
        slices = []
        for day in sorted(self.layers):
            if not quantity:
                break
            layer = self.layers[day]
            taken = min(quantity, layer[0])
            slices.append(Slice(day, taken, layer[1]))
            layer[0] -= taken
            quantity -= taken
            if not layer[0]:
                del self.layers[day]
        if quantity:
            self.debt_day = self.debt_day or today
            self.debt += quantity
            slices.append(Slice(self.debt_day, quantity))
        return slices

    # Counts and returns

    def count_down(self, quantity, today):
        """What a count takes may come back within a month, at the age of the oldest that it took."""
        slices = self.take(quantity, today)
        if self.lost and (today - self.lost).days > RECOUNT_DAYS:
            self.lost = self.lost_slice = None
        parts = slices + ([self.lost_slice] if self.lost else [])
        marks = 0
        for part in parts:
            marks |= part.marks
        self.lost_slice = Slice(min(part.day for part in parts),
                                sum(part.quantity for part in parts), marks)
        self.lost = today
        return slices

    def found_again(self, quantity, today):
        """What of a count's plus comes back: a slice, or None. It is yet to be put."""
        if not self.lost or (today - self.lost).days > RECOUNT_DAYS:
            return None
        back = Slice(self.lost_slice.day, min(quantity, self.lost_slice.quantity),
                     self.lost_slice.marks)
        self.lost_slice.quantity -= back.quantity
        if not self.lost_slice.quantity:
            self.lost = self.lost_slice = None
        return back

    def sell(self, quantity, today):
        slices = self.take(quantity, today)
        newest = max(part.day for part in slices)
        marks = 0
        for part in slices:
            marks |= part.marks if part.day == newest else 0
        self.sold_from = Slice(newest, quantity, marks)
        return slices

    def returned(self, quantity, today):
        """What customers bring back, by the newest date that the latest sales took from."""
        return Slice(self.sold_from.day, quantity, self.sold_from.marks) if self.sold_from else Slice(
            today, quantity)

    # No more than 64

    def merge(self, cost):
        """The two neighbours of equal cost with the fewest days between them, of several the oldest,
        become one of the older date, until there are 64 or no such neighbours."""
        while len(self.layers) > MOST_LAYERS:
            days = sorted(self.layers)
            near = [((later - day).days, day, later) for day, later in zip(days, days[1:])
                    if cost(day) == cost(later)]
            if not near:
                return
            _, day, later = min(near)
            quantity, marks = self.layers.pop(later)
            self.layers[day][0] += quantity
            self.layers[day][1] |= marks | MERGED


class Average:
    """The moving average: a quantity and its value with 8 decimals; None is no number."""

    def __init__(self):
        self.quantity = self.value = 0
        self.last = None

    def copy(self):
        other = Average()
        other.quantity, other.value, other.last = self.quantity, self.value, self.last
        return other

    def cost(self, today):
        """Of a unit, with 8 decimals: the last one while there is nothing, at first today's."""
        if self.quantity:
            return None if self.value is None else divided(self.value * 1000, self.quantity)
        return today if self.last is None else self.last

    def step(self, quantity, value):
        """The value before and after; without stock it is 0, whatever was not known."""
        before = self.value
        if self.quantity:
            self.last = self.cost(None)
        self.quantity = quantity
        self.value = value if quantity else 0
        return before, self.value

    def put(self, quantity, unit):
        """What came in, at its own cost. Onto a debt, the old value shrinks in proportion; what is left
        beyond it is worth its own cost."""
        came = None if unit is None else divided(quantity * unit, 1000)
        after = self.quantity + quantity
        if self.quantity >= 0:
            self.step(after, None if came is None or self.value is None else self.value + came)
        elif after <= 0:
            self.step(after, None if self.value is None else
                      divided(self.value * after, self.quantity))
        else:
            self.step(after, None if unit is None else divided(after * unit, 1000))
        return came

    def take(self, quantity, today):
        """By how much the value fell."""
        after, unit = self.quantity - quantity, self.cost(today)
        if after > 0:
            left = None if self.value is None else (
                self.value - divided(self.value * quantity, self.quantity))
        else:
            left = None if unit is None else divided(after * unit, 1000)
        before, left = self.step(after, left)
        return None if before is None or left is None else before - left
