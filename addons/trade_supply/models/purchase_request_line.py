from odoo import api, fields, models

from ..tools.lead_time import order_by

# A request in one of these states still waits for a purchase.
OPEN_STATES = ("draft", "to_approve", "approved", "in_progress")


class PurchaseRequestLine(models.Model):
    _inherit = "purchase.request.line"

    sale_line_id = fields.Many2one(
        "sale.order.line",
        string="Sales order line",
        index="btree_not_null",
        copy=False,
        readonly=True,
        ondelete="set null",
    )
    sale_order_id = fields.Many2one(
        related="sale_line_id.order_id", string="Sales order", store=True, index=True
    )
    shortage_qty = fields.Float(
        "Short",
        digits="Product Unit",
        copy=False,
        readonly=True,
        help="What the sales order is short of, in the product's own unit. The buyer "
        "may ask for more, for example a vendor's minimum.",
    )
    latest_ready_date = fields.Date(
        "Latest ready date",
        copy=False,
        help="The last day the goods may be ready at the vendor's to be with the "
        "customer on the requested date: less transit, inspection and handling.",
    )
    order_by_date = fields.Date(
        "Order by",
        compute="_compute_order_by_date",
        help="The latest ready date less the lead time of the preferred vendor.",
    )
    is_late = fields.Boolean(
        "Late",
        compute="_compute_order_by_date",
        help="Nothing is ordered, and the preferred vendor can no longer make it.",
    )
    performance_text = fields.Char(
        "Vendor's record", compute="_compute_performance_text", compute_sudo=True
    )

    @api.depends(
        "latest_ready_date",
        "request_state",
        "purchase_state",
        "cancelled",
        "product_id.seller_ids.delay",
        "supplier_id",
    )
    def _compute_order_by_date(self):
        today = fields.Date.context_today(self)
        for line in self:
            ready = line.latest_ready_date
            line.order_by_date = ready and order_by(ready, line._trade_vendor_days())
            waiting = not line.cancelled and not line.purchase_state
            line.is_late = bool(
                ready
                and waiting
                and line.request_state in OPEN_STATES
                and line.order_by_date < today
            )

    @api.depends("supplier_id", "product_id", "company_id")
    def _compute_performance_text(self):
        record = self.env["trade.supplier.record"]
        pairs = [(line.supplier_id, line.product_id) for line in self]
        for line, text in zip(self, record._sentences(pairs), strict=True):
            line.performance_text = text

    def _trade_vendor_days(self):
        """Return the lead time in days the preferred vendor promises."""
        self.ensure_one()
        sellers = self.sudo().product_id.seller_ids  # the delay only, not the price
        return sellers.filtered(lambda s: s.partner_id == self.supplier_id)[:1].delay

    def _trade_is_ordered(self):
        """Tell whether the line is on a quotation or order that is not cancelled."""
        self.ensure_one()
        return any(line.state != "cancel" for line in self.purchase_lines)

    def _trade_quantity(self):
        """Return the requested quantity of all lines, in the product's own unit."""
        return sum(
            (line.product_uom_id or line.product_id.uom_id)._compute_quantity(
                line.product_qty, line.product_id.uom_id, round=False
            )
            for line in self
        )

    def _trade_quantity_on_orders(self):
        """Return what live quotations and orders cover, in the product's own unit."""
        self.ensure_one()
        parts = self.purchase_request_allocation_ids.filtered(
            lambda part: part.purchase_state != "cancel"
        )
        return self.product_uom_id._compute_quantity(
            sum(parts.mapped("requested_product_uom_qty")),
            self.product_id.uom_id,
            round=False,
        )

    # == Follow the sales order line ==

    def _prepare_trade_values(self, order_line, quantity):
        """Return the values of a request for `quantity` (product's unit) of a line."""
        ready = order_line._trade_latest_ready_date()
        return {
            "sale_line_id": order_line.id,
            "product_id": order_line.product_id.id,
            "name": order_line.product_id.display_name,
            "product_uom_id": order_line.product_id.uom_id.id,
            "product_qty": quantity,
            "shortage_qty": quantity,
            "latest_ready_date": ready,
            "date_required": ready or fields.Date.context_today(self),
            "cancelled": False,
        }

    def _trade_update_dates(self):
        """Follow the requested date of the order, where nothing is ordered yet."""
        for line in self.filtered(lambda row: not row._trade_is_ordered()):
            ready = line.sale_line_id._trade_latest_ready_date()
            if ready != line.latest_ready_date:
                line.latest_ready_date = ready
                line.date_required = ready or line.date_required

    def _trade_adjust(self, short):
        """Make the lines of one order line ask for `short` together, or for less.

        What is on a quotation or order of a vendor is not touched: its buyer is told.
        :param short: quantity nothing covers, in the product's own unit.
        :return: what has to be requested beside these lines.
        """
        live = self.filtered(
            lambda row: not row.cancelled and row.request_state in OPEN_STATES
        )
        ordered = live.filtered(lambda row: row._trade_is_ordered())
        if ordered._trade_spread_shortage(short):
            ordered._trade_tell_less(short)
        rest = short - sum(row._trade_quantity_not_bought() for row in ordered)
        rest = max(rest, 0.0)
        for row in live - ordered:
            rest = row._trade_ask_for(rest, is_last=row == (live - ordered)[-1:])
        return rest

    def _trade_spread_shortage(self, short):
        """Note on lines with vendors what the order is short of now.

        :return: whether that is less than it was, so that the buyer has to decide.
        """
        less = False
        for row in self:
            asked = row._trade_quantity_not_bought()
            part = min(asked, short)
            change = row.product_id.uom_id.compare(part, min(row.shortage_qty, asked))
            less = less or change < 0
            if change:
                row.shortage_qty = part
            short -= part
        return less

    def _trade_ask_for(self, quantity, is_last):
        """Ask for at most `quantity` (product's unit); return what is left of it.

        The last open line takes all of the rest, also more than it had. Where the
        order's shortage is the same as before, the buyer's quantity stands.
        """
        self.ensure_one()
        uom, known = self.product_id.uom_id, self.shortage_qty
        wanted = quantity if is_last else min(quantity, known)
        if uom.is_zero(wanted):
            self.write({"cancelled": True, "shortage_qty": 0.0})
            # Not the buyer's refusal: confirming the order again reopens it.
            request = self.request_id
            request.is_withdrawn = all(request.line_ids.mapped("cancelled"))
        elif uom.compare(wanted, known):
            self._trade_change(wanted)
        return quantity - wanted

    def _trade_change(self, wanted):
        """Ask for `wanted` instead; more than was approved has to be approved again."""
        request, before = self.request_id, self._trade_quantity()
        say = self.env["trade.availability.wording"]._number
        self.write(
            {
                "product_qty": wanted,
                "shortage_qty": wanted,
                "product_uom_id": self.product_id.uom_id.id,
            }
        )
        if wanted > before and request.state == "approved":
            request.state = "to_approve"
        request._trade_tell(
            self.env._(
                "Order %(order)s changed: %(quantity)s %(unit)s of %(product)s are "
                "needed, not %(before)s.",
                order=self.sale_order_id.name,
                quantity=say(wanted),
                unit=self.product_id.uom_id.name,
                product=self.product_id.display_name,
                before=say(before),
            )
        )

    def _trade_quantity_not_bought(self):
        """Return what is on no confirmed purchase order, in the product's own unit."""
        self.ensure_one()
        parts = self.purchase_request_allocation_ids.filtered(
            lambda part: part.purchase_state == "purchase"
        )
        bought = self.product_uom_id._compute_quantity(
            sum(parts.mapped("requested_product_uom_qty")),
            self.product_id.uom_id,
            round=False,
        )
        return max(self._trade_quantity() - bought, 0.0)

    def _trade_tell_less(self, short):
        """Tell the buyer that less is needed than vendors were asked for."""
        say = self.env["trade.availability.wording"]._number
        for request, rows in self.grouped("request_id").items():
            orders = rows.purchase_lines.order_id.filtered(
                lambda o: o.state != "cancel"
            )
            request._trade_tell(
                self.env._(
                    "Order %(order)s needs only %(quantity)s more of %(product)s, but "
                    "%(purchases)s is on its way to the vendor. Please decide.",
                    order=rows.sale_order_id.name,
                    quantity=say(short),
                    product=rows.product_id.display_name,
                    purchases=", ".join(orders.mapped("name")),
                )
            )
