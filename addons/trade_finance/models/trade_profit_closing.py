from odoo import api, fields, models
from odoo.exceptions import UserError


class TradeProfitClosing(models.Model):
    """The profit sheet of an order as it stood when it was closed. Never changed."""

    _name = "trade.profit.closing"
    _inherit = ["trade.order.secret"]
    _description = "Closed Profit Sheet"
    _order = "date desc, id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one(
        "sale.order", "Sales order", required=True, ondelete="cascade", index=True
    )
    version = fields.Integer(required=True, help="Counts the closings of the order.")
    date = fields.Datetime("When", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", "Who", default=lambda self: self.env.user)
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, precompute=True, index=True
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    estimated = fields.Monetary(
        "Estimated profit", currency_field="company_currency_id"
    )
    actual = fields.Monetary("Closed profit", currency_field="company_currency_id")
    line_ids = fields.One2many("trade.profit.closing.line", "closing_id")

    _version_uniq = models.UniqueIndex(
        "(order_id, version)", "The profit sheet was closed by somebody else just now."
    )

    @api.depends("order_id.name", "version")
    def _compute_display_name(self):
        for closing in self:
            closing.display_name = self.env._(
                "%(order)s, closing %(version)s",
                order=closing.order_id.name,
                version=closing.version,
            )

    def write(self, vals):
        """Refuse: a closing is what the sheet said on that day."""
        if vals:
            self._refuse_change()
        return super().write(vals)

    def _refuse_change(self):
        raise UserError(
            self.env._(
                "A closed profit sheet is not changed. Reopen the sheet of the order, "
                "then close it again: that writes down a new one."
            )
        )

    @api.model
    def _close(self, orders):
        """Write down the sheets of `orders` as they are now; return the closings."""
        rows = (
            self.env["trade.profit.sheet"]
            .sudo()
            ._read_group(  # the whole sheet
                [("order_id", "in", orders.ids)],
                ["order_id", "cost_type_id"],
                ["estimated:sum", "actual:sum"],
            )
        )
        lines = {order: [] for order in orders}
        for order, cost_type, estimated, actual in rows:
            lines[order.with_env(orders.env)].append(
                {
                    "cost_type_id": cost_type.id,
                    "estimated": estimated,
                    "actual": actual,
                }
            )
        # Closings are written by closing an order, never typed in.
        return self.sudo().create(
            [self._prepare_closing_values(*sheet) for sheet in lines.items()]
        )

    @api.model
    def _prepare_closing_values(self, order, lines):
        """Return the values of the closing of one order with the lines of its sheet."""
        return {
            "order_id": order.id,
            "version": len(order.trade_closing_ids) + 1,
            "user_id": self.env.uid,
            "estimated": sum(line["estimated"] for line in lines),
            "actual": sum(line["actual"] for line in lines),
            "line_ids": [fields.Command.create(line) for line in lines],
        }


class TradeProfitClosingLine(models.Model):
    _name = "trade.profit.closing.line"
    _inherit = ["trade.order.secret"]
    _description = "Closed Profit Sheet Line"
    _order = "closing_id, sequence, id"

    closing_id = fields.Many2one(
        "trade.profit.closing", required=True, ondelete="cascade", index=True
    )
    order_id = fields.Many2one(related="closing_id.order_id")
    company_id = fields.Many2one(related="closing_id.company_id")
    company_currency_id = fields.Many2one(related="closing_id.company_currency_id")
    cost_type_id = fields.Many2one("trade.cost.type", required=True, index=True)
    sequence = fields.Integer(
        related="cost_type_id.sequence", store=True, precompute=True
    )
    estimated = fields.Monetary(currency_field="company_currency_id")
    actual = fields.Monetary(currency_field="company_currency_id")
