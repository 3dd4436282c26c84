import re

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import TradeCrmCase


@tagged("post_install", "-at_install")
class TestTimeline(TradeCrmCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer()
        cls.contact = cls._create_contact(cls.customer)

    def test_everything_of_customer_contact_lead_and_order_is_there(self):
        lead = self.env["crm.lead"].create(
            {
                "name": "Kettles",
                "type": "opportunity",
                "partner_id": self.contact.id,
                "user_id": self.leaver.id,
            }
        )
        self._receive_mail(self.contact, self.contact, "Do you have a certificate?")
        self._send_mail(lead, self.leaver, "Yes, attached.")
        order = self._create_order(self.contact, 3)
        order.message_post(
            body="Be careful", message_type="comment", subtype_xmlid="mail.mt_note"
        )
        self.customer.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.leaver.id, summary="Ring"
        )
        kinds = self._entries(self.customer).mapped("kind")
        self.assertEqual(
            sorted(kinds), ["mail_in", "mail_out", "note", "planned", "quotation"]
        )

    def test_newest_comes_first(self):
        for day in (3, 1, 2):
            self._receive_mail(
                self.contact, self.contact, f"Mail {day}", date=f"2026-10-0{day}"
            )
        entries = self._entries(self.customer)
        self.assertEqual(entries.mapped("preview"), ["Mail 3", "Mail 2", "Mail 1"])

    def test_done_activities_and_calls_stay_visible(self):
        for xmlid in ("mail.mail_activity_data_call", "mail.mail_activity_data_todo"):
            self.customer.activity_schedule(
                xmlid, user_id=self.leaver.id, summary=xmlid
            ).action_feedback(feedback="They want 300 pieces")
        entries = self._entries(self.customer, None, "call", "done")
        self.assertEqual(set(entries.mapped("kind")), {"call", "done"})
        self.assertIn("They want 300 pieces", entries[0].preview)

    def test_a_stage_change_says_from_and_to(self):
        lead = (
            self.env["crm.lead"]
            .with_context(
                tracking_disable=False, mail_notrack=False, mail_create_nolog=False
            )
            .create(
                {
                    "name": "Kettles",
                    "type": "opportunity",
                    "partner_id": self.customer.id,
                }
            )
        )
        self.env.cr.precommit.run()
        before = lead.stage_id.name
        lead.stage_id = self.env["crm.stage"].search(
            [("id", "!=", lead.stage_id.id), ("is_won", "=", False)], limit=1
        )
        self.env.cr.precommit.run()
        entry = self._entries(self.customer, None, "stage")[:1]
        self.assertEqual(entry.summary, f"{before} → {lead.stage_id.name}")

    def test_a_meeting_with_two_contacts_is_one_entry(self):
        second = self._create_contact(self.customer, "Li Na")
        self.env["calendar.event"].create(
            {
                "name": "Canton Fair",
                "start": "2026-10-15 02:00:00",
                "stop": "2026-10-15 03:00:00",
                "partner_ids": [Command.set((self.contact | second).ids)],
            }
        )
        self.assertEqual(
            self._entries(self.customer, None, "meeting").summary, "Canton Fair"
        )

    def test_an_order_is_a_quotation_until_it_is_confirmed(self):
        order = self._create_order(self.customer, 5)
        entry = self._entries(self.customer)
        self.assertEqual((entry.kind, entry.amount), ("quotation", 50.0))
        order.action_confirm()
        self.assertEqual(self._entries(self.customer).kind, "order")
        order._action_cancel()
        self.assertFalse(self._entries(self.customer))

    def test_other_peoples_orders_are_invisible_with_own_documents_rights(self):
        self._create_order(self.customer, 5)
        self.assertFalse(self._entries(self.customer, self.successor, "quotation"))
        self.assertEqual(len(self._entries(self.customer, self.leaver, "quotation")), 1)
        self.assertEqual(
            len(self._entries(self.customer, self.colleague, "quotation")), 1
        )

    def test_mails_on_an_invisible_order_are_invisible(self):
        order = self._create_order(self.customer)
        self._receive_mail(order, self.contact, "What about the price?")
        self._receive_mail(self.customer, self.contact, "General question")
        self.assertEqual(
            self._entries(self.customer, self.successor, "mail_in").mapped("preview"),
            ["General question"],
        )
        self.assertEqual(len(self._entries(self.customer, self.boss, "mail_in")), 2)

    def test_a_private_meeting_is_for_its_own_people(self):
        self.env["calendar.event"].create(
            {
                "name": "Secret",
                "start": "2026-10-15 02:00:00",
                "stop": "2026-10-15 03:00:00",
                "privacy": "private",
                "user_id": self.leaver.id,
                "partner_ids": [
                    Command.set((self.contact | self.leaver.partner_id).ids)
                ],
            }
        )
        self.assertTrue(self._entries(self.customer, self.leaver, "meeting"))
        self.assertFalse(self._entries(self.customer, self.colleague, "meeting"))

    def test_mail_of_a_colleague_who_has_left_is_still_ours(self):
        self._send_mail(self.customer, self.leaver, "Our offer")
        self.leaver.active = False
        self.assertEqual(self._entries(self.customer).kind, "mail_out")

    def test_second_company_sees_no_order_of_the_first(self):
        self._create_order(self.customer)
        other = self._create_trade_company("Rotterdam Branch")
        stranger = self._create_user(
            "stranger", "sales_team.group_sale_manager", company=other
        )
        self.assertFalse(self._entries(self.customer, stranger))

    def test_an_employee_without_sales_role_sees_no_orders_and_no_error(self):
        self._create_order(self.customer)
        self._receive_mail(self.customer, self.contact, "General question")
        clerk = self._create_user("clerk")
        self.assertEqual(self._entries(self.customer, clerk).kind, "mail_in")

    def test_text_is_found_in_subject_and_body(self):
        self._receive_mail(self.customer, self.contact, "The CE mark", "Certificate")
        self._receive_mail(self.customer, self.contact, "Shipping mark", "Label")
        found = self.env["trade.timeline"].search(
            [
                ("partner_id", "=", self.customer.id),
                *("|", ("summary", "ilike", "certif"), ("body", "ilike", "certif")),
            ]
        )
        self.assertEqual(found.summary, "Certificate")

    def test_ids_are_stable_and_a_row_can_be_read_and_opened_again(self):
        message = self._receive_mail(self.customer, self.contact, "Hello")
        entry = self._entries(self.customer)
        self.assertEqual(entry.id, message.id * 64 + 1)
        self.env.invalidate_all()
        again = self.env["trade.timeline"].browse(entry.id)
        self.assertEqual(again.preview, "Hello")
        self.assertEqual(again.action_open_source()["res_id"], self.customer.id)
        self.assertEqual(again.exists(), again)

    def test_queries_do_not_grow_with_the_entries(self):
        timeline = self.env["trade.timeline"].with_user(self.leaver)
        domain = [("partner_id", "=", self.customer.id)]
        fields_read = {"preview": {}, "kind": {}, "author_id": {"fields": {}}}
        for count in (2, 38):
            for number in range(count):
                self._receive_mail(self.customer, self.contact, f"Mail {number}")
            self.env.flush_all()
            timeline.web_search_read(domain, fields_read)  # access caches
            self.env.invalidate_all()
            with self.assertQueryCount(self._get_read_budget()):
                timeline.web_search_read(domain, fields_read)

    @staticmethod
    def _get_read_budget():
        return 8

    def test_one_customers_read_uses_the_indexes_of_the_sources(self):
        for number in range(300):
            self._create_customer(f"Customer {number}")
        self._receive_mail(self.customer, self.contact, "Hello")
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        plan = self._explain([("partner_id", "=", self.customer.id)])
        for table in ("mail_message", "mail_activity", "sale_order", "crm_lead"):
            self._assert_no_full_scan(plan, table)
        self.assertIn("Index Scan using mail_message_model_res_id", plan)

    def test_one_row_is_read_by_the_id_of_its_source(self):
        message = self._receive_mail(self.customer, self.contact, "Hello")
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        plan = self._explain([("id", "=", message.id * 64 + 1)])
        for table in ("mail_message", "mail_activity", "sale_order"):
            self._assert_no_full_scan(plan, table)
        self.assertRegex(plan, rf"id = {message.id}\b")

    def _assert_no_full_scan(self, plan, table):
        self.assertIsNone(re.search(rf"Seq Scan on {table}\b", plan), table)

    def _explain(self, domain):
        query = self.env["trade.timeline"].with_user(self.leaver)._search(domain)
        sql = query.select()
        plan = self.env.execute_query(SQL("EXPLAIN %s", sql))
        return "\n".join(row[0] for row in plan)

    def test_the_customers_form_shows_the_newest_entries(self):
        for number in range(20):
            self._receive_mail(self.contact, self.contact, f"Mail {number}")
        entries = self.customer.with_user(self.leaver).trade_timeline_ids
        self.assertEqual(len(entries), 15)
        self.assertEqual(entries[0].preview, "Mail 19")

    def test_source_numbers_are_not_used_twice(self):
        self._receive_mail(self.customer, self.contact, "Hello")
        self._create_order(self.customer)
        ids = self._entries(self.customer).ids
        self.assertEqual(len(ids), len(set(ids)))
        numbers = [n for n, _sql in self.env["trade.timeline"]._documents().values()]
        self.assertEqual(numbers, [1, 3, 5])
