"""What an order is expected to earn in the end.

Amounts are in company currency; plus improves the profit, so costs are negative.
"""

from collections.abc import Mapping


def remaining(estimated: float, posted: float, is_closed: bool) -> float:
    """Return the part of an estimated amount that is still to come.

    :param estimated: what was estimated for the cost type
    :param posted: what has been posted in the estimate's own direction: invoices
        without credit notes, bills without refunds
    :param is_closed: nothing more will come, whatever was estimated

    >>> remaining(-1000, -400, False)
    -600
    >>> remaining(-1000, -1200, False), remaining(70000, 0, False)
    (0.0, 70000)
    >>> remaining(-1000, -400, True), remaining(0, -50, False)
    (0.0, 0.0)
    """
    if is_closed or not estimated:
        return 0.0
    rest = estimated - posted
    return rest if rest * estimated > 0 else 0.0


def percent(profit: float, revenue: float) -> float:
    """Return the profit in percent of the revenue, 0 without revenue.

    >>> percent(1500, 10000), percent(-5, 0)
    (15.0, 0.0)
    """
    return 100.0 * profit / revenue if revenue else 0.0


def receipt_status(received: float, outstanding: float, rounding: float) -> str:
    """Name how far an order is paid, in the order's currency.

    :param rounding: the smallest unit of the currency; less than half of it is nothing

    >>> receipt_status(0, 100, 0.01), receipt_status(30, 70, 0.01)
    ('none', 'partial')
    >>> receipt_status(99.5, 0, 0.01), receipt_status(110, -10, 0.01)
    ('paid', 'overpaid')
    >>> receipt_status(0, 0, 0.01)
    'none'
    """
    if received < rounding / 2:
        return "none"
    if outstanding >= rounding / 2:
        return "partial"
    return "overpaid" if outstanding <= -rounding / 2 else "paid"


def changes(
    before: Mapping[int, float], after: Mapping[int, float]
) -> list[tuple[int, float, float, float]]:
    """Return [(cost type, before, after, change)] of two versions of an estimate.

    >>> changes({1: 70000, 4: -35000}, {1: 84000, 5: -900})
    [(1, 70000, 84000, 14000), (4, -35000, 0.0, 35000.0), (5, 0.0, -900, -900.0)]
    >>> changes({}, {})
    []
    """
    rows = []
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key, 0.0), after.get(key, 0.0)
        rows.append((key, old, new, new - old))
    return rows
