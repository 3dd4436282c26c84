from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools import estimate


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
    country_id = fields.Many2one(
        "res.country",
        required=True,
        index=True,
        help="Country that takes the duty. For the refund at export: your own country.",
    )
    date_from = fields.Date("Valid from")
    date_to = fields.Date("Valid until")
    duty_percent = fields.Float("Duty %")
    vat_percent = fields.Float(
        "Import VAT %", help="For information: the buyer gets it back."
    )
    refund_percent = fields.Float(
        "Export refund %",
        help="Part of the product cost the own country pays back at export.",
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: all companies."
    )
    active = fields.Boolean(default=True)

    _percent_positive = models.Constraint(
        "CHECK (duty_percent >= 0 AND vat_percent >= 0 AND refund_percent >= 0)",
        "Percents of a duty rate cannot be negative.",
    )

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

    @api.model
    def _read_by_country(self, countries, company, date):
        """Return {(country id, prefix): rate} of what is valid on `date`.

        :param countries: ``res.country`` records
        """
        domain = Domain("country_id", "in", countries.ids)
        domain &= Domain("company_id", "in", [company.id, False])
        domain &= Domain("date_from", "=", False) | Domain("date_from", "<=", date)
        domain &= Domain("date_to", "=", False) | Domain("date_to", ">=", date)
        # Rules of the company are read by whoever confirms an order.
        rates_sudo = self.sudo().search_fetch(
            domain,
            ["country_id", "company_id", "hs_prefix", "duty_percent", "refund_percent"],
            order="date_from desc, id desc",
        )
        valid = {}
        for rate in rates_sudo.sorted(lambda rate: not rate.company_id):
            valid.setdefault((rate.country_id.id, rate.hs_prefix), rate)
        return valid

    @api.model
    def _match(self, valid, country, hs_code):
        """Return the rate of the longest prefix of `hs_code` in `country`, or none.

        :param valid: what `_read_by_country` returned
        """
        prefixes = [prefix for country_id, prefix in valid if country_id == country.id]
        found = estimate.longest_prefix(hs_code, prefixes)
        return valid.get((country.id, found), self.browse())
