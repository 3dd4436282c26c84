import random
from functools import partial

from odoo.tests import tagged

from .common import FinanceCase

SEQUENCES, STEPS = 40, 3
DAYS = ("2026-03-02", "2026-03-16", "2026-04-08", "2026-05-11", "2026-06-18")


@tagged("post_install", "-at_install")
class TestLedger(FinanceCase):
    """The sheets of all orders of a company are its profit and loss, to the cent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        dice = random.Random(1)
        for code, rate in (("USD", 7.05), ("EUR", 7.8)):
            cls._set_rate(code, "2026-03-01", rate)  # the policy of the month needs it
        for day in DAYS[3:]:
            cls._set_rate("USD", day, round(dice.uniform(6.5, 7.5), 4))
        for day in DAYS:
            cls._set_rate("EUR", day, round(dice.uniform(7.4, 8.2), 4))
        pricelists = [cls._create_pricelist(code) for code in ("USD", "USD", "EUR")]
        cls.orders = cls.env["sale.order"]
        for number in range(6):
            cls.orders |= cls._create_order(
                dice.randint(1, 9),
                round(dice.uniform(10, 900), 2),
                pricelist_id=pricelists[number % 3].id,
            )
        cls.orders.action_confirm()
        for policy, order in zip(
            ("invoice", "order", "month"), cls.orders, strict=False
        ):
            cls.company.trade_fx_policy = policy
            cls._invoice(order, dice.choice(DAYS))

    def _assert_ties(self, orders, event):
        """Compare views, stored totals and journal items."""
        receipts = self._receipts(orders)
        for receipt in receipts.filtered("move_id"):
            both = receipt.fx_before_invoice + receipt.fx_booked
            self.assertAlmostEqual(both, receipt.fx_difference, 2, event)
        for order in orders:
            rows = receipts.filtered(lambda row, order=order: row.order_id == order)
            received, fx = sum(rows.mapped("amount")), sum(rows.mapped("fx_difference"))
            self.assertAlmostEqual(order.amount_received, received, 2, event)
            self.assertAlmostEqual(order.fx_difference, fx, 2, event)
        by_order = dict(
            self.env["trade.profit.line"]._read_group(
                [("order_id", "in", self.orders.ids)], ["order_id"], ["actual:sum"]
            )
        )
        for order in orders:
            actual = by_order.get(order, 0.0)
            self.assertAlmostEqual(order.actual_profit, actual, 2, event)
        total = sum(by_order.values())
        self.assertAlmostEqual(total, self._profit_and_loss(), 2, event)

    def _profit_and_loss(self):
        """Return the company's profit from nothing but its posted journal items.

        The fee of a payment that is reconciled with nothing belongs to no order.
        """
        lines = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
                ("account_id.internal_group", "in", ("income", "expense")),
            ]
        )
        fees = lines.filtered(lambda line: line.account_id.name == "bank fees")
        loose = fees.filtered(
            lambda fee: (
                not (
                    fee.move_id.line_ids.matched_debit_ids.debit_move_id.move_id.filtered(
                        lambda move: move.move_type == "out_invoice"
                    )
                )
            )
        )
        return -sum((lines - loose).mapped("balance"))

    # == Events of a sequence: each returns whether there was something to do ==

    def _choose_orders(self, dice):
        """Choose an order that is invoiced already and one that is not."""
        orders = dice.choice(self.orders[:3]) | dice.choice(self.orders[3:])
        for order in orders:
            order.trade_rate = round(dice.uniform(6.4, 8.3), 4)
        return orders

    def _event_invoice(self, dice, orders):
        todo = orders.filtered(lambda order: order.invoice_status == "to invoice")
        if todo:
            self._invoice(todo, dice.choice(DAYS))

    def _event_down_payment(self, dice, orders):
        order = dice.choice(orders)
        if order.invoice_status == "to invoice":
            invoice = self._down_payment(order, dice.choice([10, 30]))
            self._post(invoice, dice.choice(DAYS))

    def _event_deposit(self, dice, orders):
        order = dice.choice(orders)
        currency = dice.choice([order.currency_id.name, "CNY"])
        self._deposit(
            order, round(dice.uniform(5, 500), 2), dice.choice(DAYS), currency
        )

    def _open_invoices(self, orders):
        return orders.invoice_ids.filtered(
            lambda move: (
                move.state == "posted"
                and move.move_type == "out_invoice"
                and move.amount_residual > 1
            )
        )

    def _event_pay(self, dice, orders, with_fee=False, in_cny=False):
        invoices = self._open_invoices(orders)
        if not invoices:
            return
        invoice = dice.choice(invoices)
        if with_fee:
            self._pay_with_fee(
                invoice, round(invoice.amount_residual * 0.987, 2), dice.choice(DAYS)
            )
            return
        values = {"currency_id": self.company.currency_id.id} if in_cny else {}
        part = dice.choice([0.3, 0.5, 1])
        amount = None if in_cny else round(invoice.amount_residual * part, 2)
        self._pay(invoice, amount, dice.choice(DAYS), **values)

    def _event_use_deposit(self, dice, orders):
        deposits = orders.trade_payment_ids.move_id.line_ids.filtered(
            lambda line: (
                line.account_id.account_type == "asset_receivable"
                and not line.reconciled
                and line.parent_state == "posted"
            )
        )
        invoices = self._open_invoices(orders)
        if deposits and invoices:
            dice.choice(invoices).js_assign_outstanding_line(dice.choice(deposits).id)

    def _event_credit_note(self, dice, orders):
        invoices = orders.invoice_ids.filtered(
            lambda move: move.state == "posted" and move.move_type == "out_invoice"
        )
        if not invoices:
            return
        invoice = dice.choice(invoices)
        amount = round(invoice.amount_total * dice.uniform(0.05, 0.4), 2)
        refund = self._reverse(invoice, dice.choice(DAYS), amount)
        lines = (invoice | refund).line_ids.filtered(
            lambda line: line.display_type == "payment_term" and not line.reconciled
        )
        if dice.random() < 0.6 and len(lines.move_id) == 2:
            lines.reconcile()
        elif dice.random() < 0.5 and refund.amount_residual:
            self._pay(refund, None, dice.choice(DAYS))

    def _payments(self, orders):
        return self.env["account.payment"].search(
            [
                ("company_id", "=", self.company.id),
                ("state", "in", ("in_process", "paid")),
            ]
        )

    def _event_payment_to_draft(self, dice, orders):
        payments = self._payments(orders)
        if payments:
            payment = dice.choice(payments)
            payment.action_draft()
            self._assert_ties(orders, "draft")
            if dice.random() < 0.5:
                payment.action_post()
            else:
                payment.action_cancel()

    def _event_unreconcile(self, dice, orders):
        invoices = orders.invoice_ids.filtered(lambda move: move.state == "posted")
        lines = invoices.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        partials = lines.matched_credit_ids | lines.matched_debit_ids
        if partials:
            dice.choice(partials).unlink()

    def _event_invoice_to_draft(self, dice, orders):
        invoices = orders.invoice_ids.filtered(lambda move: move.state == "posted")
        if invoices:
            invoice = dice.choice(invoices)
            invoice.button_draft()
            self._assert_ties(orders, "invoice in draft")
            invoice.action_post()

    def _event_bill(self, dice, orders):
        bill = self._bill(
            dice.choice(orders),
            round(dice.uniform(10, 300), 2),
            dice.choice(["freight", "insurance", "commission"]),
            dice.choice(DAYS),
            dice.choice(["CNY", "USD"]),
        )
        if dice.random() < 0.3:
            self._reverse(bill, dice.choice(DAYS))

    def test_random_histories_tie_to_the_cent(self):
        events = [
            self._event_invoice,
            self._event_invoice,
            self._event_down_payment,
            self._event_deposit,
            self._event_pay,
            self._event_pay,
            partial(self._event_pay, with_fee=True),
            partial(self._event_pay, in_cny=True),
            self._event_use_deposit,
            self._event_credit_note,
            self._event_payment_to_draft,
            self._event_unreconcile,
            self._event_invoice_to_draft,
            self._event_bill,
        ]
        for seed in range(SEQUENCES):
            dice = random.Random(seed)
            with self.env.cr.savepoint() as savepoint:
                policy = dice.choice(["invoice", "order", "month"])
                self.company.trade_fx_policy = policy
                orders = self._choose_orders(dice)
                for _step in range(STEPS):
                    event = dice.choice(events)
                    name = getattr(event, "func", event).__name__
                    event(dice, orders)
                    self._assert_ties(orders, f"seed {seed}: {name}")
                savepoint.rollback()
            self.env.invalidate_all()
