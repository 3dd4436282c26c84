from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_followup import FollowupCase


@tagged("post_install", "-at_install")
class TestFollowupClosing(FollowupCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._create_rule(plan_ahead_days=3, missed_after_days=10)

    def _plan(self):
        with self._at("2026-11-23 09:00:00"):
            self.customer = self._create_customer()
            self._run_cron()
        return self._followups(self.rule)

    def test_done_before_the_due_date_is_in_time(self):
        followup = self._plan()
        with self._at("2026-11-26 09:00:00"):
            self._as(self.leaver, followup.activity_id).action_feedback(feedback="Sent")
        self.assertEqual(followup.state, "done_in_time")
        self.assertEqual(str(followup.date_done), "2026-11-26")

    def test_done_after_the_due_date_is_late(self):
        followup = self._plan()
        with self._at("2026-11-27 09:00:00"):
            self._as(self.leaver, followup).action_done()
        self.assertEqual(followup.state, "done_late")
        self.assertFalse(followup.activity_id.active)

    def test_left_open_too_long_is_missed_and_may_still_be_done(self):
        followup = self._plan()
        with self._at("2026-12-06 09:00:00"):
            self._run_cron()
            self.assertEqual(followup.state, "planned")
        with self._at("2026-12-07 09:00:00"):
            self._run_cron()
            self.assertEqual(followup.state, "missed")
            followup.activity_id.action_feedback()
        self.assertEqual(followup.state, "done_late")

    def test_a_deleted_activity_was_not_done(self):
        followup = self._plan()
        followup.activity_id.unlink()
        self.assertEqual(followup.state, "missed")

    def test_a_done_one_stays_done_when_its_activity_is_cleaned_up(self):
        followup = self._plan()
        with self._at("2026-11-24 09:00:00"):
            followup.activity_id.action_feedback()
        followup.activity_id.unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(followup.state, "done_in_time")
        self.assertEqual(str(followup.date_done), "2026-11-24")

    def test_a_mail_to_the_customer_counts_if_the_rule_says_so(self):
        self.rule.done_by = "contact"
        followup = self._plan()
        contact = self._create_contact(self.customer)
        self._receive_mail(contact, contact, "Who are you?", date="2026-11-24 01:00:00")
        with self._at("2026-11-25 09:00:00"):
            self._run_cron()
            self.assertEqual(followup.state, "planned")
        self._send_mail(contact, self.leaver, "We are…", date="2026-11-25 10:00:00")
        with self._at("2026-11-28 09:00:00"):
            self._run_cron()
        self.assertEqual(followup.state, "done_in_time")
        self.assertEqual(str(followup.date_done), "2026-11-25")
        self.assertFalse(followup.activity_id.active)

    def test_a_reassigned_activity_takes_the_follow_up_along(self):
        followup = self._plan()
        followup.activity_id.user_id = self.successor
        self.assertEqual(followup.user_id, self.successor)

    def test_an_archived_customer_needs_no_follow_up(self):
        followup = self._plan()
        activity = followup.activity_id
        self.customer.action_archive()
        self.assertFalse(followup.active)
        self.assertFalse(activity.exists())
        self.assertNotEqual(followup.state, "missed")
        with self._at("2027-01-30 09:00:00"):
            self._run_cron()
        self.assertEqual(followup.state, "planned")  # dropped, not missed

    def test_a_cancelled_order_needs_no_follow_up(self):
        rule = self._create_rule(anchor="order_confirmed", delay=0)
        customer = self._create_customer()
        order = self._create_order(customer, confirm=True)
        self._run_cron()
        followup = self._followups(rule)
        self.assertEqual(order.activity_ids, followup.activity_id)
        order._action_cancel()
        self._run_cron()
        self.assertFalse(followup.active)
        self.assertFalse(order.activity_ids)

    def test_work_of_an_archived_user_goes_to_somebody_who_is_there(self):
        followup = self._plan()
        self.leaver.action_archive()
        self.assertEqual(followup.state, "planned")
        with self._at("2026-11-24 09:00:00"):
            self._run_cron()
        self.assertEqual(followup.user_id, self.boss)
        self.assertEqual(followup.activity_id.user_id, self.boss)

    def test_the_mail_is_ready_to_send(self):
        self.rule.mail_template_id = self.env.ref("trade_crm.mail_template_wake_up")
        followup = self._plan()
        followup.card_id = self.env["loyalty.card"].create(
            {
                "program_id": self.env.ref("trade_crm.loyalty_program_wake_up").id,
                "code": "WAKE-UP-1",
            }
        )
        action = self._as(self.leaver, followup).action_compose_mail()
        composer = (
            self._as(self.leaver, self.env[action["res_model"]])
            .with_context(**action["context"])
            .create({})
        )
        self.assertIn("WAKE-UP-1", composer.body)
        self.assertEqual(composer.partner_ids, self.customer)

    def test_work_of_a_user_archived_by_an_import_goes_on_too(self):
        followup = self._plan()
        self.leaver.active = False
        for _night in range(2):
            with self._at("2026-11-24 09:00:00"):
                self._run_cron()
            self.assertEqual(followup.user_id, self.boss)
            activities = self.customer.activity_ids
            self.assertEqual(activities, followup.activity_id)
            self.assertEqual(activities.user_id, self.boss)

    def test_an_order_confirmed_again_is_followed_up_once(self):
        rule = self._create_rule(anchor="order_confirmed", delay=30, plan_ahead_days=7)
        with self._at("2026-05-01 09:00:00"):
            order = self._create_order(self._create_customer(), confirm=True)
        with self._at("2026-05-25 09:00:00"):
            self._run_cron()
            order._action_cancel()
            order.action_draft()
            order.action_confirm()
        for moment in ("2026-05-26 09:00:00", "2026-06-20 09:00:00"):
            with self._at(moment):
                self._run_cron()
        self.assertEqual(str(self._followups(rule).date_due), "2026-06-24")
        self.assertEqual(order.activity_ids, self._followups(rule).activity_id)

    def test_a_failure_while_closing_does_not_stop_the_rest(self):
        followups = self.registry["trade.followup"]
        with (
            patch.object(followups, "_close_by_facts", side_effect=KeyError("bad")),
            mute_logger("odoo.addons.trade_crm.models.trade_followup_closing"),
        ):
            followup = self._plan()
            self.assertEqual(followup.state, "planned")
            with self._at("2026-12-20 09:00:00"):
                self._run_cron()
        self.assertEqual(followup.state, "missed")

    def test_the_survey_is_sent_by_whoever_may_send_surveys(self):
        self.rule.survey_id = self.env.ref("trade_crm.survey_satisfaction")
        followup = self._as(self.leaver, self._plan())
        with self.assertRaisesRegex(UserError, "administrator for the role"):
            followup.action_send_survey()
        self.leaver.group_ids += self.env.ref("survey.group_survey_user")
        action = followup.action_send_survey()
        self.assertEqual(
            action["context"]["default_partner_ids"], followup.partner_id.ids
        )

    def test_a_merged_customer_keeps_its_follow_up(self):
        followup = self._plan()
        kept = self._create_customer("Kept", company_id=self.company.id)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | kept).ids, kept)
        self.env.invalidate_all()
        self.assertEqual(followup.action_open_source()["res_id"], kept.id)
        self.assertEqual(followup._get_planning_row()["subject_id"], kept.id)
