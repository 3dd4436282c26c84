from odoo.exceptions import RedirectWarning
from odoo.tests import Form, tagged

from .common import TradeCrmCase


@tagged("post_install", "-at_install")
class TestArchiveGuard(TradeCrmCase):
    def _guard(self):
        self.company.trade_archive_guard = True

    def test_without_the_setting_core_decides(self):
        self._create_customer()
        self.leaver.action_archive()
        self.assertFalse(self.leaver.active)

    def test_a_user_with_customers_is_not_archived(self):
        self._guard()
        self._create_customer()
        for archive in (
            lambda user: user.action_archive(),
            lambda user: user.write({"active": False}),
        ):
            with self.assertRaises(RedirectWarning) as stopped:
                archive(self.leaver)
            message, action, button, context = stopped.exception.args
            self.assertIn("Lena Leaver", message)
            self.assertEqual(context, {"default_user_from_id": self.leaver.id})
            self.assertEqual(button, "Hand over")
        self.assertTrue(self.leaver.active)
        form = Form(
            self.env[self.env["ir.actions.act_window"].browse(action).res_model]
            .with_user(self.boss)
            .with_context(**context)
        )
        self.assertEqual(form.user_from_id, self.leaver)

    def test_a_user_with_activities_keeps_them(self):
        self._guard()
        activity = self.successor.partner_id.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.leaver.id
        )
        with self.assertRaises(RedirectWarning):
            self.leaver.action_archive()
        self.assertTrue(activity.exists())

    def test_after_the_handover_the_user_may_go(self):
        self._guard()
        customer = self._create_customer()
        customer.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.leaver.id
        )
        self.env["trade.handover"].create(
            {"user_from_id": self.leaver.id, "user_to_id": self.successor.id}
        ).action_run()
        self.leaver.action_archive()
        self.assertFalse(self.leaver.active)
        self.assertEqual(customer.activity_ids.user_id, self.successor)

    def test_a_user_who_owns_nothing_may_go(self):
        self._guard()
        self.leaver.action_archive()
        self.assertFalse(self.leaver.active)

    def test_another_companys_guard_does_not_stop_ours(self):
        other = self._create_trade_company("Rotterdam Branch")
        other.trade_archive_guard = True
        self._create_customer(company_id=self.company.id)
        self.leaver.action_archive()
        self.assertFalse(self.leaver.active)
