from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from .purchase_request_line import OPEN_STATES as REQUESTED

# Moves that still have to happen.
OPEN = ("waiting", "confirmed", "partially_available", "assigned")


class Demand(NamedTuple):
    """Open deliveries of one product from one warehouse for one sales order.

    `first` is the oldest of these moves: who came first is served first.
    """

    warehouse: int
    order: int | None
    first: int
    waiting: float
    reserved: float


class Facts(NamedTuple):
    """What the database says about some products, in the products' own units."""

    stock: dict  # product -> {warehouse: unreserved quantity}
    incoming: dict  # product -> {warehouse: [(date, quantity)]}
    demand: dict  # product -> [Demand]
    requested: dict  # product -> {order: {warehouse: not on a purchase order yet}}
    ordered: dict  # sale order line -> on confirmed purchase orders, not received


class TradeAvailabilityFacts(models.AbstractModel):
    """One query for each kind of fact, for all products of all orders at once."""

    _name = "trade.availability.facts"
    _description = "Stock, arrivals and demand of products"

    @api.model
    def _read(self, lines, warehouses):
        """Read everything a plan needs to know about the products of `lines`."""
        facts = Facts(*(defaultdict(kind) for kind in (dict, dict, list, dict, float)))
        products = lines.product_id._origin.ids
        if not products or not warehouses:
            return facts
        self._flush_facts()
        self._read_stock(facts, products, warehouses)
        self._read_incoming(facts, products, warehouses)
        self._read_demand(facts, products, warehouses, lines.order_id._origin.ids)
        self._read_requests(facts, products, warehouses)
        return facts

    @api.model
    def _flush_facts(self):
        self.env["stock.move"].flush_model()
        self.env["stock.quant"].flush_model(["quantity", "reserved_quantity"])
        self.env["purchase.request.line"].flush_model()
        self.env["purchase.request"].flush_model(["state", "picking_type_id"])
        self.env["purchase.request.allocation"].flush_model()
        self.env["purchase.order"].flush_model(["state"])

    @api.model
    def _read_stock(self, facts, products, warehouses):
        rows = (
            self.env["stock.quant"]
            .sudo()  # summed per warehouse; see trade.availability
            ._read_group(
                [
                    ("product_id", "in", products),
                    ("location_id.usage", "=", "internal"),
                    ("location_id.warehouse_id", "in", warehouses.ids),
                ],
                ["product_id", "warehouse_id"],
                ["quantity:sum", "reserved_quantity:sum"],
            )
        )
        for product, warehouse, quantity, reserved in rows:
            facts.stock[product.id][warehouse.id] = quantity - reserved

    @api.model
    def _read_incoming(self, facts, products, warehouses):
        for row in self.env.execute_query(self._incoming_query(products, warehouses)):
            product, warehouse, day, quantity = row
            facts.incoming[product].setdefault(warehouse, []).append((day, quantity))

    @api.model
    def _incoming_query(self, products, warehouses):
        """Arrivals by product, warehouse and local day.

        Left out: what moves within a warehouse, and what is chained to a delivery
        (make to order, cross-dock): that has its customer already.
        """
        return SQL(
            """
            SELECT move.product_id, dest.warehouse_id,
                   (move.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS day,
                   SUM(move.product_qty)
              FROM stock_move move
              JOIN stock_location src ON src.id = move.location_id
              JOIN stock_location dest ON dest.id = move.location_dest_id
             WHERE move.product_id = ANY(%(products)s)
               AND move.state IN %(open)s
               AND dest.usage = 'internal'
               AND dest.warehouse_id = ANY(%(warehouses)s)
               AND src.warehouse_id IS DISTINCT FROM dest.warehouse_id
               AND NOT EXISTS (
                   SELECT 1
                     FROM stock_move_move_rel rel
                     JOIN stock_move next ON next.id = rel.move_dest_id
                     JOIN stock_location target ON target.id =
                          COALESCE(next.location_final_id, next.location_dest_id)
                    WHERE rel.move_orig_id = move.id
                      AND next.state IN %(open)s
                      AND next.procure_method = 'make_to_order'
                      AND target.warehouse_id IS DISTINCT FROM dest.warehouse_id)
             GROUP BY move.product_id, dest.warehouse_id, day
            """,
            tz=str(self.env.tz),
            products=products,
            warehouses=warehouses.ids,
            open=OPEN,
        )

    @api.model
    def _read_demand(self, facts, products, warehouses, orders):
        query = self._demand_query(products, warehouses, orders)
        for product, *row in self.env.execute_query(query):
            facts.demand[product].append(Demand(*row))

    @api.model
    def _demand_query(self, products, warehouses, orders):
        """Open deliveries by product, warehouse and sales order.

        Fully reserved ones have left the free stock already and are only read for the
        orders on screen. Chained ones (make to order) have goods of their own.
        """
        return SQL(
            """
            SELECT move.product_id, src.warehouse_id, line.order_id, MIN(move.id),
                   SUM(move.product_qty * (1 - held.part)),
                   SUM(move.product_qty * held.part)
              FROM stock_move move
              JOIN stock_location src ON src.id = move.location_id
              JOIN stock_location dest ON dest.id =
                   COALESCE(move.location_final_id, move.location_dest_id)
              LEFT JOIN sale_order_line line ON line.id = move.sale_line_id
             CROSS JOIN LATERAL (SELECT COALESCE(
                   LEAST(move.quantity / NULLIF(move.product_uom_qty, 0), 1), 0
                   ) AS part) held
             WHERE move.product_id = ANY(%(products)s)
               AND move.state IN %(open)s
               AND (move.state != 'assigned' OR line.order_id = ANY(%(orders)s))
               AND move.procure_method != 'make_to_order'
               AND src.usage = 'internal'
               AND src.warehouse_id = ANY(%(warehouses)s)
               AND dest.warehouse_id IS DISTINCT FROM src.warehouse_id
             GROUP BY move.product_id, src.warehouse_id, line.order_id
            """,
            products=products,
            warehouses=warehouses.ids,
            orders=orders,
            open=OPEN,
        )

    @api.model
    def _read_requests(self, facts, products, warehouses):
        query = self._requests_query(products, warehouses)
        for product, warehouse, line, order, *figures in self.env.execute_query(query):
            asked, ordered = figures
            by_order = facts.requested[product].setdefault(order, {})
            by_order[warehouse] = by_order.get(warehouse, 0.0) + float(asked)
            facts.ordered[line] += float(ordered)

    @api.model
    def _requests_query(self, products, warehouses):
        """What was requested for sales orders, in the product's own unit.

        Rows: product, warehouse, sales order line, sales order, not on a confirmed
        purchase order yet, on one and not received yet.
        """
        return SQL(
            """
            SELECT line.product_id, type.warehouse_id, line.sale_line_id,
                   line.sale_order_id,
                   SUM(CASE WHEN line.cancelled OR request.state NOT IN %(open)s THEN 0
                       ELSE GREATEST(line.product_qty * unit.part
                                     - COALESCE(done.confirmed, 0) * unit.part, 0) END),
                   SUM(COALESCE(done.confirmed * unit.part - done.received, 0))
              FROM purchase_request_line line
              JOIN purchase_request request ON request.id = line.request_id
              JOIN stock_picking_type type ON type.id = request.picking_type_id
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN uom_uom own ON own.id = template.uom_id
              LEFT JOIN uom_uom asked ON asked.id = line.product_uom_id
             CROSS JOIN LATERAL (
                   SELECT COALESCE(asked.factor / own.factor, 1) AS part) unit
              LEFT JOIN LATERAL (
                   SELECT SUM(part.requested_product_uom_qty) AS confirmed,
                          SUM(LEAST(COALESCE(part.allocated_product_qty, 0),
                              part.requested_product_uom_qty * unit.part)) AS received
                     FROM purchase_request_allocation part
                     JOIN purchase_order_line item ON item.id = part.purchase_line_id
                     JOIN purchase_order po ON po.id = item.order_id
                    WHERE part.purchase_request_line_id = line.id
                      AND po.state = 'purchase') done ON TRUE
             WHERE line.sale_line_id IS NOT NULL
               AND line.product_id = ANY(%(products)s)
               AND type.warehouse_id = ANY(%(warehouses)s)
             GROUP BY line.product_id, type.warehouse_id, line.sale_line_id,
                      line.sale_order_id
            """,
            open=REQUESTED,
            products=products,
            warehouses=warehouses.ids,
        )
