from odoo import fields, models


class AccountPayment(models.Model):
    _inherit = "account.payment"

    trade_order_id = fields.Many2one(
        "sale.order",
        "Sales order",
        index="btree_not_null",
        help="The order this receipt is a deposit for. It counts as received for the "
        "order until it is reconciled with an invoice.",
    )
