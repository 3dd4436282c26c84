"""Purchase VAT at export, and what one unit of foreign currency costs.

A trading company pays VAT to its vendors. At export the tax office pays back a part of
it; the rest is a cost. Whether the books carry goods with or without that VAT decides
what the profit still has to add. Percents are per hundred, amounts in company currency.
"""

from typing import NamedTuple


class ExportTax(NamedTuple):
    """What the purchase VAT of goods means when they are exported."""

    refund: float
    """the tax office pays back"""
    lost: float
    """paid to vendors and not paid back"""


def net_cost(cost: float, vat_percent: float, is_gross: bool) -> float:
    """Return a product cost without VAT.

    >>> round(net_cost(11700, 17, True), 2), net_cost(10000, 17, False)
    (10000.0, 10000)
    """
    return cost / (1 + vat_percent / 100) if is_gross else cost


def export_tax(net: float, vat_percent: float, refund_percent: float) -> ExportTax:
    """Split the VAT paid on goods of `net` cost into refund and loss.

    >>> export_tax(10000, 17, 14)
    ExportTax(refund=1400.0, lost=300.0)
    >>> export_tax(10000, 13, 13).lost, export_tax(0, 13, 9)
    (0.0, ExportTax(refund=0.0, lost=0.0))
    """
    refund = net * refund_percent / 100
    return ExportTax(refund, net * vat_percent / 100 - refund)


def exchange_cost(costs: float, income: float) -> float:
    """Return the company currency spent to earn one unit of foreign currency.

    Below the exchange rate the order earns, above it loses. 0 while there is no income.

    :param costs: purchase with VAT plus domestic fees less the refund
    :param income: FOB income in the order's currency

    >>> round(exchange_cost(11700 + 800 - 1400, 1650), 4)
    6.7273
    >>> exchange_cost(100, 0), exchange_cost(100, -5)
    (0.0, 0.0)
    """
    return costs / income if income > 0 else 0.0
