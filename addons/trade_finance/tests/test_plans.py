import re

from odoo.tests import tagged
from odoo.tools import SQL

from ..report.trade_fact_view import SOURCE_STRIDE
from ..report.trade_profit_line import NUMBER_ESTIMATE, NUMBER_SUM
from .common import FinanceCase

BY_SOURCE = ("trade.due.item", "trade.order.receipt", "trade.profit.line")
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
        cls.buyer = cls._create_user(
            "buyer",
            "account.group_account_invoice",
            "sales_team.group_sale_salesman_all_leads",
            "trade_base.group_trade_profit",
            "trade_base.group_trade_cost",
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

    def _tables(self, query):
        """Return the tables the plan of `query` reads."""
        explain = SQL("EXPLAIN (FORMAT JSON) %s", query.select(SQL("*")))
        nodes = [self.env.execute_query(explain)[0][0][0]["Plan"]]
        for node in nodes:
            nodes += node.get("Plans", [])
        return {node["Relation Name"] for node in nodes if "Relation Name" in node}

    def test_an_id_is_asked_for_by_its_source_and_key(self):
        row_ids = [7 * SOURCE_STRIDE + number for number in range(NUMBER_SUM)]
        for model in BY_SOURCE:
            for view in (self.env[model].sudo(), self.env[model].with_user(self.buyer)):
                code = view._search([("id", "in", row_ids)]).where_clause.code
                self.assertGreaterEqual(code.count(" IN "), 3, code)

    def test_a_row_of_one_source_reads_no_other_source(self):
        row_id = 7 * SOURCE_STRIDE + NUMBER_ESTIMATE
        lines = self.env["trade.profit.line"]
        for view in (lines.sudo(), lines.with_user(self.buyer)):
            tables = self._tables(view._search([("id", "=", row_id)]))
            self.assertIn("trade_profit_estimate_line", tables)
            self.assertFalse(tables & {"stock_move", "account_partial_reconcile"})

    def test_each_row_is_read_by_its_id_as_a_search_reads_it(self):
        other = self._confirm(user_id=self.seller.id)
        self._invoice(self.order | other)
        for model in BY_SOURCE:
            for user in (self.env.user, self.buyer, self.seller):
                view = self.env[model].with_user(user)
                self._assert_read_by_id(view if model != BY_SOURCE[0] else view.sudo())

    def _assert_read_by_id(self, view):
        names = [name for name in view.fields_get() if view._fields[name].store]
        for values in view.search_read([], names):
            view.invalidate_model()
            row = view.browse(values["id"])
            self.assertEqual(row.exists(), row)
            self.assertEqual(row.read(names), [values])

    def test_lines_summed_up_are_looked_up_by_their_orders(self):
        lines = self.env["trade.profit.line"].with_user(self.seller)
        found = lines.search([])
        self.assertTrue(found)
        code = lines._search([("id", "in", found.ids)]).where_clause.code
        self.assertIn(" IN ", code)
        self.assertEqual(lines.search([("id", "in", found.ids)]), found)

    def test_a_missing_index_would_be_found(self):
        lines = self.env["account.move.line"].sudo()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        rows = self.env.execute_query(
            SQL("EXPLAIN SELECT * FROM %s line WHERE quantity > 7", lines._table_sql)
        )
        self.assertIn("Seq Scan on account_move_line", rows[0][0])
