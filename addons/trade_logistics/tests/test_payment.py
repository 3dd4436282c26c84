from odoo import Command
from odoo.exceptions import UserError
from odoo.fields import Date, Datetime
from odoo.tests import tagged

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestPayment(LogisticsCase):
    """30 % with the order, 40 % against the B/L, 30 % 10 days after arrival."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.trade_instalment_plan = True
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "T/T",
                "line_ids": [
                    Command.create(
                        {"value_amount": part, "nb_days": days, "trade_event": event}
                    )
                    for part, days, event in (
                        (30, 0, "order"),
                        (40, 0, "shipment"),
                        (30, 10, "arrival"),
                    )
                ],
            }
        )

    def _ship(self, quantity=100):
        order = self._create_order([(self.lamp, 100)], payment_term_id=self.term.id)
        order.action_confirm()
        order.action_request_shipment()
        shipment = order.shipment_ids
        shipment.line_ids.quantity = quantity
        shipment.carrier_id = self.carrier
        shipment.action_book()
        return order, shipment.with_user(self.clerk)

    def _dues(self, order):
        return [str(date or "") for date in order.instalment_ids.mapped("due_date")][1:]

    def _happen(self, shipment, code, day):
        moment = Datetime.to_datetime(f"{day} 04:00:00")
        return shipment._record_event(code, "ACT", moment)

    def test_departure_and_arrival_make_the_instalments_due(self):
        order, shipment = self._ship()
        self.assertEqual(self._dues(order), ["", ""])
        shipment._record_event("DEPA", "EST", Datetime.to_datetime("2026-03-01"))
        self.assertEqual(self._dues(order), ["", ""])
        self._happen(shipment, "DEPA", "2026-03-05")
        self.assertEqual(self._dues(order), ["2026-03-05", ""])
        self._happen(shipment, "ARRI", "2026-04-05")
        self.assertEqual(self._dues(order), ["2026-03-05", "2026-04-15"])

    def test_the_date_of_the_bl_counts_before_the_departure(self):
        order, shipment = self._ship()
        self._happen(shipment, "DEPA", "2026-03-05")
        issued = self._happen(shipment, "ISSU", "2026-03-04")
        self.assertEqual(self._dues(order), ["2026-03-04", ""])
        issued.action_retract()
        self.assertEqual(self._dues(order), ["2026-03-05", ""])

    def test_a_retracted_departure_takes_the_due_date_back(self):
        order, shipment = self._ship()
        self._happen(shipment, "DEPA", "2026-03-05").action_retract()
        self.assertEqual(self._dues(order), ["", ""])

    def test_of_two_shipments_the_first_counts(self):
        order, shipment = self._ship(quantity=60)
        order.action_request_shipment()
        second = (order.shipment_ids - shipment.sudo()).with_user(self.clerk)
        self._happen(second, "DEPA", "2026-03-09")
        self.assertEqual(self._dues(order), ["2026-03-09", ""])
        self._happen(shipment, "DEPA", "2026-03-05")
        self.assertEqual(self._dues(order), ["2026-03-05", ""])

    def test_a_plan_made_late_knows_the_shipment(self):
        self.company.trade_instalment_plan = False
        order, shipment = self._ship()
        self._happen(shipment, "DEPA", "2026-03-05")
        self.assertFalse(order.instalment_ids)
        order.with_user(self.seller).action_make_instalments()
        self.assertEqual(self._dues(order), ["2026-03-05", ""])

    # == Release of documents ==

    def _pay(self, order, amount):
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": order.partner_id.id,
                "amount": amount,
                "currency_id": order.currency_id.id,
                "journal_id": journal.id,
                "trade_order_id": order.id,
            }
        )
        payment.action_post()

    def test_documents_go_when_what_is_due_against_them_is_there(self):
        self.company.trade_gate_balance = True
        order, shipment = self._ship()
        self._happen(shipment, "DEPA", Date.today())
        self._pay(order, order.amount_total * 0.3)
        missing = f"{order.amount_total * 0.4:,.2f}"
        for attempt in (
            shipment.action_release_documents,
            lambda: self._happen(shipment, "SURR", Date.today()),
        ):
            with self.assertRaisesRegex(UserError, f"{order.name} .*{missing}"):
                attempt()
        self.assertFalse(shipment.documents_released)
        self.assertIn(missing, shipment.documents_held_text)
        self._pay(order, order.amount_total * 0.4)
        self.assertFalse(shipment.documents_held_text)
        # What is due ten days after arrival is credit and stops nothing.
        self.assertEqual(
            shipment.action_release_documents()["res_model"],
            "trade.shipment.milestone",
        )
        self._happen(shipment, "SURR", Date.today())
        self.assertEqual(shipment.documents_released, Date.today())

    def test_what_the_carrier_reports_is_not_stopped(self):
        self.company.trade_gate_balance = True
        _order, shipment = self._ship()
        moment = Datetime.to_datetime("2026-03-08")
        shipment._record_event("SURR", "ACT", moment, source="carrier")
        self.assertEqual(str(shipment.documents_released), "2026-03-08")

    def test_no_way_round_the_gate(self):
        self.company.trade_gate_balance = True
        order, shipment = self._ship()
        Event = self.env["trade.shipment.event"].with_context(
            default_code="SURR", default_shipment_id=shipment.id
        )
        milestone = self.env["trade.shipment.milestone"].create(
            {"shipment_id": shipment.id, "code": "SURR", "source": "forwarder"}
        )
        for attempt in (lambda: Event.create({}), milestone.action_record):
            with self.assertRaisesRegex(UserError, order.name):
                attempt()
        self.assertFalse(shipment.documents_released)

    def test_documents_that_may_go_by_a_manager_say_so(self):
        self.company.trade_gate_balance = True
        order, shipment = self._ship()
        manager = self._create_user(
            "boss", "sales_team.group_sale_manager", "account.group_account_manager"
        )
        self.env["trade.payment.waiver"].with_user(manager).create(
            {"order_id": order.id, "gate": "balance", "reason": "L/C confirmed"}
        )
        self._happen(shipment, "SURR", Date.today())
        for record in (order, shipment.sudo()):
            notes = " ".join(record.message_ids.mapped("body"))
            self.assertIn("L/C confirmed", notes)

    def test_without_the_setting_documents_go(self):
        _order, shipment = self._ship()
        self._happen(shipment, "SURR", Date.today())
        self.assertTrue(shipment.documents_released)
