"""Share an order's total out over its instalments, and money over the instalments.

Amounts are in the order's currency. An order of a negative total (a return) has
negative instalments; nothing else about it differs.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

Part = tuple[str, float]
"""How a payment term names an amount: ("percent", 30) or ("fixed", 500)."""


def split(
    total: float,
    parts: Sequence[Part],
    rounding: float,
    kept: Sequence[float | None] = (),
) -> list[float]:
    """Return the amount of each part; together they are `total`, to the last unit.

    The arithmetic is the one invoices use for their receivable lines: every part is
    rounded by itself and the last takes what is left, so plan and invoice agree to the
    cent. No part is larger than what is left, and none is of the other sign.

    :param rounding: the smallest unit of the currency
    :param kept: for each part what it stays at, None where it may change: instalments
        that are paid do not change with the order. The last always takes the rest

    >>> split(100, [("percent", 33.33), ("percent", 33.33), ("percent", 33.34)], 0.01)
    [33.33, 33.33, 33.34]
    >>> split(1001, [("percent", 30), ("percent", 70)], 1)
    [300.0, 701.0]
    >>> split(-10, [("percent", 30), ("percent", 70)], 0.01)
    [-3.0, -7.0]
    >>> split(300, [("fixed", 500), ("percent", 100)], 0.01)
    [300.0, 0.0]
    >>> split(12000, [("percent", 30), ("percent", 70)], 0.01, kept=[3000, None])
    [3000.0, 9000.0]
    >>> split(2000, [("percent", 30), ("percent", 70)], 0.01, kept=[3000, None])
    [2000.0, 0.0]
    >>> split(5, [], 0.01)
    []
    """
    unit = Decimal(str(rounding))
    sign = -1 if total < 0 else 1
    whole = rest = _units(abs(total), unit)
    amounts = []
    for position, (kind, value) in enumerate(parts):
        stays = kept[position] if position < len(kept) else None
        if position == len(parts) - 1:
            wanted = rest
        elif stays is not None:
            wanted = _units(stays * sign, unit)
        elif kind == "fixed":
            wanted = _units(value, unit)
        else:
            wanted = _whole(whole * Decimal(str(value)) / 100)
        part = max(min(wanted, rest), Decimal(0))
        rest -= part
        amounts.append(float(part * unit * sign) + 0.0)
    return amounts


def fill(received: float, amounts: Sequence[float], rounding: float) -> list[float]:
    """Return what each of `amounts` gets of `received`: the first is filled first.

    What is left when all are full is nobody's: the order is overpaid.

    >>> fill(3500, [3000, 7000], 0.01)
    [3000.0, 500.0]
    >>> fill(12000, [3000, 7000], 0.01), fill(-5, [3000, 7000], 0.01)
    ([3000.0, 7000.0], [0.0, 0.0])
    >>> fill(-400, [-300, -700], 0.01)
    [-300.0, -100.0]
    """
    unit = Decimal(str(rounding))
    sign = -1 if sum(amounts) < 0 else 1
    left = max(_units(received * sign, unit), Decimal(0))
    filled = []
    for amount in amounts:
        part = min(left, _units(amount * sign, unit))
        left -= part
        filled.append(float(part * unit * sign) + 0.0)
    return filled


def settle(
    money: float, credit: float, amounts: Sequence[float], rounding: float
) -> list[tuple[float, float]]:
    """Return for each of `amounts` what is paid and what need not be paid any more.

    :param money: what came in; it fills the first instalment first
    :param credit: credit notes; they make the last instalment smaller first

    >>> settle(3000, 1000, [3000, 7000], 0.01)
    [(3000.0, 0.0), (0.0, 1000.0)]
    >>> settle(0, 8000, [3000, 7000], 0.01)
    [(0.0, 1000.0), (0.0, 7000.0)]
    """
    unit = Decimal(str(rounding))
    paid = fill(money, amounts, rounding)
    still_open = [
        float(_units(amount - part, unit) * unit)
        for amount, part in zip(amounts, paid, strict=True)
    ]
    credited = fill(credit, still_open[::-1], rounding)[::-1]
    return list(zip(paid, credited, strict=True))


def _units(amount: float, unit: Decimal) -> Decimal:
    return _whole(Decimal(str(amount)) / unit)


def _whole(value: Decimal) -> Decimal:
    """Round half away from zero, as currencies do."""
    return value.quantize(Decimal(1), rounding=ROUND_HALF_UP)
