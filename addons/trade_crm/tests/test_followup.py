from unittest.mock import patch

import psycopg2

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TradeCrmCase

RUN = "odoo.addons.trade_crm.models.trade_followup_run"


class FollowupCase(TradeCrmCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.trade_followup_enabled = True
        cls.customers = cls.env["res.partner"]

    @classmethod
    def _create_rule(cls, **values):
        return cls.env["trade.followup.rule"].create(
            {
                "name": "Introduce the company",
                "anchor": "customer_created",
                "delay": 3,
                "company_id": cls.company.id,
                "user_id": cls.boss.id,
                **values,
            }
        )

    def _run_cron(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref("trade_crm.ir_cron_trade_followup")
            result = cron.method_direct_trigger()
        self.assertTrue(result is True, result)  # else it is an error to show
        self.env.invalidate_all()

    def _followups(self, rule, **kwargs):
        return self.env["trade.followup"].search([("rule_id", "=", rule.id)], **kwargs)


@tagged("post_install", "-at_install")
class TestFollowup(FollowupCase):
    def test_shipped_rules_are_switched_off(self):
        rules = self.env["trade.followup.rule"].with_context(active_test=False)
        shipped = rules.search([("company_id", "=", False)])
        self.assertEqual(len(shipped), 4)
        self.assertFalse(shipped.filtered("active"))
        program = self.env.ref("trade_crm.loyalty_program_wake_up")
        self.assertFalse(program.active)
        company = self._create_trade_company("Untouched")
        self.assertFalse(company.trade_followup_enabled)
        self.assertFalse(company.trade_archive_guard)

    def test_a_new_customer_is_to_be_introduced_within_three_days_once(self):
        rule = self._create_rule(plan_ahead_days=3)
        with self._at("2026-11-23 09:00:00"):
            customer = self._create_customer()
            self._create_contact(customer)
            self._run_cron()
            self._run_cron()
        followup = self._followups(rule)
        self.assertRecordValues(
            followup,
            [
                {
                    "partner_id": customer.id,
                    "user_id": self.leaver.id,
                    "state": "planned",
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertEqual(str(followup.date_due), "2026-11-26")
        self.assertEqual(customer.activity_ids, followup.activity_id)
        self.assertEqual(followup.activity_id.user_id, self.leaver)
        self.assertEqual(followup.activity_id.summary, "Introduce the company")

    def test_it_is_not_planned_before_it_falls_due(self):
        rule = self._create_rule()
        with self._at("2026-11-23 09:00:00"):
            self._create_customer()
        with self._at("2026-11-25 09:00:00"):
            self._run_cron()
            self.assertFalse(self._followups(rule))
        with self._at("2026-11-26 09:00:00"):
            self._run_cron()
            self.assertEqual(len(self._followups(rule)), 1)

    def test_days_begin_where_the_company_is(self):
        self.company.partner_id.tz = "Asia/Shanghai"
        rule = self._create_rule(delay=0)
        with self._at("2026-11-23 17:30:00"):  # the 24th in Ningbo
            self._create_customer()
            self._run_cron()
        self.assertEqual(str(self._followups(rule).anchor_date), "2026-11-24")

    def test_old_cases_are_left_alone_when_a_rule_is_new(self):
        with self._at("2026-01-10 09:00:00"):
            self._create_customer("Old")
        with self._at("2026-11-20 09:00:00"):
            new = self._create_customer("New")
        rule = self._create_rule(catch_up_days=30)
        with self._at("2026-11-24 09:00:00"):
            self._run_cron()
        self.assertEqual(self._followups(rule).partner_id, new)

    def test_nothing_happens_where_the_setting_is_off(self):
        self.company.trade_followup_enabled = False
        rule = self._create_rule(delay=0)
        self._create_customer()
        self._run_cron()
        self.assertFalse(self._followups(rule))

    def test_vendors_colleagues_and_the_second_company_are_not_followed_up(self):
        rule = self._create_rule(delay=0)
        other = self._create_trade_company("Rotterdam Branch")
        self._create_customer("Vendor").supplier_rank = 1
        self._create_customer("Theirs", company_id=other.id)
        mine = self._create_customer("Mine")
        self._create_user("newcomer")
        self._run_cron()
        self.assertEqual(self._followups(rule).partner_id, mine)

    def test_first_order_and_each_order(self):
        first = self._create_rule(anchor="first_order", delay=1, delay_unit="month")
        each = self._create_rule(anchor="order_confirmed", delay=1, delay_unit="month")
        customer = self._create_customer()
        for day in ("2026-01-31", "2026-02-10"):
            with self._at(f"{day} 09:00:00"):
                order = self._create_order(customer, confirm=True)
        self._create_order(customer)  # a quotation is no deal
        with self._at("2026-03-20 09:00:00"):
            self._run_cron()
        self.assertEqual(str(self._followups(first).date_due), "2026-02-28")
        self.assertEqual(self._followups(first).res_model, "res.partner")
        dues = self._followups(each).mapped("date_due")
        self.assertEqual([str(due) for due in dues], ["2026-02-28", "2026-03-10"])
        self.assertEqual(self._followups(each)[1].res_id, order.id)

    def test_a_year_of_silence_brings_a_coupon_and_an_order_starts_again(self):
        rule = self.env.ref("trade_crm.trade_followup_rule_dormant")
        rule.active = True
        self.assertTrue(rule.loyalty_program_id.active)
        silent = self._create_customer("Silent")
        awake = self._create_customer("Awake")
        with self._at("2025-10-01 09:00:00"):
            self._create_order(silent, confirm=True)
            self._create_order(awake, confirm=True)
        with self._at("2026-03-01 09:00:00"):
            self._create_order(awake, confirm=True)
        with self._at("2026-11-01 09:00:00"):
            self._run_cron()
            self._run_cron()
        followup = self._followups(rule)
        self.assertEqual(followup.partner_id, silent)
        self.assertEqual(followup.card_id.partner_id, silent)
        self.assertEqual(followup.card_id.points, 1)
        self.assertEqual(str(followup.date_due), "2026-11-01")
        with self._at("2026-11-10 09:00:00"):
            self._create_order(silent, confirm=True)
            self._run_cron()
        self.assertEqual(followup.state, "done_late")
        with self._at("2027-03-02 09:00:00"):
            self._run_cron()
        self.assertEqual(self._followups(rule).partner_id, silent | awake)

    def test_a_coupon_lowers_the_next_order(self):
        rule = self.env.ref("trade_crm.trade_followup_rule_dormant")
        rule.active = True
        customer = self._create_customer("Silent")
        with self._at("2025-10-01 09:00:00"):
            self._create_order(customer, confirm=True)
        with self._at("2026-11-01 09:00:00"):
            self._run_cron()
            order = self._create_order(customer, 10)
            code = self._followups(rule).card_id.code
            result = order._try_apply_code(code)
            for coupon, rewards in result.items():
                order._apply_program_reward(rewards[:1], coupon)
        self.assertAlmostEqual(order.amount_untaxed, 95.0)

    def test_key_accounts_are_called_each_quarter(self):
        rule = self._create_rule(
            anchor="quarter", delay=1, delay_unit="month", minimum_sales=1000
        )
        big, small = self._create_customer("Big"), self._create_customer("Small")
        with self._at("2026-08-01 09:00:00"):
            for customer, quantity in ((big, 100), (small, 99)):
                order = self._create_order(customer, quantity, confirm=True)
                order.order_line.qty_delivered = quantity
                order._create_invoices().action_post()
        for now in ("2026-11-02", "2026-11-30", "2027-02-01"):
            with self._at(f"{now} 09:00:00"):
                self._run_cron()
        followups = self._followups(rule)
        self.assertEqual(followups.partner_id, big)
        self.assertEqual(
            [str(day) for day in followups.mapped("anchor_date")],
            ["2026-10-01", "2027-01-01"],
        )

    def test_only_the_customers_of_the_condition(self):
        rule = self._create_rule(delay=0, domain="[('country_id.code', '=', 'DE')]")
        self._create_customer("No country")
        german = self._create_customer(country_id=self.env.ref("base.de").id)
        self._run_cron()
        self.assertEqual(self._followups(rule).partner_id, german)

    @mute_logger(RUN)
    def test_a_broken_rule_fails_alone_and_says_so(self):
        broken = self._create_rule(
            name="Broken", sequence=1, delay=0, domain="[('no_such_field', '=', 1)]"
        )
        mistyped = self._create_rule(name="Mistyped", sequence=2, domain="[('name'")
        sound = self._create_rule(sequence=3, delay=0)
        self._create_customer()
        self._run_cron()
        self.assertEqual(len(self._followups(sound)), 1)
        self.assertIn("no_such_field", broken.last_error)
        self.assertTrue(mistyped.last_error)
        self.assertFalse(sound.last_error)
        broken.domain = "[]"
        self._run_cron()
        self.assertFalse(broken.last_error)

    def test_the_dry_run_shows_whom_and_creates_nothing(self):
        rule = self._create_rule(delay=0)
        customer = self._create_customer()
        action = rule.action_dry_run()
        self.assertEqual(self.env["res.partner"].search(action["domain"]), customer)
        self.assertFalse(self._followups(rule))
        rule.domain = "[('no_such_field', '=', 1)]"
        with self.assertRaisesRegex(UserError, "Introduce the company"):
            rule.action_dry_run()

    def test_without_salesperson_it_goes_to_the_other_person(self):
        rule = self._create_rule(delay=0)
        customer = self._create_customer(user=self.env["res.users"])
        self._run_cron()
        self.assertEqual(self._followups(rule).partner_id, customer)
        self.assertEqual(self._followups(rule).user_id, self.boss)

    @mute_logger("odoo.sql_db")
    def test_the_database_itself_refuses_the_same_occasion_twice(self):
        rule = self._create_rule(delay=0)
        self._create_customer()
        self._run_cron()
        followup = self._followups(rule)
        with self.assertRaises(psycopg2.errors.UniqueViolation):
            followup.copy(
                {"res_model": followup.res_model, "anchor_date": followup.anchor_date}
            )
            self.env.flush_all()

    def test_forty_customers_cost_hardly_more_queries_than_two(self):
        rule = self._create_rule(delay=0)
        counts = {}
        for number in (2, 40):
            for index in range(number):
                self._create_customer(f"C {number} {index}")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(rule._run_batch(self.company), number)
            self.env.flush_all()
            counts[number] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[40], counts[2] + 5, counts)

    def test_batches_come_to_an_end(self):
        rule = self._create_rule(delay=0)
        for index in range(7):
            self._create_customer(f"C {index}")
        cron = self.registry["ir.cron"]
        with patch.object(cron, "_commit_progress", lambda *_args, **_kwargs: 60):
            self.env["trade.followup.rule"]._cron_run(batch_size=3)
        self.assertEqual(len(self._followups(rule)), 7)

    def test_one_bad_customer_does_not_keep_the_others_waiting(self):
        rule = self._create_rule(delay=0)
        bad, *_good = [self._create_customer(f"Customer {n}") for n in range(4)]
        followups = self.registry["trade.followup.rule"]
        prepare = followups._prepare_followup_values

        def refuse(self, company, row):
            if row["partner_id"] == bad.id:
                raise ValueError("bad customer")
            return prepare(self, company, row)

        with (
            patch.object(followups, "_prepare_followup_values", refuse),
            mute_logger(RUN),
        ):
            self._run_cron()
        self.assertEqual(len(self._followups(rule)), 3)
        self.assertEqual(rule.last_error, "bad customer")
        self.assertFalse(bad.activity_ids)
        self._run_cron()
        self.assertEqual(len(self._followups(rule)), 4)
        self.assertFalse(rule.last_error)
