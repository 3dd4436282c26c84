from odoo import api, fields, models

from ..tools.lead_time import latest_ready

QUANTITIES = {"digits": "Product Unit", "compute": "_compute_availability"}
# Stock is not the customer's business: portal users may read their order lines.
EMPLOYEES = "base.group_user"


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    domestic_qty = fields.Float(
        **QUANTITIES,
        groups=EMPLOYEES,
        help="What this line takes from warehouses in the company's own country.",
    )
    overseas_qty = fields.Float(
        **QUANTITIES,
        groups=EMPLOYEES,
        help="What this line takes from warehouses abroad.",
    )
    incoming_qty = fields.Float(
        **QUANTITIES,
        groups=EMPLOYEES,
        help="What this line takes from goods on the way that arrive in time.",
    )
    shortage_qty = fields.Float(
        "To buy",
        **QUANTITIES,
        groups=EMPLOYEES,
        help="What neither stock nor goods on the way can cover.",
    )
    availability_text = fields.Char(
        "Availability", compute="_compute_availability", groups=EMPLOYEES
    )
    availability_date = fields.Date(
        "Available at customer",
        compute="_compute_availability",
        groups=EMPLOYEES,
        help="The day the last of the covered goods can be at the customer's.",
    )
    availability_late = fields.Boolean(
        "Late for the customer",
        compute="_compute_availability",
        groups=EMPLOYEES,
        help="Some of the covered goods cannot be there by the requested date.",
    )
    availability_details = fields.Json(
        compute="_compute_availability",
        groups=EMPLOYEES,
        help="For each warehouse: what is there for this order and what it takes.",
    )
    trade_request_line_ids = fields.One2many(
        "purchase.request.line",
        "sale_line_id",
        string="Purchase request lines",
        groups="purchase_request.group_purchase_request_user,"
        "purchase.group_purchase_user",
    )

    @api.depends(
        "product_id",
        "product_uom_id",
        "product_uom_qty",
        "qty_delivered",
        "state",
        "route_ids",
        "warehouse_id",
        "move_ids.state",
        "move_ids.quantity",
        "order_id.commitment_date",
        "order_id.warehouse_id",
        "order_id.order_line.sequence",
        "order_id.order_line.product_id",
        "order_id.order_line.product_uom_qty",
    )
    def _compute_availability(self):
        plan = self.env["trade.availability"]._plan(self._trade_with_siblings())
        wording = self.env["trade.availability.wording"]
        for line in self:
            line.update(wording._prepare_values(line, plan.get(line)))

    def _trade_with_siblings(self):
        """Return the lines with all lines of their orders, in line order.

        In a form a line may stand beside its stored self: it counts once.
        """
        stored = {line._origin.id for line in self if line._origin}
        siblings = self.order_id.order_line.filtered(
            lambda line: line in self or line._origin.id not in stored
        )
        return (self | siblings).sorted(
            lambda line: (line.sequence, line._origin.id or float("inf"))
        )

    def _trade_needs_stock(self):
        """Return the lines that take goods from stock; the others have no plan.

        Hook: a bridge to manufacturing leaves out what is sold as a kit.
        """
        return self.filtered(
            lambda line: (
                line.order_id
                and not line.display_type
                and line.product_id.is_storable
                and line.product_uom_id
                and line._trade_open_quantity() > 0
                # Core hides its own stock widget on quotations for kits.
                and (line.state == "sale" or line.display_qty_widget)
                and not line._trade_is_bought_on_order()
            )
        )

    def _trade_is_bought_on_order(self):
        """Tell whether a rule buys or makes this line for its order alone.

        Make to order, dropship and buy-on-order routes bring their own purchase.
        """
        self.ensure_one()
        line_sudo = self.sudo()  # salespeople cannot read all stock rules
        product = line_sudo.product_id
        routes = (
            line_sudo.route_ids or product.route_ids | product.categ_id.total_route_ids
        )
        return line_sudo.is_mto or any(
            rule.location_dest_id.usage == "customer"
            and (rule.action == "buy" or rule.procure_method != "make_to_stock")
            and rule.action != "push"
            and rule.company_id in (rule.company_id.browse(), line_sudo.company_id)
            for rule in routes.rule_ids
        )

    def _trade_open_quantity(self):
        """Return what is still to be delivered, in the product's own unit."""
        self.ensure_one()
        if self.state == "cancel" or not self.product_id:
            return 0.0
        quantity = self.product_uom_qty - self.qty_delivered
        return self.product_uom_id._compute_quantity(
            quantity, self.product_id.uom_id, round=False
        )

    def _trade_latest_ready_date(self):
        """Return the last day goods bought for this line may be ready at the vendor's.

        The requested date less transit, inspection and handling, in calendar days;
        False when the order has no requested date.
        """
        self.ensure_one()
        requested, company = self.order_id._trade_requested_date(), self.company_id
        return requested and latest_ready(
            requested,
            self.warehouse_id.trade_days_to_customer,
            company.trade_inspection_days,
            company.trade_handling_days,
        )

    # == Deliveries from several warehouses ==

    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        """Request what is short, then let every warehouse deliver its part.

        Core comes here on confirmation, for new lines and for changed quantities. The
        request goes first: orderpoints, which core runs inside, must see it.
        """
        lines = self
        if not self.env.context.get("skip_procurement"):
            lines = self.with_context(trade_splits=self._trade_request_and_split())
        return super(SaleOrderLine, lines)._action_launch_stock_rule(
            previous_product_uom_qty=previous_product_uom_qty
        )

    def _trade_request_and_split(self):
        """Raise or adjust purchase requests; return the splits of `_trade_splits`."""
        lines = self.filtered(
            lambda line: (
                line.state == "sale"
                and not line.order_id.locked
                and (
                    line.company_id.trade_auto_request
                    or line.company_id.trade_split_warehouses
                )
            )
        )
        if not lines:
            return {}
        plan = self.env["trade.availability"]._plan(lines._trade_with_siblings())
        lines.order_id._trade_sync_requests(plan)
        return lines._trade_splits(plan)

    def _trade_splits(self, plan):
        """Return {line id: [(warehouse id, quantity in the product's unit)]}.

        Only stock of warehouses other than the line's own that is not being delivered
        yet; goods on the way and what is to be bought go through the line's own.
        """
        splits = {}
        for line in self.filtered("company_id.trade_split_warehouses"):
            if line not in plan:
                continue
            under_way = line._trade_under_way()
            rows = [
                (source.warehouse, quantity - under_way.get(source.warehouse, 0.0))
                for source, quantity in plan[line].taken.items()
                if source.kind == "stock" and source.warehouse != line.warehouse_id.id
            ]
            splits[line.id] = [row for row in rows if row[1] > 0]
        return splits

    def _trade_under_way(self):
        """Return {warehouse id: open quantity in the product's unit}, own one first."""
        moves, _incoming = self._get_outgoing_incoming_moves(strict=False)
        own, quantities = self.warehouse_id, {}
        for move in moves.sorted(lambda m: m.location_id.warehouse_id != own):
            if move.state != "done":
                key = move.location_id.warehouse_id.id
                quantities[key] = quantities.get(key, 0.0) + move.product_qty
        return quantities

    def _create_procurements(self, product_qty, procurement_uom, values):
        """Ask each warehouse for its part of the line; less is taken back likewise."""
        procurements, rest = [], product_qty
        for warehouse, quantity in self._trade_parts(product_qty):
            part = self.product_id.uom_id._compute_quantity(
                quantity, procurement_uom, rounding_method="DOWN"
            )
            part = min(part, abs(rest)) * (-1 if product_qty < 0 else 1)
            if procurement_uom.is_zero(part):
                continue
            rest = procurement_uom.round(rest - part)
            procurements += super()._create_procurements(
                part, procurement_uom, {**values, "warehouse_id": warehouse}
            )
        if not procurements or not procurement_uom.is_zero(rest):
            procurements += super()._create_procurements(rest, procurement_uom, values)
        return procurements

    def _trade_parts(self, product_qty):
        """Return [(warehouse, quantity in the product's unit)] of several warehouses.

        A reduction takes back what each has open: core would turn what the line's own
        warehouse cannot give back into a return.
        """
        parts = self.env.context.get("trade_splits", {}).get(self.id, ())
        if product_qty < 0:
            under_way = self._trade_under_way()
            parts = (
                under_way.items() if under_way.keys() - self.warehouse_id.ids else ()
            )
        return [(self.env["stock.warehouse"].browse(w), qty) for w, qty in parts]
