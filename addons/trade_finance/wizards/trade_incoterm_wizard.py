from odoo import Command, api, fields, models

from ..tools import incoterm as terms

SHOWN = ("freight", "insurance", "duty")
"""Cost types with a column of their own."""


class TradeIncotermWizard(models.TransientModel):
    """What an order would cost, and should cost the customer, under each incoterm."""

    _name = "trade.incoterm.wizard"
    _description = "Compare Incoterms"

    order_id = fields.Many2one(
        "sale.order", "Sales order", required=True, readonly=True, ondelete="cascade"
    )
    state = fields.Selection(related="order_id.state")
    currency_id = fields.Many2one(related="order_id.currency_id")
    company_currency_id = fields.Many2one(related="order_id.company_currency_id")
    price = fields.Monetary("Price now", readonly=True, help="Without taxes.")
    profit = fields.Monetary(
        "Profit now",
        currency_field="company_currency_id",
        readonly=True,
        help="By the rates and rules of today, under the order's own incoterm.",
    )
    warning = fields.Text("Not estimated", readonly=True)
    line_ids = fields.One2many("trade.incoterm.wizard.line", "wizard_id", readonly=True)

    @api.constrains("order_id")
    def _check_may_read(self):
        """Refuse an order the user may not read: what hangs on it is shown."""
        # Core runs constraints as superuser.
        self.order_id.sudo(False).check_access("read")

    @api.model
    def _create_for(self, order):
        """Price all incoterms for `order` and return the wizard that shows them."""
        Estimate = self.env["trade.profit.estimate"]
        memo = {"trade_rate_memo": {}}
        bases = Estimate.with_context(**memo)._get_bases(order.with_context(**memo))
        revenue = sum(basis.revenue for basis in bases[order].values())
        now, warnings = self._price(order, bases, revenue, None, **memo)
        values = []
        for incoterm in self._get_incoterms():
            priced, said = self._price(
                order, bases, revenue, now.profit, **memo, incoterm=incoterm
            )
            warnings += [sentence for sentence in said if sentence not in warnings]
            values.append(self._prepare_wizard_line(order, incoterm, priced, revenue))
        return self.create(
            {
                "order_id": order.id,
                "price": sum(line.price_subtotal for line in bases[order]),
                "profit": now.profit,
                "warning": "\n".join(warnings),
                "line_ids": [Command.create(line) for line in values],
            }
        )

    @api.model
    def _get_incoterms(self):
        """Return all incoterms, in the order of the seller's costs."""
        rows = self.env["trade.incoterm.cost"].search([("incoterm_id", "!=", False)])
        known = rows.incoterm_id.filtered("active")
        return known | self.env["account.incoterms"].search([("active", "=", True)])

    @api.model
    def _price(self, order, bases, revenue, profit, incoterm=None, **context):
        """Return (`Terms` of the order under an incoterm, what is missing).

        :param profit: that the price is to leave; None for that of today's price
        """
        if incoterm:
            context["trade_estimate_incoterm"] = incoterm.id
        order = order.with_context(**context)
        Estimate = self.env["trade.profit.estimate"].with_context(**context)
        unsold = {
            order: {
                line: basis._replace(revenue=0.0)
                for line, basis in bases[order].items()
            }
        }
        lines = Estimate._prepare_lines(order, bases)[order]
        costs = self._sum_costs(order, Estimate, lines)
        fixed = self._sum_costs(
            order, Estimate, Estimate._prepare_lines(order, unsold)[order]
        )
        if profit is None:
            profit = revenue - sum(costs.values())
        return terms.compare(revenue, costs, fixed, profit), list(lines.warnings)

    @api.model
    def _sum_costs(self, order, estimates, lines):
        """Return {cost type: cost} of what the seller bears under the incoterm.

        Known costs, as those of a shipment, do not ask for the incoterm themselves.
        """
        revenue = self.env["trade.cost.type"]._get_by_code("revenue")
        return {
            type_id: -amount
            for type_id, amount in estimates._sum_by_type(lines).items()
            if type_id != revenue.id and order._bears_cost(type_id)
        }

    @api.model
    def _prepare_wizard_line(self, order, incoterm, priced, revenue):
        type_ids = self.env["trade.cost.type"]._get_ids_by_code()
        shown = {code: priced.costs.get(type_ids[code], 0.0) for code in SHOWN}
        product = priced.costs.get(type_ids["product"], 0.0)
        others = sum(priced.costs.values()) - product - sum(shown.values())
        rate = order._get_estimate_rate()
        price = priced.revenue and order.currency_id.round(priced.revenue / rate)
        return {
            "incoterm_id": incoterm.id,
            "is_current": incoterm == order.incoterm,
            **shown,
            "other_cost": others,
            "total_cost": sum(priced.costs.values()),
            "profit": priced.profit,
            "price": price or 0.0,
            "price_change": (
                100 * (priced.revenue / revenue - 1) if price and revenue else 0.0
            ),
        }
