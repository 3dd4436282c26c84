from odoo import api, fields, models

from ..tools import fx


class AccountMove(models.Model):
    _inherit = "account.move"

    trade_order_rate = fields.Float(
        "Rate of the order",
        digits=0,
        readonly=True,
        copy=False,
        help="Company currency for one unit of the invoice's currency, frozen by the "
        "order. The invoice is booked at it whatever its date.",
    )
    trade_rate_currency_id = fields.Many2one(
        "res.currency",
        "Currency of the order's rate",
        readonly=True,
        copy=False,
        help="The order's rate holds for this currency only.",
    )
    trade_share_ids = fields.One2many("trade.order.share", "move_id")
    trade_spread = fields.Char(
        "Orders it is spread over", compute="_compute_trade_spread"
    )

    @api.depends("trade_share_ids.line_id")
    def _compute_trade_spread(self):
        for move in self:
            spread_sudo = move.sudo().trade_share_ids.filtered("line_id")  # names only
            move.trade_spread = ", ".join(spread_sudo.order_id.mapped("name"))

    @api.depends("trade_order_rate", "trade_rate_currency_id")
    def _compute_expected_currency_rate(self):
        return super()._compute_expected_currency_rate()

    @api.depends("trade_order_rate", "trade_rate_currency_id")
    def _compute_invoice_currency_rate(self):
        return super()._compute_invoice_currency_rate()

    def _get_expected_currency_rate_at(self, date):
        """Give invoices of an order the order's rate, when the company wants that."""
        if self.trade_order_rate and self.currency_id == self.trade_rate_currency_id:
            return fx.stored_rate(self.trade_order_rate)
        return super()._get_expected_currency_rate_at(date)

    def _get_invoice_currency_rate_date(self):
        """Take the first day of the month, when the company wants that."""
        date = super()._get_invoice_currency_rate_date()
        return date.replace(day=1) if self._is_booked_monthly() else date

    def _prepare_trade_rate_values(self):
        """Return what a credit note or a replacement takes over from its invoice."""
        self.ensure_one()
        if not self.trade_order_rate:
            return {}
        return {
            "trade_order_rate": self.trade_order_rate,
            "trade_rate_currency_id": self.trade_rate_currency_id.id,
        }

    def copy_data(self, default=None):
        """Keep the order's rate where the link to the order is kept: in reversals."""
        values_list = super().copy_data(default)
        if self.env.context.get("include_business_fields"):
            for move, values in zip(self, values_list, strict=True):
                values.update(move._prepare_trade_rate_values())
        return values_list

    def _post(self, soft=True):
        self._check_trade_orders_open()
        # Before super: what is computed while posting finds the shares in place.
        self.env["trade.order.share"]._write_document_shares(self)
        posted = super()._post(soft)
        bills = posted.filtered(lambda move: move.is_purchase_document(True))
        bills._get_trade_orders()._note_late_bill()
        return posted

    def button_draft(self):
        """Keep the documents of closed orders, where the company wants that."""
        self.filtered(lambda move: move.state == "posted")._check_trade_orders_open()
        return super().button_draft()

    def _check_trade_orders_open(self):
        """Refuse to post for closed orders, where a company wants that."""
        moves = self.filtered("company_id.trade_closed_blocks")
        orders = moves._get_trade_orders()
        orders._check_trade_open(orders)

    def _get_trade_orders(self):
        """Return the orders the documents' lines are tied to or spread over."""
        return self.line_ids.trade_order_id | self.trade_share_ids.order_id

    def action_trade_spread(self):
        """Choose the orders that share lines of the bill."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Spread over orders"),
            "res_model": "trade.spread.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_move_id": self.id},
        }
