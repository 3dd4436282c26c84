from odoo import api, fields, models
from odoo.exceptions import UserError

GATES = [
    ("deposit", "Buy without the deposit"),
    ("balance", "Hand over the documents without the balance"),
]


class TradePaymentWaiver(models.Model):
    """A manager lets an order pass although money is missing, and says why."""

    _name = "trade.payment.waiver"
    _description = "Waiver of a Payment Gate"
    _order = "id desc"
    _rec_name = "reason"

    order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    gate = fields.Selection(GATES, string="What may happen", required=True)
    reason = fields.Char(required=True)
    user_id = fields.Many2one(
        "res.users",
        string="Let pass by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )

    _gate_uniq = models.UniqueIndex(
        "(order_id, gate)", "The order has been let pass already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["reason"] = (vals.get("reason") or "").strip()
            vals["user_id"] = self.env.user.id
            if not vals["reason"]:
                raise UserError(
                    self.env._(
                        "Say why the order may pass: it is kept in the order's history."
                    )
                )
        waivers = super().create(vals_list)
        for waiver in waivers:
            order_sudo = waiver.order_id.sudo()  # a note, by who may let it pass
            order_sudo._message_log(
                body=waiver._get_text(), author_id=self.env.user.partner_id.id
            )
        return waivers

    def _get_text(self):
        """Return the sentence the chatters of the documents keep."""
        self.ensure_one()
        values = {
            "order": self.order_id.name,
            "user": self.user_id.name,
            "reason": self.reason,
        }
        if self.gate == "deposit":
            return self.env._(
                "%(user)s lets %(order)s be bought for without the deposit: %(reason)s",
                **values,
            )
        return self.env._(
            "%(user)s lets the documents of %(order)s go without the balance: "
            "%(reason)s",
            **values,
        )
