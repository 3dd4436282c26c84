from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

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

    @api.model
    def _read_valid(self, company, date):
        """Return the rules of `company` on `date`, in the order they are tried."""
        domain = Domain("company_id", "in", [company.id, False])
        domain &= Domain("date_from", "=", False) | Domain("date_from", "<=", date)
        domain &= Domain("date_to", "=", False) | Domain("date_to", ">=", date)
        # Rules of the company are read by whoever confirms an order.
        return self.sudo().search(domain)

    def _filter_order(self, order):
        """Return the rules that match the order's incoterm and destination."""
        destination = order.partner_shipping_id.country_id
        return self.filtered(
            lambda rule: (
                (not rule.incoterm_ids or order.incoterm in rule.incoterm_ids)
                and (not rule.country_ids or destination in rule.country_ids)
            )
        )

    def _matches_product(self, product):
        """Say whether the rule counts for `product`, by its category or a parent."""
        self.ensure_one()
        if not self.category_ids:
            return True
        path = product.categ_id.parent_path or ""
        ancestors = {int(category_id) for category_id in path.split("/") if category_id}
        return bool(ancestors & set(self.category_ids.ids))

    def _get_company_value(self, order, rate, date):
        """Return (value in company currency, is there a rate).

        :param rate: the order's rate: company currency for one unit of its currency
        """
        self.ensure_one()
        if self.basis in estimate.PERCENTS:
            return self.value, True
        if self.currency_id == order.currency_id:
            return self.value * rate, True
        own_rate = self.currency_id._get_trade_rate(order.company_id, date)
        return self.value * own_rate, bool(own_rate)
