from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..tools import estimate


class TradeCostRule(models.Model):
    """How a cost type is estimated. The first rule that matches counts."""

    _name = "trade.cost.rule"
    _description = "Cost Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    cost_type_id = fields.Many2one(
        "trade.cost.type",
        required=True,
        ondelete="cascade",
        index=True,
        domain=[("kind", "=", "cost"), ("code", "!=", "product")],
    )
    basis = fields.Selection(
        [
            ("percent_revenue", "% of revenue"),
            ("percent_product_cost", "% of product cost"),
            ("percent_cif", "% of CIF value x 110 %"),
            ("per_kg", "Per kg"),
            ("per_m3", "Per m³"),
            ("per_unit", "Per unit"),
            ("fixed", "Fixed amount"),
        ],
        required=True,
        default="percent_revenue",
    )
    value = fields.Float(
        digits=(16, 6),
        help="Percent, or money per kg, m³, unit or order. Negative: it comes in.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        default=lambda self: self.env.company.currency_id,
        help="Currency of the value. Percents need none.",
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: all companies."
    )
    incoterm_ids = fields.Many2many(
        "account.incoterms", string="Incoterms", help="Empty: any incoterm, or none."
    )
    country_ids = fields.Many2many(
        "res.country", string="Destinations", help="Empty: any country."
    )
    category_ids = fields.Many2many(
        "product.category",
        string="Product categories",
        help="Only lines with products of these categories count. Empty: all lines.",
    )
    date_from = fields.Date("Valid from")
    date_to = fields.Date("Valid until")

    @api.constrains("basis", "currency_id")
    def _check_currency(self):
        for rule in self:
            if rule.basis not in estimate.PERCENTS and not rule.currency_id:
                raise ValidationError(
                    self.env._(
                        "The rule %(rule)s is an amount of money: choose its currency.",
                        rule=rule.name,
                    )
                )

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for rule in self:
            if rule.date_from and rule.date_to and rule.date_from > rule.date_to:
                raise ValidationError(
                    self.env._(
                        "The rule %(rule)s ends before it begins: correct its dates.",
                        rule=rule.name,
                    )
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
    def _get_rules(self):
        """Return all active rules as plain values, in the order they are tried."""
        # Rules of the company are read by whoever confirms an order.
        return tuple(rule._as_value() for rule in self.sudo().search([]))

    def _as_value(self):
        self.ensure_one()
        return estimate.Rule(
            id=self.id,
            cost_type_id=self.cost_type_id.id,
            basis=self.basis,
            value=self.value,
            currency_id=self.currency_id.id or 0,
            company_id=self.company_id.id or 0,
            incoterm_ids=frozenset(self.incoterm_ids.ids),
            country_ids=frozenset(self.country_ids.ids),
            category_ids=frozenset(self.category_ids.ids),
            date_from=self.date_from or None,
            date_to=self.date_to or None,
        )
