# Kept apart from what the order's rate and the shares need.
# pylint: disable=consider-merging-classes-inherited
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import fx


class AccountMove(models.Model):
    """Which rate a customer invoice is booked at, said the way people speak."""

    _inherit = "account.move"

    trade_rate_text = fields.Char(
        "Rate booked",
        compute="_compute_trade_rate_text",
        help="Company currency for one unit of the invoice's currency.",
    )
    trade_rate_warning = fields.Char(compute="_compute_trade_rate_warning")

    @api.depends("invoice_currency_rate", "currency_id", "company_id")
    def _compute_trade_rate_text(self):
        for move in self:
            is_foreign = move.currency_id != move.company_id.currency_id
            rate = fx.unit_rate(1.0, move.invoice_currency_rate)
            move.trade_rate_text = is_foreign and self.env._(
                "1 %(currency)s = %(rate)s %(company_currency)s",
                currency=move.currency_id.name,
                rate=fx.spoken(rate),
                company_currency=move.company_id.currency_id.name,
            )

    @api.depends(
        "state",
        "currency_id",
        "company_id",
        "invoice_date",
        "invoice_currency_rate",
        "trade_order_rate",
    )
    def _compute_trade_rate_warning(self):
        for move in self:
            move.trade_rate_warning = move._get_trade_rate_warning()

    def _get_trade_rate_warning(self):
        """Return why a draft is not booked at the rate the policy says, or nothing."""
        self.ensure_one()
        policy = self.company_id.trade_fx_policy
        if self.state != "draft" or not self._is_foreign_sale():
            return ""
        if policy == "month" and self._lacks_month_rate():
            return self._get_month_rate_message()
        if policy == "order" and self._lacks_order_rate():
            return self.env._(
                "The order has no rate of its own, so the exchange rate of the "
                "invoice's date is taken. An accountant can enter the order's rate "
                "with “Correct rate” on the order."
            )
        return ""

    def _is_foreign_sale(self):
        is_foreign = self.currency_id and self.currency_id != self.company_currency_id
        return is_foreign and self.is_sale_document(include_receipts=True)

    def _lacks_order_rate(self):
        return not self.trade_order_rate and bool(self.line_ids.sale_line_ids)

    def _lacks_month_rate(self):
        """Say whether the month's first day has no rate, and nobody typed one."""
        is_typed = self.invoice_currency_rate != self.expected_currency_rate
        has_order_rate = (
            self.trade_order_rate and self.currency_id == self.trade_rate_currency_id
        )
        if is_typed or has_order_rate:
            return False
        date = self._get_invoice_currency_rate_date()
        return not self.currency_id._get_trade_rate(self.company_id, date)

    def _get_month_rate_message(self):
        return self.env._(
            "There is no exchange rate for %(currency)s on or before %(date)s, the "
            "first day of the month. Enter it under Invoicing > Configuration > "
            "Currencies, or type the rate on the invoice.",
            currency=self.currency_id.name,
            date=fields.Date.to_string(self._get_invoice_currency_rate_date()),
        )

    def _get_expected_currency_rate_at(self, date):
        """Take the first day of the month here too.

        Core compares with the rate of the day a draft was made to find out whether
        somebody typed the rate: the day's own rate would look typed.
        """
        if self._is_booked_monthly():
            date = date.replace(day=1)
        return super()._get_expected_currency_rate_at(date)

    def _is_booked_monthly(self):
        return self.company_id.trade_fx_policy == "month" and self.is_sale_document(
            include_receipts=True
        )

    def _post(self, soft=True):
        """Refuse what core would book at a later rate, or at 1, without a word."""
        for move in self.filtered(lambda move: move._is_booked_monthly()):
            if move._is_foreign_sale() and move._lacks_month_rate():
                raise UserError(move._get_month_rate_message())
        return super()._post(soft)
