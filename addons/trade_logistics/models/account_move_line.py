from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    trade_charge_id = fields.Many2one(
        "trade.shipment.charge",
        string="Shipment charge",
        index="btree_not_null",
        ondelete="set null",
        help="The charge of a shipment that this line of a vendor bill is a share of.",
    )
