# One class would make a file of 900 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import fields, models
from odoo.exceptions import UserError

FAR = 2
"""From this many times the day's rate on, what is settled is a slip of the pen."""


class TradeReceiptClaim(models.Model):
    """What must be right before a receipt is booked; one sentence for each."""

    _inherit = "trade.receipt.claim"

    def _check_bookable(self):
        """Refuse what cannot be booked, and say what to do."""
        self.ensure_one()
        self._check_state("claimed")
        self._check_orders(self.line_ids.order_id)
        self._check_period()
        message = next(filter(None, self._find_obstacles()), None)
        if message:
            raise UserError(message)

    def _find_obstacles(self):
        """Yield a sentence, or nothing, for each thing that may be missing.

        Hook: extend with ``super()``.
        """
        yield self._find_no_line()
        yield self._find_no_journal()
        yield self._find_no_fee_account()
        yield self._find_no_rest_partner()
        yield self._find_no_rate()
        yield self._find_other_book_value()
        yield self._find_far_amount()

    def _find_no_line(self):
        if not self.line_ids:
            return self.env._(
                "%(receipt)s is claimed for no order. Add the order, or reject the "
                "claim.",
                receipt=self.name,
            )
        return None

    def _find_no_journal(self):
        if not self.journal_id:
            return self.env._(
                "%(receipt)s: choose the bank the money is on, then confirm again.",
                receipt=self.name,
            )
        if not self.journal_id.inbound_payment_method_line_ids:
            return self.env._(
                "%(receipt)s: the journal %(journal)s has no method for incoming "
                "payments. Add one to it, or choose another bank.",
                receipt=self.name,
                journal=self.journal_id.name,
            )
        currency = self.journal_id.currency_id
        if currency and currency != self.currency_id:
            return self.env._(
                "%(receipt)s: the bank %(journal)s is kept in %(currency)s. Choose the "
                "bank the money is on, or register what it credited in "
                "%(currency)s.",
                receipt=self.name,
                journal=self.journal_id.name,
                currency=currency.name,
            )
        return None

    def _find_no_fee_account(self):
        if self._get_borne_fee() and not self.company_id.trade_bank_fee_account_id:
            return self.env._(
                "%(receipt)s has a bank fee, and no account to book it on. Choose the "
                "account of bank fees in Settings > Foreign Trade > Finance.",
                receipt=self.name,
            )
        return None

    def _find_no_rest_partner(self):
        is_left = self.currency_id.compare_amounts(self.amount_rest, 0) > 0
        if is_left and not self.rest_partner_id:
            return self.env._(
                "%(receipt)s: %(amount)s is left over. Choose whose credit it is, or "
                "claim it for an order.",
                receipt=self.name,
                amount=self._say(self.amount_rest),
            )
        return None

    def _find_no_rate(self):
        currencies = self.currency_id | self.line_ids.order_currency_id
        missing = currencies.filtered(
            lambda currency: not currency._get_trade_rate(self.company_id, self.date)
        )
        if missing:
            return self.env._(
                "%(receipt)s: there is no exchange rate for %(currency)s on or before "
                "%(date)s. Enter the rate under Invoicing > Configuration > "
                "Currencies, then confirm again.",
                receipt=self.name,
                currency=missing[0].name,
                date=fields.Date.to_string(self.date),
            )
        empty = self.line_ids.filtered(
            lambda line: (
                line.order_currency_id.compare_amounts(line.order_amount, 0) <= 0
            )
        )[:1]
        if empty:
            return self.env._(
                "%(receipt)s: say how much of %(order)s the money settles, in "
                "%(currency)s.",
                receipt=self.name,
                order=empty.order_id.name,
                currency=empty.order_currency_id.name,
            )
        return None

    def _find_other_book_value(self):
        """The books carry the money at the day's rate, so this amount is no choice."""
        books = self.company_id.currency_id
        for line in self.line_ids.filtered(
            lambda line: line.order_currency_id == books != self.currency_id
        ):
            value = self._convert_to_books(line.amount)
            if abs(line.order_amount - value) > 1.5 * books.rounding:
                return self.env._(
                    "%(receipt)s: %(order)s is in the currency of the books, where the "
                    "money is worth %(value)s. Enter that as what it settles.",
                    receipt=self.name,
                    order=line.order_id.name,
                    value=self._say(value, books),
                )
        return None

    def _find_far_amount(self):
        """Another rate may be agreed; twice or half the day's rate is a slip."""
        for line in self.line_ids:
            currency = line.order_currency_id
            value = self._convert_for_order(line.amount, line.order_id)
            if not value / FAR <= line.order_amount <= value * FAR:
                return self.env._(
                    "%(receipt)s: %(order)s would be settled by %(settled)s, but the "
                    "money is worth %(value)s on its day. Correct what it settles, or "
                    "the exchange rate of the day.",
                    receipt=self.name,
                    order=line.order_id.name,
                    settled=self._say(line.order_amount, currency),
                    value=self._say(value, currency),
                )
        return None

    def _check_period(self):
        """Refuse closed periods: core would move the entry to another day unasked."""
        violated = self.company_id._get_violated_lock_dates(
            self.date, False, self.journal_id
        )
        if violated:
            raise UserError(
                self.env._(
                    "%(receipt)s: the books are closed up to %(lock)s, and the money "
                    "came in on %(date)s. Open the period, or give the receipt a later "
                    "date.",
                    receipt=self.name,
                    lock=fields.Date.to_string(max(lock[0] for lock in violated)),
                    date=fields.Date.to_string(self.date),
                )
            )
