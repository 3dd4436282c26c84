# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import fields, models

from ..tools.workbook import Column, Formula, Sheet, total_of

OWN = {
    "total": "amount_total",
    "received": "amount_received",
    "outstanding": "amount_outstanding",
}
COMPANY = {
    "worth": "amount_total_company",
    "open": "amount_outstanding_company",
    "fx": "fx_difference",
    "estimated_revenue": "estimated_revenue",
    "estimated": "estimated_profit",
    "actual_revenue": "actual_revenue",
    "actual": "actual_profit",
    "variance": "profit_variance",
    "expected": "expected_profit",
}
"""Columns that are added up, by order currency and by company currency."""


class TradeProfitWorkbook(models.AbstractModel):
    """The sheet with one row per order."""

    _inherit = "trade.profit.workbook"

    def _sheet_orders(self, orders, heading):
        return Sheet(
            self.env._("Orders"),
            (*self._order_columns(), *self._profit_columns()),
            [(*self._order_row(order), *self._profit_row(order)) for order in orders],
            heading,
            self._order_totals(orders),
        )

    def _order_columns(self):
        return (
            Column(self.env._("Order"), width=16),
            Column(self.env._("Date"), "date", 12),
            Column(self.env._("Customer"), width=30),
            Column(self.env._("Salesperson"), width=18),
            Column(self.env._("Country"), width=16),
            Column(self.env._("Payment"), width=13),
            Column(self.env._("Currency"), width=10, key="currency"),
            Column(self.env._("Total"), width=15, key="total"),
            Column(self.env._("Received"), width=15, key="received"),
            Column(self.env._("Outstanding"), width=15, key="outstanding"),
            Column(self.env._("Rate"), "rate", 10, key="rate"),
            Column(self.env._("Company currency"), width=10, key="unit"),
        )

    def _order_row(self, order):
        day = order.trade_rate_date or fields.Date.context_today(
            order, order.date_order
        )
        return (
            order.name,
            day,
            order.partner_id.display_name,
            order.user_id.name,
            (order.partner_shipping_id.country_id or order.partner_id.country_id).name,
            self._label(order, "receipt_status"),
            order.currency_id.name,
            self._money(order.amount_total, order.currency_id),
            self._money(order.amount_received, order.currency_id),
            self._money(order.amount_outstanding, order.currency_id),
            order._get_company_rate(),
            order.company_currency_id.name,
        )

    def _profit_columns(self):
        return (
            Column(self.env._("Total in company currency"), width=16, key="worth"),
            Column(self.env._("Outstanding in company currency"), width=16, key="open"),
            Column(self.env._("FX difference"), width=14, key="fx"),
            Column(self.env._("Estimated revenue"), width=15, key="estimated_revenue"),
            Column(self.env._("Estimated profit"), width=15, key="estimated"),
            Column(self.env._("Estimated profit %"), width=10),
            Column(self.env._("Actual revenue"), width=15, key="actual_revenue"),
            Column(self.env._("Actual profit"), width=15, key="actual"),
            Column(self.env._("Actual profit %"), width=10),
            Column(self.env._("Variance"), width=15, key="variance"),
            Column(self.env._("Expected profit"), width=15, key="expected"),
        )

    def _profit_row(self, order):
        unit = order.company_currency_id
        estimate = order.estimated_revenue, order.estimated_profit
        if not order.trade_estimate_id:
            estimate = None, None
        percents = (
            ("estimated", "estimated_revenue", tuple(x or 0 for x in estimate[::-1])),
            ("actual", "actual_revenue", (order.actual_profit, order.actual_revenue)),
        )
        estimated_percent, actual_percent = (
            self._percent_formula(*percent) for percent in percents
        )
        return (
            self._at_rate("total", order.amount_total_company, unit),
            self._at_rate("outstanding", order.amount_outstanding_company, unit),
            self._money(order.fx_difference, unit),
            *(self._money(amount, unit) for amount in estimate),
            estimated_percent,
            self._money(order.actual_revenue, unit),
            self._money(order.actual_profit, unit),
            actual_percent,
            self._variance(order, unit),
            self._money(order.expected_profit, unit),
        )

    def _at_rate(self, key, value, unit):
        """Return the formula of an amount at the order's rate, as Odoo rounds it."""
        return Formula(
            f"=ROUND({{{key}}}{{row}}*{{rate}}{{row}},{unit.decimal_places})",
            value,
            self._money_kind(unit),
        )

    def _variance(self, order, unit):
        """Return actual less estimate; nothing where there is no estimate."""
        if not order.trade_estimate_id:
            return None
        return Formula(
            "={actual}{row}-{estimated}{row}",
            order.profit_variance,
            self._money_kind(unit),
        )

    # == Totals: a row per order currency, a row per company currency ==

    def _order_totals(self, orders):
        columns = (*self._order_columns(), *self._profit_columns())
        rows = []
        for currency in orders.currency_id.sorted("name"):
            some = orders.filtered(lambda order, c=currency: order.currency_id == c)
            rows.append(self._total_row(columns, "currency", currency, some, OWN))
        for unit in orders.company_currency_id.sorted("name"):
            some = orders.filtered(lambda order, c=unit: order.company_currency_id == c)
            rows.append(self._total_row(columns, "unit", unit, some, COMPANY))
        return tuple(rows)

    def _total_row(self, columns, by, currency, orders, names):
        """Return a row that sums up the columns `names` where `by` is `currency`."""
        row = [None] * len(columns)
        row[0] = self.env._("Total %(currency)s", currency=currency.name)
        for at, column in enumerate(columns):
            if column.key == by:
                row[at] = currency.name
            elif column.key in names:
                amounts = orders.mapped(names[column.key])
                row[at] = Formula(
                    total_of(column.key, by),
                    currency.round(sum(amounts)),
                    self._money_kind(currency),
                )
        return tuple(row)
