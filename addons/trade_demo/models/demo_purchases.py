"""Purchases for orders long delivered, and for the stock on hand today."""

import random

from odoo import Command, api, models

from ..tools.story import DELIVERED, bundle_needs

DAYS_TOGETHER = 75
STOCK_BOUGHT = 95  # days ago: what is in the warehouses today was bought about then
STOCK_SHIPPED = 80  # days ago: the part for Rotterdam left Ningbo


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _needs(self):
        """Return what was delivered or lies in stock, as needs by vendor and day."""
        products = {row["code"]: row for row in self._read_table("products")}
        needs = [
            (
                self._choose_vendor(products[code], int(row["number"])),
                code,
                row["days"].ready,
                pieces,
            )
            for row in self._orders_table()
            if row["stage"] in DELIVERED
            for code, pieces in row["pieces"]
        ]
        needs += [
            (row["vendor"], row["code"], STOCK_BOUGHT, pieces)
            for row in self._read_table("products")
            if (pieces := int(row["ningbo"]) + int(row["rotterdam"]))
        ]
        return needs

    @api.model
    def _choose_vendor(self, product, place):
        """Return the vendor of a need: every second time the other, if there is one."""
        second = place % 2 == 0 and product["vendor2"]
        return second or product["vendor"]

    @api.model
    def _buy_for_stock(self):
        """Buy and receive in time what the story delivers from stock."""
        vendors = {row["code"]: row for row in self._read_table("vendors")}
        needs = bundle_needs(self._needs(), DAYS_TOGETHER)
        plans = [self._plan_purchase(need, vendors[need.vendor]) for need in needs]
        orders = self.env["purchase.order"].create([plan["values"] for plan in plans])
        names = [f"stock_purchase_{place}" for place, _order in enumerate(orders, 1)]
        self._remember_all(orders, names)
        orders.button_confirm()
        for order, plan in zip(orders, plans, strict=True):
            order.date_approve = order.date_order
            self._receive_on(order.picking_ids, plan["received"])

    @api.model
    def _plan_purchase(self, need, vendor):
        """Return the values of a purchase and the day (before today) it came in."""
        dice = random.Random(f"purchase {need.vendor} {need.ready}")
        promised = need.ready + 5
        late = dice.randint(1, 4) if dice.random() < float(vendor["late_share"]) else 0
        partner = self._get(f"vendor_{need.vendor}")
        ordered = promised + int(vendor["lead_days"])
        values = {
            "partner_id": partner.id,
            "company_id": self.env.company.id,
            "user_id": self._get("user_zhaolei").id,
            "payment_term_id": partner.property_supplier_payment_term_id.id,
            "picking_type_id": self._get("ningbo").in_type_id.id,
            "date_order": self._moment(ordered, need.vendor),
            "create_date": self._moment(ordered + 1, need.vendor),
            "order_line": [
                self._prepare_purchase_line(partner, code, pieces, promised)
                for code, pieces in need.pieces.items()
            ],
        }
        return {"values": values, "received": promised - late}

    @api.model
    def _prepare_purchase_line(self, vendor, code, pieces, promised):
        """Return the command of a purchase line; prices rose a little in two years."""
        product = self._product(code)
        seller = product.seller_ids.filtered(lambda s: s.partner_id == vendor)
        price = seller.price * (1 - promised / 20000)
        return Command.create(
            {
                "product_id": product.id,
                "product_qty": pieces,
                "price_unit": round(price, 2),
                "date_planned": self._moment(promised, code),
            }
        )

    @api.model
    def _receive_on(self, pickings, days_ago):
        """Finish transfers in full on the day `days_ago`.

        The day of a finished transfer may be corrected in its field; the moves follow.
        """
        for move in pickings.move_ids:
            move.quantity = move.product_uom_qty
        pickings.move_ids.picked = True
        pickings._action_done()
        pickings.date_done = self._moment(days_ago, pickings[:1].name)

    @api.model
    def _bill_purchases(self):
        """Enter the vendors' bills, two days after the goods came in."""
        orders = self.env["purchase.order"].search(
            [("invoice_status", "=", "to invoice"), self._mine()], order="id"
        )
        for order in orders:
            order.action_create_invoice()
            received = max(order.picking_ids.mapped("date_done")).date()
            ago = max((self._today() - received).days - 2, 0)
            order.invoice_ids.write(
                {"invoice_date": self._day(ago), "ref": f"FP{240000 + order.id}"}
            )
        orders.invoice_ids.action_post()

    @api.model
    def _mine(self):
        """Return the domain leaf of records of the demo company."""
        return ("company_id", "=", self.env.company.id)

    @api.model
    def _fill_rotterdam(self):
        """Send the overseas stock from Ningbo to Rotterdam."""
        ningbo, rotterdam = self._get("ningbo"), self._get("rotterdam")
        transfer = self.env["stock.picking"].create(
            {
                "picking_type_id": ningbo.int_type_id.id,
                "location_id": ningbo.lot_stock_id.id,
                "location_dest_id": rotterdam.lot_stock_id.id,
                "origin": "Overseas stock Rotterdam",
                "scheduled_date": self._moment(STOCK_SHIPPED),
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self._product(row["code"]).id,
                            "product_uom_qty": int(row["rotterdam"]),
                            "location_id": ningbo.lot_stock_id.id,
                            "location_dest_id": rotterdam.lot_stock_id.id,
                        }
                    )
                    for row in self._read_table("products")
                    if int(row["rotterdam"])
                ],
            }
        )
        transfer.action_confirm()
        transfer.action_assign()
        self._receive_on(transfer, STOCK_SHIPPED)
        self._remember(transfer, "transfer_rotterdam")
