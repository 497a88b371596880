"""The finance policy: `finance-policy.yml` as JSON, where each value may be the text that the YAML has."""

from decimal import Decimal
from fractions import Fraction

from stock import ZERO

KEYS = {"fiscal_year_start", "carrying_value", "ageing", "nrv", "idle", "analysis", "overrides"}
PART_KEYS = {"ageing": {"days", "provision", "provision_unknown"},
             "nrv": {"tax_in_price", "selling_cost"}, "idle": {"slow_days", "dead_days"},
             "analysis": {"abc", "xyz", "overstock_days"}, "overrides": {"category"}}
TERM_KEYS = {"provision", "provision_unknown", "nrv"}
BUCKETS = 6


def numbers(values):
    return [Decimal(str(number)) for number in values]


def no_others(found, known, where):
    if set(found) - known:
        raise ValueError(f"{where}: no such keys: {sorted(set(found) - known)}")


class FinancePolicy:
    def __init__(self, document):
        no_others(document, KEYS, "finance policy")
        for part, keys in PART_KEYS.items():
            no_others(document.get(part, {}), keys, part)
        self.year_start = int(document.get("fiscal_year_start", 1))
        self.carrying = document.get("carrying_value", "standard")
        if self.carrying not in ("standard", "fifo", "average") or not 1 <= self.year_start <= 12:
            raise ValueError("finance policy: carrying_value or fiscal_year_start")
        ageing = document.get("ageing", {})
        self.days = [int(days) for days in ageing.get("days", [30, 60, 90, 180, 365])]
        if len(self.days) != BUCKETS - 1 or self.days != sorted(set(self.days)) or self.days[0] < 0:
            raise ValueError("finance policy: ageing.days are 5 ascending bounds")
        idle = document.get("idle", {})
        self.slow_days, self.dead_days = int(idle.get("slow_days", 90)), int(idle.get("dead_days", 180))
        self.defaults = {key: ageing[key] for key in ("provision", "provision_unknown") if key in ageing}
        self.defaults["nrv"] = document.get("nrv", {})
        self.by_category = document.get("overrides", {}).get("category", {})
        for category, terms in self.by_category.items():
            no_others(terms, TERM_KEYS, category)
            no_others(terms.get("nrv", {}), PART_KEYS["nrv"], category)

    def terms(self, product):
        """The defaults, over them what the category's name says, over that what its id says."""
        result = dict(self.defaults)
        for category in (product.category_name, product.category_id) if product else ():
            terms = self.by_category.get(category, {}) if category else {}
            result |= terms | {"nrv": result["nrv"] | terms.get("nrv", {})}
        return result

    def rates(self, product=None):
        """The provision's rates of the six buckets and of what is unknown, or None; without a product
        those of the defaults."""
        terms = self.terms(product)
        if "provision" not in terms:
            return None
        rates = numbers(terms["provision"])
        if len(rates) != BUCKETS:
            raise ValueError("finance policy: provision has 6 rates")
        return rates + numbers([terms.get("provision_unknown", rates[-1])])

    def bucket(self, age):
        """0 to 5: ages up to its bound and above the one before; the last has the rest."""
        return sum(age > bound for bound in self.days)

    def net_price(self, product, sell):
        """What a unit brings, exactly: without tax and the costs of selling it."""
        nrv = self.terms(product)["nrv"]
        tax, selling = numbers([nrv.get("tax_in_price", ZERO), nrv.get("selling_cost", ZERO)])
        return Fraction(sell) / (1 + Fraction(tax)) * (1 - Fraction(selling))
