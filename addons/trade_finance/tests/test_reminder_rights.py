from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged

from .reminder_common import TODAY, ReminderCase


@tagged("post_install", "-at_install")
class TestReminderRights(ReminderCase):
    """Who sees a reminder, and who is due: whoever sees the invoice or bill."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._rule("receivable_before")
        cls._rule("payable_before", days=-7)
        cls.leader = cls._create_user(
            "leader", "sales_team.group_sale_salesman_all_leads"
        )
        cls.buyer = cls._create_user("buyer", "purchase.group_purchase_user")
        cls.manager = cls._create_user("rules", "trade_base.group_trade_manager")
        cls.own = cls._invoice_due("2026-04-15", 100)
        cls.other = cls._invoice_due("2026-04-15", 200, invoice_user_id=cls.ben.id)
        cls.bill = cls._invoice_due(
            "2026-04-15",
            300,
            move_type="in_invoice",
            partner_id=cls.vendor.id,
            invoice_user_id=False,
        )
        cls._run()
        cls.all = cls.own | cls.other | cls.bill

    def _seen(self, model, user):
        rows = self.env[model].with_user(user).search_read([], ["move_id"])
        return {row["move_id"][0] for row in rows} & set(self.all.ids)

    def test_who_sees_what(self):
        for user, moves in (
            (self.anna, self.own),
            (self.ben, self.other),
            (self.leader, self.own | self.other),
            (self.buyer, self.bill),
            (self.chen, self.all),
        ):
            for model in ("trade.reminder", "trade.due.item"):
                self.assertEqual(
                    self._seen(model, user), set(moves.ids), f"{user.name}, {model}"
                )

    def test_employees_without_invoices_and_portal_users_see_nothing(self):
        portal = new_test_user(self.env, "portal", groups="base.group_portal")
        for user in (portal, self._create_user("clerk"), self.manager):
            for model in ("trade.reminder", "trade.due.item"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_another_company_sees_nothing(self):
        other = self._create_trade_company("Elsewhere")
        stranger = self._create_user(
            "stranger", "account.group_account_manager", company=other
        )
        for model in ("trade.reminder", "trade.due.item"):
            rows = self.env[model].search([("move_id", "in", self.all.ids)])
            self.assertTrue(rows, model)
            there = self.env[model].with_user(stranger)
            there = there.with_context(allowed_company_ids=other.ids)
            self.assertFalse(there.search([]))
            try:
                seen = there.browse(rows.ids).read(["amount"])
            except AccessError:
                seen = []
            self.assertFalse(seen, model)

    def test_nobody_edits_reminders_by_hand(self):
        reminder = self._reminders(self.own)
        for user in (self.anna, self.chen, self.manager):
            with self.assertRaises(AccessError):
                reminder.with_user(user).write({"amount": 1})
            with self.assertRaises(AccessError):
                reminder.with_user(user).unlink()

    def test_nobody_closes_the_reminders_of_others(self):
        reminder = self._reminders(self.other).with_user(self.anna)
        for act in (reminder.action_done, reminder.action_compose_mail):
            with self.assertRaises(AccessError):
                act()
        wizard = self.env["trade.reminder.skip"].with_user(self.anna)
        with self.assertRaises(AccessError):
            wizard.create({"reminder_ids": reminder.ids, "reason": "x"}).action_skip()
        self.assertEqual(self._reminders(self.other).state, "todo")

    def test_the_salesperson_opens_what_the_screens_show(self):
        for model, view_types in (
            ("trade.reminder", ("list", "form", "search")),
            ("trade.due.item", ("list", "calendar", "pivot", "search")),
        ):
            records = self.env[model].with_user(self.anna).search([])
            views = records.get_views([(False, kind) for kind in view_types])
            names = [
                name
                for name, description in views["models"][model]["fields"].items()
                if description["type"] != "many2many"
            ]
            self.assertTrue(records.web_read({name: {} for name in names}))
        self._reminders(self.own).with_user(self.anna).action_done()
        self.assertEqual(self._reminders(self.own).state, "done")

    def test_rules_are_the_managers(self):
        rule = self._create_rule(3)
        rule.with_user(self.manager).name = "Three days"
        self.assertTrue(rule.with_user(self.anna).name)
        with self.assertRaises(AccessError):
            rule.with_user(self.chen).days = 4

    def test_the_dry_run_shows_what_its_reader_may_read(self):
        rule = self._create_rule(-8, active=False)
        invoice = self._invoice_due("2026-04-16")
        with freeze_time(TODAY):
            self.assertEqual(rule.with_user(self.manager).due_count, 0)
            both = self._create_user(
                "both",
                "trade_base.group_trade_manager",
                "sales_team.group_sale_salesman",
            )
            self.assertEqual(rule.with_user(both).due_count, 0)
            invoice.invoice_user_id = both
            rule.invalidate_recordset()
            self.assertEqual(rule.with_user(both).due_count, 1)
            rule.with_user(both).action_preview()
