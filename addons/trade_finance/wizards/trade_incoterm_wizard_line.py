from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_round


class TradeIncotermWizardLine(models.TransientModel):
    _name = "trade.incoterm.wizard.line"
    _description = "An Order under One Incoterm"

    wizard_id = fields.Many2one(
        "trade.incoterm.wizard", required=True, ondelete="cascade", index=True
    )
    state = fields.Selection(related="wizard_id.order_id.state")
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    company_currency_id = fields.Many2one(related="wizard_id.company_currency_id")
    incoterm_id = fields.Many2one("account.incoterms", readonly=True)
    code = fields.Char(related="incoterm_id.code")
    is_current = fields.Boolean("The order's own", readonly=True)
    freight = fields.Monetary(currency_field="company_currency_id", readonly=True)
    insurance = fields.Monetary(currency_field="company_currency_id", readonly=True)
    duty = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="With the import VAT where nobody gives it back.",
    )
    other_cost = fields.Monetary(
        "Other costs",
        currency_field="company_currency_id",
        readonly=True,
        help="All but the product cost, less refunds.",
    )
    total_cost = fields.Monetary(
        "All costs",
        currency_field="company_currency_id",
        readonly=True,
        help="With the product cost.",
    )
    profit = fields.Monetary(
        "Profit at the price now",
        currency_field="company_currency_id",
        readonly=True,
    )
    price = fields.Monetary(
        "Price for the same profit",
        readonly=True,
        help="Without taxes, in the order's currency. 0: no price leaves that profit.",
    )
    price_change = fields.Float("Price change %", readonly=True)

    def action_use_incoterm(self):
        """Set the incoterm on the quotation; prices stay."""
        self._set_incoterm()
        return {"type": "ir.actions.act_window_close"}

    def action_use_price(self):
        """Set the incoterm on the quotation, and prices that leave the same profit."""
        self._set_incoterm()
        self._set_prices()
        return {"type": "ir.actions.act_window_close"}

    def _set_incoterm(self):
        self.ensure_one()
        order = self.wizard_id.order_id
        if order.state not in ("draft", "sent"):
            raise UserError(
                self.env._(
                    "%(order)s is no longer a quotation: agree the change with the "
                    "customer and amend the order itself.",
                    order=order.name,
                )
            )
        order.incoterm = self.incoterm_id

    def _set_prices(self):
        """Change all prices by the same share, rounded as prices are."""
        lines = self.wizard_id.order_id.order_line.filtered(
            lambda line: not line.display_type and not line.is_downpayment
        )
        before = sum(lines.mapped("price_subtotal"))
        if not before or not self.price:
            raise UserError(
                self.env._(
                    "There is no price to change: enter prices on the quotation first."
                )
            )
        digits = self.env["decimal.precision"].precision_get("Product Price")
        for line in lines:
            line.price_unit = float_round(
                line.price_unit * self.price / before, precision_digits=digits
            )
