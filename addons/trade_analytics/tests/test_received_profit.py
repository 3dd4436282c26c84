from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.trade_finance.tests.common import FinanceCase

from .common import AnalyticsCase

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


@tagged("post_install", "-at_install")
class TestReceivedProfit(AnalyticsCase, FinanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.metric = cls.env.ref("trade_analytics.trade_metric_received_profit")
        cls.metric.active = True
        cls._only(cls.metric)

    @classmethod
    def _confirm(cls, user=None, day="2026-03-02", cost=800.0, **values):
        """Confirm an order of USD 10,000 with USD 2,000 of margin."""
        user = user or cls.anna
        # The cost is typed at the rate of the order, not at the one of today.
        with freeze_time(f"{day} 04:00:00"):
            order = cls._create_order(user_id=user.id, **values)
            order.order_line.purchase_price = cost
            order.action_confirm()
        return order

    def _received(self, month, user=None):
        facts = self.metric._collect(
            month, date(month.year, month.month + 1, 1), self.company
        )
        return facts.get((user or self.anna).id)

    def test_a_deposit_earns_its_part_of_the_margin_at_the_orders_rate(self):
        order = self._confirm()
        self._deposit(order, 3000, "2026-03-31")
        fact = self._received(MARCH)
        # 30 % of USD 2,000 at 7.00.
        self.assertAlmostEqual(fact.numerator, 4200.0)
        self.assertEqual(fact.denominator, 1)
        receipt = self.env["trade.order.receipt"].browse(fact.evidence)
        self.assertEqual(receipt.order_id, order)
        self.assertIsNone(self._received(APRIL))

    def test_a_receipt_belongs_to_the_month_of_its_day(self):
        order = self._confirm()
        self._deposit(order, 1000, "2026-03-31")
        self._deposit(order, 2000, "2026-04-01")
        self.assertAlmostEqual(self._received(MARCH).numerator, 1400.0)
        self.assertAlmostEqual(self._received(APRIL).numerator, 2800.0)

    def test_a_draft_payment_is_no_money(self):
        self._deposit(self._confirm(), 3000, "2026-03-31", post=False)
        self.assertIsNone(self._received(MARCH))

    def test_the_receipts_of_a_paid_order_add_up_to_its_profit(self):
        order = self._confirm()
        for line in order.order_line:
            line.qty_delivered = line.product_uom_qty
        for picking in order.picking_ids:
            picking.move_ids.quantity = 10
            picking.move_ids.picked = True
            picking.button_validate()
        invoice = self._invoice(order)
        self._bill(order, 3100)
        self._pay(invoice, 3333.33, "2026-03-20")
        self._pay(invoice, 6666.67, "2026-04-08")
        self.assertTrue(order.actual_profit)
        received = [self._received(month).numerator for month in (MARCH, APRIL)]
        self.assertAlmostEqual(sum(received), order.actual_profit, places=2)
        self.assertAlmostEqual(received[0] / received[1], 0.5, places=3)

    def test_with_an_estimate_the_expected_profit_counts_with_its_later_bills(self):
        self.company.trade_auto_estimate = True
        order = self._confirm()
        self.assertAlmostEqual(order.expected_profit, 14000)
        self._deposit(order, 5000, "2026-03-10")
        self.assertAlmostEqual(self._received(MARCH).numerator, 7000.0)
        self._bill(order, 4000)
        self.assertAlmostEqual(order.expected_profit, 10000)
        self.assertAlmostEqual(self._received(MARCH).numerator, 5000.0)

    def test_money_paid_back_counts_against_the_month_it_leaves(self):
        self.company.trade_auto_estimate = True
        order = self._confirm()
        invoice = self._invoice(order)
        self._pay(invoice, day="2026-03-20")
        refund = self._reverse(invoice, "2026-04-08")
        self._pay(refund, day="2026-04-09")
        self.assertAlmostEqual(self._received(MARCH).numerator, 14000.0)
        april = self._received(APRIL)
        self.assertAlmostEqual(april.numerator, -14000.0)
        self.assertEqual(april.missed, april.evidence)

    def test_a_loss_making_receipt_is_named_among_those_that_cost_points(self):
        self._deposit(self._confirm(), 1000, "2026-03-10")
        losing = self._confirm(cost=1100.0)
        self._deposit(losing, 1000, "2026-03-11")
        missed = self.env["trade.order.receipt"].browse(self._received(MARCH).missed)
        self.assertEqual(missed.order_id, losing)

    def test_each_salesperson_gets_the_own_orders_money(self):
        self._deposit(self._confirm(), 1000, "2026-03-10")
        self._deposit(self._confirm(self.boris), 2000, "2026-03-10")
        self.assertAlmostEqual(self._received(MARCH).numerator, 1400.0)
        self.assertAlmostEqual(self._received(MARCH, self.boris).numerator, 2800.0)

    def test_the_amounts_are_for_the_profit_group_only(self):
        self.boris.group_ids |= self.env.ref("trade_base.group_trade_profit")
        self.metric.target = 14000
        for user in (self.anna, self.boris):
            self._deposit(self._confirm(user), 5000, "2026-03-10")
        cards = self._compute(MARCH)
        line = cards[self.anna].line_ids
        self.assertRecordValues(
            line,
            [
                {
                    "amount": 7000.0,
                    "numerator": 0.0,
                    "raw": 0.0,
                    "value": 0.0,
                    "team_median": 0.0,
                    "target": 0.0,
                    "points": 50.0,
                }
            ],
        )
        money = ["amount", "amount_team_median", "amount_floor", "amount_target"]
        hidden = line.with_user(self.anna)
        self.anna.group_ids |= self.env.ref("base.group_allow_export")
        for name in money:
            with self.assertRaises(AccessError):
                hidden.read([name])
            with self.assertRaises(AccessError):
                hidden.search([(name, ">", 0)])
            with self.assertRaises(AccessError):
                hidden.export_data([name])
            with self.assertRaises(AccessError):
                hidden.formatted_read_group([], [], [f"{name}:sum"])
        self.assertEqual(hidden.value_text, "•••")
        # The button leads to the own orders' receipts: day and amount, not their worth.
        receipts = self.env["trade.order.receipt"].with_user(self.anna)
        receipts = receipts.browse(hidden.evidence_ids)
        self.assertTrue(receipts.read(["date", "amount"]))
        with self.assertRaises(AccessError):
            receipts.read(["value_receipt"])
        advice = cards[self.anna].suggestion_ids.with_user(self.anna).text
        self.assertIn("•••", advice)
        self.assertNotIn("7,000", advice)
        seen = cards[self.boris].line_ids.with_user(self.boris)
        self.assertEqual(seen.read(money)[0]["amount"], 7000.0)
        self.assertIn("7,000", seen.value_text)
        self.assertEqual(seen.evidence_count, 1)
        self.assertIn("7,000", seen.scorecard_id.suggestion_ids.text)

    def test_the_workbook_has_no_amount_for_who_may_not_see_it(self):
        self.boris.group_ids |= self.env.ref("trade_base.group_trade_profit")
        for user in (self.anna, self.boris):
            self._deposit(self._confirm(user), 5000, "2026-03-10")
        cards = self._compute(MARCH)
        for user, amount in ((self.anna, None), (self.boris, 7000.0)):
            sheet = cards[user].with_user(user)._sheet_lines()
            at = [column.title for column in sheet.columns].index("Amount")
            self.assertEqual(sheet.rows[0][at], amount)

    def test_the_list_behind_the_next_step_shows_what_is_still_to_be_paid(self):
        order = self._confirm()
        self._deposit(order, 5000, "2026-03-10")
        suggestion = self._compute(MARCH)[self.anna].suggestion_ids
        action = suggestion.with_user(self.anna).action_next_step()
        self.assertEqual(action["context"], {"search_default_user_id": self.anna.id})
        self.assertEqual(action["res_model"], "sale.order")
        wanting = self.env["sale.order"].search(
            [("state", "=", "sale"), ("amount_outstanding", ">", 0)]
        )
        self.assertIn(order, wanting)
