from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import FinanceCase

TYPED_IN = {
    "trade_profit_status": "complete",
    "trade_closing_told": 4.0,
    "actual_profit": 99999.0,
    "actual_revenue": 99999.0,
    "fx_difference": 3.0,
    "amount_received": 99999.0,
    "amount_outstanding": 1.0,
    "receipt_status": "paid",
    "amount_total_company": 3.0,
    "next_due_date": "2030-01-01",
}
WRITTEN_DOWN = (
    "trade.profit.estimate",
    "trade.profit.estimate.line",
    "trade.profit.closing",
    "trade.profit.closing.line",
)


@tagged("post_install", "-at_install")
class TestGuard(FinanceCase):
    """What read-only in a screen does not keep from anybody who calls by RPC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.trade_auto_estimate = True
        groups = "sales_team.group_sale_salesman", "trade_base.group_trade_profit"
        cls.anna = cls._create_user("anna", *groups)
        cls.ben = cls._create_user("ben", *groups)
        cls.order = cls._confirm(user_id=cls.anna.id)
        cls.env.flush_all()

    def test_nobody_types_in_what_the_books_say(self):
        mine = self.order.with_user(self.anna)
        for name, value in TYPED_IN.items():
            before = self.order[name]
            with self.assertRaisesRegex(AccessError, "never typed in", msg=name):
                mine.write({name: value})
            self.assertEqual(self.order[name], before, name)

    def test_closings_and_estimates_are_not_put_on_orders_by_hand(self):
        other = self._confirm(user_id=self.anna.id)
        self.order.action_trade_close()
        closing = self.order.trade_closing_id
        mine = self.order.with_user(self.anna)
        for vals in (
            {"trade_closing_id": False},
            {"trade_profit_status": "open"},
            {"trade_estimate_id": other.trade_estimate_id.id},
            {"trade_estimate_ids": [Command.clear()]},
        ):
            with self.assertRaises(AccessError):
                mine.write(vals)
        self.assertEqual(self.order.trade_closing_id, closing)
        self.assertEqual(self.order.trade_profit_status, "closed")

    def test_orders_are_not_created_with_them_either(self):
        Order = self.env["sale.order"].with_user(self.anna)
        vals = {"partner_id": self.customer.id}
        for name, value in [("trade_rate", 99.0), *TYPED_IN.items()]:
            with self.assertRaises(AccessError, msg=name):
                Order.create({**vals, name: value})
            with self.assertRaises(AccessError, msg=name):
                Order.with_context(**{f"default_{name}": value}).create(vals)
        order = Order.create({**vals, "trade_profit_status": "open"})
        self.assertEqual(order.trade_profit_status, "open")

    def test_wizards_of_colleagues_are_not_read(self):
        self.order.with_user(self.anna).action_compare_incoterms()
        lines = self.env["trade.incoterm.wizard.line"]
        self.assertTrue(lines.with_user(self.anna).search([]))
        self.assertFalse(lines.with_user(self.ben).search([]))
        self.env["trade.profit.estimate"]._create_versions(self.order, "again")
        version = self.order.trade_estimate_id
        version.with_user(self.anna).action_compare()
        diffs = self.env["trade.estimate.diff"]
        self.assertTrue(diffs.with_user(self.anna).search([]))
        self.assertFalse(diffs.with_user(self.ben).search([]))

    def test_wizards_show_nothing_of_an_order_one_may_not_read(self):
        version = self.order.trade_estimate_id
        for model, vals in (
            ("trade.estimate.diff", {"before_id": version.id, "after_id": version.id}),
            ("trade.incoterm.wizard", {"order_id": self.order.id}),
        ):
            self.env[model].with_user(self.anna).create(vals)
            with self.assertRaises(AccessError, msg=model):
                self.env[model].with_user(self.ben).create(vals)

    def test_the_profit_group_alone_reads_nothing_written_down(self):
        self.order.action_trade_close()
        outsider = self._create_user("outsider", "trade_base.group_trade_profit")
        for model in WRITTEN_DOWN:
            self.assertTrue(self.env[model].with_user(self.anna).search([]), model)
            with self.assertRaises(AccessError, msg=model):
                self.env[model].with_user(outsider).search([])
        with self.assertRaises(AccessError):
            self.order.trade_estimate_id.with_user(outsider).read(["profit"])
