from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import FinanceCase


@tagged("post_install", "-at_install")
class TestProfit(FinanceCase):
    """Goods of the stock, freight bills, and a sheet that says where the money went."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.trade_auto_estimate = True
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        ) or cls.env["stock.warehouse"].create(
            {"name": "Ningbo", "code": "NGB", "company_id": cls.company.id}
        )
        cls.drill = cls._create_product(
            "Drill", is_storable=True, standard_price=3500.0
        )
        cls.env["stock.quant"]._update_available_quantity(
            cls.drill, cls.warehouse.lot_stock_id, 100
        )
        cls.env["trade.cost.rule"].create(
            {
                "name": "Sea freight",
                "cost_type_id": cls._cost_type("freight").id,
                "basis": "percent_revenue",
                "value": 10,
            }
        )

    def _deliver(self, order, quantity=None):
        """Deliver all, or `quantity`; return the picking."""
        picking = order.picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        )
        for move in picking.move_ids:
            move.quantity = quantity or move.product_uom_qty
            move.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        return picking

    def _return(self, picking, quantity):
        wizard = Form(
            self.env["stock.return.picking"].with_context(
                active_ids=picking.ids,
                active_id=picking.id,
                active_model="stock.picking",
            )
        ).save()
        wizard.product_return_moves.quantity = quantity
        back = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        back.move_ids.write({"quantity": quantity, "picked": True})
        back.button_validate()

    def _assert_sheet(self, order, **actual):
        """Compare the actual side of the sheet, and the stored totals with the view."""
        sheet = self._sheet(order)
        self.assertEqual({c: a for c, (_e, a) in sheet.items() if a}, actual)
        estimated = sum(both[0] for both in sheet.values())
        self.assertRecordValues(
            order,
            [
                {
                    "actual_profit": sum(actual.values()),
                    "estimated_profit": estimated,
                    "profit_variance": sum(actual.values()) - estimated,
                }
            ],
        )

    def _sheet(self, order):
        self.env.flush_all()
        self.env["trade.profit.sheet"].invalidate_model()
        order.invalidate_recordset(["profit_sheet_ids"])
        return {
            row.cost_type_id.code: (row.estimated, row.actual)
            for row in order.profit_sheet_ids
        }

    def test_estimate_and_actual_side_by_side_after_every_event(self):
        order = self._confirm(product=self.drill)
        self.assertEqual(
            self._sheet(order),
            {"revenue": (70000, 0), "product": (-35000, 0), "freight": (-7000, 0)},
        )
        self._assert_sheet(order)
        self.assertEqual(order.expected_profit, 28000)
        self._deposit(order, 3000, self.INVOICE_DAY)
        self._assert_sheet(order)
        picking = self._deliver(order, 4)
        self._assert_sheet(order, product=-14000)
        self.assertEqual(order.expected_profit, 28000)
        self._deliver(order)
        self._assert_sheet(order, product=-35000)
        invoice = self._invoice(order)
        facts = {"revenue": 70000, "fx_invoice": -500, "product": -35000}
        self._assert_sheet(order, **facts)
        self.assertEqual(order.expected_profit, 27500)
        self._bill(order, 6000)
        self._assert_sheet(order, **facts, freight=-6000)
        self.assertEqual(order.expected_profit, 27500)
        second = self._bill(order, 2500)
        self._assert_sheet(order, **facts, freight=-8500)
        self.assertEqual(order.expected_profit, 26000)
        self._reverse(second)
        self._assert_sheet(order, **facts, freight=-6000)
        payment = self._pay(invoice)
        facts["fx_booked"] = -500
        self._assert_sheet(order, **facts, freight=-6000)
        self.assertEqual(order.profit_variance, order.actual_profit - 28000)
        payment.action_draft()
        self._assert_sheet(order, **facts, freight=-6000)
        payment.action_cancel()
        facts.pop("fx_booked")
        self._assert_sheet(order, **facts, freight=-6000)
        self._return(picking, 1)
        facts["product"] = -31500
        self._assert_sheet(order, **facts, freight=-6000)
        invoice.button_draft()
        self._assert_sheet(order, product=-31500, freight=-6000)
        invoice.button_cancel()
        second.button_draft()
        self.assertEqual(order.actual_profit, sum(self._profit_by_code(order).values()))

    def test_percents(self):
        order = self._confirm(product=self.drill)
        self.assertEqual(order.estimated_profit_percent, 40)
        self._deliver(order)
        self._invoice(order, self.ORDER_DAY)
        self.assertEqual(order.actual_profit_percent, 50)

    def test_a_full_refund_with_the_goods_back_leaves_nothing(self):
        order = self._confirm(product=self.drill)
        picking = self._deliver(order)
        invoice = self._invoice(order)
        self._reverse(invoice, self.INVOICE_DAY)
        self._return(picking, 10)
        self._assert_sheet(order)

    def test_a_refund_at_another_rate_books_what_it_takes_back(self):
        order = self._confirm(product=self.drill)
        self._reverse(self._invoice(order), self.RECEIPT_DAY)
        self._assert_sheet(order, fx_invoice=500, fx_booked=-500)
        self.assertEqual(order.actual_profit, 0)

    def test_goods_are_kept_apart_from_bills(self):
        order = self._confirm(product=self.drill)
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.drill.id,
                            "product_qty": 5,
                            "price_unit": 3000,
                        }
                    )
                ],
            }
        )
        purchase.button_confirm()
        purchase.picking_ids.move_ids.write({"quantity": 5, "picked": True})
        purchase.picking_ids.button_validate()
        purchase.action_create_invoice()
        line = purchase.invoice_ids.invoice_line_ids
        with self.assertRaisesRegex(ValidationError, "by their delivery"):
            line.trade_order_id = order

    def test_a_bill_in_dollars_counts_at_its_own_rate(self):
        order = self._confirm()
        self._bill(order, 100, "insurance", self.RECEIPT_DAY, "USD")
        self._assert_sheet(order, insurance=-690)
        line = self.env["trade.profit.line"].search(
            [("order_id", "=", order.id), ("stage", "=", "actual")]
        )
        self.assertEqual((line.amount_currency, line.amount), (-100, -690))

    def test_a_bill_without_a_type_is_other(self):
        order = self._confirm()
        bill = self._bill(order, 100)
        bill.button_draft()
        bill.invoice_line_ids.trade_cost_type_id = False
        bill.action_post()
        self._assert_sheet(order, other=-100)

    def test_a_bill_line_is_shared_by_orders_to_the_cent(self):
        orders = self._confirm() | self._confirm() | self._confirm()
        bill = self._bill(orders[:1], 100.01)
        line = bill.invoice_line_ids
        Share = self.env["trade.order.share"]
        parts = dict.fromkeys(orders.ids, 1.0)
        line.trade_order_id = False
        Share.create(Share._prepare_shares(parts, move_id=bill.id, line_id=line.id))
        self.assertAlmostEqual(sum(orders.mapped("actual_profit")), -100.01, 2)
        self.assertEqual(sorted(orders.mapped("actual_profit"))[0], -33.34)

    def test_an_expense_entry_can_name_the_order(self):
        order = self._confirm()
        entry = self.env["account.move"].create(
            {
                "date": self.INVOICE_DAY,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "balance": balance,
                            "trade_order_id": order.id,
                            "trade_cost_type_id": self._cost_type("commission").id,
                        }
                    )
                    for account, balance in (
                        (self._account("agents", "expense"), 300),
                        (self._account("accrued", "liability_current"), -300),
                    )
                ],
            }
        )
        entry.action_post()
        self._assert_sheet(order, commission=-300)

    def test_every_cell_opens_what_adds_up_to_it(self):
        order = self._confirm(product=self.drill)
        self._deliver(order)
        self._invoice(order)
        self._bill(order, 6000)
        for row in order.profit_sheet_ids:
            for button, measure in (
                (row.action_open_estimated, "estimated"),
                (row.action_open_actual, "actual"),
                (row.action_open_variance, "variance"),
            ):
                action = button()
                lines = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(sum(lines.mapped(measure)), row[measure])
        for line in self.env["trade.profit.line"].search([("order_id", "=", order.id)]):
            action = line.action_open_source()
            self.assertTrue(
                self.env[action["res_model"]].browse(action["res_id"]).exists()
            )

    def test_ids_are_stable_and_single(self):
        order = self._confirm(product=self.drill)
        self._pay(self._invoice(order))
        before = self.env["trade.profit.line"].search([("order_id", "=", order.id)])
        self._bill(order, 100)
        after = self.env["trade.profit.line"].search([("order_id", "=", order.id)])
        self.assertLess(set(before.ids), set(after.ids))
        self.assertEqual(len(after), len(set(after.ids)))

    def test_an_addon_may_add_a_source(self):
        order = self._confirm()
        Line = self.env.registry["trade.profit.line"]
        standard = Line._sources

        def sources(lines):
            other = lines._select_estimate()
            return {**standard(lines), "twice": other}

        self.patch(Line, "_sources", sources)
        by_code = self._profit_by_code(order, "estimated")
        self.assertEqual(by_code["revenue"], 140000)

    def test_shares_of_old_documents_are_filled_in_at_install(self):
        orders = self._confirm() | self._confirm(quantity=5)
        invoice = self._invoice(orders)
        Share = self.env["trade.order.share"]
        written = Share.search([("move_id", "=", invoice.id)])
        values = written._read_values()
        self.assertEqual(len(values), 2)
        written.unlink()
        Share._fill_missing_shares()
        filled = Share.search([("move_id", "=", invoice.id)])._read_values()
        for left, right in zip(values, filled, strict=True):
            self.assertEqual(left["order_id"], right["order_id"])
            self.assertAlmostEqual(left["share_from"], right["share_from"], 12)
            self.assertAlmostEqual(left["share_to"], right["share_to"], 12)
