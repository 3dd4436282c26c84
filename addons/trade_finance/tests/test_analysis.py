from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FinanceCase

BY = [
    "partner_id",
    "user_id",
    "team_id",
    "country_id",
    "order_date:month",
    "date:month",
]


@tagged("post_install", "-at_install")
class TestAnalysis(FinanceCase):
    """Profit and receipts by who, where, what and when."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.trade_auto_estimate = True
        cls.machine.standard_price = 350.0
        category = cls.env["product.category"].create({"name": "Machinery"})
        cls.machine.categ_id = category
        cls.spare = cls._create_product("Spare part", categ_id=category.id)
        cls.salesperson = cls._create_user(
            "sells",
            "sales_team.group_sale_salesman",
            "trade_base.group_trade_profit",
        )
        cls.accountant = cls._create_user(
            "books", "account.group_account_invoice", "trade_base.group_trade_cost"
        )
        cls.team = cls.env["crm.team"].create({"name": "Export"})
        cls.order = cls._confirm(user_id=cls.salesperson.id, team_id=cls.team.id)
        cls._pay(cls._invoice(cls.order))
        cls._bill(cls.order, 500)

    def _sums(self, by, measure="actual", user=None, domain=()):
        lines = self.env["trade.profit.line"].with_user(user or self.env.user)
        rows = lines._read_group(
            [("order_id", "in", self.order.ids), *domain], [by], [f"{measure}:sum"]
        )
        return {key: amount for key, amount in rows if amount}

    def test_profit_by_who_and_where_is_the_orders_profit(self):
        for by in BY:
            for measure, total in (("actual", 68500), ("estimated", 66500)):
                self.assertAlmostEqual(sum(self._sums(by, measure).values()), total, 2)
        self.assertEqual(list(self._sums("team_id")), [self.team])
        self.assertEqual(list(self._sums("country_id")), [self.env.ref("base.nl")])

    def test_the_country_is_the_one_the_goods_go_to(self):
        self.order.partner_shipping_id = self.env["res.partner"].create(
            {"name": "Works", "country_id": self.env.ref("base.be").id}
        )
        self.assertEqual(list(self._sums("country_id")), [self.env.ref("base.be")])
        self.order.partner_shipping_id.country_id = False
        self.assertEqual(list(self._sums("country_id")), [self.env.ref("base.nl")])

    def test_by_order_date_estimate_and_actual_stand_in_one_month(self):
        months = set(self._sums("order_date:month", "estimated")) | set(
            self._sums("order_date:month", "actual")
        )
        self.assertEqual({str(month) for month in months}, {"2026-03-01"})
        booked = self._sums("date:month")
        self.assertEqual({f"{month:%m}": n for month, n in booked.items()}["04"], -500)

    def test_what_is_invoiced_has_a_product_and_the_rest_has_none(self):
        self.order.order_line = [
            Command.create(
                {
                    "product_id": self.spare.id,
                    "product_uom_qty": 2,
                    "price_unit": 100,
                    "tax_ids": [Command.clear()],
                }
            )
        ]
        self._invoice(self.order)
        by_product = self._sums("product_id", user=self.accountant)
        # Posted at 6.95; the exchange entry of 500 and the freight have no product.
        self.assertEqual(by_product[self.machine], 69500)
        self.assertEqual(by_product[self.spare], 1390)
        self.assertEqual(by_product[self.env["product.product"]], -1000)
        by_category = self._sums("categ_id", user=self.accountant)
        self.assertEqual(by_category[self.machine.categ_id], 70890)

    def test_goods_bought_for_the_order_have_a_product_and_freight_has_none(self):
        bill = self._bill(self.order, 700, "product")
        bill.button_draft()
        bill.invoice_line_ids.product_id = self.spare
        bill.invoice_line_ids.write({"price_unit": 700, "tax_ids": [Command.clear()]})
        bill.action_post()
        by_product = self._sums("product_id", user=self.accountant)
        self.assertEqual(by_product[self.spare], -700)
        self.assertNotIn(self.service, by_product)

    def test_kinds_and_revenue(self):
        self.assertEqual(
            self._sums("cost_kind"), {"revenue": 70000, "fx": -1000, "cost": -500}
        )
        self.assertEqual(self.order.actual_revenue, 69000)
        self.assertEqual(
            sum(self._sums("cost_kind", "revenue").values()), self.order.actual_revenue
        )
        self.assertEqual(self.order.estimated_revenue, 70000)

    def test_the_percent_of_a_group_is_of_its_sums(self):
        small = self._confirm(quantity=1, price=100)
        self._invoice(small, self.ORDER_DAY)
        self._bill(small, 630)
        groups = self.env["trade.profit.line"].formatted_read_group(
            [("order_id", "in", (self.order | small).ids)],
            ["company_id"],
            ["actual:sum", "revenue:sum", "actual_percent:avg"],
        )
        self.assertEqual(groups[0]["actual:sum"], 68500 + 70)
        self.assertAlmostEqual(groups[0]["actual_percent:avg"], 100 * 68570 / 69700, 6)
        orders = self.env["sale.order"].formatted_read_group(
            [("id", "in", (self.order | small).ids)],
            ["company_id"],
            ["actual_profit_percent:avg"],
        )
        self.assertAlmostEqual(
            orders[0]["actual_profit_percent:avg"], 100 * 68570 / 69700, 6
        )
        nothing = self.env["trade.profit.line"].formatted_read_group(
            [("cost_kind", "=", "cost")], [], ["actual_percent:avg"]
        )
        self.assertFalse(nothing[0]["actual_percent:avg"])

    def test_receipts_by_who_where_and_when(self):
        receipts = self.env["trade.order.receipt"].with_user(self.salesperson)
        for by in BY:
            rows = receipts._read_group([], [by], ["value_receipt:sum"])
            self.assertEqual([row[1] for row in rows], [69000], by)

    def test_sales_and_finance_see_the_same_by_every_dimension_both_have(self):
        self._bill(self.order, 300, day="2026-05-20")
        for by in ("partner_id", "user_id", "team_id", "country_id", "cost_kind"):
            self.assertEqual(
                self._sums(by, user=self.salesperson),
                self._sums(by, user=self.accountant),
            )
        self.assertEqual(
            self._sums("order_date:month", user=self.salesperson),
            self._sums("order_date:month", user=self.accountant),
        )

    # == A unit cost cannot be derived ==

    def test_without_the_cost_group_there_is_no_product(self):
        lines = self.env["trade.profit.line"].with_user(self.salesperson)
        self.assertNotIn("product_id", lines.fields_get())
        for name in ("product_id", "categ_id"):
            for attempt in (
                lambda name=name: lines._read_group([], [name], ["actual:sum"]),
                lambda name=name: lines.search([(name, "!=", False)]),
                lambda name=name: lines.search([], order=name),
                lambda name=name: lines.search([]).read([name]),
                lambda name=name: lines._read_group([], [f"{name}.name"]),
            ):
                with self.assertRaises(AccessError, msg=name):
                    attempt()

    def test_without_the_cost_group_two_bills_are_one_amount_in_every_grouping(self):
        self._bill(self.order, 300, day="2026-05-20")
        freight = [("cost_type_id.code", "=", "freight"), ("stage", "=", "actual")]
        lines = self.env["trade.profit.line"].with_user(self.salesperson)
        for by in [*BY, "date:day", "res_model", "source_currency_id", "is_reversal"]:
            rows = lines._read_group(freight, [by], ["actual:sum", "amount:max"])
            self.assertEqual([row[1:] for row in rows], [(-800, -800)], by)
        for day in ("2026-03-16", "2026-05-20", "2026-05-21"):
            found = lines.search([*freight, ("date", "<=", day)])
            self.assertIn(sum(found.mapped("actual")), (0, -800), day)
        self.assertFalse(lines.search([]).filtered("amount_currency"))

    # == The source of a line ==

    def test_every_line_opens_its_source(self):
        lines = self.env["trade.profit.line"].search([("order_id", "=", self.order.id)])
        self.assertGreater(len(lines), 5)
        for line in lines:
            action = line.action_open_source()
            source = self.env[action["res_model"]].browse(action["res_id"])
            self.assertTrue(source.display_name)
            source.get_view(view_type="form")

    def test_a_source_its_reader_may_not_open_is_refused_with_a_sentence(self):
        buyer = self._create_user(
            "costs",
            "sales_team.group_sale_salesman_all_leads",
            "trade_base.group_trade_cost",
        )
        lines = self.env["trade.profit.line"].with_user(buyer)
        bill = lines.search(
            [("cost_type_id.code", "=", "freight"), ("stage", "=", "actual")], limit=1
        )
        self.assertEqual(bill.actual, -500)
        with self.assertRaisesRegex(UserError, "may not open"):
            bill.action_open_source()
        with self.assertRaises(AccessError):
            self.env["account.move"].with_user(buyer).browse(bill.res_id).read(["ref"])
        estimate = lines.search([("stage", "=", "estimated")], limit=1)
        self.assertEqual(
            estimate.action_open_source()["res_model"], "trade.profit.estimate"
        )

    # == Views and queries ==

    def test_the_default_pivot_has_customers_and_order_months(self):
        lines = self.env["trade.profit.line"].with_user(self.salesperson)
        groups = lines.formatted_read_grouping_sets(
            [],
            [
                [],
                ["partner_id"],
                ["order_date:month"],
                ["partner_id", "order_date:month"],
            ],
            ["estimated:sum", "actual:sum", "variance:sum", "actual_percent:avg"],
        )
        self.assertEqual([len(rows) for rows in groups], [1, 1, 1, 1])
        self.assertEqual({rows[0]["variance:sum"] for rows in groups}, {2000})
        arch = lines.get_view(view_type="search")["arch"]
        self.assertNotIn("group_product", arch)
        self.assertIn("group_country", arch)

    def test_the_pivot_reads_2_and_40_orders_with_the_same_queries(self):
        lines = self.env["trade.profit.line"]
        counts = []
        orders = self.env["sale.order"]
        for number in (1, 1, 40):  # the first warms up
            while len(orders) < number:
                orders |= self._create_order(quantity=1)
            orders.filtered(lambda order: order.state == "draft").action_confirm()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines.formatted_read_group(
                [("order_id", "in", orders.ids)],
                ["partner_id", "order_date:month"],
                ["estimated:sum", "actual:sum", "actual_percent:avg"],
            )
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])


@tagged("post_install", "-at_install")
class TestTwoCurrencies(FinanceCase):
    """Companies that keep their books in different currencies."""

    def test_amounts_of_two_companies_are_converted_and_never_just_added(self):
        first = self.company
        own = self._confirm()
        self._invoice(own)
        second = self._create_trade_company("Hamburg Trading", "EUR", "de")
        self._work_in(second)
        euros = self._create_pricelist("EUR")
        other = self._confirm(quantity=1, price=100, pricelist_id=euros.id)
        self._invoice(other)
        self._work_in(first)
        self._set_rate("EUR", "2026-01-01", 8)
        env = self.env(
            context={**self.env.context, "allowed_company_ids": (first | second).ids}
        )
        groups = env["trade.profit.line"].formatted_read_group(
            [("order_id", "in", (own | other).ids)],
            [],
            [
                "actual:sum",
                "actual:sum_currency",
                "company_currency_id:array_agg_distinct",
                "revenue:sum_currency",
                "actual_percent:avg",
            ],
        )[0]
        # More than one currency: the pivot shows the converted sum, and says so.
        self.assertEqual(len(groups["company_currency_id:array_agg_distinct"]), 2)
        self.assertAlmostEqual(groups["actual:sum_currency"], 69500 + 100 * 8, 2)
        self.assertAlmostEqual(groups["actual_percent:avg"], 100, 6)
        by_company = env["trade.profit.line"].formatted_read_group(
            [("order_id", "in", (own | other).ids)], ["company_id"], ["actual:sum"]
        )
        self.assertEqual(sorted(row["actual:sum"] for row in by_company), [100, 69500])
