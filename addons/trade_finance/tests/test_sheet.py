import random

from odoo.tests import tagged

from ..tools import profit
from .common_stock import StockCase


@tagged("post_install", "-at_install")
class TestSheet(StockCase):
    """A half-billed order is not shown as rich: what is to come stays visible."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.trade_auto_estimate = True
        cls.env["trade.cost.rule"].create(
            {
                "name": "Sea freight",
                "cost_type_id": cls._cost_type("freight").id,
                "basis": "percent_revenue",
                "value": 10,
            }
        )
        cls._receive(cls.periodic, 50, 350)

    def test_what_is_not_billed_yet_stands_beside_what_is(self):
        order = self._order_goods(self.periodic)
        self._deliver(order)
        self._invoice(order, self.ORDER_DAY)
        self._bill(order, 200)
        sheet = self._sheet(order)
        self.assertEqual(sheet["freight"], (-700, -200, -500, -700))
        self.assertEqual(sheet["product"], (-3500, -3500, 0, -3500))
        self.assertEqual(order.actual_profit, 3300)
        self.assertEqual(order.expected_profit, 2800)
        rows = order.profit_sheet_ids
        self.assertEqual(sum(rows.mapped("expected")), order.expected_profit)
        self.assertEqual(
            sum(rows.mapped("to_come")), order.expected_profit - order.actual_profit
        )

    def test_a_refund_of_a_bill_is_not_to_be_spent_again(self):
        order = self._order_goods(self.periodic)
        bill = self._bill(order, 700)
        self._reverse(bill, self.ORDER_DAY)
        self.assertEqual(self._sheet(order)["freight"], (-700, 0, 0, 0))

    def test_nothing_is_to_come_of_a_cancelled_order(self):
        order = self._order_goods(self.periodic)
        order._action_cancel()
        self.assertEqual(order.expected_profit, 0)
        self.assertFalse(any(row[2] for row in self._sheet(order).values()))

    def test_the_sheet_follows_the_rule_of_the_tools(self):
        dice = random.Random(4)
        for _case in range(6):
            order = self._order_goods(self.periodic, dice.randint(1, 9))
            for _bill in range(dice.randint(0, 3)):
                bill = self._bill(order, dice.randint(1, 400))
                if dice.random() < 0.3:
                    self._reverse(bill, self.ORDER_DAY)
            lines = self.env["trade.profit.line"].search(
                [
                    ("order_id", "=", order.id),
                    ("cost_type_id.code", "=", "freight"),
                    ("is_reversal", "=", False),
                ]
            )
            posted = sum(lines.mapped("actual"))
            estimated = sum(lines.mapped("estimated"))
            self.assertAlmostEqual(
                self._sheet(order)["freight"][2],
                profit.remaining(estimated, posted, False),
                2,
            )

    def test_variance_in_percent_of_the_estimated_profit(self):
        order = self._order_goods(self.periodic)
        self.assertEqual(order.estimated_profit, 2800)
        self.assertEqual(order.profit_variance_percent, -100)
        self._deliver(order)
        self._invoice(order, self.ORDER_DAY)
        self._bill(order, 1400)
        self.assertEqual(order.profit_variance, -700)
        self.assertEqual(order.profit_variance_percent, -25)
        found = self.env["sale.order"].search(
            [("id", "=", order.id), ("profit_variance_percent", "<", -20)]
        )
        self.assertEqual(found, order)

    def test_every_figure_opens_its_records(self):
        order = self._order_goods(self.periodic)
        self._bill(order, 200)
        self._sheet(order)
        order.invalidate_recordset(["profit_sheet_ids"])
        row = order.profit_sheet_ids.filtered(
            lambda row: row.cost_type_id.code == "freight"
        )
        for button in (row.action_open_to_come, row.action_open_variance):
            action = button()
            lines = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(set(lines.mapped("stage")), {"estimated", "actual"})

    def test_the_tab_costs_the_same_for_2_and_40_lines(self):
        def read(order):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order.web_read(
                {
                    "expected_profit": {},
                    "profit_variance_percent": {},
                    "trade_profit_status": {},
                    "closing_difference": {},
                    "closed_profit": {},
                    "profit_sheet_ids": {
                        "fields": {
                            "cost_type_id": {"fields": {"display_name": {}}},
                            "to_come": {},
                            "expected": {},
                        }
                    },
                }
            )
            return self.env.cr.sql_log_count - before

        few, many = self._order_goods(self.periodic), self._order_goods(self.periodic)
        self._bill(few, 10)
        for _bill in range(10):
            self._bill(many, 10)
        self._invoice(many)
        read(few)
        self.assertEqual(read(few), read(many))
