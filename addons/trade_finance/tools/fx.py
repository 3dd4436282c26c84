"""Exchange rates and the identity of the exchange difference.

A rate is always company currency for one unit of the order's currency (7.00 for USD in
a company in CNY), the direction people speak. Odoo stores the inverse.
"""

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
