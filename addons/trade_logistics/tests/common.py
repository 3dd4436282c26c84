from odoo import Command

from odoo.addons.trade_base.tests.common import TradeCase


class LogisticsCase(TradeCase):
    """An exporter with a customer, two products, a salesperson and a clerk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The database may have been made in Chinese only.
        for lang in ("en_US", "zh_CN"):
            cls.env["res.lang"]._activate_lang(lang)
        cls.seller = cls._create_user("ship_seller", "sales_team.group_sale_salesman")
        cls.clerk = cls._create_user("ship_clerk", "stock.group_stock_user")
        cls.customer = cls._create_customer("Rotterdam Tools BV")
        cls.carrier = cls.env["res.partner"].create({"name": "Ever Line"})
        cls.lamp = cls._create_product("Lamp", weight=2, volume=0.01)
        cls.chair = cls._create_product("Chair", weight=8, volume=0.2)
        cls.ningbo = cls.env.ref("trade_logistics.port_cnngb")
        cls.rotterdam = cls.env.ref("trade_logistics.port_nlrtm")

    @classmethod
    def _create_customer(cls, name, **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "lang": "en_US",
                "city": "Rotterdam",
                "country_id": cls.env.ref("base.nl").id,
                "email": f"{name.split()[0].lower()}@example.com",
                **values,
            }
        )

    @classmethod
    def _create_product(cls, name, **values):
        return cls.env["product.product"].create(
            {"name": name, "type": "consu", "list_price": 100, "taxes_id": [], **values}
        )

    @classmethod
    def _create_order(cls, lines, partner=None, **values):
        """Create a quotation of `lines`, pairs of product and quantity."""
        return cls.env["sale.order"].create(
            {
                "partner_id": (partner or cls.customer).id,
                "user_id": cls.seller.id,
                "transport_mode": "1",
                "port_loading_id": cls.ningbo.id,
                "port_discharge_id": cls.rotterdam.id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": quantity}
                    )
                    for product, quantity in lines
                ],
                **values,
            }
        )

    @classmethod
    def _create_shipment(cls, lines=None, partner=None, **values):
        """Create a confirmed order and hand all of it to logistics."""
        order = cls._create_order(lines or [(cls.lamp, 100)], partner)
        order.action_confirm()
        if not order.shipment_ids:
            order.action_request_shipment()
        shipment = order.shipment_ids
        shipment.write({"carrier_id": cls.carrier.id, **values})
        return shipment
