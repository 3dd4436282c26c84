from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.base.models.res_partner import _tz_get

from ..tools import locode


class TradePort(models.Model):
    _name = "trade.port"
    _description = "Port"
    _order = "code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(
        string="UN/LOCODE",
        required=True,
        help="Two letters of country and three of place, such as CNNGB for Ningbo.",
    )
    name = fields.Char(required=True, translate=True)
    country_id = fields.Many2one(
        "res.country", compute="_compute_country_id", store=True, precompute=True
    )
    is_seaport = fields.Boolean(string="Seaport", default=True)
    is_airport = fields.Boolean(string="Airport")
    is_rail = fields.Boolean(string="Rail terminal")
    tz = fields.Selection(
        _tz_get,
        string="Time zone",
        help="Dates of departure and arrival are local dates of the port.",
    )
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex("(code)", "This port is already in the list.")

    @api.depends("code")
    def _compute_country_id(self):
        prefixes = {port: locode.normalise(port.code)[:2] for port in self}
        countries = self.env["res.country"].search(
            [("code", "in", list(set(prefixes.values())))]
        )
        by_code = {country.code: country for country in countries}
        for port in self:
            port.country_id = by_code.get(prefixes[port])

    @api.depends("code", "name")
    def _compute_display_name(self):
        for port in self:
            port.display_name = f"{port.code} {port.name}" if port.code else port.name

    @api.model
    def _search_display_name(self, operator, value):
        """Find a port by its English name too: who reads Chinese types either."""
        found = super()._search_display_name(operator, value)
        if self.env.lang in (None, "en_US") or operator not in ("ilike", "like"):
            return found
        english = self.with_context(lang="en_US")
        return found | Domain("id", "in", english._search([("name", operator, value)]))

    @api.constrains("code")
    def _check_code(self):
        for port in self:
            if not locode.is_valid(port.code):
                raise ValidationError(
                    self.env._(
                        "“%(code)s” is not a UN/LOCODE: enter two letters of country "
                        "and three of place, such as CNNGB for Ningbo.",
                        code=port.code,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_named_by_events(self):
        """Keep what the record of a journey names; done here, not by the database."""
        events_sudo = self.env["trade.shipment.event"].sudo()  # sudo: all companies
        named = events_sudo.search([("place_id", "in", self.ids)]).place_id
        if named:
            raise UserError(
                self.env._(
                    "Shipments have called at %(ports)s. Archive the port instead.",
                    ports=", ".join(named.mapped("display_name")),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if "code" in vals:
                vals["code"] = locode.normalise(vals["code"])
        return super().create(vals_list)

    def write(self, vals):
        if "code" in vals:
            vals = dict(vals, code=locode.normalise(vals["code"]))
        return super().write(vals)
