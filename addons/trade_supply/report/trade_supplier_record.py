from odoo import api, models
from odoo.tools import SQL


class TradeSupplierRecord(models.AbstractModel):
    """One sentence about a vendor, where a vendor is chosen."""

    _name = "trade.supplier.record"
    _description = "Vendor's record in a sentence"

    @api.model
    def _sentences(self, pairs):
        """Return one sentence for each pair, with one query for all of them.

        Records of all time, in the companies the user works in.
        :param pairs: (vendor, products); no products means all of them.
        """
        figures = self._summaries(pairs)
        return [
            self._sentence(*figures.get(place, (None, None, 0))) if vendor else False
            for place, (vendor, _products) in enumerate(pairs)
        ]

    @api.model
    def _summaries(self, pairs):
        """Return {place in pairs: (median days or None, pass rate or None, n)}."""
        vendors = [vendor.commercial_partner_id._origin.id for vendor, _p in pairs]
        if not any(vendors):
            return {}
        self.env.flush_all()  # the facts come from five models
        rows = self.env.execute_query(self._summary_query(pairs, vendors))
        return {place: tuple(figures) for place, *figures in rows}

    @api.model
    def _summary_query(self, pairs, vendors):
        performance = self.env["trade.supplier.performance"]
        subjects = [
            SQL("(%s, %s, %s::int[])", place, vendor, products._origin.ids or None)
            for place, (vendor, (_v, products)) in enumerate(
                zip(vendors, pairs, strict=True)
            )
            if vendor
        ]
        return SQL(
            """
            SELECT subject.place, figure.lead_days, figure.pass_rate,
                   figure.received_count
              FROM (VALUES %(subjects)s) AS subject (place, vendor, products)
             CROSS JOIN LATERAL (
                   SELECT %(figures)s FROM (%(facts)s) fact
                    WHERE fact.partner_id = subject.vendor
                      AND fact.company_id = ANY(%(companies)s)
                      AND (subject.products IS NULL
                           OR fact.product_id = ANY(subject.products))) figure
            """,
            subjects=SQL(", ").join(subjects),
            figures=performance._figures(),
            facts=performance._facts(),
            companies=self.env.companies.ids,
        )

    @api.model
    def _sentence(self, lead_days, pass_rate, count):
        """Return for example "7 days, 98 %, n = 42", or "No data"."""
        if lead_days is None and pass_rate is None:
            return self.env._("No data")
        return self.env._(
            "%(days)s, %(rate)s, n = %(count)s",
            days=self._say_days(lead_days),
            rate=self._say_rate(pass_rate),
            count=count,
        )

    @api.model
    def _say_days(self, lead_days):
        if lead_days is None:
            return self.env._("nothing received yet")
        if lead_days == 1:
            return self.env._("1 day")
        number = self.env["trade.availability.wording"]._number(lead_days)
        return self.env._("%(number)s days", number=number)

    @api.model
    def _say_rate(self, pass_rate):
        if pass_rate is None:
            return self.env._("not inspected")
        percent = round(float(pass_rate) * 100, 1)
        number = self.env["trade.availability.wording"]._number(percent)
        return self.env._("%(number)s %%", number=number)
