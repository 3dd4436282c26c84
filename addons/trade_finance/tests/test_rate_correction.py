from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import FinanceCase

TODAY = "2026-05-04 02:00:00"


@tagged("post_install", "-at_install")
class TestRateCorrection(FinanceCase):
    """An accountant corrects the frozen rate, with a reason; nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._create_user("acc", "account.group_account_user")

    def _correct(self, order, rate=7.2, date="2026-03-01", reason="Hedged"):
        order = order.with_user(self.accountant)
        with freeze_time(TODAY):
            action = order.action_correct_trade_rate()
            wizard = (
                self.env[action["res_model"]]
                .with_user(self.accountant)
                .with_context(**action["context"])
                .create({"rate": rate, "date": date, "reason": reason})
            )
            wizard.action_correct()
        return wizard

    def test_old_and_new_rate_and_the_reason_stay_in_the_chatter(self):
        order = self._confirm()
        self._correct(order)
        self.assertEqual(order.trade_rate, 7.2)
        self.assertEqual(str(order.trade_rate_date), "2026-03-01")
        body = order.message_ids[0].body
        for words in ("7.0000 to 7.2000 CNY per USD", "2026-03-01", "Hedged"):
            self.assertIn(words, body)
        self.assertEqual(order.message_ids[0].author_id, self.accountant.partner_id)

    def test_received_and_profit_follow_and_posted_invoices_stay(self):
        order = self._confirm()
        invoice = self._invoice(order)
        self._pay(invoice)
        self.assertEqual(order.fx_difference, -1000)
        self.assertEqual(order.actual_profit, 69000)
        wizard = self._correct(order)
        self.assertEqual(wizard.posted_count, 1)
        self.assertEqual(order.fx_difference, -3000)
        self.assertEqual(order.actual_profit, 69000)
        by_code = self._profit_by_code(order)
        self.assertEqual(
            by_code, {"revenue": 72000, "fx_invoice": -2500, "fx_booked": -500}
        )
        self.assertAlmostEqual(1 / invoice.invoice_currency_rate, 6.95)

    def test_order_policy_drafts_and_later_invoices_take_the_new_rate(self):
        self.company.trade_fx_policy = "order"
        order = self._confirm()
        posted = self._post(self._down_payment(order, 30))
        draft = order._create_invoices()
        self._correct(order)
        self.assertEqual(posted.amount_total_signed, 21000)
        self.assertEqual(draft.trade_order_rate, 7.2)
        self.assertEqual(self._post(draft).amount_total_signed, 72000)

    def test_a_draft_that_bills_two_orders_keeps_its_rate(self):
        self.company.trade_fx_policy = "order"
        orders = self._confirm() | self._confirm()
        draft = orders._create_invoices()
        self.assertEqual(len(draft), 1)
        self._correct(orders[0])
        self.assertEqual(draft.trade_order_rate, 7.0)

    def test_an_order_confirmed_without_a_rate_gets_one_and_an_estimate(self):
        self.company.trade_auto_estimate = True
        order = self._confirm(day="2026-01-15")
        self.assertFalse(order.trade_estimate_id)
        self.assertIn("without an exchange rate", order.trade_rate_warning)
        self._correct(order, 7.1, "2026-01-15", "Bank's quotation")
        self.assertEqual(order.trade_rate, 7.1)
        self.assertEqual(order.trade_estimate_id.revenue, 71000)
        self.assertIn("Bank's quotation", order.trade_estimate_id.reason)
        self.assertFalse(order.trade_rate_warning)
        self.assertIn("from none to 7.1000", order.message_ids[0].body)

    def test_the_form_proposes_the_rate_and_warns_of_the_wrong_way_round(self):
        order = self._confirm().with_user(self.accountant)
        with freeze_time(TODAY):
            action = order.action_correct_trade_rate()
            form = Form(
                self.env[action["res_model"]]
                .with_user(self.accountant)
                .with_context(**action["context"])
            )
        self.assertEqual((form.rate, form.unit), (7.0, "CNY per USD"))
        self.assertEqual(form.table_rate, 7.0)
        form.rate = 0.1429
        self.assertTrue(form.is_inverted)
        form.rate = 7.3
        self.assertFalse(form.is_inverted)

    # == Refused ==

    def test_bad_input_is_refused_and_nothing_changes(self):
        order = self._confirm()
        for values, sentence in (
            ({"rate": 0}, "CNY per USD and more than zero"),
            ({"rate": -7}, "CNY per USD and more than zero"),
            ({"date": "2026-05-05"}, "today or earlier"),
            ({"reason": "  "}, "Say why"),
        ):
            with self.assertRaisesRegex(UserError, sentence):
                self._correct(order, **values)
            self.assertEqual(order.trade_rate, 7.0)

    def test_where_no_rate_is_frozen_nothing_is_corrected(self):
        own = self._confirm(pricelist_id=self._create_pricelist("CNY").id)
        cancelled = self._confirm()
        cancelled._action_cancel()
        for order, sentence in (
            (own, "company's own currency"),
            (self._create_order(), "not confirmed"),
            (cancelled, "not confirmed"),
        ):
            with self.assertRaisesRegex(UserError, sentence):
                self._correct(order)

    def test_a_salesperson_corrects_nothing(self):
        seller = self._create_user("seller", "sales_team.group_sale_manager")
        order = self._confirm().with_user(seller)
        for attempt in (
            order.action_correct_trade_rate,
            lambda: order.write({"trade_rate": 9}),
            lambda: order.write({"trade_rate_date": "2026-01-01"}),
            lambda: order.copy({"trade_rate": 9}),
        ):
            with self.assertRaisesRegex(AccessError, "An accountant corrects it"):
                attempt()
        with self.assertRaises(AccessError):
            self.env["trade.rate.wizard"].with_user(seller).create(
                {"order_id": order.id, "rate": 9, "date": "2026-03-01", "reason": "x"}
            )
        self.assertEqual(order.trade_rate, 7.0)

    def test_an_accountant_of_another_company_corrects_nothing(self):
        other = self._create_trade_company("Elsewhere")
        stranger = self._create_user(
            "stranger", "account.group_account_manager", company=other
        )
        order = self._confirm()
        with self.assertRaises(AccessError):
            order.with_user(stranger).action_correct_trade_rate()

    @mute_logger("odoo.sql_db")
    def test_a_negative_rate_is_refused_by_the_table(self):
        order = self._confirm()
        with (
            self.assertRaisesRegex(Exception, "trade_rate_positive"),
            self.cr.savepoint(),
        ):
            order.write({"trade_rate": -1})
            order.flush_recordset()

    def test_an_exchange_rate_is_more_than_zero(self):
        usd = self._currency("USD")
        for name in ("rate", "company_rate", "inverse_company_rate"):
            for value in (0, -7.0):
                values = {
                    "currency_id": usd.id,
                    "company_id": self.company.id,
                    "name": "2026-06-01",
                    name: value,
                }
                with self.assertRaisesRegex(ValidationError, "more than zero"):
                    self.env["res.currency.rate"].create(values)
        rate = self._set_rate("USD", "2026-06-01", 6.8)
        with self.assertRaisesRegex(ValidationError, "more than zero"):
            rate.inverse_company_rate = 0
        self.assertAlmostEqual(rate.inverse_company_rate, 6.8)


@tagged("post_install", "-at_install")
class TestRateAge(FinanceCase):
    """An old exchange rate is said, and stops nothing."""

    OLD_DAY = "2026-03-12"  # ten days after the rate of the order's day

    def _quotation(self, **values):
        order = self._create_order(**values)
        with freeze_time(self.OLD_DAY):
            order.invalidate_recordset(["trade_rate_warning"])
            return order, order.trade_rate_warning

    def test_a_quotation_says_how_old_its_rate_is(self):
        _order, warning = self._quotation()
        self.assertIn("7.0000 CNY per USD, is of 2026-03-02: 10 days old", warning)

    def test_seven_days_are_not_old_and_zero_switches_it_off(self):
        self.company.trade_rate_max_age = 10
        self.assertFalse(self._quotation()[1])
        self.company.trade_rate_max_age = 9
        self.assertTrue(self._quotation()[1])
        self.company.trade_rate_max_age = 0
        self.assertFalse(self._quotation()[1])

    def test_company_currency_and_cancelled_orders_say_nothing(self):
        pricelist = self._create_pricelist("CNY")
        self.assertFalse(self._quotation(pricelist_id=pricelist.id)[1])
        order = self._create_order()
        order._action_cancel()
        with freeze_time(self.OLD_DAY):
            self.assertFalse(order.trade_rate_warning)

    def test_a_quotation_without_any_rate_says_so(self):
        order = self._create_order()
        with freeze_time("2026-01-15"):
            order.invalidate_recordset(["trade_rate_warning"])
            self.assertIn("USD on or before 2026-01-15", order.trade_rate_warning)

    def test_a_confirmed_order_remembers_how_old_its_rate_was(self):
        order = self._confirm(day=self.OLD_DAY)
        self.assertEqual(str(order.trade_rate_quoted), self.ORDER_DAY)
        self.assertIn("10 days old on that day", order.trade_rate_warning)
        self._set_rate("USD", self.OLD_DAY, 6.5)
        self.assertIn("10 days old on that day", order.trade_rate_warning)
        self.assertFalse(self._confirm().trade_rate_warning)

    def test_the_history_notes_it_only_when_the_company_wants_that(self):
        notes = self._confirm(day=self.OLD_DAY).message_ids.mapped("body")
        self.assertFalse([note for note in notes if "days old" in note])
        self.company.trade_rate_age_note = True
        notes = self._confirm(day=self.OLD_DAY).message_ids.mapped("body")
        self.assertEqual(len([note for note in notes if "days old" in note]), 1)
        notes = self._confirm().message_ids.mapped("body")
        self.assertFalse([note for note in notes if "days old" in note])

    def test_the_company_currency_may_have_a_rate_of_its_own(self):
        """Both rates make the cross rate, so the older one counts."""
        self._set_rate("USD", "2026-03-11", 7.05)
        self.env["res.currency.rate"].create(
            {
                "currency_id": self.company.currency_id.id,
                "company_id": self.company.id,
                "name": "2026-02-01",
                "rate": 1.25,
            }
        )
        usd = self._currency("USD")
        _rate, day = usd._get_trade_quote(self.company, self.OLD_DAY)
        self.assertEqual(str(day), "2026-02-01")

    def test_forty_quotations_ask_for_a_rate_once(self):
        orders = self.env["sale.order"]
        for _order in range(40):
            orders |= self._create_order(quantity=1)

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("trade_rate_warning")
            return self.env.cr.sql_log_count - before

        count(orders)
        self.assertEqual(count(orders), count(orders[:2]))

    def test_age_is_a_number_of_days(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(Exception, "max_age_positive"),
            self.cr.savepoint(),
        ):
            self.company.trade_rate_max_age = -1
            self.company.flush_recordset()


@tagged("post_install", "-at_install")
class TestInvoiceRate(FinanceCase):
    """What a customer invoice is booked at, and what is never done silently."""

    def test_the_rate_is_shown_the_way_people_speak(self):
        invoice = self._invoice(self._confirm())
        self.assertEqual(invoice.trade_rate_text, "1 USD = 6.9500 CNY")
        own = self._invoice(
            self._confirm(pricelist_id=self._create_pricelist("CNY").id)
        )
        self.assertFalse(own.trade_rate_text)

    def test_month_without_a_rate_on_its_first_day_is_not_posted(self):
        self.company.trade_fx_policy = "month"
        invoice = self._confirm()._create_invoices()
        invoice.invoice_date = self.INVOICE_DAY
        self.assertIn("on or before 2026-03-01", invoice.trade_rate_warning)
        with self.assertRaisesRegex(UserError, "USD on or before 2026-03-01"):
            invoice.action_post()
        self.assertEqual(invoice.state, "draft")
        invoice.invoice_currency_rate = 1 / 7.5
        self.assertFalse(invoice.trade_rate_warning)
        invoice.action_post()
        self.assertEqual(invoice.amount_total_signed, 75000)

    def test_month_falls_back_to_the_last_rate_before_its_first_day(self):
        self.company.trade_fx_policy = "month"
        self._set_rate("USD", "2026-02-20", 7.3)
        invoice = self._invoice(self._confirm(), self.INVOICE_DAY)
        self.assertEqual(invoice.amount_total_signed, 73000)
        later = self._invoice(self._confirm(), "2026-04-30")
        self.assertEqual(later.amount_total_signed, 69500)

    def test_month_follows_a_draft_into_the_month_it_is_posted_in(self):
        self.company.trade_fx_policy = "month"
        self._set_rate("USD", "2026-03-01", 7.1)
        self._set_rate("USD", "2026-04-01", 6.6)
        order = self._confirm()
        with freeze_time("2026-03-30"):
            invoice = order._create_invoices()
            self.env.cr.execute(
                "UPDATE account_move SET create_date = %s WHERE id = %s",
                ["2026-03-30", invoice.id],
            )
            invoice.invalidate_recordset(["create_date"])
            self.assertAlmostEqual(1 / invoice.invoice_currency_rate, 7.1)
        with freeze_time("2026-04-10"):
            invoice.action_post()
        self.assertEqual(invoice.amount_total_signed, 66000)

    def test_month_bills_several_orders_on_one_invoice(self):
        self.company.trade_fx_policy = "month"
        self._set_rate("USD", "2026-03-01", 7.1)
        invoice = self._invoice(self._confirm() | self._confirm())
        self.assertEqual(len(invoice), 1)
        self.assertEqual(invoice.amount_total_signed, 142000)

    def test_order_policy_without_a_rate_says_which_rate_is_taken(self):
        self.company.trade_fx_policy = "order"
        draft = self._confirm(day="2026-01-15")._create_invoices()
        self.assertIn("has no rate of its own", draft.trade_rate_warning)
        self.assertFalse(self._confirm()._create_invoices().trade_rate_warning)

    def test_other_invoices_are_left_alone(self):
        self.company.trade_fx_policy = "order"
        plain = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "currency_id": self._currency("USD").id,
                "invoice_date": fields.Date.to_date(self.INVOICE_DAY),
                "invoice_line_ids": [
                    Command.create(
                        {"name": "x", "price_unit": 5, "tax_ids": [Command.clear()]}
                    )
                ],
            }
        )
        self.assertFalse(plain.trade_rate_warning)
        self.assertAlmostEqual(1 / plain.invoice_currency_rate, 6.95)
