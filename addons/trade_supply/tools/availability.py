"""Who gets which goods: claims on stock and the cover of order lines.

Knows nothing of products, orders or units: one call is about one product, all its
quantities are in that product's own unit. Never looks at a clock.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple


class Source(NamedTuple):
    """A quantity that can serve a line: `kind` ("stock", "incoming") at a warehouse.

    `ready` is the day the goods are at the customer's, transit included, and
    `in_time` says whether that is early enough.
    """

    kind: str
    warehouse: int
    ready: date
    in_time: bool = True


def settle(
    stock: Mapping[int, float],
    incoming: Mapping[int, Sequence[tuple[date, float]]],
    claims: Mapping[int, float],
    spill: Sequence[int] = (),
) -> tuple[dict[int, float], dict[int, list[tuple[date, float]]]]:
    """Serve those who came first; return the stock and the arrivals that are left.

    A claim takes the free stock of its warehouse, then the arrivals there, earliest
    first. What is still missing takes the stock of the warehouses named in `spill`,
    in that order. Negative stock is a claim on the arrivals.

    >>> d1, d2 = date(2026, 5, 1), date(2026, 6, 1)
    >>> settle({1: 300, 2: 150}, {1: [(d2, 60), (d1, 40)]}, {1: 330})
    ({1: 0, 2: 150}, {1: [(datetime.date(2026, 5, 1), 10), \
(datetime.date(2026, 6, 1), 60)]})
    >>> settle({1: -5, 2: 150}, {}, {1: 20}, spill=[2])
    ({1: 0.0, 2: 125.0}, {})
    >>> settle({}, {}, {1: 20})
    ({}, {})
    """
    stock_left = {key: max(quantity, 0.0) for key, quantity in stock.items()}
    arrivals = {key: sorted(rows) for key, rows in incoming.items()}
    missing = 0.0
    for warehouse in {*stock, *arrivals, *claims}:
        owed = max(claims.get(warehouse, 0.0), 0.0) - min(stock.get(warehouse, 0.0), 0)
        owed = _serve_from_stock(owed, warehouse, stock_left)
        owed, arrivals_left = _serve_from_arrivals(owed, arrivals.get(warehouse, []))
        if warehouse in arrivals:
            arrivals[warehouse] = arrivals_left
        missing += owed
    for warehouse in spill:
        missing = _serve_from_stock(missing, warehouse, stock_left)
    return stock_left, arrivals


def _serve_from_stock(
    owed: float, warehouse: int, stock_left: dict[int, float]
) -> float:
    """Take `owed` from a warehouse and return what could not be taken."""
    taken = min(owed, stock_left.get(warehouse, 0.0))
    if taken > 0:
        stock_left[warehouse] -= taken
    return owed - max(taken, 0.0)


def _serve_from_arrivals(
    owed: float, rows: Iterable[tuple[date, float]]
) -> tuple[float, list[tuple[date, float]]]:
    """Take `owed` from arrivals, earliest first; return the rest of both."""
    left = []
    for day, quantity in rows:
        taken = min(owed, quantity)
        owed -= taken
        if quantity > taken:
            left.append((day, quantity - taken))
    return owed, left


def cover(
    needs: Iterable[tuple[Hashable, float, Sequence[Source]]],
    pool: Mapping[Source, float],
    digits: int = 6,
) -> dict[Hashable, tuple[dict[Source, float], float]]:
    """Share `pool` among `needs`, first come first served.

    :param needs: (key, quantity, sources in order of preference), in line order.
    :param pool: quantity of each source; not changed.
    :param digits: decimals kept, so that binary dust is never "0.0000001 to buy".
    :return: for each key what it takes from which source, and what is short.
        Taken and short always add up to the need.

    >>> home, abroad = Source("stock", 1, date.min), Source("stock", 2, date.min)
    >>> plan = cover([("a", 400, [home, abroad]), ("b", 100, [home, abroad])],
    ...              {home: 300, abroad: 150})
    >>> [(list(taken.values()), short) for taken, short in plan.values()]
    [([300, 100], 0), ([50], 50)]
    >>> cover([("a", 0, [home])], {home: 3})
    {'a': ({}, 0)}
    >>> cover([("a", -2, [home])], {home: 3})
    {'a': ({}, 0.0)}
    """
    left = defaultdict(float, pool)
    plan = {}
    for key, quantity, sources in needs:
        missing, taken = max(quantity, 0.0), {}
        for source in sources:
            part = round(min(missing, left[source]), digits)
            if part > 0:
                taken[source] = part
                left[source] -= part
                missing = round(missing - part, digits)
        plan[key] = (taken, missing)
    return plan


def preference(
    sources: Iterable[Source], rank: Mapping[int, int], own: int
) -> list[Source]:
    """Sort sources as a line should use them.

    In time before late, goods on the shelf before goods on the way, the line's own
    warehouse before the others, those in the order of `rank` (domestic first).

    >>> own, other = Source("stock", 7, date.min), Source("stock", 3, date.min)
    >>> late = Source("stock", 1, date.max, False)
    >>> way = Source("incoming", 7, date.max)
    >>> [s.warehouse for s in preference([late, way, other, own], {7: 2, 3: 1}, 7)]
    [7, 3, 7, 1]
    """
    return sorted(
        sources,
        key=lambda s: (
            not s.in_time,
            s.kind != "stock",
            s.warehouse != own,
            rank.get(s.warehouse, 0),
            s.ready,
        ),
    )
