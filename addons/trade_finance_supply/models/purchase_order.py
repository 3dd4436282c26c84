from odoo import fields, models
from odoo.exceptions import UserError


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _confirmation_error_message(self):
        """Stop what is bought for a sales order whose deposit is missing."""
        message = super()._confirmation_error_message()
        orders_sudo = self._get_supplied_sale_orders_sudo()
        return message or orders_sudo._get_payment_gate_message("deposit")

    def button_approve(self, force=False):
        """Ask again at the second approval: the order may have been amended."""
        waiting = self.filtered(lambda order: order.state != "purchase")
        orders_sudo = waiting._get_supplied_sale_orders_sudo()
        message = orders_sudo._get_payment_gate_message("deposit")
        if message:
            raise UserError(message)
        result = super().button_approve(force=force)
        for purchase in self.filtered(lambda order: order.state == "purchase"):
            purchase._follow_sale_orders()
        return result

    def _follow_sale_orders(self):
        """Note who let the orders pass; the vendor's order starts the production."""
        self.ensure_one()
        orders_sudo = self._get_supplied_sale_orders_sudo()
        text = orders_sudo._get_waiver_text("deposit")
        if text:
            self._message_log(body=text)
        started = orders_sudo.instalment_ids.filtered(
            lambda row: row.trade_event == "production" and row.event_date
        )
        (orders_sudo - started.order_id)._set_trade_event(
            "production", fields.Date.context_today(self)
        )

    def _get_supplied_sale_orders_sudo(self):
        """Return the confirmed sales orders the goods are for.

        By requests, by orders made to order or dropshipped, by services bought.
        """
        # A buyer sees no sales orders, but is to know whether one may be bought for.
        lines_sudo = self.sudo().order_line
        orders_sudo = (
            self.sudo()._get_sale_orders()
            | lines_sudo.sale_order_id
            | lines_sudo.purchase_request_lines.sale_order_id
            | lines_sudo.move_dest_ids.sale_line_id.order_id
        )
        return orders_sudo.filtered(lambda order: order.state == "sale")
