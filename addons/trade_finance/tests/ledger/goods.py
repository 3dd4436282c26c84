"""Business steps with goods and their costs. Each says what it did, or nothing."""

from decimal import Decimal


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
        """Put a cost on a receipt, of which goods may have been delivered already."""
        receipt = self.choose(self.world.receipts)
        quantity = Decimal(f"{receipt.quantity}")
        gone = self.gone_of(receipt)
        amount = round(self.dice.uniform(5, 90), 2)
        self.world.land_cost(receipt.picking_id, amount)
        reached = quantity - sum(part for _delivery, part in gone)
        for delivery, part in reversed(gone):
            slices = reached / quantity, (reached + part) / quantity
            self.late_costs.append((delivery, Decimal(f"{amount}"), *slices))
            reached += part
        return receipt

    def gone_of(self, receipt):
        """Return [(delivery, quantity)] of what left of `receipt`, first in, first out.

        Goods in, one after the other, and goods out lie on the same line: where a
        delivery's stretch meets the receipt's, its goods are the receipt's.
        """
        moves = self.env["stock.move"].search(
            [("product_id", "=", receipt.product_id.id), ("state", "=", "done")],
            order="date, id",
        )
        spans = {True: {}, False: {}}
        for is_in in spans:
            reached = Decimal(0)
            for move in moves.filtered("is_in" if is_in else "is_out"):
                start, reached = reached, reached + Decimal(f"{move.quantity}")
                spans[is_in][move] = start, reached
        first, last = spans[True][receipt]
        return [
            (delivery, min(stop, last) - max(start, first))
            for delivery, (start, stop) in spans[False].items()
            if min(stop, last) > max(start, first)
        ]
