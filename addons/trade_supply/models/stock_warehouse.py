from odoo import api, fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    trade_zone = fields.Selection(
        [("domestic", "Domestic"), ("overseas", "Overseas")],
        string="Zone",
        compute="_compute_trade_zone",
        store=True,
        readonly=False,
        precompute=True,
        help="Overseas when the warehouse's address is in another country than the "
        "company. It can be changed by hand.",
    )
    trade_days_to_customer = fields.Integer(
        string="Days to the customer",
        help="Calendar days goods travel from this warehouse to a typical customer. "
        "Sales orders use it to tell whether stock arrives by the requested date.",
    )

    _trade_days_positive = models.Constraint(
        "CHECK (trade_days_to_customer >= 0)",
        "The days to the customer cannot be negative: enter 0 or more.",
    )

    @api.depends("partner_id.country_id", "company_id.partner_id.country_id")
    def _compute_trade_zone(self):
        for warehouse in self:
            home = warehouse.company_id.partner_id.country_id
            country = warehouse.partner_id.country_id
            abroad = home and country and country != home
            warehouse.trade_zone = "overseas" if abroad else "domestic"

    def _trade_rank(self):
        """Return {warehouse id: place in the order of use}, domestic ones first."""
        ranked = self.sorted(lambda w: (w.trade_zone == "overseas", w.sequence, w.id))
        return {warehouse.id: place for place, warehouse in enumerate(ranked)}
