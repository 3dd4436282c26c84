"""Business steps with goods and their costs. Each says what it did, or nothing."""

from odoo import Command


class GoodsSteps:
    """Steps of a `Ledger`: deliveries, returns, freight, landed costs, cancelling."""

    def step_confirm(self):
        draft = self.world.orders - self.confirmed
        draft = draft.filtered(lambda order: order.state == "draft")
        order = self.choose(draft)
        if not order:
            return None
        self.world.company.trade_fx_policy = self.dice.choice(
            ["invoice", "order", "month"]
        )
        self.freeze_confirm(order)
        self.confirmed |= order
        return order

    def step_cancel(self):
        order = self.choose(
            self.confirmed.filtered(
                lambda order: (
                    order.state == "sale"
                    and not order.invoice_ids
                    and not order.picking_ids.filtered(
                        lambda picking: picking.state == "done"
                    )
                )
            )
        )
        if order:
            order._action_cancel()
        return order

    def pickings(self, state):
        return self.confirmed.picking_ids.filtered(
            lambda picking: (
                picking.picking_type_code == "outgoing" and picking.state in state
            )
        )

    def step_deliver(self):
        picking = self.choose(self.pickings(("assigned", "confirmed")))
        if not picking:
            return None
        picking.action_assign()
        part = self.dice.choice([0.5, 1, 1])
        for move in picking.move_ids:
            move.quantity = max(1, round(move.product_uom_qty * part))
            move.picked = True
        picking.with_context(skip_backorder=True)._action_done()
        return picking

    def step_return_goods(self):
        picking = self.choose(self.pickings(("done",)))
        if not picking:
            return None
        wizard = (
            self.env["stock.return.picking"]
            .with_context(
                active_id=picking.id, active_ids=picking.ids, active_model=picking._name
            )
            .create({"picking_id": picking.id})
        )
        for line in wizard.product_return_moves:
            line.quantity = 1
        if not self.is_returnable(picking):
            return None
        back = wizard._create_return()
        back.move_ids.write({"quantity": 1, "picked": True})
        back._action_done()
        return back

    def is_returnable(self, picking):
        return all(
            move.quantity
            - sum(
                move.returned_move_ids.filtered(
                    lambda back: back.state == "done"
                ).mapped("quantity")
            )
            >= 1
            for move in picking.move_ids
        )

    def step_cost_of_the_goods_changes(self):
        self.world.goods.standard_price = round(self.dice.uniform(20, 60), 2)
        return self.world.goods

    def step_bill_freight(self):
        order = self.choose(self.confirmed)
        return self.world._bill(
            order,
            round(self.dice.uniform(10, 300), 2),
            self.dice.choice(["freight", "insurance", "commission"]),
            self.day(),
            self.dice.choice(
                [*self.world.foreign, self.world.company.currency_id.name]
            ),
        )

    def bills(self, *types):
        lines = self.confirmed.sudo().trade_line_ids
        return lines.move_id.filtered(
            lambda move: move.move_type in types and move.state == "posted"
        )

    def step_bill_refunded(self):
        bill = self.choose(self.bills("in_invoice"))
        return bill and self.world._reverse(bill, self.day())

    def step_pay_the_forwarder(self):
        bills = self.bills("in_invoice").filtered(
            lambda bill: not bill.currency_id.is_zero(bill.amount_residual)
        )
        bill = self.choose(bills)
        return bill and self.world._pay(bill, None, self.day())

    def step_landed_cost_late(self):
        """Put a cost on goods that were delivered already."""
        receipts = self.env["stock.picking"].search(
            [
                ("company_id", "=", self.world.company.id),
                ("picking_type_code", "=", "incoming"),
                ("state", "=", "done"),
                ("move_ids.product_id", "=", self.world.goods.id),
            ]
        )
        receipt = self.choose(receipts) or self.receive_goods()
        cost = self.env["stock.landed.cost"].create(
            {
                "picking_ids": [Command.set(receipt.ids)],
                "cost_lines": [
                    Command.create(
                        {
                            "name": "late",
                            "product_id": self.world.service.id,
                            "price_unit": round(self.dice.uniform(5, 90), 2),
                            "split_method": "equal",
                        }
                    )
                ],
            }
        )
        cost.button_validate()
        return cost

    def receive_goods(self):
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.world.company.id)], limit=1
        )
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.in_type_id.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": warehouse.lot_stock_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.world.goods.id,
                            "product_uom_qty": 50,
                            "location_id": self.env.ref(
                                "stock.stock_location_suppliers"
                            ).id,
                            "location_dest_id": warehouse.lot_stock_id.id,
                        }
                    )
                ],
            }
        )
        receipt.action_confirm()
        receipt.move_ids.write({"quantity": 50, "picked": True})
        receipt._action_done()
        return receipt
