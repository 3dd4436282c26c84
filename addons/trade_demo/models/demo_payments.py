import random

from odoo import api, models

from ..tools.story import NOT_CONFIRMED

PAID = ("paid", "refunded")
NO_DEPOSIT_YET = ("waiting_deposit", *NOT_CONFIRMED)
DEPOSIT_SHARE = 0.3


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"

    @api.model
    def _receive_money(self):
        """Post deposits and balances, and match them with the invoices."""
        receipts = self._plan_receipts()
        payments = self._create_payments(
            [
                self._prepare_payment_values(row, amount, days_ago)
                for row, amount, days_ago in receipts
            ]
        )
        for (row, _amount, _day), payment in zip(receipts, payments, strict=True):
            self._reconcile(payment, self._sale_order(row).invoice_ids)

    @api.model
    def _plan_receipts(self):
        """Return [(order row, amount in order currency, days ago)]."""
        receipts = []
        for row in self._orders_table():
            order, days = self._sale_order(row), row["days"]
            rest = order.amount_total
            if row["habit"]["term"] == "deposit" and row["stage"] not in NO_DEPOSIT_YET:
                deposit = order.currency_id.round(rest * DEPOSIT_SHARE)
                receipts.append((row, deposit, days.deposit))
                rest -= deposit
            if row["stage"] in PAID:
                receipts.append((row, rest, days.balance))
            elif row["stage"] == "partly_paid":
                part = order.currency_id.round(rest * 0.4)
                receipts.append((row, part, max(days.balance, 6)))
        return receipts

    @api.model
    def _prepare_payment_values(self, row, amount, days_ago):
        """Return the values of a T/T payment; a negative amount goes back."""
        order = self._sale_order(row)
        currency = order.currency_id
        return {
            "payment_type": "inbound" if amount > 0 else "outbound",
            "partner_type": "customer",
            "partner_id": order.partner_id.id,
            "amount": currency.round(abs(amount)),
            "currency_id": currency.id,
            "date": self._day(days_ago),
            "journal_id": self._get(f"bank_{currency.name.lower()}").id,
            "memo": f"T/T {order.name} {order.client_order_ref}",
            "trade_order_id": order.id,
            "company_id": self.env.company.id,
        }

    @api.model
    def _create_payments(self, values_list):
        """Create and post payments together; return them in the same order."""
        payments = self.env["account.payment"].create(values_list)
        payments.action_post()
        return payments

    @api.model
    def _reconcile(self, payment, moves):
        """Match a posted payment with the open lines of posted invoices or bills."""
        kinds = ("asset_receivable", "liability_payable")
        lines = (payment.move_id | moves).line_ids.filtered(
            lambda line: line.account_id.account_type in kinds
            and line.parent_state == "posted"
            and not line.reconciled
        )
        if lines.move_id > payment.move_id:
            lines.reconcile()

    @api.model
    def _pay_vendors(self):
        """Pay the bills that fell due, on the day or a little later."""
        dice = random.Random("vendors")
        today = self._today()
        bills = self.env["account.move"].search(
            [
                ("move_type", "=", "in_invoice"),
                ("state", "=", "posted"),
                ("invoice_date_due", "<", today),
                ("payment_state", "=", "not_paid"),
                self._mine(),
            ],
            order="invoice_date_due, id",
        )
        days = [
            max((today - bill.invoice_date_due).days - dice.choice((0, 0, 1, 4)), 0)
            for bill in bills
        ]
        payments = self._create_payments(
            [
                {
                    "payment_type": "outbound",
                    "partner_type": "supplier",
                    "partner_id": bill.partner_id.id,
                    "amount": bill.amount_total,
                    "currency_id": bill.currency_id.id,
                    "date": self._day(days_ago),
                    "journal_id": self._get(f"bank_{bill.currency_id.name.lower()}").id,
                    "memo": bill.ref,
                    "company_id": self.env.company.id,
                }
                for bill, days_ago in zip(bills, days, strict=True)
            ]
        )
        for bill, payment in zip(bills, payments, strict=True):
            self._reconcile(payment, bill)
