from odoo import Command
from odoo.tests import freeze_time, tagged

from .common import FinanceCase

LIST_FIELDS = [
    "trade_rate",
    "amount_received",
    "amount_outstanding",
    "receipt_status",
    "fx_difference",
    "estimated_profit",
    "actual_profit",
    "expected_profit",
    "profit_variance",
]


@tagged("post_install", "-at_install")
class TestQueries(FinanceCase):
    """What the suite costs does not grow with the number of lines or orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["trade.cost.rule"].create(
            {
                "name": "Freight",
                "cost_type_id": cls._cost_type("freight").id,
                "basis": "per_kg",
                "value": 2,
            }
        )
        cls.env["trade.duty.rate"].create(
            {
                "hs_prefix": "85",
                "country_id": cls.env.ref("base.nl").id,
                "duty_percent": 5,
            }
        )

    def _count(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    @freeze_time(FinanceCase.ORDER_DAY)
    def _count_confirm(self, lines, is_on):
        self.company.trade_auto_estimate = is_on
        self.company.trade_rate_required = is_on
        order = self._create_order(incoterm=self.env.ref("account.incoterm_DDP").id)
        order.order_line = [
            Command.create({"product_id": self.service.id, "price_unit": 5})
            for _line in range(lines - 1)
        ]
        return self._count(order.action_confirm)

    def test_confirming_costs_the_same_for_2_and_40_lines(self):
        extra = {}
        for lines in (2, 2, 40):  # the first warms up
            extra[lines] = self._count_confirm(lines, True) - self._count_confirm(
                lines, False
            )
        self.assertEqual(extra[2], extra[40])
        self.assertLessEqual(extra[40], 10)

    def test_reading_the_columns_costs_the_same_for_2_and_40_orders(self):
        orders = self.env["sale.order"]
        for _order in range(40):
            orders |= self._create_order(quantity=1)
        orders.action_confirm()

        def read(some):
            return lambda: some.web_read({name: {} for name in LIST_FIELDS})

        self._count(read(orders[:2]))
        few, many = self._count(read(orders[:2])), self._count(read(orders))
        self.assertEqual(few, many)

    def test_one_posting_of_many_invoices_reads_the_totals_in_one_batch(self):
        orders = self.env["sale.order"]
        for _order in range(12):
            orders |= self._create_order(quantity=1)
        orders.action_confirm()
        calls = []
        Receipt = self.env.registry["trade.order.receipt"]
        standard = Receipt._select_documents

        def count(receipts, order_ids):
            calls.append(len(order_ids))
            return standard(receipts, order_ids)

        self.patch(Receipt, "_select_documents", count)
        invoices = orders._create_invoices(grouped=True)
        self._post(invoices)
        self.env.flush_all()
        self.assertEqual(max(calls), 12)
        self.assertLessEqual(len(calls), 4)
