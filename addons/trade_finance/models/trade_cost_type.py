from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache


class TradeCostType(models.Model):
    """A row of the profit sheet: revenue, product cost, freight, duty…"""

    _name = "trade.cost.type"
    _description = "Cost Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        help="Short technical name that reports and other addons refer to.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("revenue", "Revenue"), ("cost", "Cost"), ("fx", "Exchange difference")],
        required=True,
        default="cost",
    )
    is_billable = fields.Boolean(
        "On vendor bills",
        default=True,
        help="A line of a vendor bill may carry this type.",
    )
    by_incoterm = fields.Boolean(
        "Follows the incoterm",
        help="The seller bears this cost only under the incoterms that say so.",
    )

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "Another cost type has this code: choose a new one."
    )

    @api.model
    @ormcache()
    def _get_ids_by_code(self):
        """Return {code: id} of all cost types, archived ones too."""
        types_sudo = self.sudo().with_context(active_test=False)  # same for all users
        return {cost_type.code: cost_type.id for cost_type in types_sudo.search([])}

    @api.model
    @ormcache()
    def _get_incoterm_ids(self):
        """Return the ids of the cost types that follow the incoterm."""
        return frozenset(self.sudo().search([("by_incoterm", "=", True)]).ids)  # same

    @api.model
    def _get_by_code(self, code):
        """Return the cost type with `code`; the shipped ones always exist."""
        return self.browse(self._get_ids_by_code().get(code))

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        renamed = self.filtered(lambda cost_type: cost_type.code != vals.get("code"))
        if "code" in vals and renamed:
            renamed._check_not_shipped()
        self.env.registry.clear_cache()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shipped(self):
        self._check_not_shipped()

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _check_not_shipped(self):
        """Refuse to take away a type the profit sheet itself writes to."""
        shipped = self.filtered(lambda cost_type: cost_type._is_shipped())
        if shipped:
            raise UserError(
                self.env._(
                    "The profit sheet needs the cost types %(names)s. Archive them or "
                    "change their names instead; their codes stay.",
                    names=", ".join(shipped.mapped("name")),
                )
            )

    def _is_shipped(self):
        self.ensure_one()
        xml_id = self.get_external_id()[self.id]
        return xml_id.startswith("trade_finance.")
