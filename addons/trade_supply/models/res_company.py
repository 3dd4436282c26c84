from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    trade_auto_request = fields.Boolean(
        string="Request purchases on confirmation",
        help="Confirming a sales order raises a purchase request for what is short.",
    )
    trade_split_warehouses = fields.Boolean(
        string="Reserve in every warehouse",
        help="Confirming a sales order takes what its warehouse lacks from the other "
        "warehouses of the company, each with a delivery of its own.",
    )
    trade_buyer_id = fields.Many2one(
        "res.users",
        string="Buyer of requests",
        help="Is told about purchase requests whose vendor has no buyer.",
    )
    trade_inspection_days = fields.Integer(
        string="Inspection days",
        default=2,
        help="Calendar days between goods being ready and passing the inspection.",
    )
    trade_handling_days = fields.Integer(
        string="Handling days",
        default=2,
        help="Calendar days for packing, loading and customs before departure.",
    )

    _trade_days_positive = models.Constraint(
        "CHECK (trade_inspection_days >= 0 AND trade_handling_days >= 0)",
        "Inspection and handling days cannot be negative: enter 0 or more.",
    )
