from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import FinanceCase


@tagged("post_install", "-at_install")
class TestRate(FinanceCase):
    """The rate of the confirmation stays; invoices take the rate the policy says."""

    # == Frozen at confirmation ==

    def test_the_rate_of_the_day_is_frozen(self):
        order = self._confirm()
        self.assertEqual(order.trade_rate, 7.0)
        self.assertEqual(str(order.trade_rate_date), self.ORDER_DAY)
        order.date_order = "2026-04-20 10:00:00"
        self._set_rate("USD", "2026-03-01", 6.0)
        order.order_line.price_unit = 1200
        self.assertEqual(order.trade_rate, 7.0)

    def test_an_order_in_company_currency_has_rate_one(self):
        order = self._confirm(pricelist_id=self._create_pricelist("CNY").id)
        self.assertEqual(order.trade_rate, 1.0)

    def test_confirming_again_freezes_anew(self):
        order = self._confirm()
        with freeze_time(self.RECEIPT_DAY):
            order._action_cancel()
            order.action_draft()
            self.assertEqual(order.trade_rate, 7.0)
            order.action_confirm()
        self.assertEqual(order.trade_rate, 6.9)
        self.assertEqual(str(order.trade_rate_date), self.RECEIPT_DAY)

    def test_the_day_is_the_one_where_the_user_is(self):
        order = self._create_order()
        self.env.user.tz = "Asia/Shanghai"
        with freeze_time("2026-03-15 23:00:00"):  # 07:00 on the 16th in Shanghai
            order.with_context(tz=None).action_confirm()
        self.assertEqual(str(order.trade_rate_date), self.INVOICE_DAY)
        self.assertEqual(order.trade_rate, 6.95)

    def test_a_customer_confirms_on_the_day_of_the_salesperson(self):
        salesman = self._create_user("anna", "sales_team.group_sale_salesman")
        salesman.tz = "Asia/Shanghai"
        order = self._create_order(user_id=salesman.id)
        public = self.env.ref("base.public_user")
        with freeze_time("2026-03-15 23:00:00"):
            order.with_user(public).sudo().with_context(tz=None).action_confirm()
        self.assertEqual(order.trade_rate, 6.95)

    def test_orders_confirmed_together_keep_their_own_rates(self):
        self._set_rate("EUR", self.ORDER_DAY, 8.0)
        orders = self._create_order() | self._create_order(
            pricelist_id=self._create_pricelist("EUR").id
        )
        with freeze_time(self.ORDER_DAY):
            orders.action_confirm()
        self.assertEqual(orders.mapped("trade_rate"), [7.0, 8.0])

    def test_a_copy_has_no_rate(self):
        self.assertFalse(self._confirm().copy().trade_rate)

    # == No rate ==

    def test_without_a_rate_it_stays_empty_silently(self):
        order = self._create_order()
        with freeze_time("2026-01-15"):  # the first rate is of March
            order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.trade_rate, 0.0)
        self.assertFalse(order.trade_rate_date)

    def test_without_a_rate_it_is_refused_when_the_company_wants_that(self):
        self.company.trade_rate_required = True
        order = self._create_order()
        with (
            freeze_time("2026-01-15"),
            self.assertRaisesRegex(UserError, "USD on or before 2026-01-15"),
        ):
            order.action_confirm()
        self.assertEqual(order.state, "draft")
        self.assertFalse(order.trade_rate)

    def test_with_a_rate_or_in_company_currency_nothing_is_refused(self):
        self.company.trade_rate_required = True
        self.assertEqual(self._confirm().state, "sale")
        with freeze_time("2026-01-15"):
            order = self._create_order(pricelist_id=self._create_pricelist("CNY").id)
            order.action_confirm()
        self.assertEqual(order.trade_rate, 1.0)

    def test_a_rate_of_another_company_is_no_rate(self):
        other = self._create_trade_company("Elsewhere")
        self._set_rate("GBP", "2026-01-01", 9.0, company=other)
        gbp = self._currency("GBP")
        self.assertEqual(gbp._get_trade_rate(self.company, "2026-03-02"), 0.0)
        self.assertEqual(gbp._get_trade_rate(other, "2026-03-02"), 9.0)

    def test_a_shared_rate_counts_but_the_own_goes_first(self):
        gbp = self._currency("GBP")
        self.env["res.currency.rate"].create(
            {
                "currency_id": gbp.id,
                "company_id": False,
                "name": "2026-02-01",
                "rate": 0.1,
            }
        )
        self.assertEqual(gbp._get_trade_rate(self.company, "2026-03-02"), 10.0)
        self._set_rate("GBP", "2026-01-01", 9.0)
        self.assertEqual(gbp._get_trade_rate(self.company, "2026-03-02"), 9.0)

    # == Rate of the invoice ==

    def test_policy_invoice_is_core(self):
        invoice = self._invoice(self._confirm())
        self.assertAlmostEqual(1 / invoice.invoice_currency_rate, 6.95)

    def test_policy_order_survives_dates_and_posting(self):
        self.company.trade_fx_policy = "order"
        invoice = self._confirm()._create_invoices()
        for day in (self.INVOICE_DAY, self.RECEIPT_DAY, self.ORDER_DAY, False):
            invoice.invoice_date = day
            self.assertEqual(invoice.invoice_currency_rate, 1 / 7.0)
        invoice.refresh_invoice_currency_rate()
        with freeze_time(self.RECEIPT_DAY):
            invoice.action_post()
        self.assertEqual(str(invoice.invoice_date), self.RECEIPT_DAY)
        self.assertEqual(invoice.amount_total_signed, 70000)

    def test_policy_order_is_left_when_the_currency_is_changed(self):
        self.company.trade_fx_policy = "order"
        self._set_rate("EUR", self.ORDER_DAY, 8.0)
        invoice = self._confirm()._create_invoices()
        invoice.currency_id = self._currency("EUR")
        self.assertEqual(invoice.invoice_currency_rate, 1 / 8.0)

    def test_policy_order_holds_for_down_payments_and_the_rest(self):
        self.company.trade_fx_policy = "order"
        order = self._confirm()
        down_payment = self._post(self._down_payment(order, 30))
        rest = self._invoice(order, self.RECEIPT_DAY)
        self.assertEqual(down_payment.amount_total_signed, 21000)
        self.assertEqual(rest.amount_total_signed, 49000)

    def test_policy_order_holds_for_credit_notes_and_replacements(self):
        self.company.trade_fx_policy = "order"
        invoice = self._invoice(self._confirm())
        refund = self._reverse(invoice)
        self.assertEqual(refund.amount_total_signed, -70000)
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "date": self.RECEIPT_DAY})
        )
        wizard.modify_moves()
        self.assertEqual(wizard.new_move_ids.trade_order_rate, 7.0)
        self.assertFalse(invoice.copy().trade_order_rate)

    def test_policy_order_never_merges_different_rates(self):
        self.company.trade_fx_policy = "order"
        orders = self._confirm() | self._confirm()
        with freeze_time(self.RECEIPT_DAY):
            later = self._create_order()
            later.action_confirm()
        invoices = (orders | later)._create_invoices()
        self.assertEqual(len(invoices), 2)
        self.assertEqual(sorted(invoices.mapped("trade_order_rate")), [6.9, 7.0])

    def test_other_policies_merge_as_core_does(self):
        order = self._confirm()
        with freeze_time(self.RECEIPT_DAY):
            later = self._create_order()
            later.action_confirm()
        self.assertEqual(len((order | later)._create_invoices()), 1)

    def test_policy_order_without_a_rate_takes_the_invoice_day(self):
        self.company.trade_fx_policy = "order"
        order = self._confirm()
        order.trade_rate = 0.0
        invoice = self._invoice(order)
        self.assertAlmostEqual(1 / invoice.invoice_currency_rate, 6.95)

    def test_policy_month_takes_the_first_day_of_the_month(self):
        self.company.trade_fx_policy = "month"
        self._set_rate("USD", "2026-03-01", 7.11)
        invoice = self._invoice(self._confirm(), "2026-03-31")
        self.assertAlmostEqual(1 / invoice.invoice_currency_rate, 7.11)
        bill = self._bill(self._confirm(), 100, currency="USD", day=self.INVOICE_DAY)
        self.assertAlmostEqual(1 / bill.invoice_currency_rate, 6.95)

    def test_policy_month_holds_for_credit_notes(self):
        self.company.trade_fx_policy = "month"
        self._set_rate("USD", "2026-03-01", 7.11)
        self._set_rate("USD", "2026-04-01", 6.6)
        invoice = self._invoice(self._confirm())
        refund = self._reverse(invoice, "2026-04-20")
        self.assertEqual(refund.amount_total_signed, -66000)

    def test_lines_keep_to_the_order_in_reversals_only(self):
        order = self._confirm()
        invoice = self._invoice(order)
        self.assertEqual(invoice.invoice_line_ids.trade_order_id, order)
        self.assertFalse(invoice.copy().invoice_line_ids.trade_order_id)
        self.assertEqual(self._reverse(invoice).invoice_line_ids.trade_order_id, order)
        bill = self._bill(order, 100)
        self.assertFalse(bill.copy().invoice_line_ids.trade_order_id)
        refund = self._reverse(bill)
        self.assertEqual(refund.invoice_line_ids.trade_order_id, order)
        self.assertEqual(
            refund.invoice_line_ids.trade_cost_type_id, self._cost_type("freight")
        )

    def test_no_setting_is_on_after_install(self):
        company = self.env["res.company"].create({"name": "Fresh"})
        self.assertRecordValues(
            company,
            [
                {
                    "trade_fx_policy": "invoice",
                    "trade_rate_required": False,
                    "trade_auto_estimate": False,
                }
            ],
        )
        rules = self.env["trade.cost.rule"].with_context(active_test=False)
        shipped = rules.search([]).filtered(
            lambda rule: rule.get_external_id()[rule.id]
        )
        self.assertTrue(shipped)
        self.assertFalse(any(shipped.mapped("active")))
        incoterms = self.env["trade.incoterm.cost"].search([]).incoterm_id
        self.assertEqual(len(incoterms & self.env["account.incoterms"].search([])), 11)
