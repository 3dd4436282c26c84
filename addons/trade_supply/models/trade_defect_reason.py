from odoo import fields, models


class TradeDefectReason(models.Model):
    _name = "trade.defect.reason"
    _description = "Defect reason"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint(
        "UNIQUE (name)", "There is a defect reason of that name already: use that one."
    )
