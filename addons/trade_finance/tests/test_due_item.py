from odoo.tests import freeze_time, tagged

from .reminder_common import TODAY, ReminderCase


@tagged("post_install", "-at_install")
class TestDueItem(ReminderCase):
    """What is due, in and out, and the statement a customer gets of it."""

    def _due(self, moves, date=TODAY):
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(date):
            return self.env["trade.due.item"].search([("move_id", "in", moves.ids)])

    def test_money_comes_in_and_goes_out(self):
        invoice = self._invoice_due("2026-04-01", 1000)
        bill = self._invoice_due(
            "2026-04-10",
            500,
            "CNY",
            move_type="in_invoice",
            partner_id=self.vendor.id,
        )
        with freeze_time(TODAY):
            self.assertRecordValues(
                self._due(invoice | bill),
                [
                    {
                        "direction": "in",
                        "amount": 1000,
                        "amount_company": 7000,
                        "overdue_days": 7,
                        "partner_id": self.customer.id,
                    },
                    {
                        "direction": "out",
                        "amount": -500,
                        "amount_company": -500,
                        "overdue_days": 0,
                        "partner_id": self.vendor.id,
                    },
                ],
            )

    def test_the_view_follows_the_ledger(self):
        invoice = self._invoice_due("2026-04-01", 1000)
        self._pay(invoice, 400, "2026-04-01")
        self.assertEqual(self._due(invoice).amount, 600)
        payment = self._pay(invoice, day="2026-04-02")
        self.assertFalse(self._due(invoice))
        payment.action_draft()
        payment.action_cancel()
        self.assertEqual(self._due(invoice).amount, 600)
        invoice.line_ids.remove_move_reconcile()
        invoice.button_draft()
        self.assertFalse(self._due(invoice))

    def test_it_shows_the_order_and_the_last_reminder(self):
        rule = self._create_rule(7)
        order = self._confirm()
        invoice = self._invoice(order)
        lines = invoice.line_ids
        lines = lines.filtered(lambda line: line.display_type == "payment_term")
        lines.date_maturity = "2026-04-01"
        self._run()
        due = self._due(invoice)
        self.assertEqual(due.order_id, order)
        self.assertEqual((due.rule_id, str(due.reminded_on)), (rule, TODAY))

    def test_sums_by_currency_and_week(self):
        moves = self._invoice_due("2026-04-01", 1000)
        moves |= self._invoice_due("2026-04-02", 500)
        moves |= self._invoice_due("2026-04-02", 70, "CNY")
        self.env.flush_all()
        rows = self.env["trade.due.item"]._read_group(
            [("move_id", "in", moves.ids)],
            ["currency_id", "date:week"],
            ["amount:sum"],
            order="currency_id",
        )
        sums = {currency.name: amount for currency, _week, amount in rows}
        self.assertEqual(sums, {"USD": 1500, "CNY": 70})

    def test_the_statement_has_credits_and_ages_by_currency(self):
        self._invoice_due("2026-04-20", 100)
        self._invoice_due("2026-03-30", 200, ref="PO-1")
        self._invoice_due("2026-02-10", 400, invoice_date="2026-02-01")
        self._invoice_due("2026-04-05", 50, move_type="out_refund")
        self._receive(30)
        self._invoice_due("2026-04-20", 999, "CNY")
        with freeze_time(TODAY):
            date = self.customer._get_trade_statement_date()
        statement = self.customer._get_trade_statement(self.company, date)
        usd, cny = sorted(statement, key=lambda part: part["currency"].name)[::-1]
        self.assertEqual((usd["total"], cny["total"]), (620, 999))
        self.assertEqual(
            usd["ages"], {"not_due": 70, "30": 150, "60": 400, "90": 0, "older": 0}
        )
        self.assertEqual(sum(usd["ages"].values()), usd["total"])
        self.assertIn("PO-1", [row["reference"] for row in usd["rows"]])

    def test_a_subsidiary_has_a_statement_of_its_own(self):
        Partner = self.env["res.partner"]
        contact = Partner.create({"name": "Buying", "parent_id": self.customer.id})
        subsidiary = Partner.create(
            {"name": "Sub Ltd", "is_company": True, "parent_id": self.customer.id}
        )
        self._invoice_due("2026-04-20", 100, partner_id=contact.id)
        self._invoice_due("2026-04-20", 900, partner_id=subsidiary.id)
        contact.active = False
        date = self.customer._get_trade_statement_date()
        for partner, total in ((self.customer, 100), (subsidiary, 900)):
            (statement,) = partner._get_trade_statement(self.company, date)
            self.assertEqual(statement["total"], total)

    def test_the_statement_is_printed_in_the_customers_language(self):
        invoice = self._invoice_due("2026-04-01", 1000)
        report = self.env["ir.actions.report"].with_user(self.chen)
        html = report._render_qweb_html(
            "trade_finance.action_report_customer_statement", self.customer.ids
        )[0].decode()
        for part in (invoice.name, "Statement of account", "1,000.00"):
            self.assertIn(part, html)

    def test_who_owes_nothing_gets_thanks(self):
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html(
                "trade_finance.action_report_customer_statement", self.vendor.ids
            )[0]
            .decode()
        )
        self.assertIn("Nothing is open", html)
