from odoo import fields, models

#: What a due date may hang on, beside the invoice date, in the order of the trade.
EVENTS = [
    ("order", "Order confirmation"),
    ("production", "Production start"),
    ("shipment", "B/L date"),
    ("arrival", "Arrival"),
    ("delivery", "Delivery"),
]
#: Money for these is a deposit: it is to be there before anything is bought.
DEPOSIT_EVENTS = ("order", "production")


class AccountPaymentTermLine(models.Model):
    _inherit = "account.payment.term.line"

    trade_event = fields.Selection(
        EVENTS,
        string="Counted from",
        help="The event of the order the days count from. The order's payment plan "
        "knows the due date once the event has happened. Empty: from the invoice "
        "date. Invoices are due as without this field, unless the setting “Events "
        "set the due dates of invoices” is on.",
    )
