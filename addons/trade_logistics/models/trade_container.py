import re

from stdnum import iso6346

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import SIZE_TYPES


def _compact(number):
    """Return a container number as it is painted: capitals and digits only."""
    return re.sub(r"[^A-Z0-9]", "", (number or "").upper())


class TradeContainer(models.Model):
    _name = "trade.container"
    _description = "Container"
    _rec_name = "number"
    _order = "shipment_id, number"

    shipment_id = fields.Many2one(
        "trade.shipment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="shipment_id.company_id", store=True, index=True
    )
    number = fields.Char(
        required=True,
        help="Owner, serial number and check digit by ISO 6346: CSQU3054383.",
    )
    size_type = fields.Selection(SIZE_TYPES, string="Size and type", default="22G1")
    seal = fields.Char(string="Seal number")
    gross_weight = fields.Float(string="Gross weight (kg)", digits="Stock Weight")

    _once_a_shipment = models.UniqueIndex(
        "(shipment_id, number)", "This container is already on the shipment."
    )

    @api.constrains("number")
    def _check_number(self):
        for container in self:
            if not iso6346.is_valid(container.number):
                raise ValidationError(
                    self.env._(
                        "%(number)s is not a container number: its check digit does "
                        "not fit. Compare it with the booking; it is four letters "
                        "and seven digits, such as CSQU3054383.",
                        number=container.number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if "number" in vals:
                vals["number"] = _compact(vals["number"])
        return super().create(vals_list)

    def write(self, vals):
        if "number" in vals:
            vals = dict(vals, number=_compact(vals["number"]))
        return super().write(vals)
