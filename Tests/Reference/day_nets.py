"""The net of a business date: what each kind of movement did to a pair, and what gaps show."""

from collections import defaultdict


def thousandths(quantity):
    """A quantity as a whole number; it has at most 3 decimals."""
    scaled = quantity.scaleb(3)
    if scaled != int(scaled):
        raise ValueError(f"more than three decimals: {quantity}")
    return int(scaled)


class DayNet:
    """Of a pair on a business date. `sold` is positive for sales; `opening` is the quantity_before of
    the pair's first movement, on its date."""

    def __init__(self):
        self.sold = self.bought = self.other = self.adjusted = 0
        self.came, self.left = defaultdict(int), defaultdict(int)  # transfers, by reference
        self.opening = None
        self.unknown = False  # a number of this date is none

    def add(self, movement, balance):
        """`balance` is the one before it, None before a pair's first movement."""
        quantity, before, after = map(thousandths, (movement.quantity, movement.before, movement.after))
        if balance is None:
            self.opening = before
        else:
            self.adjusted += before - balance
        self.adjusted += after - before - quantity
        if movement.type == "SALE":
            self.sold -= quantity
        elif movement.type == "PURCHASE":
            self.bought += quantity
        elif movement.type == "ADJUSTMENT":
            self.adjusted += quantity
        elif movement.type == "TRANSFER":
            if quantity:
                (self.came if quantity > 0 else self.left)[movement.reference] += abs(quantity)
        else:
            self.other += quantity
        return after


def day_nets(pair, end, date_of):
    """Business date -> net, of the pair's movements before an instant, up to the first date on which
    something is no number."""
    nets, balance = {}, None
    for movement in pair.before(end):
        net = nets.setdefault(date_of(movement.at), DayNet())
        if movement.has_nan():
            net.unknown = True
            return nets
        balance = net.add(movement, balance)
    return nets
