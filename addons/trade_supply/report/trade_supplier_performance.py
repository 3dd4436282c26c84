from odoo import api, fields, models
from odoo.tools import SQL

# Room for this many sources beside each other in the ids of the view.
SOURCES = 64


class TradeSupplierPerformance(models.Model):
    """What vendors did, by product and month. No prices.

    Days and rates are empty, not zero, where there is nothing to measure.
    """

    _name = "trade.supplier.performance"
    _description = "Supplier performance"
    _auto = False
    _order = "period desc, partner_id"
    _rec_name = "partner_id"
    _depends = {
        "purchase.order": ["partner_id", "company_id", "state", "date_approve"],
        "purchase.order.line": [
            "order_id",
            "product_id",
            "product_uom_qty",
            "date_promised",
            "display_type",
        ],
        "stock.move": [
            "purchase_line_id",
            "state",
            "date",
            "product_uom",
            "quantity",
            "location_id",
        ],
        "trade.inspection": [
            "partner_id",
            "product_id",
            "company_id",
            "state",
            "date",
            "inspected_qty",
            "passed_qty",
        ],
        "res.partner": ["commercial_partner_id"],
    }

    partner_id = fields.Many2one("res.partner", string="Vendor", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one(
        "product.category", string="Product Category", readonly=True
    )
    company_id = fields.Many2one("res.company", readonly=True)
    period = fields.Date("Month", readonly=True)
    order_line_count = fields.Integer(
        "Order lines", readonly=True, help="Confirmed lines promised for the month."
    )
    received_count = fields.Integer(
        "Received", readonly=True, help="Lines received in full: the sample size."
    )
    due_count = fields.Integer(
        "Due", readonly=True, help="Lines received in full or past their promise."
    )
    on_time_count = fields.Integer(
        "On time", readonly=True, help="Lines received in full by the promised date."
    )
    lead_days = fields.Float(
        "Median lead days",
        readonly=True,
        digits=(16, 1),
        aggregator=None,
        help="Median of the days from confirmation to full receipt.",
    )
    on_time_rate = fields.Float(
        "On-time rate", readonly=True, digits=(16, 4), aggregator=None
    )
    inspected_qty = fields.Float("Inspected", readonly=True, digits="Product Unit")
    passed_qty = fields.Float("Passed", readonly=True, digits="Product Unit")
    pass_rate = fields.Float(readonly=True, digits=(16, 4), aggregator=None)
    # A float shows an empty figure as 0; these leave it empty.
    lead_days_text = fields.Char("Median lead time", compute="_compute_texts")
    on_time_text = fields.Char("On time in percent", compute="_compute_texts")
    pass_text = fields.Char("Passed in percent", compute="_compute_texts")

    def _compute_texts(self):
        record = self.env["trade.supplier.record"]
        for row in self:
            lead_days = row.lead_days if row.received_count else None
            on_time = row.on_time_rate if row.due_count else None
            passed = row.pass_rate if row.inspected_qty else None
            row.lead_days_text = lead_days is not None and record._say_days(lead_days)
            row.on_time_text = on_time is not None and record._say_rate(on_time)
            row.pass_text = passed is not None and record._say_rate(passed)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT MIN(fact.id) AS id, fact.partner_id, fact.product_id,
                   template.categ_id, fact.company_id,
                   date_trunc('month', fact.date)::date AS period, %(figures)s
              FROM (%(facts)s) fact
              JOIN product_product product ON product.id = fact.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
             GROUP BY fact.partner_id, fact.product_id, template.categ_id,
                      fact.company_id, date_trunc('month', fact.date)
            """,
            figures=self._figures(),
            facts=self._facts(),
        )

    @api.model
    def _figures(self):
        """Aggregates over facts; NULL, not 0, where nothing was measured."""
        return SQL(
            """
            COUNT(fact.ordered) AS order_line_count,
            COUNT(fact.lead_days) AS received_count,
            COUNT(fact.on_time) AS due_count,
            COALESCE(SUM(fact.on_time), 0) AS on_time_count,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY fact.lead_days) AS lead_days,
            AVG(fact.on_time) AS on_time_rate,
            COALESCE(SUM(fact.inspected), 0) AS inspected_qty,
            COALESCE(SUM(fact.passed), 0) AS passed_qty,
            SUM(fact.passed) / NULLIF(SUM(fact.inspected), 0) AS pass_rate
            """
        )

    @api.model
    def _facts(self):
        """Union of the sources; a source never sees more than its anchor's reader."""
        return SQL(" UNION ALL ").join(self._sources().values())

    @api.model
    def _sources(self):
        """Return {name: SELECT}; other addons add their own with super().

        Columns: id (source id x 64 + number of the source), company_id, partner_id,
        product_id, date, ordered (1), lead_days, on_time (1 or 0), inspected, passed;
        NULL where the source says nothing.
        """
        return {"purchase": self._source_purchase(), "inspection": self._source_check()}

    @api.model
    def _anchor(self, model):
        """Return the ids of `model` the user may read, as SQL."""
        records = self.env[model]
        return records._search([], bypass_access=self.env.su).subselect()

    @api.model
    def _source_purchase(self):
        """Confirmed order lines: one fact each, judged by the promise made then.

        A line is received on the day its ordered quantity is reached. One that is
        past its promise and not complete counts as late.
        """
        return SQL(
            """
            SELECT line.id * %(sources)s + 1 AS id, po.company_id,
                   vendor.commercial_partner_id AS partner_id, line.product_id,
                   COALESCE(day.promised, day.confirmed) AS date, 1 AS ordered,
                   (day.received - day.confirmed)::numeric AS lead_days,
                   CASE WHEN day.promised IS NULL THEN NULL
                        WHEN day.received IS NOT NULL
                        THEN (day.received <= day.promised)::int
                        WHEN day.promised < %(today)s THEN 0 END AS on_time,
                   NULL::numeric AS inspected, NULL::numeric AS passed
              FROM purchase_order_line line
              JOIN purchase_order po ON po.id = line.order_id
              JOIN res_partner vendor ON vendor.id = po.partner_id
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              LEFT JOIN LATERAL (%(received)s) full_receipt ON TRUE
             CROSS JOIN LATERAL (SELECT
                   (po.date_approve AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                   AS confirmed,
                   (line.date_promised AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                   AS promised,
                   (full_receipt.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                   AS received) day
             WHERE po.state = 'purchase' AND line.display_type IS NULL
               AND line.product_uom_qty > 0 AND template.type = 'consu'
               AND po.id IN %(orders)s
            """,
            sources=SOURCES,
            today=fields.Date.context_today(self),
            tz=str(self.env.tz),
            received=self._full_receipt(),
            orders=self._anchor("purchase.order"),
        )

    @api.model
    def _full_receipt(self):
        """Return the moment the ordered quantity of `line` was reached, if it was."""
        return SQL(
            """
            SELECT MIN(so_far.date) AS date
              FROM (SELECT move.date, SUM(
                        move.quantity * unit.factor / own.factor
                        ) OVER (ORDER BY move.date, move.id) AS quantity
                      FROM stock_move move
                      JOIN stock_location src ON src.id = move.location_id
                      JOIN uom_uom unit ON unit.id = move.product_uom
                      JOIN uom_uom own ON own.id = template.uom_id
                     WHERE move.purchase_line_id = line.id AND move.state = 'done'
                       AND src.usage = 'supplier') so_far
             WHERE so_far.quantity >= line.product_uom_qty - 0.00001
            """
        )

    @api.model
    def _source_check(self):
        """Inspections that are done, in the product's own unit."""
        return SQL(
            """
            SELECT check_.id * %(sources)s + 2, check_.company_id,
                   vendor.commercial_partner_id, check_.product_id, check_.date,
                   NULL::int, NULL::numeric, NULL::int,
                   check_.inspected_qty, check_.passed_qty
              FROM trade_inspection check_
              JOIN res_partner vendor ON vendor.id = check_.partner_id
             WHERE check_.state = 'done' AND check_.inspected_qty > 0
               AND check_.id IN %(inspections)s
            """,
            sources=SOURCES,
            inspections=self._anchor("trade.inspection"),
        )
