from odoo import fields, models


class TradeIncotermCost(models.Model):
    """Which of the costs that follow the incoterm the seller bears under it."""

    _name = "trade.incoterm.cost"
    _description = "Seller's Costs by Incoterm"
    _order = "sequence, id"
    _rec_name = "incoterm_id"

    sequence = fields.Integer(default=10)
    incoterm_id = fields.Many2one(
        "account.incoterms", required=True, ondelete="cascade", index=True
    )
    cost_type_ids = fields.Many2many(
        "trade.cost.type",
        string="Borne by the seller",
        domain=[("by_incoterm", "=", True)],
    )

    _incoterm_uniq = models.UniqueIndex(
        "(incoterm_id)", "There is already a row for this incoterm: change that one."
    )
