from odoo import api, fields, models


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    date_promised = fields.Datetime(
        copy=False,
        readonly=True,
        help="The expected arrival when the order was confirmed. Later changes of the "
        "expected arrival do not move it: the vendor is measured by this date.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.state == "purchase")._trade_freeze_promise()
        return lines

    def _trade_freeze_promise(self):
        """Write the expected arrival as promised, once."""
        open_lines = self.filtered(
            lambda line: line.date_planned and not line.date_promised
        )
        for date_planned, lines in open_lines.grouped("date_planned").items():
            lines.date_promised = date_planned
