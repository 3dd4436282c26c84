from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    trade_shipment_line_ids = fields.One2many(
        "trade.shipment.line",
        "sale_line_id",
        string="Shipment lines",
        copy=False,
        groups="base.group_user",
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.state == "sale").order_id._follow_order()
        return lines

    def write(self, vals):
        written = super().write(vals)
        if "product_uom_qty" in vals or "product_uom_id" in vals:
            confirmed = self.filtered(lambda line: line.state == "sale")
            confirmed.order_id._follow_order()
        return written

    def _is_shippable(self):
        """Tell whether the line is goods that somebody has ordered."""
        self.ensure_one()
        return (
            self.state == "sale"
            and not self.display_type
            and not self.is_downpayment
            and self.product_id.type == "consu"
        )

    def _get_quantities_to_ship(self):
        """Return `{line id: quantity}` ordered and not yet in a live shipment.

        In the unit of the line; below zero where shipments hold too much. One query.
        """
        shipped = dict(
            self.env["trade.shipment.line"]
            .sudo()  # sudo: shipments the user may not read hold quantities too
            ._read_group(
                [
                    ("sale_line_id", "in", self.ids),
                    ("shipment_id.is_cancelled", "!=", True),
                ],
                ["sale_line_id"],
                ["quantity:sum"],
            )
        )
        return {
            # Below zero is what comes back: nothing to ship.
            line.id: max(line.product_uom_qty, 0) - shipped.get(line, 0)
            for line in self
            if line.id
        }

    def _prepare_request_line(self, request, quantity):
        """Return the command that puts `quantity` of the line on a request."""
        self.ensure_one()
        there = request.line_ids.filtered(lambda line: line.sale_line_id == self)
        if there:
            return Command.update(there.id, {"quantity": there.quantity + quantity})
        return Command.create({"sale_line_id": self.id, "quantity": quantity})

    def _shrink_request(self, surplus):
        """Take `surplus` out of requests of the line; refuse what is booked."""
        self.ensure_one()
        held_sudo = self.sudo().trade_shipment_line_ids  # sudo: sales may not write
        held_sudo = held_sudo.filtered(lambda h: not h.shipment_id.is_cancelled)
        for held in held_sudo.filtered(lambda h: h.shipment_id.state == "requested"):
            taken = min(surplus, held.quantity)
            surplus -= taken
            if self.product_uom_id.is_zero(held.quantity - taken):
                request = held.shipment_id
                held.unlink()
                request.filtered(lambda r: not r.line_ids).action_cancel()
            else:
                held.quantity -= taken
        if self.product_uom_id.compare(surplus, 0) > 0:
            raise ValidationError(
                self.env._(
                    "%(quantity)s %(unit)s of %(product)s are booked on %(shipments)s. "
                    "Let logistics lower the quantity there first.",
                    quantity=f"{surplus:g}",
                    unit=self.product_uom_id.name,
                    product=self.product_id.display_name,
                    shipments=", ".join(held_sudo.shipment_id.mapped("name")),
                )
            )
