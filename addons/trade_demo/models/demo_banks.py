from odoo import Command, api, models

JOURNALS = {"USD": "BUSD", "EUR": "BEUR", "GBP": "BGBP"}
# code: (name, [(percent, days, after what; False: after the invoice)])
TERMS = {
    "deposit": (
        "30% deposit by T/T, 70% against copy of B/L",
        [(30, 0, "order"), (70, 30, "shipment")],
    ),
    "oa30": ("Open account 30 days from B/L date", [(100, 30, "shipment")]),
    "oa60": ("Open account 60 days from B/L date", [(100, 60, "shipment")]),
    "vendor30": ("30 days", [(100, 30, False)]),
    "vendor45": ("45 days", [(100, 45, False)]),
}


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _create_journals(self):
        """Open a bank account for each currency customers pay in."""
        for code, short in JOURNALS.items():
            journal = self.env["account.journal"].create(
                {
                    "name": f"Bank of Ningbo {code}",
                    "type": "bank",
                    "code": short,
                    "currency_id": self._currency(code).id,
                    "company_id": self.env.company.id,
                }
            )
            self._remember(journal, f"bank_{code.lower()}")
        cny = self.env["account.journal"].search(
            [
                ("type", "=", "bank"),
                ("currency_id", "=", False),
                ("company_id", "=", self.env.company.id),
            ],
            limit=1,
        )
        cny.name = "Bank of Ningbo CNY"
        self._remember(cny, "bank_cny")

    @api.model
    def _create_terms(self):
        """Create the payment terms customers and vendors have."""
        for code, (name, parts) in TERMS.items():
            term = self.env["account.payment.term"].create(
                {
                    "name": name,
                    "company_id": self.env.company.id,
                    "line_ids": [
                        Command.create(
                            {
                                "value": "percent",
                                "value_amount": percent,
                                "nb_days": days,
                                "trade_event": event,
                            }
                        )
                        for percent, days, event in parts
                    ],
                }
            )
            self._remember(term, f"term_{code}")
