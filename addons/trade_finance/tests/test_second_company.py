from odoo.tests import tagged

from .common import FinanceCase


@tagged("post_install", "-at_install")
class TestSecondCompany(FinanceCase):
    """A company in euro beside the one in yuan: own rates, own walls."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chinese_order = cls._confirm()
        cls.chinese = cls.company
        cls._pay(cls._invoice(cls.chinese_order))
        company = cls._create_trade_company("Hamburg", currency="EUR", country="de")
        cls._work_in(company)
        cls._trade_in_dollars(0.90, 0.92, 0.95)

    def test_rates_and_profit_are_in_euro(self):
        order = self._confirm()
        self.assertEqual(order.trade_rate, 0.9)
        invoice = self._invoice(order)
        self.assertEqual(invoice.amount_total_signed, 9200)
        self._pay(invoice)
        self.assertEqual(order.fx_difference, 500)
        self.assertRecordValues(
            self._receipts(order), [{"fx_before_invoice": 200, "fx_booked": 300}]
        )
        self.assertEqual(
            self._profit_by_code(order),
            {"revenue": 9000, "fx_invoice": 200, "fx_booked": 300},
        )
        self.assertEqual(order.actual_profit, 9500)

    def test_the_walls_hold(self):
        self._pay(self._invoice(self._confirm()))
        user = self._create_user(
            "greta",
            "sales_team.group_sale_salesman_all_leads",
            "trade_base.group_trade_cost",
        )
        for model in ("trade.order.receipt", "trade.profit.line", "trade.profit.sheet"):
            rows = self.env[model].with_user(user).search([])
            self.assertEqual(rows.company_id, self.company, model)
        both = self.env["trade.order.receipt"].with_context(
            allowed_company_ids=(self.company | self.chinese).ids
        )
        self.assertEqual(both.search([]).company_id, self.company | self.chinese)

    def test_the_first_company_is_untouched(self):
        self.assertEqual(self.chinese_order.fx_difference, -1000)
        self.assertEqual(self.chinese_order.trade_rate, 7.0)
