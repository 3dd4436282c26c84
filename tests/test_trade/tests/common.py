"""The company of the suite's scenario (docs/design.md): numbers everybody knows."""

from odoo import Command

from odoo.addons.trade_base.tests.common import TradeCase

SELLS = ("sales_team.group_sale_salesman", "trade_base.group_trade_profit")
SHIPS = ("stock.group_stock_user",)
BUYS = (
    "purchase.group_purchase_user",
    "purchase_request.group_purchase_request_manager",
)
KEEPS_BOOKS = (
    "account.group_account_user",
    "account.group_account_invoice",
    "trade_base.group_trade_cost",
    "sales_team.group_sale_salesman_all_leads",
)


class ScenarioCase(TradeCase):
    """A trader in CNY, Ningbo at home, Rotterdam abroad, everything switched on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._switch_everything_on()
        cls._hire_people()
        cls._fill_warehouses()
        cls._set_rate("USD", "2026-01-01", 7.00)
        cls._set_rate("USD", "2026-04-01", 6.95)
        cls._set_rate("USD", "2026-05-01", 6.90)
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Customer A",
                "email": "buyer@customer-a.example.com",
                "country_id": cls.env.ref("base.us").id,
                "city": "Chicago",
                "user_id": cls.seller.id,
            }
        )
        cls.usd_prices = cls.env["product.pricelist"].create(
            {
                "name": "Export USD",
                "currency_id": cls._currency("USD").id,
                "company_id": cls.company.id,
            }
        )

    @classmethod
    def _switch_everything_on(cls):
        switches = {
            name: True
            for name, field in cls.company._fields.items()
            if name.startswith("trade_") and field.type == "boolean" and field.store
        }
        cls.company.write(switches)

    @classmethod
    def _hire_people(cls):
        cls.seller = cls._create_user("scenario-seller", *SELLS, name="Li Hua")
        cls.clerk = cls._create_user("scenario-clerk", *SHIPS, name="Chen Jie")
        cls.buyer = cls._create_user("scenario-buyer", *BUYS, name="Zhao Min")
        cls.accountant = cls._create_user(
            "scenario-accountant", *KEEPS_BOOKS, name="Wang Fang"
        )
        cls.company.trade_buyer_id = cls.buyer

    @classmethod
    def _fill_warehouses(cls):
        Warehouse = cls.env["stock.warehouse"]
        cls.ningbo = Warehouse.search([("company_id", "=", cls.company.id)], limit=1)
        cls.ningbo.write({"name": "Ningbo", "code": "NGB"})
        abroad = cls.env["res.partner"].create(
            {"name": "Rotterdam store", "country_id": cls.env.ref("base.nl").id}
        )
        cls.rotterdam = Warehouse.create(
            {
                "name": "Rotterdam",
                "code": "RTM",
                "company_id": cls.company.id,
                "partner_id": abroad.id,
            }
        )
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor A"})
        cls.product = cls.env["product.product"].create(
            {
                "name": "Desk lamp",
                "is_storable": True,
                "standard_price": 80.0,
                "weight": 2.0,
                "volume": 0.01,
                "taxes_id": [Command.clear()],
                "supplier_taxes_id": [Command.clear()],
                "invoice_policy": "order",
                "seller_ids": [
                    Command.create(
                        {"partner_id": cls.vendor.id, "price": 80.0, "delay": 7}
                    )
                ],
            }
        )
        cls._put_in_stock(cls.product, cls.ningbo, 300)
        cls._put_in_stock(cls.product, cls.rotterdam, 150)

    @classmethod
    def _put_in_stock(cls, product, warehouse, quantity):
        cls.env["stock.quant"]._update_available_quantity(
            product, warehouse.lot_stock_id, quantity
        )

    @classmethod
    def _create_order(cls, quantity=500, price=20.0, **values):
        """Create a quotation in USD as the salesperson types it."""
        user = values.pop("user", cls.seller)
        return (
            cls.env["sale.order"]
            .with_user(user)
            .create(
                {
                    "partner_id": cls.customer.id,
                    "user_id": user.id,
                    "pricelist_id": cls.usd_prices.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": cls.product.id,
                                "product_uom_qty": quantity,
                                "price_unit": price,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                    **values,
                }
            )
        )
