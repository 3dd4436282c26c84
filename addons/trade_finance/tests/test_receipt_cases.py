from odoo import Command
from odoo.tests import tagged

from .common import FinanceCase


@tagged("post_install", "-at_install")
class TestReceiptCases(FinanceCase):
    """Every way money reaches an order, with numbers worked out by hand.

    USD 10,000 at 7.00 ordered, 6.95 invoiced, 6.90 received; EUR at 7.80, 7.50, 7.20.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        days = (cls.ORDER_DAY, cls.INVOICE_DAY, cls.RECEIPT_DAY)
        for day, rate in zip(days, (7.8, 7.5, 7.2), strict=True):
            cls._set_rate("EUR", day, rate)
        cls.euro = cls._create_pricelist("EUR")
        cls.receivable = cls.customer.property_account_receivable_id

    def _due(self, invoice):
        return invoice.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )

    def _claim(self, payment):
        return payment.move_id.line_ids.filtered(
            lambda line: line.account_id == self.receivable
        )

    def _statement_line(self, amount_usd, amount_cny, day=None):
        """Enter a line of the bank statement: in suspense until it is assigned."""
        return self.env["account.bank.statement.line"].create(
            {
                "journal_id": self._bank_journal().id,
                "date": day or self.RECEIPT_DAY,
                "payment_ref": "T/T",
                "partner_id": self.customer.id,
                "amount": amount_cny,
                "foreign_currency_id": self._currency("USD").id,
                "amount_currency": amount_usd,
            }
        )

    def _entry(self, *lines, day=None):
        """Post an entry of `lines` (account, USD, CNY)."""
        entry = self.env["account.move"].create(
            {
                "date": day or self.RECEIPT_DAY,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": self.customer.id,
                            "currency_id": self._currency("USD").id,
                            "amount_currency": amount,
                            "balance": balance,
                        }
                    )
                    for account, amount, balance in lines
                ],
            }
        )
        entry.action_post()
        return entry

    def _assert_row(self, order, **values):
        self.assertRecordValues(self._receipts(order), [values])

    # == Bank statement and plain entries ==

    def test_a_statement_line_booked_on_the_receivable(self):
        order = self._confirm()
        invoice = self._invoice(order)
        line = self._statement_line(4000, 27600)
        self._assert_money(order, 0, 10000, "none", 0)
        _bank, suspense, _other = line._seek_for_lines()
        suspense.account_id = self.receivable
        (suspense | self._due(invoice)).reconcile()
        self._assert_money(order, 4000, 6000, "partial", -400)
        self._assert_row(order, fx_before_invoice=-200, fx_booked=-200)
        line.action_undo_reconciliation()
        self._assert_money(order, 0, 10000, "none", 0)

    def test_a_statement_line_in_suspense_cleared_by_an_entry(self):
        order = self._confirm()
        invoice = self._invoice(order)
        suspense = self._bank_journal().suspense_account_id
        suspense.reconcile = True
        line = self._statement_line(4000, 27600)
        entry = self._entry((suspense, 4000, 27600), (self.receivable, -4000, -27600))
        in_suspense = (line.move_id | entry).line_ids.filtered(
            lambda item: item.account_id == suspense
        )
        on_receivable = entry.line_ids - in_suspense
        (on_receivable | self._due(invoice)).reconcile()
        self._assert_money(order, 0, 6000, "none", 0)
        in_suspense.reconcile()
        self._assert_money(order, 4000, 6000, "partial", -400)
        in_suspense.remove_move_reconcile()
        self._assert_money(order, 0, 6000, "none", 0)

    def test_an_outstanding_account_and_the_statement_count_once(self):
        order = self._confirm()
        outstanding = self._account("outstanding receipts 2", "asset_current")
        outstanding.reconcile = True
        method = self._bank_journal().inbound_payment_method_line_ids[:1]
        method.payment_account_id = outstanding
        payment = self._pay(
            self._invoice(order), 4000, payment_method_line_id=method.id
        )
        self.assertEqual(payment.outstanding_account_id, outstanding)
        self._assert_money(order, 4000, 6000, "partial", -400)
        line = self._statement_line(4000, 27600)
        _bank, suspense, _other = line._seek_for_lines()
        suspense.account_id = outstanding
        (
            suspense
            | payment.move_id.line_ids.filtered(
                lambda item: item.account_id == outstanding
            )
        ).reconcile()
        self.assertEqual(payment.state, "paid")
        self._assert_money(order, 4000, 6000, "partial", -400)
        self.assertEqual(len(self._receipts(order)), 1)

    def test_an_entry_of_the_cash_book(self):
        order = self._confirm()
        invoice = self._invoice(order)
        cash = self._bank_journal().default_account_id
        entry = self._entry((cash, 4000, 27600), (self.receivable, -4000, -27600))
        invoice.js_assign_outstanding_line(entry.line_ids[1].id)
        self._assert_money(order, 4000, 6000, "partial", -400)

    def test_half_money_half_setting_off(self):
        """USD 1,000 of the claim: 600 by the bank, 400 against what we owed."""
        order = self._confirm()
        invoice = self._invoice(order)
        entry = self._entry(
            (self._bank_journal().default_account_id, 600, 4140),
            (self.customer.property_account_payable_id, 400, 2760),
            (self.receivable, -1000, -6900),
        )
        invoice.js_assign_outstanding_line(entry.line_ids[2].id)
        self._assert_money(order, 600, 9000, "partial", -60)

    # == Down payments ==

    def test_a_down_payment_that_the_books_keep_as_a_liability(self):
        self.company.downpayment_account_id = self._account(
            "contract liabilities", "liability_current"
        )
        order = self._confirm()
        down_payment = self._post(self._down_payment(order, 30), self.ORDER_DAY)
        self._pay(down_payment, day=self.INVOICE_DAY)
        self._assert_money(order, 3000, 7000, "partial", -150)
        self.assertEqual(self._profit_by_code(order), {"fx_booked": -150})
        self._pay(self._invoice(order))
        self._assert_money(order, 10000, 0, "paid", -850)
        self.assertEqual(
            self._profit_by_code(order),
            {"revenue": 70000, "fx_invoice": -500, "fx_booked": -500},
        )

    # == Other currencies ==

    def test_an_invoice_in_euro_paid_in_dollars(self):
        """Core asks for the booked 75,000 at 6.90: USD 10,869.57, worth 75,000.03."""
        order = self._confirm(pricelist_id=self.euro.id)
        payment = self._pay(self._invoice(order), currency_id=self._currency("USD").id)
        self.assertEqual((payment.currency_id.name, payment.amount), ("USD", 10869.57))
        self._assert_money(order, 10000, 0, "paid")
        row = self._receipts(order)
        self.assertEqual((row.value_order, row.value_invoice), (78000, 75000))
        self.assertAlmostEqual(row.value_receipt, 75000, delta=0.03)
        self.assertAlmostEqual(row.fx_before_invoice, -3000, 2)

    def test_a_part_of_an_invoice_in_euro_paid_in_dollars(self):
        """USD 5,000 at 6.90 are 34,500: of the booked 75,000 for EUR 10,000, 4,600."""
        order = self._confirm(pricelist_id=self.euro.id)
        invoice = self._invoice(order)
        payment = self._deposit(self._create_order(), 5000)
        invoice.js_assign_outstanding_line(self._claim(payment).id)
        row = self._receipts(order)
        self.assertEqual(row.value_receipt, 34500)
        self.assertEqual(
            row.amount, self._due(invoice).matched_credit_ids.debit_amount_currency
        )
        self._assert_money(order, row.amount, 10000 - row.amount, "partial")

    def test_an_invoice_in_euro_paid_in_company_currency(self):
        order = self._confirm(pricelist_id=self.euro.id)
        self._pay(self._invoice(order), currency_id=self.company.currency_id.id)
        self._assert_money(order, 10000, 0, "paid", -6000)
        self._assert_row(order, fx_before_invoice=-3000, fx_booked=-3000)

    # == More and less than the claim ==

    def test_what_was_paid_too_much_pays_another_order(self):
        first, second = self._confirm(quantity=1), self._confirm(quantity=1)
        payment = self._pay(self._invoice(first), 1500)
        self._assert_money(first, 1000, 0, "paid", -100)
        payment.trade_order_id = first
        self._assert_money(first, 1500, -500, "overpaid", -150)
        invoice = self._invoice(second)
        invoice.js_assign_outstanding_line(self._claim(payment).id)
        self._assert_money(first, 1000, 0, "paid", -100)
        self._assert_money(second, 500, 500, "partial", -50)

    def test_a_deposit_used_in_part_by_another_order(self):
        first, second = self._confirm(), self._confirm(quantity=1)
        payment = self._deposit(first, 3000)
        invoice = self._invoice(second)
        invoice.js_assign_outstanding_line(self._claim(payment).id)
        self._assert_money(first, 2000, 8000, "partial", -200)
        self._assert_money(second, 1000, 0, "paid", -100)

    def test_a_payment_in_parts_with_a_fee_adds_up_to_the_bank(self):
        """Of 1,000.00 the bank kept 33.33; two invoices share the 966.67."""
        orders = [self._confirm(quantity=1, price=price) for price in (333.33, 666.67)]
        payment = self._deposit(orders[0], 1000, post=False)
        payment.trade_order_id = False
        payment.action_post()
        payment.action_draft()
        bank = payment.move_id.line_ids - self._claim(payment)
        payment.move_id.line_ids = [
            Command.update(bank.id, {"amount_currency": 966.67, "balance": 6670.02}),
            Command.create(
                {
                    "account_id": self._account("bank fees", "expense").id,
                    "currency_id": self._currency("USD").id,
                    "amount_currency": 33.33,
                    "balance": 229.98,
                }
            ),
        ]
        payment.action_post()
        for order in orders:
            self._invoice(order).js_assign_outstanding_line(self._claim(payment).id)
        rows = self._receipts(orders[0] | orders[1])
        self.assertAlmostEqual(sum(rows.mapped("amount")), 966.67, 2)
        self.assertAlmostEqual(sum(rows.mapped("value_receipt")), 6670.02, 2)

    def _discounted(self, computation):
        """Pay an invoice of USD 11,300 (13 % tax) with 2 % cash discount in time."""
        term = self.env["account.payment.term"].create(
            {
                "name": "2/10 net 30",
                "early_discount": True,
                "discount_days": 30,
                "discount_percentage": 2,
                "early_pay_discount_computation": computation,
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 60}
                    )
                ],
            }
        )
        for name, title, kind in (
            ("loss", "discounts given", "expense"),
            ("gain", "discounts taken", "income_other"),
        ):
            field = f"account_journal_early_pay_discount_{name}_account_id"
            self.company[field] = self._account(title, kind)
        order = self._confirm(payment_term_id=term.id)
        tax = self.env["account.tax"].create({"name": "VAT 13%", "amount": 13})
        parts = tax.invoice_repartition_line_ids | tax.refund_repartition_line_ids
        parts.filtered(
            lambda part: part.repartition_type == "tax"
        ).account_id = self._account("VAT", "liability_current")
        order.order_line.tax_ids = tax
        invoice = self._invoice(order)
        self.assertEqual(invoice.amount_total, order.amount_total)
        self._pay(invoice)
        return order, invoice

    def _results(self):
        """Return the profit of all the company's posted entries."""
        lines = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
                ("account_id.internal_group", "in", ("income", "expense")),
            ]
        )
        return -sum(lines.mapped("balance"))

    def test_a_cash_discount_on_the_total(self):
        order, invoice = self._discounted("included")
        self.assertEqual(invoice.amount_total, 11300)
        self._assert_money(order, 11074, 0, "paid")
        self.assertEqual(self._receipts(order).value_receipt, 76410.6)
        self.assertAlmostEqual(order.actual_profit, self._results(), 2)

    def test_a_cash_discount_on_the_untaxed_amount(self):
        order, invoice = self._discounted("excluded")
        self.assertEqual(invoice.amount_total, 11300)
        self._assert_money(order, 11100, 0, "paid")
        self.assertEqual(self._receipts(order).value_receipt, 76590)
        self.assertAlmostEqual(order.actual_profit, self._results(), 2)

    def test_a_cash_discount_whose_tax_is_reduced_at_once(self):
        order, invoice = self._discounted("mixed")
        self.assertEqual(invoice.amount_total, 11274)
        self._assert_money(order, 11074, 0, "paid")
        self.assertAlmostEqual(order.actual_profit, self._results(), 2)

    # == Refused and repeated ==

    def test_a_rejected_payment_is_no_money_and_still_owed(self):
        order = self._confirm()
        payment = self._pay(self._invoice(order), 4000)
        payment.action_reject()
        self._assert_money(order, 0, 10000, "none", 0)
        deposit = self._deposit(order, 500)
        deposit.action_reject()
        self._assert_money(order, 0, 10000, "none", 0)

    def test_paid_unreconciled_and_assigned_again(self):
        order = self._confirm()
        invoice = self._invoice(order)
        payment = self._pay(invoice, 4000)
        for _time in range(2):
            self._due(invoice).remove_move_reconcile()
            self._assert_money(order, 0, 10000, "none", 0)
            invoice.js_assign_outstanding_line(self._claim(payment).id)
            self._assert_money(order, 4000, 6000, "partial", -400)

    def test_yen_has_no_cents(self):
        for day, rate in ((self.ORDER_DAY, 0.05), (self.RECEIPT_DAY, 0.047)):
            self._set_rate("JPY", day, rate)
        yen = self._create_pricelist("JPY")
        first, second = (
            self._confirm(quantity=1, price=price, pricelist_id=yen.id)
            for price in (1000, 2001)
        )
        invoice = self._invoice(first | second)
        self._pay(invoice, 1001)
        rows = self._receipts(first | second)
        self.assertEqual(sorted(rows.mapped("amount")), [334, 667])
        self._pay(invoice)
        self._assert_money(first, 1000, 0, "paid", -3)
        self._assert_money(second, 2001, 0, "paid", -6)
