from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MAY, AnalyticsCase

MODELS = ("trade.scorecard", "trade.scorecard.line", "trade.scorecard.suggestion")


@tagged("post_install", "-at_install")
class TestSecurity(AnalyticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._orders(cls.anna, won=1, lost=1)
        cls._orders(cls.boris, won=1, lost=3)
        cls.cards = cls._compute()
        cls.everybody = cls._create_user(
            "rated-everybody", "sales_team.group_sale_salesman_all_leads"
        )
        cls.employee = cls._create_user("rated-employee")
        cls.buyer = cls._create_user("rated-buyer", "trade_base.group_trade_manager")

    def _records(self, model, user):
        card = self.cards[self.anna].with_user(user)
        return {
            "trade.scorecard": card,
            "trade.scorecard.line": card.sudo().line_ids.with_user(user),
            "trade.scorecard.suggestion": card.sudo().suggestion_ids.with_user(user),
        }[model]

    def test_a_person_reads_the_own_card_and_no_other(self):
        for model in MODELS:
            with self.subTest(model=model):
                own = self.env[model].with_user(self.anna).search([])
                self.assertTrue(own)
                self.assertEqual(own.user_id, self.anna)
                self.assertTrue(self._records(model, self.anna).read())

    def test_another_salesperson_finds_nothing_by_any_way(self):
        exporters = self.env.ref("base.group_allow_export")
        for user in (self.boris, self.everybody):
            user.group_ids |= exporters
            for model in MODELS:
                records = self._records(model, user)
                with self.subTest(user=user.login, model=model):
                    mine = [("user_id", "=", self.anna.id)]
                    self.assertFalse(records.search(mine))
                    self.assertFalse(records._read_group(mine, [], ["__count"])[0][0])
                    groups = records.formatted_read_group([], ["user_id"], ["__count"])
                    people = {group["user_id"][0] for group in groups}
                    self.assertNotIn(self.anna.id, people)
                    with self.assertRaises(AccessError):
                        records.read()
                    with self.assertRaises(AccessError):
                        records.export_data(["id", "user_id"])

    def test_another_salesperson_opens_no_evidence_export_or_message(self):
        line = self._records("trade.scorecard.line", self.boris)
        advice = self._records("trade.scorecard.suggestion", self.boris)
        card = self.cards[self.anna]
        message = card.message_post(body="Between us")
        for refused in (
            line.action_open_evidence,
            line.action_open_missed,
            advice.action_open_records,
            advice.action_next_step,
            card.with_user(self.boris).action_export_xlsx,
            card.with_user(self.boris).action_open_lines,
            message.with_user(self.boris).read,
        ):
            with self.subTest(refused=refused), self.assertRaises(AccessError):
                refused()

    def test_a_sales_manager_reads_all_cards_of_the_company(self):
        for model in MODELS:
            found = self.env[model].with_user(self.chief).search([])
            self.assertEqual(found.user_id, self.anna | self.boris)

    def test_other_departments_read_no_card(self):
        for user in (self.employee, self.buyer):
            for model in MODELS:
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_nobody_writes_a_card_not_even_the_manager(self):
        for user in (self.anna, self.chief):
            for model in MODELS:
                records = self._records(model, user)
                with self.assertRaises(AccessError):
                    records.write({"company_id": self.company.id})
                with self.assertRaises(AccessError):
                    records.unlink()
                with self.assertRaises(AccessError):
                    records.create({})

    def test_a_salesperson_neither_computes_nor_closes(self):
        card = self.cards[self.anna].with_user(self.anna)
        for refused in (card.action_compute, card.action_close):
            with self.assertRaises(AccessError):
                refused()
        with self.assertRaises(AccessError):
            self.env["trade.scorecard.month"].with_user(self.anna).create({"day": MAY})

    def test_a_person_may_comment_the_own_card(self):
        card = self.cards[self.anna].with_user(self.anna)
        card.message_post(body="The lost one was a duplicate")
        self.assertIn("duplicate", card.sudo().message_ids[0].body)
        with self.assertRaises(AccessError):
            self.cards[self.boris].with_user(self.anna).message_post(body="Ha")

    def test_another_companys_manager_sees_nothing(self):
        other = self._create_trade_company("Rotterdam Trading", "EUR", "nl")
        stranger = self._create_user(
            "rated-stranger", "sales_team.group_sale_manager", company=other
        )
        away = {"allowed_company_ids": other.ids}
        for model in MODELS:
            found = self.env[model].with_user(stranger).with_context(**away).search([])
            self.assertFalse(found)
            with self.assertRaises(AccessError):
                self._records(model, stranger).with_context(**away).read()
        months = self.env["trade.scorecard.month"].with_user(stranger)
        wizard = months.with_context(**away).create({"day": MAY})
        wizard.sudo().company_id = self.company
        with self.assertRaises(AccessError):
            wizard.action_compute()

    def test_another_companys_orders_do_not_count(self):
        other = self._create_trade_company("Rotterdam Trading", "EUR", "nl")
        self.anna.company_ids |= other
        self._order(self.anna, "2026-05-10 03:00:00", "sale", company_id=other.id)
        self.assertEqual(self._compute()[self.anna].line_ids.denominator, 2)

    def test_rules_are_read_by_salespeople_and_written_by_rule_keepers(self):
        rule_keeper = self.buyer
        metric = self.metric.with_user(self.anna)
        self.assertTrue(metric.question)
        for record, values in (
            (metric, {"weight": 1}),
            (self.metric.rule_ids.with_user(self.anna), {"name": "x"}),
            (
                self.env["trade.score.band"].with_user(self.anna).search([]),
                {"name": "x"},
            ),
        ):
            with self.assertRaises(AccessError):
                record.write(values)
        self.metric.with_user(rule_keeper).weight = 12
        self.assertEqual(self.metric.weight, 12)
        with self.assertRaises(AccessError):
            metric.read(["target"])
