from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models

from ..tools.availability import Source, cover, preference, settle
from .trade_availability_facts import Demand

# Comes after every stored move.
LAST = float("inf")


class LinePlan(NamedTuple):
    """How one order line is covered, in the product's own unit.

    `taken` {Source: quantity} and `short` add up to the need; `pool` is what the line
    could choose from.
    """

    taken: dict
    short: float
    pool: dict


class TradeAvailability(models.AbstractModel):
    _name = "trade.availability"
    _description = "Availability of ordered goods"

    @api.model
    def _plan(self, lines):
        """Return {sale order line: LinePlan} with a fixed number of queries.

        Lines of one order share the stock in line order. The order does not compete
        with itself; confirmed orders are served in the order of their deliveries,
        quotations after all of them. Lines that `_trade_needs_stock` leaves out have
        no plan.
        """
        lines = lines._trade_needs_stock()
        # Stock and purchases are facts salespeople need and may not open themselves.
        lines_sudo = lines.sudo()  # only quantities and dates leave this method
        warehouses = self._warehouses(lines_sudo.order_id.company_id)
        facts = self.env["trade.availability.facts"]._read(lines_sudo, warehouses)
        plan = {}
        orders = lines_sudo.grouped("order_id")
        for order in sorted(orders, key=lambda o: o._origin.id or float("inf")):
            for product, same in orders[order].grouped("product_id").items():
                covered = self._plan_product(product, same, facts, warehouses)
                plan.update(covered)
                self._claim(product, same, facts, covered)
        return {line: plan[line.id] for line in lines if line.id in plan}

    @api.model
    def _claim(self, product, lines, facts, covered):
        """Keep what a confirmed order takes and does not move yet from later ones.

        So that orders confirmed together do not promise the same goods.
        """
        order = lines.order_id
        if order.state != "sale":
            return
        rows = [row for row in facts.demand[product.id] if row.order == order.id]
        taken = sum(sum(plan.taken.values()) for plan in covered.values())
        new = taken - sum(row.waiting + row.reserved for row in rows)
        if new > 0:
            warehouse = lines[:1].warehouse_id.id
            claim = Demand(warehouse, order.id, LAST, waiting=new, reserved=0.0)
            facts.demand[product.id].append(claim)

    @api.model
    def _warehouses(self, companies):
        """Return the warehouses of `companies`, as superuser, by company walls."""
        return (
            self.env["stock.warehouse"]
            .sudo()  # salespeople see quantities of all warehouses of the company
            .search([("company_id", "in", companies.ids)])
        )

    @api.model
    def _plan_product(self, product, lines, facts, warehouses):
        """Plan the lines of one order that sell the same product."""
        order = lines.order_id
        own = warehouses.filtered(lambda w: w.company_id == order.company_id)
        rank = own._trade_rank()
        pool = self._pool(product, order, facts, own)
        late = {s: q for s, q in pool.items() if s.kind == "incoming" and not s.in_time}
        # Goods bought for this very order count for it, however late they are.
        dedicated = sum(facts.ordered.get(line._origin.id, 0.0) for line in lines)
        usable = {s: q for s, q in pool.items() if s not in late}
        for source in sorted(late, key=lambda s: s.ready):
            usable[source] = min(late[source], dedicated)
            dedicated -= usable[source]
        needs = [
            (
                line.id,
                line._trade_open_quantity(),
                preference(usable, rank, line.warehouse_id._origin.id),
            )
            for line in lines
        ]
        return {
            key: LinePlan(taken, short, pool)
            for key, (taken, short) in cover(needs, usable).items()
        }

    @api.model
    def _pool(self, product, order, facts, warehouses):
        """Return {Source: quantity} `order` can choose from for `product`."""
        ids = set(warehouses.ids)
        # Requests leave out what other warehouses hold, so that stock is taken.
        company = order.company_id
        automatic = company.trade_auto_request or company.trade_split_warehouses
        stock, incoming = settle(
            {w: q for w, q in facts.stock[product.id].items() if w in ids},
            {w: rows for w, rows in facts.incoming[product.id].items() if w in ids},
            self._claims(product, order, facts),
            list(warehouses._trade_rank()) if automatic else (),
        )
        for demand in facts.demand[product.id]:
            if demand.order and demand.order == order._origin.id:
                stock[demand.warehouse] = (
                    stock.get(demand.warehouse, 0) + demand.reserved
                )
        return self._as_sources(stock, incoming, order, warehouses)

    @api.model
    def _as_sources(self, stock, incoming, order, warehouses):
        """Date the quantities: when each is at the customer's, and if in time."""
        today = fields.Date.context_today(self)
        requested = order._trade_requested_date()
        days = {w.id: w.trade_days_to_customer for w in warehouses}
        pool = defaultdict(float)

        def add(kind, warehouse, day, quantity):
            ready = fields.Date.add(max(day, today), days=days[warehouse])
            in_time = not requested or ready <= requested
            pool[Source(kind, warehouse, ready, in_time)] += quantity

        for warehouse, quantity in stock.items():
            if quantity > 0:
                add("stock", warehouse, today, quantity)
        for warehouse, rows in incoming.items():
            for day, quantity in rows:
                add("incoming", warehouse, day, quantity)
        return dict(pool)

    @api.model
    def _claims(self, product, order, facts):
        """Return {warehouse: quantity} others wait for and nobody bought for them."""
        rows = facts.demand[product.id]
        mine = [
            row.first for row in rows if row.order and row.order == order._origin.id
        ]
        turn = min(mine) if mine else None
        claims = defaultdict(float)
        for row in rows:
            later = turn is not None and row.order and row.first > turn
            if later or (row.order and row.order == order._origin.id):
                continue
            bought = facts.requested[product.id].get(row.order, {})
            claims[row.warehouse] += max(
                row.waiting - bought.get(row.warehouse, 0.0), 0.0
            )
        return claims
