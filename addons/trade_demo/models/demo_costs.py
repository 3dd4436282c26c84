"""Rules by which costs are estimated, and the bills that made them true."""

import random

from odoo import Command, api, models

from ..tools.story import DELIVERED
from .demo_bills import AGENT_COUNTRIES, AGENT_SHARE

SHIPPED_RULES = ("freight", "insurance", "bank")
BILLED_AFTER = 20  # days after departure the forwarder's bill has been entered
FREIGHT_TERMS = ("CFR", "CIF", "DAP", "DDP")
# Export refund of China, and import duty of the Netherlands for the customer who buys
# DDP: figures to show the mechanism, not a tariff to calculate with.
DUTY_RATES = (
    ("cn", "84", 0, 13),
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
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cost_type(self, code):
        """Return the cost type with this code."""
        return self.env.ref(f"trade_finance.cost_type_{code}")

    @api.model
    def _set_cost_rules(self):
        """Switch on shipped cost rules and add the company's own."""
        for code in SHIPPED_RULES:
            self.env.ref(f"trade_finance.cost_rule_{code}").active = True
        common = {"company_id": self.env.company.id, "sequence": 5}
        rules = self.env["trade.cost.rule"].create(
            [
                {
                    **common,
                    "name": "Freight to the Americas: USD 95 per m3",
                    "cost_type_id": self._cost_type("freight").id,
                    "basis": "per_m3",
                    "value": 95,
                    "currency_id": self._currency("USD").id,
                    "country_ids": self._countries("us", "br"),
                },
                {
                    **common,
                    "name": "Freight to Europe: USD 4,400 per 40' high cube",
                    "cost_type_id": self._cost_type("freight").id,
                    "basis": "per_container",
                    "value": 4400,
                    "container_code": "40HC",
                    "currency_id": self._currency("USD").id,
                    "country_ids": self._countries("de", "fr", "nl", "no", "uk"),
                },
                {
                    **common,
                    "name": "Commission of the European agent: 2 % of revenue",
                    "cost_type_id": self._cost_type("commission").id,
                    "basis": "percent_revenue",
                    "value": AGENT_SHARE * 100,
                    "country_ids": self._countries(*AGENT_COUNTRIES),
                },
                {
                    **common,
                    "name": "Haulage and port in Ningbo: CNY 35 per m3",
                    "cost_type_id": self._cost_type("other").id,
                    "basis": "per_m3",
                    "value": 35,
                    "currency_id": self.env.company.currency_id.id,
                },
            ]
        )
        names = ("americas", "europe", "agent", "haulage")
        self._remember_all(rules, [f"cost_rule_{name}" for name in names])
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
        rows = [row for row in self._orders_table() if row["stage"] in DELIVERED]
        self.env["trade.shipment.charge"].create(
            [
                {
                    "shipment_id": self._shipment(row).id,
                    "cost_type_id": self._cost_type(code).id,
                    "partner_id": self._get("forwarder").id,
                    "amount": amount,
                    "currency_id": self._currency(currency).id,
                    "split_by": "volume",
                }
                for row in rows
                for code, amount, currency in self._plan_charges(row)
            ]
        )
        bills = self.env["account.move"]
        for row in rows:
            if row["days"].shipped >= BILLED_AFTER:
                bills |= self._bill_charges(
                    self._shipment(row), row["days"].shipped - 8
                )
        bills.action_post()

    @api.model
    def _plan_charges(self, row):
        """Return [(cost type, amount, currency)]: what the incoterm leaves to us."""
        dice = random.Random(f"charges {row['number']}")
        incoterm = row["habit"]["incoterm"]
        shipment = self._shipment(row)
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
        """Draft the vendor bills of all charges of `shipment`; return them."""
        shipment.action_create_bills()
        bills = shipment.charge_ids.bill_line_ids.move_id
        for place, bill in enumerate(bills):
            bill.write(
                {
                    "invoice_date": self._day(days_ago),
                    "ref": f"YH-{shipment.name[-5:]}-{place + 1}",
                    "invoice_payment_term_id": self._get("term_vendor30").id,
                }
            )
        return bills
