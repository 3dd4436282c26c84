import re

from odoo.tests import tagged
from odoo.tools import SQL

from .common import FinanceCase

VIEWS = ("trade.order.receipt", "trade.profit.line", "trade.profit.sheet")
BIG_TABLES = {
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_payment",
    "sale_order_line",
    "stock_move",
    "trade_order_share",
    "trade_profit_estimate",
    "trade_profit_estimate_line",
}


@tagged("post_install", "-at_install")
class TestPlans(FinanceCase):
    """One order's read reaches every branch of the views by an index.

    With sequential scans priced out, PostgreSQL still takes one where it has no index
    for the condition: each that is left would read the whole table.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._create_user(
            "seller",
            "sales_team.group_sale_salesman",
            "trade_base.group_trade_profit",
        )
        cls.order = cls._confirm(user_id=cls.seller.id)
        cls._deposit(cls.order, 100)
        cls._pay(cls._invoice(cls.order))
        cls._bill(cls.order, 70)
        cls.env.flush_all()

    def _scanned(self, view, condition):
        """Return the big tables the plan of `view` reads from end to end."""
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        rows = self.env.execute_query(
            SQL("EXPLAIN SELECT * FROM %s view WHERE %s", view._table_sql, condition)
        )
        plan = "\n".join(row[0] for row in rows)
        self.assertIn("Index", plan)
        return BIG_TABLES & set(re.findall(r"Seq Scan on (\w+)", plan))

    def test_one_order_read_by_the_system(self):
        for model in VIEWS:
            view = self.env[model].sudo()  # the plan of the view itself
            condition = SQL("order_id = %s", self.order.id)
            self.assertFalse(self._scanned(view, condition), model)

    def test_one_order_read_by_its_salesperson(self):
        for model in VIEWS:
            view = self.env[model].with_user(self.seller)
            condition = SQL("order_id = %s", self.order.id)
            self.assertFalse(self._scanned(view, condition), model)

    def test_the_orders_of_a_batch(self):
        orders = self.order | self._confirm() | self._confirm()
        for model in VIEWS:
            view = self.env[model].sudo()  # as the stored totals read it
            condition = SQL("order_id IN %s", orders._ids)
            self.assertFalse(self._scanned(view, condition), model)

    def test_a_missing_index_would_be_found(self):
        lines = self.env["account.move.line"].sudo()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        rows = self.env.execute_query(
            SQL("EXPLAIN SELECT * FROM %s line WHERE quantity > 7", lines._table_sql)
        )
        self.assertIn("Seq Scan on account_move_line", rows[0][0])
