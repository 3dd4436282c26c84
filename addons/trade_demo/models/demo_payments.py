from odoo import api, models

from ..tools.story import NOT_CONFIRMED

PAID = ("paid", "refunded")
NO_DEPOSIT_YET = ("waiting_deposit", *NOT_CONFIRMED)
DEPOSIT_SHARE = 0.3
BANK_FEE = 25.0  # in order currency


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

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
        fee = BANK_FEE if self._is_charged(row, amount) else 0
        return {
            "payment_type": "inbound" if amount > 0 else "outbound",
            "partner_type": "customer",
            "partner_id": order.partner_id.id,
            "amount": currency.round(abs(amount) - fee),
            "write_off_line_vals": self._prepare_fee(order, fee, days_ago),
            "currency_id": currency.id,
            "date": self._day(days_ago),
            "journal_id": self._get(f"bank_{currency.name.lower()}").id,
            "memo": f"T/T {order.name} {order.client_order_ref}",
            "trade_order_id": order.id,
            "company_id": self.env.company.id,
        }

    @api.model
    def _is_charged(self, row, amount):
        """Tell whether the banks on the way keep a fee: on balances from overseas."""
        order = self._sale_order(row)
        is_balance = amount > order.amount_total * DEPOSIT_SHARE
        return is_balance and order.currency_id.name == "USD"

    @api.model
    def _prepare_fee(self, order, fee, days_ago):
        """Return the payment's line of what the banks kept, in order currency."""
        if not fee:
            return []
        company, currency = self.env.company, order.currency_id
        account = self.env["account.account"].search(
            [("code", "=like", "5603%"), ("company_ids", "in", company.ids)],
            order="code",
            limit=1,
        )
        balance = currency._convert(
            fee, company.currency_id, company, self._day(days_ago)
        )
        return [
            {
                "name": "Charges of the banks on the way",
                "account_id": account.id,
                "partner_id": order.partner_id.id,
                "currency_id": currency.id,
                "amount_currency": fee,
                "balance": balance,
            }
        ]

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
            lambda line: (
                line.account_id.account_type in kinds
                and line.parent_state == "posted"
                and not line.reconciled
            )
        )
        if lines.move_id > payment.move_id:
            lines.reconcile()
