from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date


class TradeHandover(models.Model):
    """The points of the briefs about orders and invoices."""

    # one file for each subject of this model, none over 200 lines
    _inherit = "trade.handover"  # pylint: disable=consider-merging-classes-inherited

    def _find_order_points(self, customers):
        """Find the confirmed orders that are not yet delivered, invoiced and paid."""
        orders = self.env["sale.order"].search(
            self._get_open_order_domain()
            & self._get_domain_of_customers("partner_id", customers),
            order="date_order desc, id desc",
        )
        return [
            (
                order.partner_id.commercial_partner_id.id,
                self._prepare_order_point(order),
            )
            for order in self._keep_readable(orders)
        ]

    def _prepare_order_point(self, order):
        promised = order.commitment_date
        return {
            "date": order.date_order.date(),
            "name": order.name,
            "detail": promised
            and self.env._("Promised for %s", format_date(self.env, promised)),
            "amount": order.amount_total,
            "currency_id": order.currency_id.id,
            "res_model": "sale.order",
            "res_id": order.id,
        }

    def _find_invoice_points(self, customers):
        """Find the posted invoices with something left to pay, oldest due first."""
        invoices = self.env["account.move"].search(
            self._get_open_invoice_domain()
            & self._get_domain_of_customers("commercial_partner_id", customers)
            & Domain("move_type", "in", ("out_invoice", "out_refund"))
            & Domain("state", "=", "posted"),
            order="invoice_date_due, id",
        )
        return [
            (invoice.commercial_partner_id.id, self._prepare_invoice_point(invoice))
            for invoice in self._keep_readable(invoices)
        ]

    def _prepare_invoice_point(self, invoice):
        due = invoice.invoice_date_due
        sign = -1 if invoice.move_type == "out_refund" else 1
        return {
            "date": due,
            "name": invoice.name,
            "detail": due and self.env._("Due on %s", format_date(self.env, due)),
            "amount": sign * invoice.amount_residual,
            "currency_id": invoice.currency_id.id,
            "res_model": "account.move",
            "res_id": invoice.id,
        }

    def _get_domain_of_customers(self, field, customers):
        family = Domain("company_id", "=", self.company_id.id)
        if field == "commercial_partner_id":
            return family & Domain(field, "in", customers.ids)
        return family & Domain(f"{field}.commercial_partner_id", "in", customers.ids)
