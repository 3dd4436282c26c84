from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import estimate, tariff

TARIFF_FIELDS = [
    "country_id",
    "origin_country_id",
    "company_id",
    "hs_digits",
    "date_from",
    "duty_percent",
    "vat_percent",
    "is_vat_cost",
    "refund_percent",
]


class TradeDutyRate(models.Model):
    """Customs duty, and the refund at export, of the goods of one HS code prefix."""

    _name = "trade.duty.rate"
    _description = "Duty Rate"
    _order = "country_id, hs_prefix, date_from desc, id desc"
    _rec_name = "hs_prefix"

    hs_prefix = fields.Char(
        "HS code begins with",
        required=True,
        help="Two to ten digits. Of several rows the longest prefix counts.",
    )
    hs_digits = fields.Char(
        "Digits", compute="_compute_hs_digits", store=True, precompute=True, index=True
    )
    country_id = fields.Many2one(
        "res.country",
        "Destination",
        required=True,
        index=True,
        help="Country that takes the duty. For the refund at export: your own country.",
    )
    origin_country_id = fields.Many2one(
        "res.country",
        "Origin",
        help="Country the goods are made in. Empty: any; a row of the very origin goes "
        "before it.",
    )
    date_from = fields.Date("Valid from")
    date_to = fields.Date("Valid until")
    duty_percent = fields.Float("Duty %")
    vat_percent = fields.Float(
        "VAT %",
        help="VAT at import, on customs value and duty. On rows of your own country: "
        "the VAT vendors charge you; 0 takes the company's.",
    )
    is_vat_cost = fields.Boolean(
        "Import VAT is a cost",
        help="The seller pays the VAT at import and cannot reclaim it, not being "
        "registered there. Otherwise the VAT is only told.",
    )
    refund_percent = fields.Float(
        "Export refund %",
        help="Part of the product cost without VAT that your own country pays back at "
        "export. Counts when the company's setting is on.",
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: all companies."
    )
    active = fields.Boolean(default=True)

    _percent_positive = models.Constraint(
        "CHECK (duty_percent >= 0 AND vat_percent >= 0 AND refund_percent >= 0)",
        "Percents of a duty rate cannot be negative.",
    )

    @api.depends("hs_prefix")
    def _compute_hs_digits(self):
        for rate in self:
            rate.hs_digits = estimate.normalise(rate.hs_prefix)

    @api.constrains("hs_prefix")
    def _check_hs_prefix(self):
        bad = self.filtered(
            lambda rate: not 2 <= len(estimate.normalise(rate.hs_prefix)) <= 10
        )
        if bad:
            raise ValidationError(
                self.env._(
                    "An HS code begins with two to ten digits, for instance 8501; "
                    "please correct: %(prefixes)s.",
                    prefixes=", ".join(bad.mapped("hs_prefix")),
                )
            )

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        if any(r.date_from and r.date_to and r.date_from > r.date_to for r in self):
            raise ValidationError(
                self.env._("A duty rate ends on or after the day it begins.")
            )

    @api.constrains(
        "hs_digits",
        "country_id",
        "origin_country_id",
        "company_id",
        "date_from",
        "date_to",
        "active",
    )
    def _check_overlap(self):
        """Refuse two rows that would both hold on a day."""
        if overlap := self._find_overlap():
            mine, other = overlap
            raise ValidationError(
                self.env._(
                    "Two duty rates hold on the same days: %(row)s and %(other)s. Let "
                    "one end before the other begins, or change the row that is "
                    "there.",
                    row=mine._describe(),
                    other=other._describe(),
                )
            )

    def _find_overlap(self):
        """Return one of these rows and another that overlaps: one query for all."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT mine.id, other.id
                     FROM trade_duty_rate mine
                     JOIN trade_duty_rate other
                       ON other.hs_digits = mine.hs_digits
                      AND other.country_id = mine.country_id
                      AND other.id != mine.id
                      AND other.origin_country_id IS NOT DISTINCT
                          FROM mine.origin_country_id
                      AND other.company_id IS NOT DISTINCT FROM mine.company_id
                      AND daterange(other.date_from, other.date_to, '[]')
                          && daterange(mine.date_from, mine.date_to, '[]')
                    WHERE mine.id IN %s AND mine.active AND other.active
                    LIMIT 1""",
                tuple(self.ids),
            )
        )
        return self.browse(rows[0]) if rows else self.browse()

    def _describe(self):
        """Name the row by what it holds for: prefix, countries and dates."""
        self.ensure_one()
        row_sudo = self.sudo()  # a shared list; the user may not see both companies
        return self.env._(
            "%(prefix)s to %(country)s from %(origin)s (%(begin)s – %(end)s)",
            prefix=row_sudo.hs_prefix,
            country=row_sudo.country_id.name,
            origin=row_sudo.origin_country_id.name or self.env._("anywhere"),
            begin=fields.Date.to_string(row_sudo.date_from) or "…",
            end=fields.Date.to_string(row_sudo.date_to) or "…",
        )

    @api.constrains("duty_percent", "vat_percent", "refund_percent")
    def _check_percents(self):
        for rate in self:
            if (
                rate.duty_percent > 1000
                or max(rate.vat_percent, rate.refund_percent) > 100
            ):
                raise ValidationError(
                    self.env._(
                        "%(prefix)s: percents are entered as 13 for 13 %%. A duty is "
                        "at most 1,000 %%, VAT and refund at most 100 %%.",
                        prefix=rate.hs_prefix,
                    )
                )

    @api.model
    def _read_tariffs(self, countries, company, date, codes):
        """Return {country id: tariff} of the rows that may hold for goods on `date`.

        :param countries: ``res.country`` records
        :param codes: HS codes of the goods, digits only
        """
        prefixes = {code[:length] for code in codes for length in range(2, 11)}
        domain = Domain("country_id", "in", countries.ids)
        domain &= Domain("hs_digits", "in", list(prefixes - {""}))
        domain &= Domain("company_id", "in", [company.id, False])
        domain &= Domain("date_from", "=", False) | Domain("date_from", "<=", date)
        domain &= Domain("date_to", "=", False) | Domain("date_to", ">=", date)
        # Rules of the company are read by whoever confirms an order.
        rates_sudo = self.sudo().search_fetch(domain, TARIFF_FIELDS)
        return {
            country.id: tariff.index(rate._as_row() for rate in rates)
            for country, rates in rates_sudo.grouped("country_id").items()
        }

    def _as_row(self):
        self.ensure_one()
        return tariff.Row(
            id=self.id,
            digits=self.hs_digits,
            origin_id=self.origin_country_id.id or 0,
            company_id=self.company_id.id or 0,
            date_from=self.date_from or None,
        )

    @api.model
    def _match(self, tariffs, country, goods):
        """Return the rate of `country` that holds for `goods`, or none.

        :param tariffs: what `_read_tariffs` returned
        :param goods: has ``digits`` and ``origin_id``
        """
        rows = tariffs.get(country.id, {})
        # Read with the tariff, as superuser.
        rates_sudo = self.sudo()
        return rates_sudo.browse(tariff.best(rows, goods.digits, goods.origin_id))
