from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import export, profit

ABROAD = ("freight", "insurance", "duty")
"""Cost types that are paid beyond the FOB point."""


class TradeProfitEstimate(models.Model):
    """What an order was expected to earn, as it was known when it was written down.

    A version is never changed. Amending an order makes a further version; the profit
    sheet compares with the last one, and the first stays.
    """

    _name = "trade.profit.estimate"
    _inherit = ["trade.estimate.source", "trade.order.secret"]
    _description = "Profit Estimate"
    _order = "order_id desc, version desc"

    order_id = fields.Many2one(
        "sale.order", "Sales order", required=True, ondelete="cascade", index=True
    )
    version = fields.Integer(required=True)
    reason = fields.Char("Why", required=True)
    date = fields.Datetime("When", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", "Who", default=lambda self: self.env.user)
    is_frozen = fields.Boolean(
        "At confirmation", help="Written by the confirmation of the order."
    )
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, precompute=True, index=True
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    rate = fields.Float(
        digits=0, help="Company currency for one unit of the order's currency."
    )
    line_ids = fields.One2many("trade.profit.estimate.line", "estimate_id")
    revenue = fields.Monetary(currency_field="company_currency_id")
    profit = fields.Monetary(currency_field="company_currency_id")
    profit_percent = fields.Float("Profit %", aggregator="avg")

    warning = fields.Text(
        "Not estimated",
        help="What is missing, and is therefore not in the estimate.",
    )
    currency_id = fields.Many2one(related="order_id.currency_id")
    rate_unit = fields.Char(
        related="order_id.trade_rate_unit", string="Unit of the rate"
    )
    export_refund = fields.Monetary(
        currency_field="company_currency_id",
        help="What the tax office pays back at export. Income where product costs are "
        "with VAT; else it was never a cost and is not in the profit.",
    )
    exchange_cost = fields.Float(
        "Cost of one unit of foreign currency",
        digits=0,
        aggregator=None,
        help="Purchase with VAT plus domestic costs less the refund, by the FOB income "
        "in the order's currency. Below the rate the order earns.",
    )

    _version_uniq = models.UniqueIndex(
        "(order_id, version)", "An order has one estimate of each version."
    )

    @api.depends("order_id.name", "version")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(order)s, version %(version)s",
                order=version.order_id.name,
                version=version.version,
            )

    @api.model
    def _create_versions(self, orders, reason, is_frozen=False):
        """Write down what `orders` are expected to earn now; return the versions.

        Orders without a usable exchange rate are left out.
        """
        # Many orders ask for the same few exchange rates.
        memo = {"trade_rate_memo": {}}
        orders = orders.with_context(**memo)
        rated = orders.filtered(lambda order: order._get_estimate_rate())
        # An estimate is written by confirming or by the button, never typed in.
        versions_sudo = self.sudo().create(
            [
                {
                    **self._prepare_version_values(order, lines),
                    "reason": reason,
                    "is_frozen": is_frozen,
                }
                for order, lines in (
                    self.with_context(**memo)._prepare_lines(rated).items()
                )
            ]
        )
        for version_sudo in versions_sudo:
            version_sudo.order_id.trade_estimate_id = version_sudo
        return versions_sudo.sudo(self.env.su)

    @api.model
    def _prepare_version_values(self, order, lines):
        """Return the values of the next version of `order`, with its lines."""
        amounts = self._sum_by_type(lines)
        revenue_type = self.env["trade.cost.type"]._get_by_code("revenue")
        revenue = amounts.get(revenue_type.id, 0.0)
        total = sum(amounts.values())
        return {
            "order_id": order.id,
            "version": order.sudo().trade_estimate_id.version + 1,  # after the last one
            "user_id": self.env.uid,
            "rate": order._get_estimate_rate(),
            "revenue": revenue,
            "profit": total,
            "profit_percent": profit.percent(total, revenue),
            "warning": "\n".join(lines.warnings),
            "export_refund": order.company_id.currency_id.round(lines.export_refund),
            "exchange_cost": self._get_exchange_cost(order, amounts),
            "line_ids": [fields.Command.create(line) for line in lines],
        }

    @api.model
    def _sum_by_type(self, lines):
        """Return {cost type id: amount} of the values of estimate lines."""
        amounts = defaultdict(float)
        for line in lines:
            amounts[line["cost_type_id"]] += line["amount"]
        return dict(amounts)

    @api.model
    def _get_exchange_cost(self, order, amounts):
        """Return the company currency one unit of the order's currency costs.

        What is paid abroad comes off the income, which makes it the FOB income.

        :param amounts: {cost type id: amount}, plus improves the profit
        """
        rate = order._get_estimate_rate()
        if order.currency_id == order.company_id.currency_id or not rate:
            return 0.0
        type_ids = self.env["trade.cost.type"]._get_ids_by_code()
        income_types = {type_ids[code] for code in ("revenue", *ABROAD)}
        income = sum(amounts.get(type_id, 0.0) for type_id in income_types)
        domestic = sum(
            amount for type_id, amount in amounts.items() if type_id not in income_types
        )
        return export.exchange_cost(-domestic, income / rate)

    @api.model
    def _check_rates(self, orders):
        """Refuse to estimate orders there is no exchange rate for."""
        unrated = orders.filtered(lambda order: not order._get_estimate_rate())
        if unrated:
            raise UserError(
                self.env._(
                    "There is no exchange rate for %(currencies)s on or before today, "
                    "so the profit of %(orders)s cannot be estimated. Enter the rate "
                    "under Invoicing > Configuration > Currencies and try again.",
                    currencies=", ".join(unrated.currency_id.mapped("name")),
                    orders=", ".join(unrated.mapped("name")),
                )
            )
