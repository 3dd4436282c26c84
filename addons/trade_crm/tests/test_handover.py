from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import TradeCrmCase


@tagged("post_install", "-at_install")
class TestHandover(TradeCrmCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer()
        cls.contact = cls._create_contact(cls.customer, user_id=cls.leaver.id)
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Kettles",
                "type": "opportunity",
                "partner_id": cls.contact.id,
                "user_id": cls.leaver.id,
            }
        )
        cls.quotation = cls._create_order(cls.customer, 1)
        cls.order = cls._create_order(cls.customer, 2, confirm=True)
        cls.activity = cls.customer.activity_schedule(
            "mail.mail_activity_data_call", user_id=cls.leaver.id, summary="Ring"
        )
        cls.invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_user_id": cls.leaver.id,
                "invoice_date": "2026-10-01",
                "invoice_line_ids": [
                    (0, 0, {"product_id": cls.product.id, "tax_ids": []})
                ],
            }
        )
        cls.invoice.action_post()

    def _create_handover(self, user=None, **values):
        handover = self._as(user or self.boss, self.env["trade.handover"])
        return handover.create(
            {
                "user_from_id": self.leaver.id,
                "user_to_id": self.successor.id,
                "company_id": self.company.id,
                **values,
            }
        )

    def _get_log(self, handover):
        return {line.kind: line.quantity for line in handover.line_ids}

    def test_the_preview_counts_and_moves_nothing(self):
        form = Form(self._as(self.boss, self.env["trade.handover"]))
        form.user_from_id = self.leaver
        kinds = {line["kind"]: line["quantity"] for line in form.line_ids._records}
        self.assertEqual(
            kinds,
            {
                "customer": 1,
                "contact": 1,
                "lead": 1,
                "quotation": 1,
                "order": 1,
                "invoice": 1,
                "activity": 1,
            },
        )
        form.user_to_id = self.successor
        handover = form.save()
        self.assertEqual(handover.state, "draft")
        self.assertEqual(self.customer.user_id, self.leaver)

    def test_everything_goes_to_the_successor(self):
        handover = self._create_handover()
        handover.action_run()
        for record in (
            *(self.customer, self.contact, self.lead, self.quotation, self.order),
            self.activity,
        ):
            self.assertEqual(record.user_id, self.successor, record)
        self.assertEqual(self.invoice.invoice_user_id, self.successor)
        self.assertEqual(handover.state, "done")
        self.assertEqual(handover.done_by_id, self.boss)
        self.assertEqual(self._get_log(handover)["order"], 1)

    def test_with_own_documents_rights_the_successor_sees_what_the_leaver_saw(self):
        orders = self.quotation | self.order
        mine = [("partner_id", "=", self.customer.id)]

        def seen_by(user):
            return self._as(user, self.env["sale.order"]).search(mine)

        self.assertEqual(seen_by(self.leaver), orders)
        self.assertFalse(seen_by(self.successor))
        self._create_handover().action_run()
        self.assertEqual(seen_by(self.successor), orders)
        self.assertFalse(seen_by(self.leaver))
        invoices = self._as(self.successor, self.env["account.move"]).search(mine)
        self.assertEqual(invoices, self.invoice)
        self.assertEqual(
            set(self._entries(self.customer, self.successor).mapped("kind")),
            {"quotation", "order", "planned"},
        )

    def test_who_wrote_what_is_not_touched(self):
        mail = self._send_mail(self.customer, self.leaver, "Our offer")
        created_by = self.order.create_uid
        self._create_handover().action_run()
        self.assertEqual(mail.author_id, self.leaver.partner_id)
        self.assertEqual(self.order.create_uid, created_by)

    def test_tracking_names_the_manager_who_did_it(self):
        lead = self.lead.with_context(tracking_disable=False, mail_notrack=False)
        handover = self._create_handover()
        handover = handover.with_context(tracking_disable=False, mail_notrack=False)
        self.env.cr.precommit.run()
        handover.action_run()
        self.env.cr.precommit.run()
        message = lead.message_ids.filtered(
            lambda m: "user_id" in m.sudo().tracking_value_ids.field_id.mapped("name")
        )[:1]
        self.assertEqual(message.author_id, self.boss.partner_id)

    def test_the_successor_follows_what_the_leaver_followed(self):
        self.order.message_subscribe(self.leaver.partner_id.ids)
        handover = self._create_handover()
        handover.action_run()
        followers = self.order.message_partner_ids
        self.assertIn(self.successor.partner_id, followers)
        self.assertNotIn(self.leaver.partner_id, followers)
        self.assertGreaterEqual(self._get_log(handover)["follower"], 1)

    def test_closed_orders_stay_unless_asked_for(self):
        closed = self._create_order(self.customer, 1, confirm=True)
        closed.order_line.qty_delivered = 1
        invoice = closed._create_invoices()
        invoice.action_post()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        self._create_handover().action_run()
        self.assertEqual(closed.user_id, self.leaver)
        self.assertEqual(invoice.invoice_user_id, self.leaver)
        self._create_handover(include_history=True).action_run()
        self.assertEqual(closed.user_id, self.successor)
        self.assertEqual(invoice.invoice_user_id, self.successor)

    def test_won_and_lost_opportunities_stay(self):
        self.lead.action_set_lost()
        self._create_handover().action_run()
        self.assertEqual(self.lead.user_id, self.leaver)

    def test_an_order_delivered_in_part_or_unpaid_is_open(self):
        self.order.order_line.qty_delivered = 2
        self.order._create_invoices().action_post()
        self.assertEqual(self.order.invoice_status, "invoiced")
        self._create_handover().action_run()
        self.assertEqual(self.order.user_id, self.successor)

    def test_other_companies_are_left_alone(self):
        other = self._create_trade_company("Rotterdam Branch")
        self.leaver.company_ids |= other
        there = self._create_customer("There", company_id=other.id)
        there.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.leaver.id, summary="Ring"
        )
        self._create_handover().action_run()
        self.assertEqual(there.user_id, self.leaver)
        self.assertEqual(there.activity_ids.user_id, self.leaver)
        self.assertEqual(self.customer.user_id, self.successor)

    def test_planned_follow_ups_and_earlier_briefs_go_along(self):
        rule = self.env["trade.followup.rule"].create({"name": "R", "delay": 0})
        rule._run_batch(self.company)
        followup = self.env["trade.followup"].search(
            [("rule_id", "=", rule.id), ("partner_id", "=", self.customer.id)]
        )
        self._create_handover().action_run()
        self.assertEqual(followup.user_id, self.successor)
        self.assertEqual(followup.activity_id.user_id, self.successor)
        third = self._create_user("third", "sales_team.group_sale_salesman")
        again = self._create_handover(
            user_from_id=self.successor.id, user_to_id=third.id
        )
        again.action_run()
        briefs = self._as(third, self.env["trade.handover.brief"]).search([])
        self.assertEqual(len(briefs), 2)

    def test_the_successor_is_told_once(self):
        messages = self.env["mail.message"].search([], order="id desc", limit=1)
        handover = self._create_handover()
        handover.action_run()
        activity = self.env["mail.activity"].search(
            [("user_id", "=", self.successor.id), ("res_model", "=", "trade.handover")]
        )
        self.assertEqual(activity.res_id, handover.id)
        told = self.env["mail.message"].search(
            [
                ("id", ">", messages.id),
                ("partner_ids", "in", self.successor.partner_id.ids),
            ]
        )
        self.assertEqual(len(told), 1)

    def test_only_a_manager_hands_over(self):
        with self.assertRaises(AccessError):
            self._create_handover(self.colleague)
        handover = self._create_handover()
        with self.assertRaises(AccessError):
            self._as(self.successor, handover).action_run()
        trade_manager = self._create_user("rules", "trade_base.group_trade_manager")
        self._as(trade_manager, handover).action_run()
        self.assertEqual(self.order.user_id, self.successor)

    def test_bad_choices_get_a_clear_sentence(self):
        clerk = self._create_user("clerk")
        other = self._create_trade_company("Rotterdam Branch")
        far = self._create_user("far", "sales_team.group_sale_salesman", company=other)
        for successor, sentence in (
            (self.leaver, "other than the one who leaves"),
            (clerk, "is no salesperson"),
            (far, "does not work in"),
        ):
            handover = self._create_handover(user_to_id=successor.id)
            with self.assertRaisesRegex(UserError, sentence):
                handover.action_run()
        self.assertEqual(self.customer.user_id, self.leaver)

    def test_a_handover_is_done_once(self):
        handover = self._create_handover()
        handover.action_run()
        with self.assertRaisesRegex(UserError, "Create another"):
            handover.action_run()

    def test_an_archived_leaver_can_still_be_handed_over(self):
        self.leaver.active = False
        self._create_handover().action_run()
        self.assertEqual(self.order.user_id, self.successor)

    def test_forty_customers_cost_few_more_queries_than_two(self):
        counts = {}
        for number in (2, 40):
            leaver = self._create_user(f"leaver{number}", "base.group_user")
            for index in range(number):
                self._create_customer(f"C {index}", leaver)
            handover = self._create_handover(user_from_id=leaver.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            handover.action_run()
            self.env.flush_all()
            counts[number] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[40], counts[2] + 10, counts)
