from odoo import api, fields, models
from odoo.tools import ormcache


class TradeIncotermCost(models.Model):
    """Which of the costs that follow the incoterm the seller bears under it."""

    _name = "trade.incoterm.cost"
    _description = "Seller's Costs by Incoterm"
    _order = "sequence, id"
    _rec_name = "incoterm_id"

    sequence = fields.Integer(default=10)
    incoterm_id = fields.Many2one(
        "account.incoterms", required=True, ondelete="cascade", index=True
    )
    cost_type_ids = fields.Many2many(
        "trade.cost.type",
        string="Borne by the seller",
        domain=[("by_incoterm", "=", True)],
    )

    _incoterm_uniq = models.UniqueIndex(
        "(incoterm_id)", "There is already a row for this incoterm: change that one."
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @ormcache()
    def _get_type_ids_by_incoterm(self):
        """Return {incoterm id: ids of the cost types the seller bears}."""
        rows_sudo = self.sudo().search([("incoterm_id", "!=", False)])  # for everybody
        return {
            row.incoterm_id.id: frozenset(row.cost_type_ids.ids) for row in rows_sudo
        }
