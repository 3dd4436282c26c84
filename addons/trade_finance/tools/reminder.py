"""What unallocated money covers, how old a debt is, how money is written.

Knows open items and credits as plain values. Nothing about records, rules or mails.
"""

from collections import defaultdict
from dataclasses import dataclass

CENT = 1e-6
"""Two sums of money closer than this are the same: below any currency's rounding."""
AGES = ("not_due", "30", "60", "90", "older")
"""Names of the columns of an ageing: not due, 1-30, 31-60, 61-90, over 90 days."""


@dataclass(frozen=True)
class Open:
    """An open item: what is owed in its currency, and the same in company currency."""

    id: int
    partner: int
    currency: int
    amount: float
    amount_company: float
    orders: frozenset = frozenset()


@dataclass(frozen=True)
class Credit:
    """Money nobody allocated yet. With `order`, it is for that order alone."""

    partner: int
    currency: int
    amount: float
    amount_company: float
    order: int = 0


def covered(items: list[Open], money_in: list[Credit]) -> set[int]:
    """Return the ids of the items that unallocated money pays in full.

    Money goes to the first item first, also where it pays only a part of it: give the
    oldest due first. Money of another currency is used last, at its company value.

    >>> old = Open(1, 7, 840, 1000.0, 7000.0)
    >>> new = Open(2, 7, 840, 500.0, 3500.0)
    >>> covered([old, new], [Credit(7, 840, 1200.0, 8400.0)])
    {1}
    >>> covered([old, new], [Credit(7, 840, 500.0, 3500.0)])
    set()
    >>> covered([old], [Credit(8, 840, 1000.0, 7000.0)])
    set()
    >>> covered([old], [Credit(7, 978, 900.0, 7020.0)])
    {1}
    >>> of_order = Open(3, 7, 840, 500.0, 3500.0, frozenset({44}))
    >>> covered([old, of_order], [Credit(9, 840, 500.0, 3500.0, order=44)])
    {3}
    >>> covered([], [])
    set()
    """
    pools = _pools(money_in)
    missing = {item.id: item.amount for item in items}
    for item in items:
        for owner in _owners(item):
            for pool in pools.get(owner, ()):
                if pool["currency"] == item.currency:
                    missing[item.id] -= _take(pool, missing[item.id])
    for item in items:
        if missing[item.id] > CENT:
            missing[item.id] -= _take_foreign(item, missing[item.id], pools)
    return {item_id for item_id, amount in missing.items() if amount <= CENT}


def _pools(money_in: list[Credit]) -> dict[tuple, list[dict]]:
    """Return {("order" or "partner", id): [what is left of each credit]}."""
    pools = defaultdict(list)
    for credit in money_in:
        owner = ("order", credit.order) if credit.order else ("partner", credit.partner)
        value = credit.amount_company / credit.amount if credit.amount else 0.0
        pools[owner].append(
            {"currency": credit.currency, "left": credit.amount, "value": value}
        )
    return pools


def _owners(item: Open) -> list[tuple]:
    return [
        *(("order", order) for order in sorted(item.orders)),
        ("partner", item.partner),
    ]


def _take(pool: dict, amount: float) -> float:
    """Take up to `amount` out of the pool; return what was taken."""
    taken = max(min(pool["left"], amount), 0.0)
    pool["left"] -= taken
    return taken


def _take_foreign(item: Open, amount: float, pools: dict) -> float:
    """Return how much of `amount` money of other currencies pays."""
    if not item.amount or item.amount_company <= 0:
        return 0.0
    value, taken = item.amount_company / item.amount, 0.0
    for owner in _owners(item):
        for pool in pools.get(owner, ()):
            if pool["value"] > 0:
                wanted = (amount - taken) * value / pool["value"]
                taken += _take(pool, wanted) * pool["value"] / value
    return taken


def age(days: int) -> str:
    """Return the column of the ageing for something `days` after its due date.

    >>> [age(days) for days in (-3, 0, 1, 30, 31, 90, 91)]
    ['not_due', 'not_due', '30', '30', '60', '90', 'older']
    """
    if days <= 0:
        return AGES[0]
    return AGES[min((days - 1) // 30 + 1, len(AGES) - 1)]


def money(code: str, amount: float, decimals: int = 2) -> str:
    """Return an amount as it is spoken in the trade, whole amounts without cents.

    >>> money("USD", 100000.0)
    'USD 100,000'
    >>> money("CNY", -1234.5)
    'CNY -1,234.50'
    >>> money("JPY", 1234.0, 0)
    'JPY 1,234'
    >>> money("USD", 0.004)
    'USD 0'
    """
    rounded = round(amount, decimals) + 0.0
    places = 0 if rounded == int(rounded) else decimals
    return f"{code} {rounded:,.{places}f}"
