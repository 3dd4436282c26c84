from ast import literal_eval

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import FinanceCase

COMPANY_AMOUNTS = (
    "amount_total_company",
    "amount_received_company",
    "amount_outstanding_company",
)


@tagged("post_install", "-at_install")
class TestOrderList(FinanceCase):
    """The list of orders with what they bring, in their own and company currency."""

    def _amounts(self, order):
        return tuple(order[name] for name in COMPANY_AMOUNTS)

    def test_amounts_in_company_currency_are_at_the_orders_rate(self):
        order = self._confirm()
        self.assertEqual(self._amounts(order), (70000, 0, 70000))
        invoice = self._invoice(order)
        self._pay(invoice, 4000)
        self.assertEqual(self._amounts(order), (70000, 28000, 42000))
        self._pay(invoice, 6000)
        self.assertEqual(self._amounts(order), (70000, 70000, 0))
        worth = sum(self._receipts(order).mapped("value_receipt"))
        self.assertEqual(order.amount_received_company + order.fx_difference, worth)

    def test_what_follows_the_confirmation_does_not_move_the_rate(self):
        order = self._confirm()
        self._set_rate("USD", "2026-03-03", 8)
        order.order_line.price_unit = 2000
        self.assertEqual(order.amount_total_company, 140000)

    def test_a_quotation_takes_cores_rate_and_no_rate_is_no_amount(self):
        quotation = self._create_order(date_order=f"{self.INVOICE_DAY} 12:00:00")
        self.assertAlmostEqual(quotation.amount_total_company, 69500, 2)
        without = self._confirm(day="2020-01-01")
        self.assertFalse(without.trade_rate)
        self.assertEqual(self._amounts(without), (0, 0, 0))

    def test_an_order_in_company_currency_needs_no_rate(self):
        yuan = self._create_pricelist("CNY")
        order = self._confirm(pricelist_id=yuan.id)
        order.trade_rate = 0  # as confirmed before the addon was there
        self.assertEqual(self._amounts(order), (10000, 0, 10000))

    def test_company_currency_is_rounded_as_its_currency(self):
        yuan = self._create_pricelist("CNY")
        order = self._confirm(quantity=3, price=33.33, pricelist_id=yuan.id)
        self.assertEqual(order.amount_total_company, order.amount_total)

    def test_totals_are_by_currency_and_in_company_currency(self):
        dollars = self._confirm() | self._confirm(quantity=1)
        pricelist = self._create_pricelist("CNY")
        yuan = self._confirm(quantity=1, price=500, pricelist_id=pricelist.id)
        rows = self.env["sale.order"]._read_group(
            [("id", "in", (dollars | yuan).ids)],
            ["currency_id"],
            ["amount_total:sum", "amount_total_company:sum", "amount_outstanding:sum"],
        )
        totals = {currency.name: sums for currency, *sums in rows}
        self.assertEqual(totals["USD"], [11000, 77000, 11000])
        self.assertEqual(totals["CNY"], [500, 500, 500])

    def test_the_list_adds_up_only_what_has_one_currency(self):
        view = self.env.ref("trade_finance.sale_order_profit_view_list")
        arch = self.env["sale.order"].get_view(view.id)["arch"]
        for name in ("amount_total", "amount_received", "amount_outstanding"):
            self.assertRegex(arch, f'name="{name}_company"[^>]* sum=')
            self.assertNotRegex(arch, f'name="{name}"[^>]* sum=')
        self.assertFalse(self.env["sale.order"]._fields["trade_rate"].aggregator)

    def test_the_list_opens_for_sales_and_finance(self):
        order = self._confirm()
        action = self.env.ref("trade_finance.sale_order_profit_action")
        for name, group in (
            ("finance", "account.group_account_invoice"),
            ("sales", "sales_team.group_sale_salesman_all_leads"),
        ):
            user = self._create_user(name, group, "trade_base.group_trade_profit")
            orders = self.env["sale.order"].with_user(user)
            view = orders.get_view(action.view_ids[0].view_id.id)
            names = set(view["models"]["sale.order"])
            self.assertIn("actual_profit", names)
            found = orders.search(literal_eval(action.domain))
            self.assertIn(order, found)
            found.web_read({field: {} for field in names})

    def test_a_cancelled_order_stays_in_the_list_when_it_cost_something(self):
        action = self.env.ref("trade_finance.sale_order_profit_action")
        costly, plain = self._confirm(), self._confirm()
        self._bill(costly, 500)
        (costly | plain)._action_cancel()
        found = self.env["sale.order"].search(literal_eval(action.domain))
        self.assertIn(costly, found)
        self.assertNotIn(plain, found)

    def test_revenues_are_for_the_profit_group_and_money_for_all(self):
        order = self._confirm()
        user = self._create_user("plain", "sales_team.group_sale_salesman_all_leads")
        mine = order.with_user(user)
        self.assertEqual(
            mine.read(["amount_total_company"])[0][COMPANY_AMOUNTS[0]], 70000
        )
        for name in ("estimated_revenue", "actual_revenue"):
            with self.assertRaises(AccessError):
                mine.read([name])
            with self.assertRaises(AccessError):
                mine._read_group([], [], ["actual_profit_percent:avg"])

    def test_each_figure_opens_its_records(self):
        self.company.trade_auto_estimate = True
        order = self._confirm()
        self._pay(self._invoice(order))
        for button, measure, total in (
            (order.action_view_estimated_lines, "estimated", order.estimated_profit),
            (order.action_view_actual_lines, "actual", order.actual_profit),
        ):
            action = button()
            lines = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(lines.order_id, order)
            self.assertEqual(set(lines.mapped("stage")), {measure})
            self.assertAlmostEqual(sum(lines.mapped(measure)), total, 2)
        receipts = order.action_view_receipts()
        found = self.env[receipts["res_model"]].search(receipts["domain"])
        self.assertEqual(sum(found.mapped("amount")), order.amount_received)

    def test_the_form_has_the_buttons_of_the_figures(self):
        order = self._confirm()
        with Form(order) as form:
            arch = form._view["tree"]
            for name in ("action_view_estimated_lines", "action_export_profit"):
                self.assertTrue(arch.xpath(f"//button[@name='{name}']"), name)

    def test_the_list_costs_the_same_queries_for_2_and_40_orders(self):
        view = self.env.ref("trade_finance.sale_order_profit_view_list")
        names = set(self.env["sale.order"].get_view(view.id)["models"]["sale.order"])
        orders = self.env["sale.order"]
        for _order in range(40):
            orders |= self._create_order(quantity=1)
        orders.action_confirm()
        counts = []
        for some in (orders[:2], orders[:2], orders):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.web_read({name: {} for name in names})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_a_row_of_the_sheet_says_its_part_of_the_revenue(self):
        order = self._confirm()
        self._pay(self._invoice(order))
        self._bill(order, 690)
        shares = {
            row.cost_type_id.code: row.actual_share
            for row in self.env["trade.profit.sheet"].search(
                [("order_id", "=", order.id)]
            )
        }
        self.assertAlmostEqual(shares["freight"], -1, 6)
        self.assertAlmostEqual(sum(shares.values()), order.actual_profit_percent, 6)
        without = self._confirm()
        self._bill(without, 690)
        without.invalidate_recordset(["profit_sheet_ids"])
        self.assertEqual(without.profit_sheet_ids.mapped("actual_share"), [0])
