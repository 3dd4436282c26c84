from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .common import MAY, AnalyticsCase


@tagged("post_install", "-at_install")
class TestClosing(AnalyticsCase):
    def test_a_running_month_is_not_closed(self):
        self._orders(self.anna, won=1, lost=0)
        card = self._compute()[self.anna].with_user(self.chief)
        # 15:59 UTC is still the last minute of May in Shanghai, 16:00 is June.
        with freeze_time("2026-05-31 15:59:59"), self.assertRaises(UserError):
            card.action_close()
        with freeze_time("2026-05-31 16:00:00"):
            card.action_close()
        self.assertRecordValues(
            card, [{"state": "closed", "closed_by_id": self.chief.id}]
        )

    def test_a_closed_card_keeps_inputs_weights_evidence_and_texts(self):
        self._orders(self.anna, won=1, lost=1)
        card = self._compute()[self.anna]
        card.with_user(self.chief).action_close()
        told = card.suggestion_ids.text
        frozen = (card.read(), card.line_ids.read(), card.suggestion_ids.read())
        self.metric.write({"weight": 99.0, "target": 0.5})
        self.metric.rule_ids.write({"name": "Other", "text": "Other words"})
        self.env.ref("trade_analytics.trade_score_band_d").letter = "Z"
        self._orders(self.anna, won=5, lost=0)
        self._compute()
        self.env.invalidate_all()
        self.assertEqual(
            (card.read(), card.line_ids.read(), card.suggestion_ids.read())[0][0][
                "score"
            ],
            frozen[0][0]["score"],
        )
        self.assertEqual(card.line_ids.read(), frozen[1])
        self.assertEqual(card.letter, "D")
        self.assertEqual(card.suggestion_ids.text, told)
        self.metric.rule_ids.unlink()
        self.assertEqual(card.suggestion_ids.text, told)

    def test_nothing_of_a_closed_card_is_written_or_deleted(self):
        self._orders(self.anna, won=1, lost=1)
        card = self._compute()[self.anna]
        card.with_user(self.chief).action_close()
        for record, name in (
            (card, "score"),
            (card.line_ids, "points"),
            (card.suggestion_ids, "points_lost"),
        ):
            with self.assertRaises(UserError):
                record.write({name: 1.0})
            with self.assertRaises(UserError):
                record.unlink()
        other = self._second_metric(5)
        with self.assertRaisesRegex(UserError, "does not change"):
            card.line_ids.copy({"metric_id": other.id})
        self.assertEqual(card.message_post(body="Seen").body, "<p>Seen</p>")

    def test_a_closed_card_still_counts_in_the_teams_median(self):
        self._orders(self.anna, won=1, lost=0)
        self._orders(self.boris, won=0, lost=1)
        cards = self._compute()
        cards[self.anna].with_user(self.chief).action_close()
        self._compute()
        self.assertAlmostEqual(cards[self.boris].line_ids.team_median, 0.5)

    def test_the_wizard_computes_closes_and_exports_a_month(self):
        self._orders(self.anna, won=1, lost=1)
        wizard_form = Form(self.env["trade.scorecard.month"].with_user(self.chief))
        wizard_form.day = date(2026, 5, 17)
        wizard = wizard_form.save()
        action = wizard.action_compute()
        card = self.env["trade.scorecard"].search(action["domain"])
        self.assertEqual((card.date_from, card.date_to), (MAY, date(2026, 6, 1)))
        self.assertIn(str(card.id), wizard.action_export()["url"])
        wizard.action_close()
        self.assertEqual(card.state, "closed")
        wizard.invalidate_recordset()
        self.assertEqual((wizard.card_count, wizard.closed_count), (1, 1))

    def test_the_wizard_says_what_to_do_when_there_is_nothing(self):
        wizard = self.env["trade.scorecard.month"].create({"day": "2019-01-01"})
        for method in ("action_compute", "action_close", "action_export"):
            with self.assertRaises(UserError):
                getattr(wizard, method)()
        wizard.day = date(2999, 1, 1)
        with self.assertRaisesRegex(UserError, "not begun"):
            wizard.action_compute()

    def test_the_cron_computes_last_month_only_where_switched_on(self):
        self._orders(self.anna, won=1, lost=1)
        self.env["res.company"].search([]).trade_scorecard_auto = False
        cron = self.env.ref("trade_analytics.ir_cron_compute_scorecards")
        cards = self.env["trade.scorecard"]
        with freeze_time("2026-06-01 12:00:00"), self.enter_registry_test_mode():
            cron.method_direct_trigger()
            self.assertFalse(cards.search([("company_id", "=", self.company.id)]))
            self.company.trade_scorecard_auto = True
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        found = cards.search([("company_id", "=", self.company.id)])
        self.assertRecordValues(
            found, [{"user_id": self.anna.id, "date_from": MAY, "state": "open"}]
        )
