"""Invoices that fall due, and a company that reminds of them."""

from odoo import Command
from odoo.tests import freeze_time

from .common import FinanceCase

TODAY = "2026-04-08"


class ReminderCase(FinanceCase):
    """A company that reminds; Anna sells, Chen keeps the books."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sales = "sales_team.group_sale_salesman"
        cls.anna = cls._create_user("anna", sales)
        cls.ben = cls._create_user("ben", sales)
        cls.chen = cls._create_user("chen", "account.group_account_invoice")
        cls.company.trade_reminders = True
        cls.company.trade_accountant_id = cls.chen
        cls.customer.write({"name": "Customer A", "email": "a@example.com"})
        cls.env["trade.reminder.rule"].search([]).active = False

    @classmethod
    def _rule(cls, name, **values):
        """Activate a shipped rule."""
        rule = cls.env.ref(f"trade_finance.reminder_rule_{name}")
        rule.write({"active": True, **values})
        return rule

    @classmethod
    def _create_rule(cls, days, **values):
        return cls.env["trade.reminder.rule"].create(
            {
                "name": f"Day {days}",
                "days": days,
                "company_id": cls.company.id,
                "currency_id": cls.company.currency_id.id,
                **values,
            }
        )

    @classmethod
    def _invoice_due(cls, due, amount=1000.0, currency="USD", **values):
        """Post an invoice of `amount` that is due on `due`."""
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_user_id": cls.anna.id,
                "invoice_date": "2026-03-02",
                "invoice_date_due": due,
                "invoice_payment_term_id": False,
                "currency_id": cls._currency(currency).id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": cls.machine.id,
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
                **values,
            }
        )
        move.action_post()
        return move

    @classmethod
    def _receive(cls, amount, currency="USD", partner=None, order=None):
        """Post money of the customer that nobody allocates."""
        payment = cls.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": (partner or cls.customer).id,
                "amount": amount,
                "currency_id": cls._currency(currency).id,
                "date": "2026-04-01",
                "journal_id": cls._bank_journal().id,
                "trade_order_id": order and order.id,
            }
        )
        payment.action_post()
        return payment

    @classmethod
    def _run(cls, date=TODAY):
        with freeze_time(date):
            count = cls.env["trade.reminder"]._run(date)
        cls.env.invalidate_all()
        return count

    @classmethod
    def _reminders(cls, moves, **values):
        domain = [("move_id", "in", moves.ids)]
        domain += [(name, "=", value) for name, value in values.items()]
        return cls.env["trade.reminder"].search(domain, order="id")
