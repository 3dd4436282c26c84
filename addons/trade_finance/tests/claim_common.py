"""Business steps of receipts that somebody must claim."""

from odoo.fields import Command

from .common import FinanceCase


class ClaimCase(FinanceCase):
    """An accountant registers and confirms, Anna and Ben claim for their orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fee_account = cls._account("bank fees", "expense")
        cls.company.trade_bank_fee_account_id = cls.fee_account
        cls.accountant = cls._create_user("accountant", "account.group_account_invoice")
        sales = "sales_team.group_sale_salesman"
        cls.anna = cls._create_user("anna", sales)
        cls.ben = cls._create_user("ben", sales)

    @classmethod
    def _register(cls, amount=10000, currency="USD", **values):
        """Register money that came in on the day the dollar is at 6.90."""
        Claim = cls.env["trade.receipt.claim"].with_user(cls.accountant)
        return Claim.create(
            {
                "amount": amount,
                "currency_id": cls._currency(currency).id,
                "date": cls.RECEIPT_DAY,
                "journal_id": cls._bank_journal().id,
                "payer": "ROTTERDAM TOOLS",
                **values,
            }
        )

    @classmethod
    def _claim(cls, receipt, *parts, user=None):
        """Claim for orders; each part is (order, amount) or with the order's amount."""
        names = ("order_id", "amount", "order_amount")
        wizard = (
            cls.env["trade.receipt.claim.wizard"]
            .with_user(user or cls.anna)
            .create(
                {
                    "claim_id": receipt.id,
                    "line_ids": [
                        Command.create(
                            dict(zip(names, (order.id, *rest), strict=False))
                        )
                        for order, *rest in parts
                    ],
                }
            )
        )
        wizard.action_claim()
        return receipt

    @classmethod
    def _book(cls, receipt):
        receipt.with_user(cls.accountant).action_confirm()
        cls.env.flush_all()
        return receipt.sudo().payment_ids

    @classmethod
    def _make_booked(cls, order, amount=10000, **values):
        receipt = cls._register(amount, **values)
        cls._claim(receipt, (order, receipt.amount_claimable))
        cls._book(receipt)
        return receipt

    def _liquidity(self, payments, field="amount_currency"):
        lines = self.env["account.move.line"]
        for payment in payments:
            lines |= payment._seek_for_lines()[0]
        return round(sum(lines.mapped(field)), 2)
