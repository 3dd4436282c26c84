from odoo import fields, models


class TradeInspectionDefect(models.Model):
    _name = "trade.inspection.defect"
    _description = "Defect found by an inspection"
    _order = "quantity desc, id"
    _rec_name = "reason_id"

    inspection_id = fields.Many2one(
        "trade.inspection", required=True, index=True, ondelete="cascade"
    )
    reason_id = fields.Many2one(
        "trade.defect.reason", required=True, ondelete="restrict", index=True
    )
    quantity = fields.Float(
        "Pieces", digits="Product Unit", default=1.0, help="Pieces with this defect."
    )
    note = fields.Char()
    company_id = fields.Many2one(related="inspection_id.company_id", store=True)

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "A defect concerns at least one piece: enter how many."
    )
