from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import STAGES, TRANSPORT_MODES
from .trade_shipment import OPEN_STAGES

STAGE_RANK = {code: rank for rank, (code, _label) in enumerate(STAGES)}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    transport_mode = fields.Selection(TRANSPORT_MODES, string="Mode of transport")
    port_loading_id = fields.Many2one("trade.port", string="Port of loading")
    port_discharge_id = fields.Many2one("trade.port", string="Port of discharge")
    trade_shipment_line_ids = fields.One2many(
        "trade.shipment.line",
        "order_id",
        string="Shipment lines",
        copy=False,
        groups="base.group_user",
    )
    shipment_ids = fields.Many2many(
        "trade.shipment",
        string="Shipments",
        compute="_compute_shipment_ids",
        search="_search_shipment_ids",
        groups="base.group_user",
    )
    shipment_count = fields.Integer(
        compute="_compute_shipment_ids", groups="base.group_user"
    )
    shipment_status = fields.Selection(
        [stage for stage in STAGES if stage[0] != "cancel"],
        compute="_compute_shipment_status",
        store=True,
        precompute=True,
        help="The stage of the shipment that is furthest behind.",
    )

    @api.depends("trade_shipment_line_ids.shipment_id")
    def _compute_shipment_ids(self):
        for order in self:
            order.shipment_ids = order.trade_shipment_line_ids.shipment_id
            order.shipment_count = len(order.shipment_ids)

    @api.model
    def _search_shipment_ids(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        return [("trade_shipment_line_ids.shipment_id", operator, value)]

    @api.depends("trade_shipment_line_ids.shipment_id.state")
    def _compute_shipment_status(self):
        for order in self:
            states = set(order.trade_shipment_line_ids.shipment_id.mapped("state"))
            order.shipment_status = min(
                states - {"cancel"}, key=STAGE_RANK.get, default=False
            )

    def _action_confirm(self):
        confirmed = super()._action_confirm()
        self._follow_order(create=True)
        return confirmed

    def _action_cancel(self):
        cancelled = super()._action_cancel()
        self._cancel_shipments()
        return cancelled

    # == Shipment requests ==

    def action_view_shipments(self):
        """Open the shipments of the order, or its only one."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "trade_logistics.trade_shipment_action"
        )
        action["context"] = {}
        if len(self.shipment_ids) == 1:
            action["views"] = [(False, "form")]
            action["res_id"] = self.shipment_ids.id
        else:
            action["domain"] = [("id", "in", self.shipment_ids.ids)]
        return action

    def action_request_shipment(self):
        """Hand what is not yet in a shipment to logistics, whatever the setting."""
        self.check_access("write")
        goods = self._get_goods()
        if not goods:
            raise UserError(
                self.env._(
                    "There is nothing to ship: confirm the order first, or add goods "
                    "to it."
                )
            )
        if not self._request_shipments(goods._get_quantities_to_ship()):
            raise UserError(
                self.env._(
                    "All goods of this order are in a shipment already. Lower a "
                    "quantity there if they are to travel apart."
                )
            )
        return self.action_view_shipments()

    def _follow_order(self, create=False):
        """Bring shipment requests in line with what is ordered now.

        :param create: true on confirmation, when orders without a request get one
        """
        automatic = self.filtered("company_id.trade_auto_shipment")
        following = (
            automatic if create else automatic | self.filtered("shipment_status")
        )
        if not following:
            return
        open_quantities = following._get_goods()._get_quantities_to_ship()
        following._shrink_requests(open_quantities)
        automatic._request_shipments(open_quantities)

    def _get_goods(self):
        """Return the order lines of `self` that can be shipped."""
        return self.order_line.filtered(lambda line: line._is_shippable())

    def _shrink_requests(self, open_quantities):
        """Take what is no longer ordered out of requests that nobody has booked.

        :param open_quantities: `{line id: quantity}`, below zero where shipments hold
            more than is ordered
        """
        for line in self._get_goods():
            surplus = -open_quantities.get(line.id, 0)
            if line.product_uom_id.compare(surplus, 0) > 0:
                line._shrink_request(surplus)

    def _request_shipments(self, open_quantities):
        """Make one request an order for the goods that are in no live shipment.

        A request of the order that nobody has booked takes them in instead, so that a
        change never multiplies requests. Return the requests made or filled up.

        :param open_quantities: `{line id: quantity}` not yet in a live shipment
        """
        requests = self.env["trade.shipment"].sudo()  # sudo: sales may not write them
        vals_list = []
        for order in self:
            wanted = {
                line: open_quantities[line.id]
                for line in order._get_goods()
                if line.product_uom_id.compare(open_quantities[line.id], 0) > 0
            }
            request = order._get_open_request()
            lines = [
                line._prepare_request_line(request, q) for line, q in wanted.items()
            ]
            if request and lines:
                request.line_ids = lines
                requests |= request
            elif lines:
                values = order._prepare_trade_shipment_values()
                vals_list.append({**values, "line_ids": lines})
        return requests | requests.create(vals_list)

    def _get_open_request(self):
        """Return the request of the order that logistics has not booked yet."""
        self.ensure_one()
        lines_sudo = self.sudo().trade_shipment_line_ids  # sudo: sales may not write
        requests = lines_sudo.shipment_id.filtered(lambda s: s.state == "requested")
        return requests[:1]

    def _prepare_trade_shipment_values(self):
        """Return the values of a shipment request for the order, without its lines.

        Other addons add what logistics should know by extending this with super().
        """
        self.ensure_one()
        wanted = self.commitment_date
        values = {
            "company_id": self.company_id.id,
            "consignee_id": self.partner_shipping_id.id,
            "transport_mode": self.transport_mode,
            "port_loading_id": self.port_loading_id.id,
            "port_discharge_id": self.port_discharge_id.id,
            "incoterm_id": self.incoterm.id,
            "requested_date": wanted
            and fields.Datetime.context_timestamp(self, wanted).date(),
        }
        if self.incoterm_location:
            values["destination"] = self.incoterm_location
        return values

    def _cancel_shipments(self):
        """Cancel what has not departed; goods of other orders stay where they are."""
        lines_sudo = self.sudo().trade_shipment_line_ids  # sudo: sales may not write
        shipments_sudo = lines_sudo.shipment_id.filtered(
            lambda shipment: shipment.state in OPEN_STAGES
        )
        alone = shipments_sudo.filtered(lambda s: s.order_ids <= self)
        shared = shipments_sudo - alone
        for shipment in shipments_sudo:
            shipment._message_log(
                body=self.env._(
                    "Order %(orders)s was cancelled.",
                    orders=", ".join((shipment.order_ids & self).mapped("name")),
                )
            )
        alone.action_cancel()
        lines_sudo.filtered(lambda line: line.shipment_id in shared).unlink()
