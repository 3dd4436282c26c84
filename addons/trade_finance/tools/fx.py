"""Exchange rates and the identity of the exchange difference.

A rate is always company currency for one unit of the order's currency (7.00 for USD in
a company in CNY), the direction people speak. Odoo stores the inverse.
"""

import datetime
import math
from typing import NamedTuple

SIGNIFICANT_DIGITS = 14


class Difference(NamedTuple):
    """The exchange difference of a receipt, in company currency (plus is a gain)."""

    before_invoice: float
    booked: float

    @property
    def total(self) -> float:
        """Both parts: what the receipt is worth more than at the order's rate."""
        return self.before_invoice + self.booked


def unit_rate(company_rate: float, order_rate: float) -> float:
    """Turn two stored rates into company currency for one unit of order currency.

    The noise of the inverse, 1 / (1 / 6.9), is cut off at 14 significant digits.

    >>> unit_rate(1.0, 1 / 7.0), unit_rate(1.0, 1 / 6.9), unit_rate(7.1, 1.0)
    (7.0, 6.9, 7.1)
    >>> unit_rate(1.0, 0.0)
    0.0
    """
    if not order_rate:
        return 0.0
    return float(f"{company_rate / order_rate:.{SIGNIFICANT_DIGITS}g}")


def stored_rate(rate: float) -> float:
    """Return the rate as an invoice stores it: order currency for one of the company's.

    >>> stored_rate(8.0), stored_rate(0)
    (0.125, 0.0)
    """
    return 1 / rate if rate else 0.0


def split(at_order: float, at_invoice: float, at_receipt: float) -> Difference:
    """Split the exchange difference of a receipt into its two parts.

    :param at_order: value at the order's rate
    :param at_invoice: value the invoice carries in the books
    :param at_receipt: value that came in

    >>> split(70000, 69500, 69000)
    Difference(before_invoice=-500, booked=-500)
    >>> split(70000, 69500, 69000).total
    -1000
    >>> split(-70000, -69500, -69000).total
    1000
    """
    return Difference(at_invoice - at_order, at_receipt - at_invoice)


def stale_days(
    quoted: datetime.date | None, used: datetime.date | None, max_age: int
) -> int:
    """Return how old a rate was when it was used, 0 while that is no matter.

    :param quoted: the day the rate is of
    :param used: the day it is, or was, used
    :param max_age: days a rate may be old; 0 for any age

    >>> day = datetime.date
    >>> stale_days(day(2026, 3, 2), day(2026, 3, 9), 7)
    0
    >>> stale_days(day(2026, 3, 2), day(2026, 3, 10), 7)
    8
    >>> stale_days(day(2026, 3, 2), day(2027, 3, 2), 0)
    0
    >>> stale_days(None, day(2026, 3, 10), 7)
    0
    """
    if not quoted or not used or max_age <= 0:
        return 0
    age = (used - quoted).days
    return age if age > max_age else 0


def is_inverted(rate: float, usual: float) -> bool:
    """Say whether a rate looks like the inverse of what it usually is.

    >>> is_inverted(0.1429, 7.0), is_inverted(7.2, 7.0), is_inverted(0.14, 0)
    (True, False, False)
    >>> is_inverted(1.05, 0.95)
    False
    """
    if rate <= 0 or usual <= 0 or 0.5 < usual < 2:
        return False
    return abs(rate * usual - 1) < abs(rate / usual - 1) and not (
        0.5 < rate / usual < 2
    )


def spoken(rate: float) -> str:
    """Return the rate as people write it: four decimals, more for small ones.

    >>> spoken(7), spoken(6.95123), spoken(0.0012345678), spoken(0)
    ('7.0000', '6.9512', '0.0012346', '0.0000')
    """
    decimals = 4 - min(0, math.floor(math.log10(rate))) if rate > 0 else 4
    return f"{rate:.{decimals}f}"
