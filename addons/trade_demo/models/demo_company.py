import base64

from odoo import Command, api, models
from odoo.tools import file_open

from .demo_builder import MODULE, TIME_ZONE

FEATURES = (
    "product.group_product_pricelist",
    "base.group_multi_currency",
    "stock.group_stock_multi_locations",
    "stock.group_stock_multi_warehouses",
)


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _create_company(self):
        """Create the company and make it the administrator's own."""
        companies = self.env["res.company"]
        # Where Odoo's partner autocompletion is installed it would look the company up
        # on the internet; there is no such company.
        offline = {"iap_enrich_auto_done"} & companies._fields.keys()
        company = companies.create(
            {
                **dict.fromkeys(offline, True),
                "name": "Ningbo Haitong Import & Export Co., Ltd.",
                "street": "Room 1806, 555 Zhongshan East Road, Yinzhou",
                "city": "Ningbo",
                "zip": "315040",
                "state_id": self.env.ref("base.state_cn_ZJ").id,
                "country_id": self.env.ref("base.cn").id,
                "currency_id": self._currency("CNY").id,
                "phone": "+86 574 8700 5566",
                "email": "office@haitong.example.com",
                "website": "https://haitong.example.com",
                "company_registry": "91330200MA2AHTNB5X",
            }
        )
        with file_open(f"{MODULE}/static/img/logo.png", "rb") as image:
            company.logo = base64.b64encode(image.read())
        self._remember(company, "company")
        admin = self.env.ref("base.user_admin")
        admin.write(
            {
                "company_ids": [Command.link(company.id)],
                "company_id": company.id,
                "tz": admin.tz or TIME_ZONE,
            }
        )
        return company

    @api.model
    def _currency(self, code):
        """Return the currency with ISO `code`, active."""
        currency = self.env.ref(f"base.{code}")
        currency.active = True
        return currency

    @api.model
    def _load_chart(self):
        """Load the Chinese chart of accounts.

        Not `try_loading`: that one warns while modules are being installed. All addons
        that widen the chart are dependencies of this one, so nothing is missing.
        """
        self.env["account.chart.template"]._load(
            "cn", self.env.company, install_demo=False
        )

    @api.model
    def _set_up_company(self):
        """Choose average cost and show the features a trader works with."""
        self.env.company.write({"cost_method": "average"})
        # A carton of 0.0085 m3 would otherwise be stored as 0.01.
        self.env.ref("product.decimal_volume").digits = 6
        self.env.ref("base.group_user").write(
            {"implied_ids": [Command.link(self.env.ref(x).id) for x in FEATURES]}
        )
        self.env["ir.sequence"].create(
            [
                self._sequence("Sales order", "sale.order", "HT"),
                self._sequence("Purchase order", "purchase.order", "HTP"),
            ]
        )

    @api.model
    def _switch_everything_on(self):
        """Switch on every automatism of the suite, except what past events would stop.

        Notices would mail customers about voyages of years ago, goods are bought here
        before the deposits are entered, and one bill comes after its order was closed;
        `_open_to_customers` switches all three on at the end.
        """
        company = self.env.company
        company.write(
            {
                name: True
                for name, field in company._fields.items()
                if name.startswith("trade_") and field.type == "boolean"
            }
        )
        company.trade_shipment_notices = company.trade_gate_deposit = False
        company.trade_closed_blocks = False
        company.trade_cost_vat = "included"
        company.trade_eta_grace_days = 2
        company.trade_buyer_id = self._get("user_zhaolei")
        company.trade_accountant_id = self._get("user_huangting")
        company.partner_id.tz = TIME_ZONE

    @api.model
    def _sequence(self, name, code, prefix):
        return {
            "name": f"{name} of {self.env.company.name}",
            "code": code,
            "prefix": prefix,
            "padding": 4,
            "company_id": self.env.company.id,
        }

    @api.model
    def _create_warehouses(self):
        """Open the warehouses Ningbo and Rotterdam."""
        company = self.env.company
        warehouses = self.env["stock.warehouse"]
        # While tests run, Odoo gives each new company a warehouse by itself.
        ningbo = warehouses.search([("company_id", "=", company.id)], limit=1)
        ningbo = ningbo or warehouses.create({"company_id": company.id})
        ningbo.write({"name": "Ningbo", "code": "NGB"})
        address = self.env["res.partner"].create(
            {
                "name": "Haitong Rotterdam Warehouse",
                "type": "delivery",
                "parent_id": company.partner_id.id,
                "street": "Waalhaven Oostzijde 77",
                "city": "Rotterdam",
                "zip": "3087 BM",
                "country_id": self.env.ref("base.nl").id,
                "company_id": company.id,
            }
        )
        rotterdam = warehouses.create(
            {
                "name": "Rotterdam",
                "code": "RTM",
                "partner_id": address.id,
                "company_id": company.id,
            }
        )
        ningbo.trade_days_to_customer = 35
        rotterdam.trade_days_to_customer = 5
        self._remember_all(ningbo + rotterdam, ["ningbo", "rotterdam"])
