from odoo import fields, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    trade_expected_qty = fields.Float(
        string="Expected quantity",
        digits="Product Unit",
        help="Pieces the customer is expected to order. If it is empty, what the open "
        "quotations of the opportunity come to counts.",
    )
