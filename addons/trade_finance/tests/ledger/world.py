"""The company the histories play in: rates that move, goods on stock, draft orders."""

from odoo import Command

from ..common import FinanceCase

DAYS = ("2026-03-02", "2026-03-16", "2026-04-08", "2026-05-11", "2026-06-18")
FIRST_OF_THE_FIRST_MONTH = "2026-03-01"
ORDERS = 8
# Company currency for one unit, around which the days' rates move.
AROUND = {
    "CNY": {"USD": 7.0, "EUR": 7.8},
    "EUR": {"USD": 0.92, "CNY": 0.128},
}
# Where core installs no further localisation by itself.
COUNTRIES = {"CNY": "cn", "EUR": "xk"}


class World(FinanceCase):
    """A company in `currency`; made once, every sequence is rolled back."""

    landed_goods = None

    @classmethod
    def build(cls, env, currency, dice):
        """Set the company up in `env` and return its draft orders."""
        cls.env = env
        company = cls._create_trade_company(
            f"Ledger {currency}", currency, COUNTRIES[currency]
        )
        # Outside a test core would replace the chart by the country's when it commits.
        env.cr.precommit.clear()
        cls._work_in(company)
        cls._build_rates(AROUND[currency], dice)
        cls._build_accounts()
        cls._build_goods()
        cls._build_landed_goods()
        cls.customer = cls.env["res.partner"].create({"name": "Ledger customer"})
        cls.vendor = cls.env["res.partner"].create({"name": "Ledger forwarder"})
        cls.orders = cls.env["sale.order"].create(
            [cls._draft_order(dice, number) for number in range(ORDERS)]
        )
        cls.env.flush_all()

    @classmethod
    def _build_rates(cls, around, dice):
        cls.foreign = tuple(around)
        for code, rate in around.items():
            for day in (FIRST_OF_THE_FIRST_MONTH, *DAYS):
                cls._set_rate(code, day, round(rate * dice.uniform(0.93, 1.07), 5))
        cls.pricelists = {
            code: cls._create_pricelist(code)
            for code in (*around, cls.company.currency_id.name)
        }

    @classmethod
    def _build_accounts(cls):
        cls.advances = cls._account("advances", "liability_current")
        cls.bad_debts = cls._account("bad debts", "expense")
        cls.bank_fees = cls._account("bank fees", "expense")
        cls.suspense = cls._bank_journal().suspense_account_id
        (cls.advances | cls.suspense).reconcile = True

    @classmethod
    def _build_goods(cls):
        Warehouse = cls.env["stock.warehouse"]
        domain = [("company_id", "=", cls.company.id)]
        warehouse = Warehouse.search(domain, limit=1) or Warehouse.create(
            {"company_id": cls.company.id}
        )
        cls.goods = cls._create_product(
            "Ledger lamp", is_storable=True, standard_price=31.37
        )
        cls.service = cls._create_product("Ledger service", type="service")
        cls.env["stock.quant"]._update_available_quantity(
            cls.goods, warehouse.lot_stock_id, 10000
        )
        cls.tax = cls.env["account.tax"].create(
            {
                "name": "Ledger 13%",
                "amount": 13,
                "type_tax_use": "sale",
                "country_id": cls.company.account_fiscal_country_id.id,
            }
        )
        parts = cls.tax.invoice_repartition_line_ids
        parts |= cls.tax.refund_repartition_line_ids
        parts.filtered(
            lambda part: part.repartition_type == "tax"
        ).account_id = cls._account("tax", "liability_current")

    @classmethod
    def _build_landed_goods(cls):
        """Receive goods at average cost twice: the first lot is soon gone."""
        if "stock.landed.cost" not in cls.env:
            return
        category = cls.env["product.category"].create(
            {
                "name": "Ledger, average cost",
                "property_cost_method": "average",
                "property_valuation": "periodic",
            }
        )
        cls.landed_goods = cls._create_product(
            "Ledger imported lamp",
            is_storable=True,
            categ_id=category.id,
            standard_price=44.44,
        )
        cls.receipts = cls._receive(9) | cls._receive(900)

    @classmethod
    def _receive(cls, quantity):
        operation = cls.env["stock.picking.type"].search(
            [("company_id", "=", cls.company.id), ("code", "=", "incoming")], limit=1
        )
        places = {
            "location_id": cls.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": operation.default_location_dest_id.id,
        }
        line = {"product_id": cls.landed_goods.id, "product_uom_qty": quantity}
        picking = cls.env["stock.picking"].create(
            {
                "picking_type_id": operation.id,
                "move_ids": [Command.create({**line, **places})],
                **places,
            }
        )
        picking.action_confirm()
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking._action_done()
        return picking.move_ids

    @classmethod
    def land_cost(cls, picking, amount):
        """Put `amount` on the goods of a receipt, by core's landed cost."""
        cost = cls.env["stock.landed.cost"].create(
            {
                "picking_ids": [Command.set(picking.ids)],
                "cost_lines": [
                    Command.create(
                        {
                            "name": "late",
                            "product_id": cls.service.id,
                            "price_unit": amount,
                            "split_method": "equal",
                        }
                    )
                ],
            }
        )
        cost.button_validate()

    @classmethod
    def _draft_order(cls, dice, number):
        """Return values: goods, on some a service or a tax; two of three foreign."""
        codes = (*cls.foreign, *cls.foreign, cls.company.currency_id.name)
        goods = cls.landed_goods if cls.landed_goods and number % 2 else cls.goods
        products = [goods, cls.service][: dice.choice([1, 1, 2])]
        return {
            "partner_id": cls.customer.id,
            "pricelist_id": cls.pricelists[codes[number % len(codes)]].id,
            "order_line": [
                Command.create(
                    {
                        "product_id": product.id,
                        "product_uom_qty": dice.randint(1, 12),
                        "price_unit": round(dice.uniform(9, 700), 2),
                        "tax_ids": [
                            Command.set(cls.tax.ids if number % 4 == 3 else [])
                        ],
                    }
                )
                for product in products
            ],
        }
