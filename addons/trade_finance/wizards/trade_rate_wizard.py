from odoo import api, fields, models

from ..tools import fx


class TradeRateWizard(models.TransientModel):
    _name = "trade.rate.wizard"
    _description = "Correct the Rate of an Order"

    order_id = fields.Many2one(
        "sale.order", "Sales order", required=True, readonly=True, ondelete="cascade"
    )
    current_rate = fields.Float(related="order_id.trade_rate", string="Rate until now")
    unit = fields.Char(related="order_id.trade_rate_unit", string="Unit of the rate")
    rate = fields.Float(
        "New rate",
        digits=0,
        required=True,
        help="Company currency for one unit of the order's currency, such as 7.00.",
    )
    date = fields.Date("Rate of the day", required=True)
    table_rate = fields.Float(
        "Exchange rate on that day",
        compute="_compute_table_rate",
        digits=0,
        help="What the currencies' table says for the day. 0: nothing on or before it.",
    )
    reason = fields.Char(
        "Why",
        required=True,
        help="Stays in the order's chatter with both rates.",
    )
    posted_count = fields.Integer(
        "Posted invoices", compute="_compute_posted_count", compute_sudo=True
    )
    is_inverted = fields.Boolean("Wrong way round", compute="_compute_is_inverted")

    @api.constrains("order_id")
    def _check_may_read(self):
        """Refuse an order the user may not read: what hangs on it is shown."""
        # Core runs constraints as superuser.
        self.order_id.sudo(False).check_access("read")

    @api.depends("order_id", "date")
    def _compute_table_rate(self):
        for wizard in self:
            order = wizard.order_id
            wizard.table_rate = (
                order.currency_id._get_trade_rate(order.company_id, wizard.date)
                if order and wizard.date
                else 0.0
            )

    # As superuser: only the number is shown, invoices stay with who may read them.
    @api.depends("order_id.invoice_ids.state")
    def _compute_posted_count(self):
        for wizard in self:
            posted = wizard.order_id.invoice_ids.filtered(
                lambda move: move.state == "posted"
            )
            wizard.posted_count = len(posted)

    @api.depends("rate", "current_rate", "table_rate")
    def _compute_is_inverted(self):
        for wizard in self:
            wizard.is_inverted = fx.is_inverted(
                wizard.rate, wizard.table_rate or wizard.current_rate
            )

    def action_correct(self):
        """Correct the rate of the order; the chatter keeps the reason."""
        self.ensure_one()
        self.order_id._correct_trade_rate(self.rate, self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}
