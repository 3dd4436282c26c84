"""Rules by which costs are estimated, and the bills that made them true."""

import random

from odoo import Command, api, models

from ..tools.story import DELIVERED

SHIPPED_RULES = ("freight", "insurance", "bank")
AGENT_COUNTRIES = ("de", "fr", "nl", "no")
AGENT_SHARE = 0.02
BILLED_AFTER = 20  # days after departure the forwarder's bill has been entered
FREIGHT_TERMS = ("CFR", "CIF", "DAP", "DDP")
# Export refund of China, and import duty of the Netherlands for the customer who buys
# DDP: figures to show the mechanism, not a tariff to calculate with.
DUTY_RATES = (
    ("cn", "85", 0, 13),
    ("cn", "94", 0, 13),
    ("cn", "96", 0, 13),
    ("cn", "73", 0, 13),
    ("cn", "82", 0, 13),
    ("cn", "63", 0, 13),
    ("cn", "66", 0, 13),
    ("cn", "44", 0, 9),
    ("cn", "46", 0, 9),
    ("nl", "9405", 4.7, 0),
    ("nl", "940490", 3.7, 0),
    ("nl", "6301", 12, 0),
)


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"

    @api.model
    def _set_cost_rules(self):
        """Switch on shipped cost rules and add the company's own."""
        for code in SHIPPED_RULES:
            self.env.ref(f"trade_finance.cost_rule_{code}").active = True
        common = {"company_id": self.env.company.id, "sequence": 5}
        self.env["trade.cost.rule"].create(
            [
                {
                    **common,
                    "name": "Freight to the Americas: USD 95 per m3",
                    "cost_type_id": self.env.ref("trade_finance.cost_type_freight").id,
                    "basis": "per_m3",
                    "value": 95,
                    "currency_id": self._currency("USD").id,
                    "country_ids": self._countries("us", "br"),
                },
                {
                    **common,
                    "name": "Commission of the European agent: 2 % of revenue",
                    "cost_type_id": self.env.ref("trade_finance.cost_type_commission").id,
                    "basis": "percent_revenue",
                    "value": AGENT_SHARE * 100,
                    "country_ids": self._countries(*AGENT_COUNTRIES),
                },
            ]
        )
        self.env["trade.duty.rate"].create(
            [
                {
                    "country_id": self.env.ref(f"base.{country}").id,
                    "hs_prefix": prefix,
                    "duty_percent": duty,
                    "refund_percent": refund,
                    "company_id": self.env.company.id,
                }
                for country, prefix, duty, refund in DUTY_RATES
            ]
        )

    @api.model
    def _countries(self, *codes):
        return [Command.set([self.env.ref(f"base.{code}").id for code in codes])]

    @api.model
    def _charge_shipments(self):
        """Enter what the forwarder charges, and his bills for what has long left."""
        for row in self._orders_table():
            if row["stage"] not in DELIVERED:
                continue
            shipment = self._shipment(row)
            self.env["trade.shipment.charge"].create(
                [
                    {
                        "shipment_id": shipment.id,
                        "cost_type_id": self.env.ref(f"trade_finance.cost_type_{code}").id,
                        "partner_id": self._get("forwarder").id,
                        "amount": amount,
                        "currency_id": self._currency(currency).id,
                        "split_by": "volume",
                    }
                    for code, amount, currency in self._plan_charges(row, shipment)
                ]
            )
            days_ago = row["days"].shipped - 8
            if days_ago >= BILLED_AFTER - 8:
                self._bill_charges(shipment, days_ago)

    @api.model
    def _plan_charges(self, row, shipment):
        """Return [(cost type, amount, currency)]: what the incoterm leaves to us."""
        dice = random.Random(f"charges {row['number']}")
        incoterm = row["habit"]["incoterm"]
        charges = [("other", round(450 + shipment.volume * 28, 2), "CNY")]
        if incoterm in FREIGHT_TERMS:
            per_m3 = 62 * dice.uniform(0.85, 1.45)
            charges.append(("freight", round(220 + shipment.volume * per_m3, 2), "USD"))
        if incoterm == "CIF":
            order = self._sale_order(row)
            value = order.amount_total / order.currency_rate
            charges.append(("insurance", round(value * 1.1 * 0.003, 2), "CNY"))
        if incoterm == "DDP":
            duty = round(self._sale_order(row).amount_total * 0.035, 2)
            charges.append(("duty", duty, "EUR"))
        return charges

    @api.model
    def _bill_charges(self, shipment, days_ago):
        """Post the vendor bills of all charges of `shipment`."""
        shipment.action_create_bills()
        bills = shipment.charge_ids.bill_line_ids.move_id
        for place, bill in enumerate(bills):
            bill.write(
                {
                    "invoice_date": self._day(days_ago),
                    "ref": f"YH-{shipment.name[-5:]}-{place + 1}",
                }
            )
        bills.action_post()

    @api.model
    def _pay_the_agent(self):
        """Enter the European agent's bills: one a quarter, a line for each order."""
        agent = self.env["res.partner"].create(
            {
                "name": "Handelsagentur Wegener",
                "is_company": True,
                "city": "Bremen",
                "country_id": self.env.ref("base.de").id,
                "company_id": self.env.company.id,
                "supplier_rank": 1,
                "property_supplier_payment_term_id": self._get("term_vendor30").id,
            }
        )
        by_quarter = {}
        for row in self._orders_table():
            days_ago = row["days"].shipped
            if (
                row["habit"]["country"] in AGENT_COUNTRIES
                and row["stage"] in DELIVERED
                and days_ago > 45
            ):
                by_quarter.setdefault(days_ago // 91, []).append(row)
        bills = self.env["account.move"].create(
            [
                self._prepare_agent_bill(agent, rows)
                for _quarter, rows in sorted(by_quarter.items(), reverse=True)
            ]
        )
        bills.action_post()

    @api.model
    def _prepare_agent_bill(self, agent, rows):
        """Return the values of the agent's bill for the orders of `rows`."""
        days_ago = min(row["days"].shipped for row in rows) - 20
        orders = [self._sale_order(row) for row in rows]
        return {
            "move_type": "in_invoice",
            "company_id": self.env.company.id,
            "partner_id": agent.id,
            "currency_id": self._currency("EUR").id,
            "invoice_date": self._day(max(days_ago, 0)),
            "ref": f"Provision {rows[0]['number']}-{rows[-1]['number']}",
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": f"Commission {order.name}",
                        "quantity": 1,
                        "price_unit": order.amount_total * AGENT_SHARE,
                        "tax_ids": [Command.clear()],
                        "trade_order_id": order.id,
                        "trade_cost_type_id": self.env.ref(
                            "trade_finance.cost_type_commission"
                        ).id,
                    }
                )
                for order in orders
            ],
        }
