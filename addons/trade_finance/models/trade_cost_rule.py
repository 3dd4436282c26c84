from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..tools import container, estimate

NOWHERE = -1


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
            ("per_container", "Per container"),
            ("fixed", "Fixed amount"),
        ],
        required=True,
        default="percent_revenue",
    )
    value = fields.Float(
        digits=(16, 6),
        help="Percent, or money per kg, m³, unit, container or order. Negative: it "
        "comes in.",
    )
    container_code = fields.Selection(
        [(code, code) for code in container.CAPACITIES],
        "Container",
        default="40HC",
        help="20GP: 33.2 m³, 28,130 kg. 40GP: 67.7 m³, 28,750 kg. 40HC: 76.3 m³, "
        "28,560 kg. As many are counted as the volume or the weight of the order's "
        "goods needs, whichever is more.",
    )
    fill_percent = fields.Float(
        "Usable volume %",
        default=85.0,
        help="How much of the container's volume goods really take; the rest is lost "
        "between cartons.",
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
    country_group_ids = fields.Many2many(
        "res.country.group",
        string="Groups of destinations",
        help="Their countries count as if they stood among the destinations.",
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

    @api.constrains("basis", "value")
    def _check_value(self):
        for rule in self:
            if not rule.value and rule.basis != "fixed":
                raise ValidationError(
                    self.env._(
                        "The rule %(rule)s has no value: enter a percent or an amount. "
                        "For a cost that does not occur take the basis “Fixed amount” "
                        "with 0.",
                        rule=rule.name,
                    )
                )
            if rule.basis in estimate.PERCENTS and abs(rule.value) > 100:
                raise ValidationError(
                    self.env._(
                        "The rule %(rule)s takes %(value)s %%: a percent lies between "
                        "-100 and 100. Enter 5 for 5 %%.",
                        rule=rule.name,
                        value=f"{rule.value:g}",
                    )
                )

    @api.constrains("basis", "container_code", "fill_percent")
    def _check_container(self):
        for rule in self.filtered(lambda rule: rule.basis == "per_container"):
            if not rule.container_code or not 0 < rule.fill_percent <= 100:
                raise ValidationError(
                    self.env._(
                        "The rule %(rule)s counts containers: choose the container and "
                        "how much of its volume is usable, up to 100 %%.",
                        rule=rule.name,
                    )
                )

    @api.model
    def _check_basis_given(self, vals):
        """Refuse a missing basis before the database does, in words of its own."""
        if "basis" in vals and not vals["basis"]:
            raise ValidationError(
                self.env._(
                    "The rule %(rule)s has no basis: choose what its value is counted "
                    "by, for instance the revenue or the weight.",
                    rule=vals.get("name") or ", ".join(self.mapped("name")),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_basis_given(vals)
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self._check_basis_given(vals)
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
            country_ids=self._get_destination_ids(),
            category_ids=frozenset(self.category_ids.ids),
            date_from=self.date_from or None,
            date_to=self.date_to or None,
            container_code=self.container_code or "",
            fill_percent=self.fill_percent,
        )

    def _get_destination_ids(self):
        """Return the ids of the countries the rule is for; empty for any.

        A rule for groups that have no country is for nowhere, not for everywhere.
        """
        groups = self.country_group_ids
        countries = self.country_ids | groups.country_ids
        return frozenset(countries.ids or (groups and [NOWHERE]) or ())
