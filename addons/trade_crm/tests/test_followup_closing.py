from odoo.tests import tagged

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
