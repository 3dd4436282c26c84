# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import api, fields, models
from odoo.tools import SQL

from .sale_order import PROFIT

PERCENTS = {
    "estimated_profit_percent:avg": ("estimated_profit", "estimated_revenue"),
    "actual_profit_percent:avg": ("actual_profit", "actual_revenue"),
}


class SaleOrder(models.Model):
    """An order's money in company currency, so that orders of all currencies add up.

    At the order's own rate: what the receipts were worth more or less than that is
    the FX difference.
    """

    _inherit = "sale.order"

    trade_rate = fields.Float(aggregator=None)
    amount_total_company = fields.Monetary(
        "Total in company currency",
        compute="_compute_company_amounts",
        store=True,
        currency_field="company_currency_id",
        help="At the order's rate. 0 when a foreign order was confirmed without one.",
    )
    amount_received_company = fields.Monetary(
        "Received in company currency",
        compute="_compute_company_amounts",
        store=True,
        currency_field="company_currency_id",
        help="At the order's rate: with the FX difference it is what the money was "
        "worth when it came in.",
    )
    amount_outstanding_company = fields.Monetary(
        "Outstanding in company currency",
        compute="_compute_company_amounts",
        store=True,
        currency_field="company_currency_id",
        help="At the order's rate. 0 when a foreign order was confirmed without one.",
    )
    estimated_revenue = fields.Monetary(
        compute="_compute_profit",
        store=True,
        currency_field="company_currency_id",
        groups=PROFIT,
    )
    actual_revenue = fields.Monetary(
        compute="_compute_profit",
        store=True,
        currency_field="company_currency_id",
        groups=PROFIT,
        help="What was invoiced less credit notes, with its exchange differences: what "
        "the percent refers to.",
    )

    @api.depends(
        "state",
        "currency_id",
        "trade_rate",
        "currency_rate",
        "amount_total",
        "amount_received",
        "amount_outstanding",
    )
    def _compute_company_amounts(self):
        for order in self:
            rate = order._get_company_rate()
            convert = order.company_id.currency_id.round
            order.amount_total_company = convert(order.amount_total * rate)
            order.amount_received_company = convert(order.amount_received * rate)
            order.amount_outstanding_company = convert(order.amount_outstanding * rate)

    def _get_company_rate(self):
        """Return company currency for one unit of the order's currency.

        The frozen rate; of a quotation the one core converts it with. 0.0 for an order
        confirmed without a rate: core would take 1.0 then, without a word.
        """
        self.ensure_one()
        if self.currency_id == self.company_id.currency_id:
            return 1.0
        if self.trade_rate or self.state == "sale":
            return self.trade_rate
        return 1 / (self.currency_rate or 1.0)

    def _read_group_select(self, aggregate_spec, query):
        """Take the percent of the sums: an average of percents says nothing."""
        if aggregate_spec not in PERCENTS:
            return super()._read_group_select(aggregate_spec, query)
        profit, revenue = PERCENTS[aggregate_spec]
        return SQL(
            "100.0 * %s / NULLIF(%s, 0)",
            super()._read_group_select(f"{profit}:sum_currency", query),
            super()._read_group_select(f"{revenue}:sum_currency", query),
        )
