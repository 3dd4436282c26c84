from odoo import Command, api, models

from ..tools.story import price_in


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _create_pricelists(self):
        """Create one export price list for each currency customers pay in."""
        for code in ("USD", "EUR", "GBP"):
            pricelist = self.env["product.pricelist"].create(
                {
                    "name": f"Export {code}",
                    "currency_id": self._currency(code).id,
                    "company_id": self.env.company.id,
                }
            )
            self._remember(pricelist, f"pricelist_{code.lower()}")

    @api.model
    def _create_products(self):
        """Create the products with their vendors and their price in each list."""
        rows = self._read_table("products")
        categories = self._create_categories({row["category"] for row in rows})
        lead_days = {
            row["code"]: int(row["lead_days"]) for row in self._read_table("vendors")
        }
        products = self.env["product.product"].create(
            [self._prepare_product_values(row, categories, lead_days) for row in rows]
        )
        names = [f"product_{row['code'].replace('-', '_').lower()}" for row in rows]
        self._remember_all(products, names)
        self._list_prices(products, rows)

    @api.model
    def _create_categories(self, names):
        """Return {name: product category}, valued at average cost."""
        parent = self.env["product.category"].create({"name": "Haitong"})
        categories = self.env["product.category"].create(
            [
                {
                    "name": name,
                    "parent_id": parent.id,
                    "property_cost_method": "average",
                }
                for name in sorted(names)
            ]
        )
        return dict(zip(sorted(names), categories, strict=True))

    @api.model
    def _prepare_product_values(self, row, categories, lead_days):
        """Return the values of one product of the table."""
        sellers = [(row["vendor"], row["cost"])]
        if row["vendor2"]:
            sellers.append((row["vendor2"], row["cost2"]))
        return {
            "name": row["name"],
            "default_code": row["code"],
            "type": "consu",
            "is_storable": True,
            "categ_id": categories[row["category"]].id,
            "hs_code": row["hs"],
            "country_of_origin": self.env.ref("base.cn").id,
            "weight": float(row["weight"]),
            "volume": float(row["volume"]),
            "standard_price": float(row["cost"]),
            "lst_price": round(float(row["price_usd"]) * 7),
            "invoice_policy": "delivery",
            "purchase_method": "receive",
            # Exports leave China without VAT.
            "taxes_id": [Command.clear()],
            "supplier_taxes_id": [
                Command.set(self.env.company.account_purchase_tax_id.ids)
            ],
            "company_id": self.env.company.id,
            "seller_ids": [
                Command.create(
                    {
                        "partner_id": self._get(f"vendor_{vendor}").id,
                        "price": float(cost),
                        "delay": lead_days[vendor],
                        "currency_id": self._currency("CNY").id,
                        "company_id": self.env.company.id,
                        "sequence": place,
                    }
                )
                for place, (vendor, cost) in enumerate(sellers, 1)
            ],
        }

    @api.model
    def _list_prices(self, products, rows):
        """Give each product its price in the three export price lists."""
        self.env["product.pricelist.item"].create(
            [
                {
                    "pricelist_id": self._get(f"pricelist_{code.lower()}").id,
                    "applied_on": "1_product",
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "compute_price": "fixed",
                    "fixed_price": price_in(code, float(row["price_usd"])),
                }
                for product, row in zip(products, rows, strict=True)
                for code in ("USD", "EUR", "GBP")
            ]
        )
