"""Business steps of goods in perpetual or periodic valuation."""

from odoo import Command
from odoo.tests import Form, freeze_time

from .common import FinanceCase


class StockCase(FinanceCase):
    """Goods that are bought, delivered, returned, under average cost or FIFO."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        ) or cls.env["stock.warehouse"].create(
            {"name": "Ningbo", "code": "NGB", "company_id": cls.company.id}
        )
        cls.average = cls._create_goods("Pump", "average", "real_time")
        cls.fifo = cls._create_goods("Valve", "fifo", "real_time")
        cls.periodic = cls._create_goods("Hose", "average", "periodic")

    @classmethod
    def _create_goods(cls, name, cost_method, valuation, **values):
        category = cls.env["product.category"].create(
            {
                "name": f"{name}: {cost_method}, {valuation}",
                "property_cost_method": cost_method,
                "property_valuation": valuation,
            }
        )
        # Core notes a cost of 0 on the day: that must lie before the first receipt.
        with freeze_time("2026-01-01"):
            return cls._create_product(
                name, is_storable=True, categ_id=category.id, **values
            )

    @classmethod
    def _order_goods(cls, product, quantity=10, day=None, **values):
        """Return the confirmed order of `quantity` at USD 100 each."""
        values.setdefault("price", 100.0)
        return cls._confirm(day, product=product, quantity=quantity, **values)

    @classmethod
    def _receive(cls, product, quantity, price, bill=True, day=None):
        """Buy and receive goods; return the purchase order."""
        with freeze_time(day or cls.ORDER_DAY):
            purchase = cls.env["purchase.order"].create(
                {
                    "partner_id": cls.vendor.id,
                    "currency_id": cls.company.currency_id.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_qty": quantity,
                                "price_unit": price,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
            )
            purchase.button_confirm()
            purchase.picking_ids.move_ids.write({"quantity": quantity, "picked": True})
            purchase.picking_ids.button_validate()
            if bill:
                cls._bill_purchase(purchase)
        return purchase

    @classmethod
    def _bill_purchase(cls, purchase, price=None, day=None):
        purchase.action_create_invoice()
        bill = purchase.invoice_ids.filtered(lambda move: move.state == "draft")
        if price is not None:
            bill.invoice_line_ids.price_unit = price
        return cls._post(bill, day or cls.ORDER_DAY)

    @classmethod
    def _deliver(cls, order, quantity=None, day=None):
        """Deliver what is open, or `quantity` of it; return the picking."""
        picking = order.picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel") and p.picking_type_code != "in"
        )
        for move in picking.move_ids:
            move.quantity = quantity or move.product_uom_qty
            move.picked = True
        with freeze_time(day or cls.INVOICE_DAY):
            picking.with_context(skip_backorder=True).button_validate()
        return picking

    @classmethod
    def _return(cls, picking, quantity, day=None):
        wizard = Form(
            cls.env["stock.return.picking"].with_context(
                active_ids=picking.ids,
                active_id=picking.id,
                active_model="stock.picking",
            )
        ).save()
        wizard.product_return_moves.quantity = quantity
        back = cls.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.write({"quantity": quantity, "picked": True})
        with freeze_time(day or cls.RECEIPT_DAY):
            back.button_validate()
        return back

    def _sheet(self, orders):
        """Return {cost type code: (estimated, actual, to come, expected)}."""
        self.env.flush_all()
        Sheet = self.env["trade.profit.sheet"]
        Sheet.invalidate_model()
        rows = Sheet._read_group(
            [("order_id", "in", orders.ids)],
            ["cost_type_id"],
            [f"{name}:sum" for name in ("estimated", "actual", "to_come", "expected")],
        )
        return {cost_type.code: tuple(sums) for cost_type, *sums in rows}

    def _actual(self, orders):
        """Return {cost type code: actual} without what is nothing."""
        return {
            code: row[1]
            for code, row in self._sheet(orders).items()
            if not self.company.currency_id.is_zero(row[1])
        }

    def _profit_and_loss(self):
        """Return the company's profit from nothing but its posted journal items."""
        lines = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
                ("account_id.internal_group", "in", ("income", "expense")),
            ]
        )
        return -sum(lines.mapped("balance"))

    def _assert_ledger(self, orders, event=None):
        """Compare sheets, stored totals and journal items to the cent."""
        total = sum(row[1] for row in self._sheet(orders).values())
        self.assertAlmostEqual(total, self._profit_and_loss(), 2, event)
        for order in orders:
            rows = self._sheet(order).values()
            self.assertAlmostEqual(
                order.actual_profit, sum(row[1] for row in rows), 2, event
            )
            self.assertAlmostEqual(
                order.expected_profit, sum(row[3] for row in rows), 2, event
            )
