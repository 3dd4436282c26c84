from unittest.mock import patch

from odoo import Command, fields

from odoo.addons.trade_base.tests.common import TradeCase

# A month that is over whenever these tests run.
MAY = fields.Date.to_date("2026-05-01")


class AnalyticsCase(TradeCase):
    """Two salespeople and their manager; only quotations are measured at first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.env["res.lang"]._activate_lang("en_US")
        salesman = "sales_team.group_sale_salesman"
        cls.anna = cls._create_user("rated-anna", salesman, lang="en_US")
        cls.boris = cls._create_user("rated-boris", salesman)
        cls.chief = cls._create_user(
            "rated-chief", "sales_team.group_sale_manager", lang="en_US"
        )
        cls.env["crm.team.member"].search([]).action_archive()
        cls.customer = cls.env["res.partner"].create({"name": "Nordhafen GmbH"})
        cls.product = cls.env["product.product"].create(
            {"name": "Tea set", "type": "service", "list_price": 100.0}
        )
        cls.metric = cls.env.ref("trade_analytics.trade_metric_quote_to_order")
        cls._only(cls.metric)
        cls.metric.write(
            {
                "floor": 0.0,
                "target": 1.0,
                "sample_min": 1,
                "shrinkage": 0.0,
                "weight": 30,
            }
        )

    @classmethod
    def _only(cls, *metrics):
        """Rate by `metrics` alone."""
        metric = cls.env["trade.metric"]
        (metric.search([]) - metric.concat(*metrics)).active = False

    @classmethod
    def _order(cls, user, moment, state="sent", price=100.0, **values):
        """Create an order of `user` dated `moment` (UTC), as if from the past."""
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "user_id": user.id,
                "date_order": moment,
                "state": state,
                "company_id": cls.company.id,
                "order_line": [
                    Command.create({"product_id": cls.product.id, "price_unit": price})
                ],
                **values,
            }
        )

    @classmethod
    def _orders(cls, user, won, lost, moment="2026-05-10 03:00:00"):
        """Create `won` orders and `lost` open quotations of `user`."""
        for _each in range(won):
            cls._order(user, moment, "sale")
        for _each in range(lost):
            cls._order(user, moment)

    @classmethod
    def _compute(cls, day=MAY):
        """Compute the month of `day` and return {user: card}."""
        cards = cls.env["trade.scorecard"]._compute_month(cls.company, day)
        return {card.user_id: card for card in cards}

    def _line(self, card, code):
        return card.line_ids.filtered(lambda line: line.metric_id.code == code)

    def _second_metric(self, weight, code="quote_to_order_copy", **values):
        """Add a metric whose collector finds nothing unless patched."""
        kind = type(self.env["trade.metric"])
        found = patch.object(kind, f"_collect_{code}", lambda *args: {}, create=True)
        found.start()
        self.addCleanup(found.stop)
        return self.env["trade.metric"].create(
            {
                "name": "Second",
                "code": code,
                "weight": weight,
                "evidence_model": "sale.order",
                **values,
            }
        )
