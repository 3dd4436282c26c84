from odoo import fields, models


class AccountPayment(models.Model):
    _inherit = "account.payment"

    trade_order_id = fields.Many2one(
        "sale.order",
        "Sales order",
        index="btree_not_null",
        check_company=True,
        copy=False,
        help="The order this money is a deposit for. It counts as received for the "
        "order until it is reconciled with an invoice; then the invoice decides.",
    )
