"""One business date after the other: the layers and averages of a product in all stores, with what is on
the way between them.

The steps of a date are the contract's: (1) a first day's opening, (2) what comes in, (3) what goes out,
(4) transfers out, (5) transfers in; each for every store, by store_id, before the next.
"""

from collections import defaultdict
from datetime import timedelta

from day_nets import day_nets, thousandths
from known_costs import KnownCosts
from layers import AT_LEAST, Average, Layers, Slice
from stock import known

TRANSIT_DAYS = 14
BASES = ["fifo", "average"]


class PairState:
    def __init__(self, pair):
        self.pair = pair
        self.layers, self.average = Layers(), Average()
        self.first_day = self.last_sale = self.last_receipt = None
        self.unknown = False  # a movement so far has a number that is none
        self.flows = {basis: defaultdict(int) for basis in BASES}  # by effect; 5 and 8 decimals


class Transit:
    """A slice on the way, and what the giver's average was when it left."""

    def __init__(self, reference, left_on, store_id, part, unit):
        self.reference, self.left_on, self.store_id = reference, left_on, store_id
        self.received_on, self.quantity, self.marks = part.day, part.quantity, part.marks
        self.unit = unit


class Unmatched:
    """What came by a transfer that no store had sent."""

    def __init__(self, day, store_id, reference, quantity):
        self.day, self.store_id = day, store_id
        self.reference, self.quantity = reference, quantity


class Closed:
    """A pair at an instant: slices with the undated one first, whose day is None; of negative stock one
    slice of a negative quantity. What is not known is None."""

    def __init__(self, state, at, day, costs):
        self.slices, self.average = [], state.average.copy()
        quantity = state.pair.quantity(at)
        self.quantity = thousandths(quantity) if known(quantity) else None
        self.unknown = state.unknown or self.quantity is None
        if self.unknown:
            if self.quantity:
                self.slices = [Slice(None, self.quantity)]
            return
        layers = state.layers.copy()
        more = self.quantity - layers.total()  # the unexplained quantity
        undated = 0
        if more > 0:
            undated = max(more - layers.debt, 0)
            layers.put(more - undated, None)
            self.average.put(more, self.average.cost(costs.unit(day)))
        elif more < 0:
            layers.take(-more, day)
            self.average.take(-more, costs.unit(day))
        if undated:
            self.slices.append(Slice(None, undated))
        for received_on, (part, marks) in sorted(layers.layers.items()):
            self.slices.append(Slice(received_on, part, marks))
        if layers.debt:
            began = layers.debt_day if state.first_day else None
            self.slices.append(Slice(began, -layers.debt))

    def fifo(self, costs, today):
        """The exact value of the layers, with 5 decimals."""
        if self.unknown:
            return None
        costs = [costs.cents(part.day or today) for part in self.slices]
        if None in costs:
            return None
        return sum(part.quantity * cost for part, cost in zip(self.slices, costs))

    def average_value(self):
        return None if self.unknown else self.average.value


