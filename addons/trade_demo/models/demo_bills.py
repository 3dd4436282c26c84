"""Bills that concern many orders at once: the agent's, and the export refund."""

from odoo import Command, api, models

from ..tools.story import DELIVERED

AGENT_COUNTRIES = ("de", "fr", "nl", "no")
AGENT_SHARE = 0.02
QUARTER = 91  # days
SETTLED_AFTER = 60  # days after departure agent and tax office settle


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _settle_quarters(self):
        """Enter the agent's bills and the tax refunds, each a line for each order."""
        agent, office = self._create_settling_partners()
        bills = self.env["account.move"]
        for rows in self._rows_by_quarter():
            european = [r for r in rows if r["habit"]["country"] in AGENT_COUNTRIES]
            if european:
                bills |= self._bill_orders("commission", agent, european)
            bills |= self._bill_orders("tax_refund", office, rows)
        bills.action_post()

    @api.model
    def _create_settling_partners(self):
        """Return the European agent and the tax office."""
        return self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "city": city,
                    "country_id": self.env.ref(f"base.{country}").id,
                    "company_id": self.env.company.id,
                    "supplier_rank": 1,
                    "property_supplier_payment_term_id": self._get("term_vendor30").id,
                }
                for name, city, country in (
                    ("Handelsagentur Wegener", "Bremen", "de"),
                    ("Ningbo Tax Service, Export Refund Office", "Ningbo", "cn"),
                )
            ]
        )

    @api.model
    def _rows_by_quarter(self):
        """Return the orders settled by now, in one list a quarter, oldest first."""
        quarters = {}
        for row in self._orders_table():
            days_ago = row["days"].shipped
            if row["stage"] in DELIVERED and days_ago > SETTLED_AFTER:
                quarters.setdefault(days_ago // QUARTER, []).append(row)
        return [rows for _quarter, rows in sorted(quarters.items(), reverse=True)]

    @api.model
    def _bill_orders(self, code, partner, rows):
        """Draft the commission bill, or the refund, of the orders in `rows`."""
        is_refund = code == "tax_refund"
        days_ago = min(row["days"].shipped for row in rows) - 40
        currency = self.env.company.currency_id if is_refund else self._currency("EUR")
        return self.env["account.move"].create(
            {
                "move_type": "in_refund" if is_refund else "in_invoice",
                "company_id": self.env.company.id,
                "partner_id": partner.id,
                "currency_id": currency.id,
                "invoice_date": self._day(max(days_ago, 0)),
                "ref": f"{code} {rows[0]['number']}-{rows[-1]['number']}",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": f"{self._cost_type(code).name} {order.name}",
                            "quantity": 1,
                            "price_unit": self._settled_amount(code, order),
                            "tax_ids": [Command.clear()],
                            "trade_order_id": order.id,
                            "trade_cost_type_id": self._cost_type(code).id,
                        }
                    )
                    for order in map(self._sale_order, rows)
                ],
            }
        )

    @api.model
    def _settled_amount(self, code, order):
        """Return the commission of `order`, or the VAT in its cost paid back."""
        if code == "commission":
            return order.amount_total * AGENT_SHARE
        cost = sum(order.picking_ids.move_ids.filtered("is_out").mapped("value"))
        return round(cost / 1.13 * 0.13, 2)
