from odoo import fields, models


class TradeCostType(models.Model):
    """A row of the profit sheet: revenue, product cost, freight, duty…"""

    _name = "trade.cost.type"
    _description = "Cost Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        help="Short technical name that reports and other addons refer to.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("revenue", "Revenue"), ("cost", "Cost"), ("fx", "Exchange difference")],
        required=True,
        default="cost",
    )
    is_billable = fields.Boolean(
        "On vendor bills",
        default=True,
        help="A line of a vendor bill may carry this type.",
    )
    _code_uniq = models.Constraint(
        "UNIQUE (code)", "Another cost type has this code: choose a new one."
    )
