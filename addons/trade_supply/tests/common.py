from datetime import timedelta

from odoo import Command, fields

from odoo.addons.trade_base.tests.common import TradeCase


class SupplyCase(TradeCase):
    """Ningbo at home, Rotterdam overseas: 300 and 150 pieces of one product."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ningbo = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.rotterdam = cls._create_warehouse("Rotterdam", "RTM", "nl")
        cls.customer = cls.env["res.partner"].create({"name": "Customer A"})
        cls.vendor_a = cls.env["res.partner"].create({"name": "Vendor A"})
        cls.vendor_b = cls.env["res.partner"].create({"name": "Vendor B"})
        cls.product = cls._create_product("Kettle")
        cls._put_stock(cls.product, cls.ningbo, 300)
        cls._put_stock(cls.product, cls.rotterdam, 150)
        cls.salesperson = cls._create_user("seller", "sales_team.group_sale_salesman")
        cls.buyer = cls._create_user(
            "buyer",
            "purchase.group_purchase_user",
            "purchase_request.group_purchase_request_manager",
        )

    @classmethod
    def _create_warehouse(cls, name, code, country):
        address = cls.env["res.partner"].create(
            {"name": name, "country_id": cls.env.ref(f"base.{country}").id}
        )
        return cls.env["stock.warehouse"].create(
            {
                "name": name,
                "code": code,
                "partner_id": address.id,
                "company_id": cls.company.id,
            }
        )

    @classmethod
    def _create_product(cls, name, vendor=None, **values):
        sellers = vendor and [
            Command.create({"partner_id": vendor.id, "price": 10, "delay": 7})
        ]
        return cls.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "list_price": 20,
                "seller_ids": sellers or [],
                **values,
            }
        )

    @classmethod
    def _put_stock(cls, product, warehouse, quantity):
        cls.env["stock.quant"]._update_available_quantity(
            product, warehouse.lot_stock_id, quantity
        )

    @classmethod
    def _create_order(cls, *lines, in_days=None, user=None, **values):
        """Create a quotation; `lines` are (product, quantity) or (…, unit)."""
        now = fields.Datetime.now()
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "user_id": (user or cls.salesperson).id,
                "warehouse_id": cls.ningbo.id,
                "commitment_date": in_days is not None and now + timedelta(in_days),
                "order_line": [
                    Command.create(
                        {
                            "product_id": line[0].id,
                            "product_uom_qty": line[1],
                            "product_uom_id": (line[2:] or (line[0].uom_id,))[0].id,
                        }
                    )
                    for line in lines
                ],
                **values,
            }
        )
        return order.with_user(user) if user else order

    @classmethod
    def _create_purchase(cls, vendor, product, quantity, in_days=0, warehouse=None):
        now = fields.Datetime.now()
        return cls.env["purchase.order"].create(
            {
                "partner_id": vendor.id,
                "picking_type_id": (warehouse or cls.ningbo).in_type_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": quantity,
                            "price_unit": 10,
                            "date_planned": now + timedelta(in_days),
                        }
                    )
                ],
            }
        )

    @classmethod
    def _receive(cls, purchase, quantity=None):
        """Receive `quantity`, or all, of the open receipts; the rest stays open."""
        for picking in purchase.picking_ids.filtered(lambda p: p.state == "assigned"):
            for move in picking.move_ids:
                move.quantity = move.product_uom_qty if quantity is None else quantity
                move.picked = True
            picking.with_context(skip_backorder=True, picking_ids_not_to_backorder=[])
            picking._action_done()
        return purchase.picking_ids

    def _texts(self, order):
        """Read the sentences as the next request of a client would."""
        self.env.flush_all()
        self.env.invalidate_all()
        return order.order_line.mapped("availability_text")
