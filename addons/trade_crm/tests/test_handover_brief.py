from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import OWN, TradeCrmCase

NOW = "2026-11-23 09:00:00"


@tagged("post_install", "-at_install")
class TestHandoverBrief(TradeCrmCase):
    """Step 8 of the design: the salesperson leaves, and nothing is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer("Hamburg Kettles")
        cls.buyer = cls._create_contact(cls.customer, "Wang Li", birthday="11-30")
        cls.env["trade.gift"].create(
            {
                "name": "Tea set",
                "partner_id": cls.buyer.id,
                "date": "2025-11-28",
                "occasion": "birthday",
                "company_id": cls.company.id,
            }
        )
        cls.stage = cls.env["crm.stage"].create({"name": "Price negotiation"})

    def _play_step_8(self):
        with self._at("2026-11-02 09:00:00"):
            self.lead = self.env["crm.lead"].create(
                {
                    "name": "Kettles for spring",
                    "type": "opportunity",
                    "partner_id": self.buyer.id,
                    "user_id": self.leaver.id,
                    "stage_id": self.stage.id,
                    "trade_expected_qty": 300,
                    "company_id": self.company.id,
                }
            )
        self._receive_mail(
            self.buyer,
            self.buyer,
            "Could you send us the CE certificate of the kettle?",
            "CE certificate",
            "2026-11-17 08:00:00",
        )

    def _hand_over(self, **values):
        with self._at(NOW):
            handover = self._as(self.boss, self.env["trade.handover"]).create(
                {
                    "user_from_id": self.leaver.id,
                    "user_to_id": self.successor.id,
                    "company_id": self.company.id,
                    **values,
                }
            )
            handover.action_run()
        briefs = self._as(self.successor, self.env["trade.handover.brief"])
        return briefs.search([("handover_id", "=", handover.id)])

    def test_the_successor_reads_exactly_the_three_facts(self):
        self._play_step_8()
        brief = self._hand_over()
        self.assertEqual(brief.partner_id, self.customer)
        self.assertEqual(
            brief.line_ids.mapped("kind"), ["question", "birthday", "opportunity"]
        )
        question, birthday, opportunity = brief.line_ids
        self.assertEqual(question.name, "CE certificate")
        self.assertIn("send us the CE certificate", question.detail)
        self.assertEqual(str(question.date), "2026-11-17")
        self.assertIn("Wang Li", birthday.name)
        self.assertEqual(str(birthday.date), "2026-11-30")
        self.assertIn("Tea set", birthday.detail)
        self.assertIn("2025", birthday.detail)
        self.assertEqual((opportunity.quantity, opportunity.days), (300, 21))
        self.assertIn("Price negotiation", opportunity.detail)
        self.assertEqual(str(brief.last_contact), "2026-11-17 08:00:00")
        self.assertIn("certificate", brief.last_contact_text)

    def test_each_point_opens_its_record(self):
        self._play_step_8()
        for line in self._hand_over().line_ids:
            action = line.action_open_source()
            record = self.env[action["res_model"]].browse(action["res_id"])
            self.assertTrue(self._as(self.successor, record).has_access("read"), line)

    def test_an_answered_question_is_no_open_question(self):
        self._play_step_8()
        self._send_mail(
            self.buyer, self.leaver, "Here it is", date="2026-11-18 08:00:00"
        )
        self.assertNotIn("question", self._hand_over().line_ids.mapped("kind"))

    def test_an_internal_note_is_no_answer(self):
        self._play_step_8()
        self.buyer.message_post(
            body="Ask the lab",
            author_id=self.leaver.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        self.assertIn("question", self._hand_over().line_ids.mapped("kind"))

    def test_a_question_asked_again_after_the_answer_is_open(self):
        self._play_step_8()
        self._send_mail(self.buyer, self.leaver, "See", date="2026-11-18 08:00:00")
        self._receive_mail(
            self.buyer, self.buyer, "Page 2 is missing", date="2026-11-19 08:00:00"
        )
        questions = self._hand_over().line_ids.filtered(
            lambda line: line.kind == "question"
        )
        self.assertEqual(questions.name, "Page 2 is missing")

    def test_old_questions_are_left_out(self):
        self._receive_mail(
            self.buyer, self.buyer, "Long ago", date="2026-10-01 08:00:00"
        )
        self.assertNotIn("question", self._hand_over().line_ids.mapped("kind"))

    def test_a_birthday_beyond_thirty_days_is_left_out(self):
        self.buyer.birthday = "12-24"
        self.assertFalse(self._hand_over().line_ids)

    def test_a_birthday_in_the_new_year_is_near(self):
        self.buyer.birthday = "1988-01-02"
        brief = self._hand_over(birthday_days=60)
        self.assertEqual(str(brief.line_ids.date), "2027-01-02")

    def test_the_quantity_of_the_quotations_counts_if_none_is_entered(self):
        self._play_step_8()
        self.lead.trade_expected_qty = 0
        self._create_order(self.customer, 120, opportunity_id=self.lead.id)
        self._create_order(self.customer, 30, opportunity_id=self.lead.id)
        lines = self._hand_over().line_ids
        point = lines.filtered(lambda line: line.kind == "opportunity")
        self.assertEqual(point.quantity, 150)

    def test_unpaid_invoices_and_open_orders_are_there_in_their_currency(self):
        self.buyer.birthday = False
        order = self._create_order(self.customer, 7, confirm=True)
        order.order_line.qty_delivered = 7
        invoice = order._create_invoices()
        invoice.write({"invoice_date": "2026-10-01", "invoice_date_due": "2026-10-31"})
        invoice.action_post()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"amount": 30})._create_payments()
        lines = self._hand_over().line_ids
        self.assertEqual(lines.mapped("kind"), ["order", "invoice"])
        self.assertEqual(lines.mapped("amount"), [70.0, 40.0])
        self.assertEqual(lines.currency_id, order.currency_id)

    def test_the_successor_reads_in_the_own_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["trade_crm"], ["zh_CN"])
        self.successor.lang = "zh_CN"
        self._play_step_8()
        lines = self._hand_over().line_ids
        opportunity = lines.filtered(lambda line: line.kind == "opportunity")
        self.assertNotIn("pieces expected", opportunity.detail)
        self.assertIn("300", opportunity.detail)

    def test_briefs_are_for_the_new_salesperson_and_managers(self):
        brief = self._hand_over()
        self.assertTrue(self._as(self.boss, brief).has_access("read"))
        for user in (self.colleague, self.leaver):
            self.assertFalse(self._as(user, brief).has_access("read"), user.name)
            with self.assertRaises(AccessError):
                self._as(user, brief.line_ids).read(["name"])
        brief.action_accept()
        self.assertEqual(brief.state, "accepted")

    def test_forty_customers_cost_no_more_queries_than_two(self):
        start = fields.Datetime.to_datetime(NOW) - timedelta(days=3)
        counts = {}
        for number in (2, 40):
            customers = self.env["res.partner"]
            for index in range(number):
                customer = self._create_customer(f"C {index}")
                contact = self._create_contact(customer, f"P {index}", birthday="11-25")
                self._receive_mail(contact, contact, "Question?", date=start)
                customers |= customer
            self.env.flush_all()
            with self._at(NOW):
                handover = self.env["trade.handover"].create(
                    {
                        "user_from_id": self.leaver.id,
                        "user_to_id": self.successor.id,
                        "company_id": self.company.id,
                    }
                )
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                handover._create_briefs(customers)
                self.env.flush_all()
            counts[number] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[40], counts[2] + 6, counts)

    def test_a_brief_shows_nothing_the_successor_may_not_read(self):
        stranger = self._create_user("stranger", OWN)
        shared = self._create_customer("Shared", stranger)
        values = {"partner_id": shared.id, "company_id": self.company.id}
        mine, theirs = self.env["crm.lead"].create(
            [
                {"name": "Mine", "user_id": self.leaver.id, **values},
                {"name": "Not mine", "user_id": stranger.id, **values},
            ]
        )
        order = self._create_order(shared, 3, stranger, confirm=True)
        order.order_line.qty_delivered = 3
        order._create_invoices().action_post()
        self._receive_mail(theirs, shared, "Our secret?", date="2026-11-20 08:00:00")
        brief = self._hand_over().filtered(lambda b: b.partner_id == shared)
        self.assertEqual(brief.line_ids.mapped("name"), [mine.name])
        self.assertFalse(brief.last_contact)
