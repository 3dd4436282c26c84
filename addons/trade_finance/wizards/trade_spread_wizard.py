from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools import allocation


class TradeSpreadWizard(models.TransientModel):
    """Spread lines of a vendor bill over several orders."""

    _name = "trade.spread.wizard"
    _description = "Spread a Bill over Orders"

    move_id = fields.Many2one("account.move", "Vendor bill", required=True)
    company_id = fields.Many2one(related="move_id.company_id")
    currency_id = fields.Many2one(related="move_id.currency_id")
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    line_ids = fields.Many2many(
        "account.move.line",
        string="Lines",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        help="Lines that name an order already are that order's and not offered.",
    )
    order_ids = fields.Many2many(
        "sale.order",
        string="Sales orders",
        compute="_compute_order_ids",
        store=True,
        readonly=False,
    )
    method = fields.Selection(
        [
            ("equal", "Equal parts"),
            ("quantity", "By quantity"),
            ("weight", "By weight"),
            ("volume", "By volume"),
            ("value", "By value of the order"),
        ],
        default="value",
        required=True,
    )
    cost_type_id = fields.Many2one(
        "trade.cost.type",
        domain=[("is_billable", "=", True)],
        help="Written on the lines. Empty: they keep theirs.",
    )
    preview_ids = fields.One2many(
        "trade.spread.wizard.line",
        "wizard_id",
        "What each order gets",
        compute="_compute_preview_ids",
        store=True,
    )

    @api.depends("move_id")
    def _compute_line_ids(self):
        for wizard in self:
            lines = wizard.move_id.invoice_line_ids
            wizard.line_ids = lines.filtered(lambda line: line._may_be_spread())

    @api.depends("move_id")
    def _compute_order_ids(self):
        for wizard in self:
            spread_sudo = wizard.sudo().line_ids.trade_spread_ids  # as the bill
            wizard.order_ids = spread_sudo.order_id

    @api.depends("line_ids", "order_ids", "method")
    def _compute_preview_ids(self):
        for wizard in self:
            rows = wizard._prepare_preview()
            wizard.preview_ids = [Command.clear(), *map(Command.create, rows)]

    def _prepare_preview(self):
        """Return the values of the preview's lines: one per order, by order id."""
        orders = self.order_ids._origin.sorted("id")
        weights = orders._get_spread_weights(self.method)
        parts = [weights[order] for order in orders]
        if not any(parts):
            return [{"order_id": order.id} for order in orders]
        lines = self.line_ids._origin
        amounts = self._allocate(lines, "price_subtotal", parts)
        costs = self._allocate(lines, "balance", parts)
        return [
            {
                "order_id": order.id,
                "weight": weights[order],
                "amount": amount,
                "cost": cost,
            }
            for order, amount, cost in zip(orders, amounts, costs, strict=True)
        ]

    def _allocate(self, lines, name, parts):
        """Return what each part gets of field `name` of all lines."""
        sums = [0.0] * len(parts)
        for line in lines:
            rounding = line._fields[name].get_currency_field(line)
            shares = allocation.allocate(line[name], parts, line[rounding].rounding)
            sums = [total + share for total, share in zip(sums, shares, strict=True)]
        return sums

    def action_spread(self):
        """Spread the lines; what they were spread over before is replaced."""
        weights = self._check_spread()
        if self.cost_type_id:
            self.line_ids.trade_cost_type_id = self.cost_type_id
        self.env["trade.order.share"]._spread_lines(self.line_ids, weights)
        return {"type": "ir.actions.act_window_close"}

    def action_clear(self):
        """Take the lines away from the orders they were spread over."""
        self._check_bill()
        self.env["trade.order.share"]._spread_lines(self.line_ids, {})
        return {"type": "ir.actions.act_window_close"}

    # == Checks ==

    def _check_spread(self):
        """Return {order: weight}, or say why the lines cannot be spread."""
        self._check_bill()
        self.order_ids.check_access("read")
        if not self.order_ids:
            raise UserError(self.env._("Choose the sales orders that share the bill."))
        self._check_lines()
        self._check_orders(self.order_ids)
        weights = self.order_ids._get_spread_weights(self.method)
        if not any(weights.values()):
            raise UserError(
                self.env._(
                    "%(orders)s: by this method they all count nothing. Choose another "
                    "one, or enter weight and volume on the products.",
                    orders=", ".join(self.order_ids.mapped("name")),
                )
            )
        return weights

    def _check_bill(self):
        self.move_id.check_access("write")
        if not self.line_ids:
            raise UserError(
                self.env._(
                    "There is no line to spread. Lines that name an order, and goods "
                    "received into the stock, cannot be spread."
                )
            )
        is_purchase = self.move_id.is_purchase_document(include_receipts=True)
        if self.line_ids.move_id != self.move_id or not is_purchase:
            raise UserError(
                self.env._("Only lines of one vendor bill can be spread at a time.")
            )
        spread_sudo = self.sudo().line_ids.trade_spread_ids  # as the bill
        self._check_orders(spread_sudo.order_id)

    def _check_lines(self):
        tied = self.line_ids.filtered("trade_order_id")
        if tied:
            raise UserError(
                self.env._(
                    "“%(lines)s” names one order already. Empty “For sales order” on "
                    "the line to spread it.",
                    lines=", ".join(line.name or "" for line in tied),
                )
            )
        goods = self.line_ids.filtered(lambda line: not line._may_be_spread())
        if goods:
            raise UserError(
                self.env._(
                    "“%(lines)s”: goods that go through the stock reach the profit of "
                    "an order by their delivery. Take the line out.",
                    lines=", ".join(line.name or "" for line in goods),
                )
            )

    def _check_orders(self, orders):
        others = orders.filtered(lambda order: order.company_id != self.company_id)
        if others:
            raise UserError(
                self.env._(
                    "%(orders)s: not orders of %(company)s, whose bill it is. Take "
                    "them out.",
                    orders=", ".join(others.mapped("name")),
                    company=self.company_id.name,
                )
            )
        orders._check_trade_open(orders)


class TradeSpreadWizardLine(models.TransientModel):
    _name = "trade.spread.wizard.line"
    _description = "Order's Part of a Bill"
    _order = "id"

    wizard_id = fields.Many2one(
        "trade.spread.wizard", required=True, ondelete="cascade", index=True
    )
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    company_currency_id = fields.Many2one(
        related="wizard_id.company_currency_id", string="Company Currency"
    )
    order_id = fields.Many2one("sale.order", "Sales order", required=True)
    weight = fields.Float("Counts", digits=(16, 3))
    amount = fields.Monetary()
    cost = fields.Monetary("In company currency", currency_field="company_currency_id")
