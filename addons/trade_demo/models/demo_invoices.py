from odoo import Command, api, models

from ..tools.story import INVOICED

DAMAGED_SHARE = 0.1


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _invoice_orders(self):
        """Invoice delivered orders on the day they were shipped."""
        rows = [row for row in self._orders_table() if row["stage"] in INVOICED]
        orders = self.env["sale.order"].union(*(self._sale_order(row) for row in rows))
        invoices = orders._create_invoices(grouped=True)
        for row in rows:
            self._sale_order(row).invoice_ids.invoice_date = self._day(
                row["days"].shipped
            )
        invoices.action_post()

    @api.model
    def _refund_orders(self):
        """Take damaged goods back, credit them and pay the money back."""
        for row in self._orders_table():
            if row["stage"] != "refunded":
                continue
            days_ago = row["days"].arrival - 10
            self._return_damage(self._sale_order(row).picking_ids, days_ago + 1)
            refund = self._credit_damage(self._sale_order(row).invoice_ids, days_ago)
            payment = self._create_payments(
                [self._prepare_payment_values(row, -refund.amount_total, days_ago - 8)]
            )
            self._reconcile(payment, refund)

    @api.model
    def _return_damage(self, delivery, days_ago):
        """Take back a tenth of the goods of `delivery`."""
        wizard = (
            self.env["stock.return.picking"]
            .with_context(
                active_model="stock.picking",
                active_ids=delivery.ids,
                active_id=delivery.id,
            )
            .create({"picking_id": delivery.id})
        )
        for line in wizard.product_return_moves:
            line.quantity = round(line.move_id.quantity * DAMAGED_SHARE)
            line.to_refund = True
        returned = wizard._create_return()
        self._receive_on(returned, days_ago)

    @api.model
    def _credit_damage(self, invoice, days_ago):
        """Post a credit note for a tenth of the goods on `invoice`; return it."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create(
                {
                    "reason": "Damaged in transit, survey report attached",
                    "date": self._day(days_ago),
                    "journal_id": invoice.journal_id.id,
                }
            )
        )
        wizard.refund_moves()
        refund = wizard.new_move_ids
        refund.write(
            {
                "invoice_date": self._day(days_ago),
                "invoice_line_ids": [
                    Command.update(
                        line.id, {"quantity": round(line.quantity * DAMAGED_SHARE)}
                    )
                    for line in refund.invoice_line_ids
                ],
            }
        )
        refund.action_post()
        return refund
