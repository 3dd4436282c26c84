from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import MANAGER, TradeCrmCase

MODELS = (
    *("trade.gift", "trade.followup.rule", "trade.followup", "trade.handover"),
    *("trade.handover.line", "trade.handover.brief", "trade.handover.brief.line"),
)


@tagged("post_install", "-at_install")
class TestSecurity(TradeCrmCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.env["trade.followup.rule"].create(
            {"name": "R", "delay": 0, "company_id": cls.company.id}
        )
        cls.mine = cls._create_customer("Mine", cls.successor)
        cls.theirs = cls._create_customer("Theirs", cls.leaver)
        cls.rule._run_batch(cls.company)
        cls.gift = cls.env["trade.gift"].create(
            {
                "name": "Tea set",
                "partner_id": cls.mine.id,
                "company_id": cls.company.id,
            }
        )

    def _seen(self, user, model="trade.followup"):
        return self._as(user, self.env[model]).search([])

    def test_own_documents_see_own_follow_ups(self):
        self.assertEqual(self._seen(self.successor).partner_id, self.mine)
        self.assertEqual(self._seen(self.leaver).partner_id, self.theirs)

    def test_all_documents_and_managers_see_all_follow_ups(self):
        for user in (self.colleague, self.boss):
            self.assertEqual(self._seen(user).partner_id, self.mine | self.theirs)

    def test_salespeople_finish_but_do_not_make_or_delete_follow_ups(self):
        followup = self._seen(self.successor)
        followup.action_done()
        self.assertEqual(followup.state, "done_in_time")
        with self.assertRaises(AccessError):
            followup.unlink()
        for values in ({"date_due": "2030-01-01"}, {"state": "done_in_time"}):
            with self.assertRaises(AccessError):
                followup.write(values)  # scores count them
        with self.assertRaises(AccessError):
            followup.copy({"anchor_date": "2026-01-01"})

    def test_rules_are_read_by_sales_and_edited_by_the_trade_manager(self):
        rule = self._as(self.boss, self.rule)
        self.assertEqual(rule.name, "R")
        with self.assertRaises(AccessError):
            rule.name = "Mine now"
        manager = self._create_user("rules", "trade_base.group_trade_manager")
        self._as(manager, self.rule).name = "Better"
        self.assertEqual(
            self._as(manager, self.rule).action_dry_run()["res_model"], "res.partner"
        )

    def test_the_second_company_sees_nothing(self):
        other = self._create_trade_company("Rotterdam Branch")
        stranger = self._create_user("stranger", MANAGER, company=other)
        self.env["trade.handover"].create(
            {
                "user_from_id": self.leaver.id,
                "user_to_id": self.successor.id,
                "company_id": self.company.id,
            }
        ).action_run()
        for model in MODELS:
            seen = self._seen(stranger, model)
            if model == "trade.followup.rule":
                seen = seen.filtered("company_id")  # a rule of all companies is theirs
            self.assertFalse(seen, model)

    def test_employees_without_sales_see_only_roles_and_timeline(self):
        clerk = self._create_user("clerk")
        for model in MODELS:
            with self.assertRaises(AccessError):
                self._seen(clerk, model)
        self.assertTrue(self._seen(clerk, "trade.contact.role"))

    def test_the_portal_sees_nothing(self):
        visitor = new_test_user(
            self.env,
            "visitor",
            groups="base.group_portal",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        for model in (*MODELS, "trade.timeline", "trade.contact.role"):
            with self.assertRaises(AccessError):
                self._seen(visitor, model)

    def test_customers_do_not_read_what_is_noted_about_their_people(self):
        contact = self._create_contact(self.mine, birthday="02-29")
        visitor = new_test_user(self.env, "visitor", groups="base.group_portal")
        visitor.partner_id.parent_id = self.mine
        theirs = contact.with_user(visitor)
        self.assertEqual(theirs.name, contact.name)
        for name in ("birthday", "birthday_day", "reports_to_id", "trade_payer_names"):
            with self.assertRaises(AccessError, msg=name):
                theirs.read([name])
        clerk = self._create_user("clerk")
        self.assertEqual(contact.with_user(clerk).birthday, "02-29")

    def test_accountants_open_orders_though_they_see_no_coupons(self):
        accountant = new_test_user(
            self.env,
            "accountant",
            "account.group_account_user,account.group_account_invoice",
            company_id=self.company.id,
        )
        order = self.env["sale.order"].create(
            {"partner_id": self.mine.id, "company_id": self.company.id}
        )
        form = self._as(accountant, order)
        self.assertEqual(form.gift_card_count, 0)
        self.assertFalse(form.loyalty_data)
        with self.assertRaises(AccessError):
            self._as(accountant, self.env["loyalty.card"]).search([])
