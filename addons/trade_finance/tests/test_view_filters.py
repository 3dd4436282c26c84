from odoo.tests import tagged
from odoo.tools import SQL

from .common import FinanceCase


@tagged("post_install", "-at_install")
class TestViewFilters(FinanceCase):
    """What is read of one order does not read the facts of all orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._confirm() | cls._confirm(quantity=5)
        for order in cls.orders:
            cls._pay(cls._invoice(order))
        cls.env.flush_all()
        cls.sheets = cls.env["trade.profit.sheet"]
        cls.rows = cls.sheets.search([("order_id", "in", cls.orders.ids)])

    def test_the_order_is_looked_up_where_only_an_id_is_asked_for(self):
        row = self.rows[0]
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        for domain in ([("id", "=", row.id)], [("id", "in", row.ids)]):
            query = self.sheets._search(domain)
            plan = "\n".join(
                line
                for (line,) in self.env.execute_query(SQL("EXPLAIN %s", query.select()))
            )
            self.assertIn(f"(trade_order_id = {row.order_id.id})", plan)

    def test_ids_find_their_rows(self):
        self.assertEqual(len(self.rows.order_id), 2)
        read = {row["id"]: row["actual"] for row in self.rows.read(["actual"])}
        self.env.invalidate_all()
        for row in self.rows:
            found = self.sheets.search_read([("id", "=", row.id)], ["actual"])
            self.assertEqual(
                [(line["id"], line["actual"]) for line in found],
                [(row.id, read[row.id])],
            )

    def test_other_questions_about_ids_keep_their_answers(self):
        own = ("order_id", "in", self.orders.ids)
        first, others = self.rows[0], self.rows[1:]
        search = self.sheets.search
        self.assertEqual(search([own, ("id", "!=", first.id)]), others)
        self.assertEqual(search([own, ("id", "not in", others.ids)]), first)
        self.assertFalse(search([("id", "in", [])]))
        self.assertFalse(search([("id", "=", False)]))
        either = ["|", ("id", "=", first.id), own]
        self.assertEqual(search(either), self.rows)
        among = self.sheets._search([own])
        self.assertEqual(search([("id", "in", among)]), self.rows)

    def test_a_list_reads_its_view_once(self):
        """Rules and amounts find what they need: by ids all orders would be read."""
        user = self._create_user(
            "lister",
            "sales_team.group_sale_salesman_all_leads",
            "trade_base.group_trade_profit",
            "trade_base.group_trade_cost",
        )
        for model in ("trade.order.receipt", "trade.profit.line"):
            view = self.env[model].with_user(user)
            domain = [("order_id", "=", self.orders[0].id)]
            for _warm_up in range(2):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                found = view.web_search_read(domain, {"date": {}, "amount": {}})
                queries = self.env.cr.sql_log_count - before
            self.assertTrue(found["records"])
            self.assertEqual(queries, 1, model)
