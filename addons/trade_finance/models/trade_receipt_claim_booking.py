# One class would make a file of 900 lines.
# pylint: disable=consider-merging-classes-inherited
from typing import NamedTuple

from odoo import Command, models

from ..tools import allocation
from .trade_receipt_claim_guard import FINANCE


class Part(NamedTuple):
    """What one payment books: gross is what the customer is credited with.

    `net` and `fee` in the money's currency, `net_balance` and `fee_balance` in company
    currency; `line` is empty for what is left over.
    """

    line: models.Model
    net: float
    fee: float
    net_balance: float
    fee_balance: float


class TradeReceiptClaim(models.Model):
    """From a claim to payments: one for each order, one for what is left over."""

    _inherit = "trade.receipt.claim"

    def action_confirm(self):
        """Book the money: payments are posted and settle the orders' open invoices."""
        self._check_group(FINANCE)
        self._lock()
        for receipt in self:
            receipt._check_bookable()
        for receipt in self:
            payments = receipt._book()
            receipt.sudo().state = "confirmed"  # the flow's own step
            receipt._post(
                receipt.env._("Confirmed, the money is booked:"),
                [*receipt._say_booked(), *receipt._say_rest()],
                receipt.claimer_id.partner_id,
            )
            receipt._tell_orders(receipt.env._("The money is booked"))
            receipt._settle(payments)

    def _say_booked(self):
        count = len(self.line_ids)
        amount = self._say(self.amount_claimed)
        return [
            self.env._("For orders (%(count)s): %(amount)s", count=count, amount=amount)
        ]

    def _say_rest(self):
        if not self.currency_id.compare_amounts(self.amount_rest, 0):
            return []
        return [
            self.env._(
                "Left over, credit of %(partner)s: %(amount)s",
                partner=self.rest_partner_id.display_name,
                amount=self._say(self.amount_rest),
            )
        ]

    # == Amounts ==

    def _convert_for_order(self, amount, order):
        """Return what an amount settles in the order's currency on the receipt's day.

        0.0 where there is no rate on or before that day.
        """
        if order.currency_id == self.currency_id or not (order and self.date):
            return amount
        money = self.currency_id._get_trade_rate(self.company_id, self.date)
        wanted = order.currency_id._get_trade_rate(self.company_id, self.date)
        return order.currency_id.round(amount * money / wanted) if wanted else 0.0

    def _convert_to_books(self, amount):
        return self.currency_id._convert(
            amount, self.company_id.currency_id, self.company_id, self.date
        )

    def _get_parts(self):
        """Split money and fee over the orders and what is left, to the last cent.

        The parts add up to what the bank credited, in both currencies.
        """
        lines = list(self.line_ids)
        gross = self.line_ids.mapped("amount")
        if self.currency_id.compare_amounts(self.amount_rest, 0) > 0:
            lines.append(self.line_ids.browse())
            gross.append(self.amount_rest)
        rounding = self.currency_id.rounding
        fees = allocation.allocate(self._get_borne_fee(), gross, rounding)
        nets = [
            self.currency_id.round(amount - fee)
            for amount, fee in zip(gross, fees, strict=True)
        ]
        books = self.company_id.currency_id.rounding
        return [
            Part(*values)
            for values in zip(
                lines,
                nets,
                fees,
                allocation.allocate(self._convert_to_books(self.amount), nets, books),
                allocation.allocate(
                    self._convert_to_books(self._get_borne_fee()), fees, books
                ),
                strict=True,
            )
        ]

    # == Payments ==

    def _book(self):
        """Make and post the payments; return them."""
        parts = self._get_parts()
        payments = self.env["account.payment"].create(
            [self._prepare_payment_values(part) for part in parts]
        )
        for part, payment in zip(parts, payments, strict=True):
            payment._generate_journal_entry(
                line_ids=[
                    Command.create(values)
                    for values in self._prepare_entry_lines(part, payment)
                ]
            )
        payments.action_post()
        return payments

    def _prepare_payment_values(self, part):
        """Return the values of a part's payment. Hook: extend with ``super()``."""
        order, due = part.line.order_id, self._get_due_items(part.line)[:1]
        partner = order.partner_invoice_id.commercial_partner_id
        values = {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": (due.partner_id or partner or self.rest_partner_id).id,
            "company_id": self.company_id.id,
            "journal_id": self.journal_id.id,
            "currency_id": self.currency_id.id,
            "amount": part.net,
            "date": self.date,
            "memo": " ".join(filter(None, [self.name, self.memo, order.name])),
            "trade_order_id": order.id,
            "trade_claim_id": self.id,
            "trade_claim_line_id": part.line.id,
        }
        if due:
            values["destination_account_id"] = due.account_id.id
        return values

    def _prepare_entry_lines(self, part, payment):
        """Return the lines of the payment's entry, balanced to the cent.

        The customer is credited in the order's currency with what was agreed, so the
        order's invoice is settled by that amount whatever the money's currency.
        """
        fees = [self._prepare_fee_values(part, payment)] if part.fee else []
        money, credit, *rest = payment._prepare_move_line_default_vals(fees)
        for values in (money, credit):
            values.pop("debit"), values.pop("credit")
        money["balance"] = part.net_balance
        credit["balance"] = -part.net_balance - part.fee_balance
        line = part.line
        if line and line.order_currency_id != self.currency_id:
            in_books = line.order_currency_id == self.company_id.currency_id
            credit["currency_id"] = line.order_currency_id.id
            credit["amount_currency"] = (
                credit["balance"] if in_books else -line.order_amount
            )
        return [money, credit, *rest]

    def _prepare_fee_values(self, part, payment):
        """Return the line of the fee: a cost of the order, if there is one."""
        order = part.line.order_id
        cost_type = self.env["trade.cost.type"]._get_by_code("bank")
        return {
            "name": self.env._("Bank fee %(receipt)s", receipt=self.name),
            "account_id": self.company_id.trade_bank_fee_account_id.id,
            "partner_id": payment.partner_id.id,
            "currency_id": self.currency_id.id,
            "amount_currency": part.fee,
            "balance": part.fee_balance,
            "trade_order_id": order.id,
            "trade_cost_type_id": cost_type.id if order else False,
        }

    # == Reconciliation ==

    def _settle(self, payments):
        """Reconcile each payment with what its order has open, oldest due first."""
        for payment in payments.filtered("trade_claim_line_id"):
            credit = payment.move_id.line_ids.filtered(
                lambda item: item.account_id.account_type == "asset_receivable"
            )
            for due in self._get_due_items(payment.trade_claim_line_id):
                if credit.reconciled:
                    break
                if due.account_id == credit.account_id:
                    (credit + due).reconcile()

    def _get_due_items(self, line):
        """Return the open journal items a claimed part settles, in that order."""
        documents = line.invoice_id or line.order_id.trade_share_ids.move_id.filtered(
            lambda move: (
                move.currency_id == line.order_currency_id and self._is_covered(move)
            )
        )
        return documents.line_ids.filtered(
            lambda item: (
                item.display_type == "payment_term"
                and item.move_id.move_type in ("out_invoice", "out_receipt")
                and item.parent_state == "posted"
                and not item.reconciled
            )
        ).sorted(lambda item: (item.date_maturity or item.date, item.id))

    def _is_covered(self, document):
        """Say whether this receipt may settle an invoice without taking it from others.

        Money on an invoice of several orders counts for all of them by their shares.
        So it is settled only when the receipt pays all that is open on it; else the
        money waits as the deposit of the order it was claimed for.
        """
        orders = document.trade_share_ids.order_id
        if len(orders) < 2:
            return True
        lines = self.line_ids.filtered(lambda line: line.order_id in orders)
        claimed = sum(lines.mapped("order_amount"))
        return (
            lines.order_id == orders
            and document.currency_id.compare_amounts(claimed, document.amount_residual)
            >= 0
        )

    # == The way back ==

    def _reset(self, reason, target):
        """Cancel the payments and return the receipt to `target`, with the reason."""
        self._check_group(FINANCE)
        self._check_reason(reason)
        for receipt in self:
            receipt._lock()
            receipt._check_state("confirmed")
            receipt._check_period()
            claimer = receipt.claimer_id
            payments = receipt.payment_ids
            payments.filtered(lambda pay: pay.state != "canceled").action_cancel()
            payments.trade_claim_line_id = False
            if target == "unclaimed":
                receipt._return_to_unclaimed(reason)
            else:
                receipt.sudo().write(  # the flow's own step
                    {"state": "claimed", "return_reason": reason}
                )
            receipt._post(
                self.env._("The booking was undone: %(reason)s", reason=reason),
                partners=claimer.partner_id,
            )
