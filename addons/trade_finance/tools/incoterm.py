"""What an order costs under another incoterm, and which price earns the same.

The costs of an order are a fixed part plus a share of its revenue: freight per m3 is
fixed, an insurance premium of 0.3 % of CIF x 110 % is a share. Two estimates, one of
them without revenue, give both; no rule has to be known.
"""

from collections.abc import Mapping
from typing import NamedTuple

INSURED_SHARE = 1.10
"""Of the CIF value: 10 % for the buyer's profit."""


class Terms(NamedTuple):
    """The order under one incoterm, in company currency; costs are positive."""

    costs: dict[int, float]
    """{cost type: cost at the unchanged price}"""
    profit: float
    """at the unchanged price"""
    revenue: float | None
    """that earns what was asked for; None where no price can"""


def cif_price(fob: float, freight: float, percent: float) -> float:
    """Return the CIF price over a FOB price; the premium is on CIF x 110 %.

    :param percent: premium in percent

    >>> round(cif_price(2800, 205, 0.8), 2)
    3031.68
    >>> round(cif_price(2800, 205, 0.8) * INSURED_SHARE * 0.008, 2)
    26.68
    """
    return (fob + freight) / (1 - INSURED_SHARE * percent / 100)


def fob_price(cif: float, freight: float, percent: float) -> float:
    """Return the FOB price under a CIF price.

    >>> round(fob_price(3031.678773, 205, 0.8), 2)
    2800.0
    """
    return cif * (1 - INSURED_SHARE * percent / 100) - freight


def equal_revenue(fixed: float, share: float, profit: float) -> float | None:
    """Return the revenue that leaves `profit`, or None where costs eat each increase.

    :param fixed: costs that do not depend on the revenue
    :param share: of the revenue that goes into costs, 0.03 for 3 %

    >>> round(equal_revenue(2800 + 205, 0.0088, 0), 2)
    3031.68
    >>> equal_revenue(35000, 0, 35000), equal_revenue(35000, 1.2, 0)
    (70000.0, None)
    """
    return (profit + fixed) / (1 - share) if share < 1 else None


def compare(
    revenue: float,
    costs: Mapping[int, float],
    fixed: Mapping[int, float],
    profit: float,
) -> Terms:
    """Return the order under one incoterm.

    :param revenue: at the unchanged price
    :param costs: {cost type: cost} at that revenue
    :param fixed: {cost type: cost} of the same goods without any revenue
    :param profit: that the price asked for is to leave

    >>> cif = compare(70000, {1: 35000, 2: 3500, 3: 231}, {1: 35000, 2: 3500}, 35000)
    >>> round(cif.profit, 2), round(cif.revenue, 2)
    (31269, 73743.35)
    >>> compare(0, {1: 100}, {1: 100}, 20).revenue
    120.0
    """
    total, base = sum(costs.values()), sum(fixed.values())
    share = (total - base) / revenue if revenue else 0.0
    return Terms(dict(costs), revenue - total, equal_revenue(base, share, profit))
