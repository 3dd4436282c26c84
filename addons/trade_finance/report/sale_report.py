from odoo import fields, models

from ..models.sale_order_line import SEE_COST


class SaleReport(models.Model):
    _inherit = "sale.report"

    margin = fields.Float(groups=SEE_COST)
