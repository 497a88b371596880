"""What a unit of a product cost by the end of each business date."""

from stock import known


class KnownCosts:
    """c(D): the latest price seen at or before the end of the date, else the earliest known."""

    def __init__(self, product, options):
        self.product, self.options = product, options
        self.found = {}

    def end(self, day):
        return min(self.options.zone.end(day), self.options.now)

    def price(self, day):
        return self.product.cost_at(self.end(day))

    def cents(self, day):
        """None when it is no number."""
        if day not in self.found:
            price = self.price(day)
            self.found[day] = int(price.scaleb(2)) if known(price) else None
        return self.found[day]

    def unit(self, day):
        """With 8 decimals."""
        cents = self.cents(day)
        return None if cents is None else cents * 10**6

    def basis(self, day):
        if self.price(day) == 0:
            return "missing"
        return "recorded" if self.product.seen(self.end(day)) else "current"
