from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    trade_auto_shipment = fields.Boolean(
        string="Hand confirmed orders to logistics",
        help="Confirming an order makes a shipment request with its quantities, "
        "destination, mode of transport and requested date.",
    )
    trade_shipment_notices = fields.Boolean(
        string="Tell salesperson and customer",
        help="When a shipment is booked and when its ETA moves, the salesperson "
        "gets a message and the customer a mail with a link to the shipment, once "
        "each.",
    )
    trade_eta_grace_days = fields.Integer(
        string="ETA grace in days",
        help="An ETA that moves by no more than this many days from what was last "
        "told is not worth a notice.",
    )
    trade_share_days = fields.Integer(
        string="Share links end after days",
        default=90,
        help="A share link to a shipment stops working this many days after it "
        "was made.",
    )

    _trade_share_days_positive = models.Constraint(
        "CHECK(trade_share_days > 0)", "A share link must be good for a day or more."
    )
    _trade_eta_grace_not_negative = models.Constraint(
        "CHECK(trade_eta_grace_days >= 0)", "The grace of an ETA cannot be negative."
    )
