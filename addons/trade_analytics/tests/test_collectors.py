from datetime import date

from odoo.tests import freeze_time, tagged

from odoo.addons.trade_finance.tests.common import FinanceCase

from .common import AnalyticsCase

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


@tagged("post_install", "-at_install")
class TestCollectionInTime(AnalyticsCase, FinanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.metric = cls.env.ref("trade_analytics.trade_metric_collection_in_time")
        cls.metric.active = True
        cls._only(cls.metric)

    def _due(self, day, user=None, paid=None, amount=None):
        """Post an invoice of USD 10,000 due on `day`, paid on the day `paid`."""
        order = self._create_order(user_id=(user or self.anna).id)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.invoice_payment_term_id = False
        invoice.invoice_date_due = day
        self._post(invoice, "2026-03-16")
        if paid:
            self._pay(invoice, amount, paid)
        return invoice.line_ids.filtered(lambda item: item.date_maturity)

    def _collected(self, month=APRIL):
        facts = self.metric._collect(
            month, date(month.year, month.month + 1, 1), self.company
        )
        return facts.get(self.anna.id)

    def test_paid_on_the_day_is_in_time_and_a_day_later_is_not(self):
        in_time = self._due("2026-04-08", paid="2026-04-08")
        late = self._due("2026-04-07", paid="2026-04-08")
        open_item = self._due("2026-04-20")
        partly = self._due("2026-04-21", paid="2026-04-08", amount=9999)
        fact = self._collected()
        self.assertEqual((fact.numerator, fact.denominator), (1, 4))
        self.assertEqual(set(fact.missed), set((late | open_item | partly).ids))
        self.assertIn(in_time.id, fact.evidence)

    def test_the_month_of_the_due_day_counts_not_that_of_the_payment(self):
        self._due("2026-04-30", paid="2026-04-08")
        self._due("2026-05-01", paid="2026-04-08")
        self.assertEqual(self._collected().denominator, 1)
        self.assertEqual(self._collected(MAY).denominator, 1)

    def test_what_is_not_due_yet_does_not_count_unless_it_is_paid(self):
        self._due("2026-04-20")
        self._due("2026-04-21", paid="2026-04-08")
        with freeze_time("2026-04-20 15:00:00"):
            fact = self._collected()
        self.assertEqual((fact.numerator, fact.denominator), (1, 1))
        # 16:30 UTC on the 20th is the 21st in Shanghai: the day is over unpaid.
        with freeze_time("2026-04-20 16:30:00"):
            fact = self._collected()
        self.assertEqual((fact.numerator, fact.denominator), (1, 2))

    def test_a_payment_back_in_draft_is_not_in_time(self):
        self._due("2026-04-08", paid="2026-04-08")
        payment = self.env["account.payment"].search(
            [("partner_id", "=", self.customer.id)], limit=1
        )
        payment.action_draft()
        self.assertEqual(self._collected().numerator, 0)


@tagged("post_install", "-at_install")
class TestFollowupInTime(AnalyticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.metric = cls.env.ref("trade_analytics.trade_metric_followup_in_time")
        cls.metric.active = True
        cls._only(cls.metric)
        cls.rule = cls.env["trade.followup.rule"].create({"name": "Say hello"})
        cls.number = 0

    @classmethod
    def _followup(cls, due, done=False, user=None, **values):
        cls.number += 1
        partner = cls.env["res.partner"].create({"name": f"Customer {cls.number}"})
        return cls.env["trade.followup"].create(
            {
                "rule_id": cls.rule.id,
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "res_model": "res.partner",
                "res_id": partner.id,
                "anchor_date": due,
                "date_due": due,
                "date_done": done,
                "user_id": (user or cls.anna).id,
                "summary": f"Say hello {cls.number}",
                **values,
            }
        )

    def _counted(self, month=APRIL):
        facts = self.metric._collect(
            month, date(month.year, month.month + 1, 1), self.company
        )
        return facts.get(self.anna.id)

    def test_in_time_is_done_by_the_day_it_was_due(self):
        self._followup("2026-04-01", "2026-04-01")
        late = self._followup("2026-04-30", "2026-05-02")
        later = self._followup("2026-04-10", "2026-05-02")
        missed = self._followup("2026-04-12", date_missed="2026-05-12")
        never = self._followup("2026-04-11")
        fact = self._counted()
        self.assertEqual((fact.numerator, fact.denominator), (1, 5))
        # The longest wait first: the two that never came, then 22 and 2 days.
        self.assertEqual(fact.missed, (never + missed + later + late)._ids)

    def test_the_month_of_the_due_day_counts(self):
        self._followup("2026-03-31", "2026-04-01")
        self._followup("2026-05-01", "2026-04-01")
        self.assertIsNone(self._counted())

    def test_what_is_not_due_yet_or_cancelled_does_not_count(self):
        self._followup("2026-04-20")
        self._followup("2026-04-02", active=False)
        with freeze_time("2026-04-20 03:00:00"):
            self.assertIsNone(self._counted())

    def test_a_card_names_the_late_ones_and_opens_them_for_their_owner(self):
        late = self._followup("2026-04-10", "2026-04-12")
        self._followup("2026-04-11", "2026-04-11", self.boris)
        suggestion = self._compute(APRIL)[self.anna].suggestion_ids
        self.assertIn("0 of 1", suggestion.text)
        self.assertIn(late.display_name, suggestion.with_user(self.anna).text)
        action = suggestion.with_user(self.anna).action_open_records()
        opened = self.env["trade.followup"].with_user(self.anna)
        self.assertEqual(opened.search(action["domain"]), late)


@tagged("post_install", "-at_install")
class TestAllMetrics(AnalyticsCase, FinanceCase):
    def test_the_shipped_metrics_each_ask_the_database_once(self):
        metrics = self.env["trade.metric"].with_context(active_test=False).search([])
        self.assertGreaterEqual(len(metrics), 4)
        for metric in metrics:
            metric._collect(MARCH, APRIL, self.company)
            with self.subTest(metric=metric.code), self.assertQueryCount(1):
                metric._collect(MARCH, APRIL, self.company)

    def test_every_shipped_metric_has_advice_its_reader_can_act_on(self):
        metrics = (
            self.env["trade.metric"]
            .with_context(active_test=False)
            .search([("company_id", "=", False)])
        )
        for metric in metrics:
            with self.subTest(metric=metric.code):
                self.assertTrue(metric.rule_ids)
                self.assertIn("{team_median}", metric.rule_ids[0].text)
                self.assertIn("{records}", metric.rule_ids[0].text)