class ProductFold:
    """All that happened to a product up to the run's end."""

    def __init__(self, product, pairs, options):
        self.options, self.costs = options, KnownCosts(product, options)
        self.states = {pair.store_id: PairState(pair) for pair in pairs}
        self.transit, self.unmatched = [], []
        month = options.last.replace(day=1)
        self.month, self.opening = month, None
        by_day = defaultdict(dict)
        for store_id in sorted(self.states):
            nets = day_nets(self.states[store_id].pair, options.end, options.zone.date)
            for day, net in nets.items():
                by_day[day][store_id] = net
        for day in sorted(by_day):
            if day >= month:
                self.open()
            self.date(day, by_day[day])
        self.open()
        self.closing = self.closed(options.end, options.last)

    def closed(self, at, day):
        return {store_id: Closed(state, at, day, self.costs)
                for store_id, state in self.states.items()}

    def open(self):
        """The state at the month's start, once."""
        if self.opening is None:
            start = min(self.options.zone.start(self.month), self.options.end)
            self.opening = self.closed(start, self.month - timedelta(days=1))

    def date(self, day, nets):
        usable = {}
        for store_id, net in nets.items():
            state = self.states[store_id]
            state.first_day = state.first_day or day
            state.unknown = state.unknown or net.unknown
            if not state.unknown:
                usable[store_id] = net
        for store_id, net in usable.items():
            self.begin(day, self.states[store_id], net)
            self.come_in(day, self.states[store_id], net)
            self.go_out(day, self.states[store_id], net)
        for store_id, net in usable.items():
            for reference in sorted(net.left, key=str.encode):
                self.send(day, store_id, reference, net.left[reference])
        for store_id, net in usable.items():
            for reference in sorted(net.came, key=str.encode):
                self.receive(day, store_id, reference, net.came[reference])
            self.states[store_id].layers.merge(self.costs.cents)

    def begin(self, day, state, net):
        """What was there before the first movement came nobody knows when. It is no effect."""
        opening = net.opening or 0
        if opening > 0:
            state.layers.put(opening, day, AT_LEAST)
            state.average.put(opening, self.costs.unit(day))
        elif opening < 0:
            state.layers.take(-opening, day)
            state.average.take(-opening, self.costs.unit(day))

    def come_in(self, day, state, net):
        found = max(net.adjusted, 0)
        if found:
            back = state.layers.found_again(found, day)
            if back:
                found -= back.quantity
                self.put_back(day, state, "adjustments", back)
        if net.sold < 0:
            self.put_back(day, state, "sales", state.layers.returned(-net.sold, day))
        inflow = {"purchases": max(net.bought, 0), "adjustments": found, "other": max(net.other, 0)}
        quantity = sum(inflow.values())
        if quantity:
            state.layers.put(quantity, day)
            state.average.put(quantity, self.costs.unit(day))
            for effect, part in inflow.items():
                self.flow(day, state, "fifo", effect, self.fifo_cost([Slice(day, part)]))
                unit = self.costs.unit(day)
                self.flow(day, state, "average", effect, unit and part * unit // 1000)
        if net.bought > 0 or net.came:
            state.last_receipt = day

    def put_back(self, day, state, effect, part):
        state.layers.put(part.quantity, part.day, part.marks)
        self.flow(day, state, "fifo", effect, self.fifo_cost([part]))
        came = state.average.put(part.quantity, state.average.cost(self.costs.unit(day)))
        self.flow(day, state, "average", effect, came)

    def go_out(self, day, state, net):
        layers = state.layers
        for effect, quantity, take in (
                ("purchases", -net.bought, layers.take), ("adjustments", -net.adjusted, layers.count_down),
                ("other", -net.other, layers.take), ("sales", net.sold, layers.sell)):
            if quantity > 0:
                self.gone(day, state, effect, take(quantity, day), quantity)
        if net.sold > 0:
            state.last_sale = day

    def gone(self, day, state, effect, slices, quantity):
        self.flow(day, state, "fifo", effect, self.fifo_cost(slices), sign=-1)
        fell = state.average.take(quantity, self.costs.unit(day))
        self.flow(day, state, "average", effect, fell, sign=-1)

    def send(self, day, store_id, reference, quantity):
        state = self.states[store_id]
        unit = state.average.cost(self.costs.unit(day))
        slices = state.layers.take(quantity, day)
        self.gone(day, state, "transfers", slices, quantity)
        for part in joined(slices):
            self.transit.append(Transit(reference, day, store_id, part, unit))

    def receive(self, day, store_id, reference, quantity):
        state = self.states[store_id]
        for sent in sorted((sent for sent in self.transit if sent.reference == reference
                            and sent.store_id != store_id and sent.quantity
                            and (day - sent.left_on).days <= TRANSIT_DAYS),
                           key=lambda sent: (sent.left_on, sent.store_id, sent.received_on)):
            taken = min(quantity, sent.quantity)
            if not taken:
                break
            sent.quantity -= taken
            quantity -= taken
            self.arrive(day, state, Slice(sent.received_on, taken, sent.marks), sent.unit)
        if quantity:
            self.unmatched.append(Unmatched(day, store_id, reference, quantity))
            self.arrive(day, state, Slice(day, quantity), self.costs.unit(day))

    def arrive(self, day, state, part, unit):
        state.layers.put(part.quantity, part.day, part.marks)
        self.flow(day, state, "fifo", "transfers", self.fifo_cost([part]))
        self.flow(day, state, "average", "transfers", state.average.put(part.quantity, unit))

    # Effects of the month

    def fifo_cost(self, slices):
        """Of one move; None where a cost that it needs is no number."""
        costs = [self.costs.cents(part.day) for part in slices]
        return None if None in costs else sum(
            part.quantity * cost for part, cost in zip(slices, costs))

    def flow(self, day, state, basis, effect, amount, sign=1):
        if amount is not None and day >= self.month:
            state.flows[basis][effect] += sign * amount


def joined(slices):
    """A debt that began on a layer's date is one with it."""
    parts = {}
    for part in slices:
        whole = parts.setdefault(part.day, Slice(part.day, 0))
        whole.quantity += part.quantity
        whole.marks |= part.marks
    return parts.values()
