"""Arithmetic of a cost estimate: bases, rules, duty.

Knows nothing of records: an order is described by `Basis`, a rule by `Rule`, everything
else by ids. Amounts are in company currency and positive; the caller gives costs their
sign.
"""

import datetime
from collections.abc import Callable, Iterable
from typing import NamedTuple

INSURED_SHARE = 1.10
"""Marine cargo is insured for the CIF value plus 10 %, for the buyer's profit."""


class Basis(NamedTuple):
    """The part of an order one rule applies to."""

    revenue: float = 0.0
    product_cost: float = 0.0
    weight: float = 0.0
    """kg"""
    volume: float = 0.0
    """m3"""
    quantity: float = 0.0

    def __add__(self, other: "Basis") -> "Basis":
        """Add two parts of an order."""
        return Basis(*(mine + its for mine, its in zip(self, other, strict=True)))


BASES: dict[str, Callable[[Basis, float], float]] = {
    "percent_revenue": lambda basis, value: basis.revenue * value / 100,
    "percent_product_cost": lambda basis, value: basis.product_cost * value / 100,
    "percent_cif": lambda basis, value: cif_insurance(basis.revenue, value),
    "per_kg": lambda basis, value: basis.weight * value,
    "per_m3": lambda basis, value: basis.volume * value,
    "per_unit": lambda basis, value: basis.quantity * value,
    "fixed": lambda basis, value: value,
}
MEASURES = {
    "per_kg": ("weight",),
    "per_m3": ("volume",),
    "per_container": ("weight", "volume"),
}
"""What of the goods has to be known for a basis to give anything."""
PERCENTS = frozenset(name for name in BASES if name.startswith("percent_"))


class Rule(NamedTuple):
    """How a cost is estimated and what for. An empty set matches everything."""

    id: int
    cost_type_id: int
    basis: str
    value: float
    currency_id: int
    company_id: int
    incoterm_ids: frozenset[int] = frozenset()
    country_ids: frozenset[int] = frozenset()
    category_ids: frozenset[int] = frozenset()
    date_from: datetime.date | None = None
    date_to: datetime.date | None = None
    container_code: str = ""
    fill_percent: float = 100.0

    def matches_order(self, incoterm_id: int, country_id: int) -> bool:
        """Say whether the rule holds for an order under an incoterm to a country.

        >>> rule = Rule(1, 5, "fixed", 10, 0, 0, incoterm_ids=frozenset([7]))
        >>> rule.matches_order(7, 3), rule.matches_order(8, 3), rule.matches_order(0, 3)
        (True, False, False)
        """
        return (not self.incoterm_ids or incoterm_id in self.incoterm_ids) and (
            not self.country_ids or country_id in self.country_ids
        )

    def is_valid(self, company_id: int, date: datetime.date) -> bool:
        """Say whether the rule holds in a company on a day, first and last included.

        >>> day = datetime.date(2026, 3, 2)
        >>> Rule(1, 5, "fixed", 10, 0, 0, date_to=day).is_valid(1, day)
        True
        >>> Rule(1, 5, "fixed", 10, 0, 2, date_to=day).is_valid(1, day)
        False
        """
        return (
            self.company_id in (0, company_id)
            and (not self.date_from or self.date_from <= date)
            and (not self.date_to or date <= self.date_to)
        )


def first_match(rules: Iterable[Rule], category_ids: set[int]) -> Rule | None:
    """Return the first rule for a product of one of the categories.

    :param category_ids: the product's category and its parents

    >>> tools = Rule(1, 5, "fixed", 10, 0, 0, category_ids=frozenset([4]))
    >>> rest = Rule(2, 5, "fixed", 20, 0, 0)
    >>> first_match([tools, rest], {3, 4}).id, first_match([tools, rest], {3}).id
    (1, 2)
    >>> first_match([tools], {3}) is None
    True
    """
    return next(
        (
            rule
            for rule in rules
            if not rule.category_ids or rule.category_ids & category_ids
        ),
        None,
    )


def amount(basis_name: str, basis: Basis, value: float) -> float:
    """Return the cost a rule gives, unrounded.

    :param value: percent for the percent bases, else company currency per unit

    >>> order = Basis(revenue=70000, product_cost=50000, weight=1200, quantity=500)
    >>> amount("percent_revenue", order, 2), amount("percent_product_cost", order, 1)
    (1400.0, 500.0)
    >>> amount("per_kg", order, 2.5), amount("fixed", order, 800)
    (3000.0, 800)
    >>> amount("per_m3", Basis(), 90)
    0.0
    """
    return BASES[basis_name](basis, value)


def lacks_measures(basis_name: str, basis: Basis) -> bool:
    """Say whether goods that a rule counts have no weight or volume to count.

    >>> lacks_measures("per_m3", Basis(weight=5, quantity=1))
    True
    >>> lacks_measures("per_container", Basis(weight=5, quantity=1))
    False
    >>> lacks_measures("fixed", Basis(quantity=1)), lacks_measures("per_kg", Basis())
    (False, False)
    """
    needed = MEASURES.get(basis_name, ())
    return bool(needed and basis.quantity) and not any(
        getattr(basis, name) for name in needed
    )


def cif_insurance(cif_value: float, percent: float) -> float:
    """Return the premium: percent of CIF value x 110 %.

    The CIF value is the sales value: insurance is the seller's only under terms whose
    price includes freight and insurance (CIF, CIP and the D terms).

    >>> round(cif_insurance(70000, 0.3), 2)
    231.0
    """
    return cif_value * INSURED_SHARE * percent / 100


def longest_prefix(code: str, prefixes: list[str]) -> str | None:
    """Return the longest of `prefixes` that `code` begins with, dots and spaces aside.

    >>> longest_prefix("8501.10.20", ["85", "8501", "8502"])
    '8501'
    >>> longest_prefix("9403", ["85"]) is None
    True
    >>> longest_prefix("", ["85"]) is None
    True
    """
    digits = normalise(code)
    found = [p for p in prefixes if digits and digits.startswith(normalise(p))]
    return max(found, key=lambda prefix: len(normalise(prefix)), default=None)


def normalise(code: str) -> str:
    """Return an HS code as digits only.

    >>> normalise(" 8501.10 20")
    '85011020'
    """
    return "".join(char for char in code or "" if char.isdigit())
