# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

COST = "trade_base.group_trade_cost"


class TradeProfitLine(models.Model):
    """What profit is looked at by, and the way from a line to its source.

    Only what is invoiced, delivered or bought for resale has a product: the costs of
    the whole order, its estimate and its exchange entries stand under no product. Who
    may not see costs has no products at all: the product cost of one would be its unit
    cost, and cut by month it would be too; so their lines are of whole orders.
    """

    _inherit = "trade.profit.line"
    _depends = {
        "account.move.line": ["product_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "stock.move": ["product_id"],
        "trade.cost.type": ["kind"],
    }

    product_id = fields.Many2one(
        "product.product",
        readonly=True,
        groups=COST,
        help="Empty: a cost of the whole order, its estimate, or an exchange entry.",
    )
    categ_id = fields.Many2one(
        "product.category", "Product category", readonly=True, groups=COST
    )
    cost_kind = fields.Selection(
        [("revenue", "Revenue"), ("cost", "Cost"), ("fx", "Exchange difference")],
        "Kind",
        readonly=True,
    )
    revenue = fields.Monetary(
        "Actual revenue",
        currency_field="company_currency_id",
        readonly=True,
        help="What was invoiced less credit notes, with its exchange differences: what "
        "the percent refers to.",
    )
    actual_percent = fields.Float(
        "Actual profit %",
        readonly=True,
        aggregator="avg",
        help="Actual profit in percent of the actual revenue of all lines together.",
    )

    def _select_source(self, columns, tail):
        kind = SQL(
            "(SELECT kinds.kind FROM trade_cost_type kinds WHERE kinds.id = %s)",
            columns.get("cost_type_id", SQL("NULL")),
        )
        derived = {
            "cost_kind": kind,
            "revenue": SQL(
                "CASE WHEN %s != 'cost' THEN %s ELSE 0 END",
                kind,
                columns.get("actual", SQL("0")),
            ),
        }
        if "product_id" in columns:
            derived["categ_id"] = SQL(
                """(SELECT template.categ_id
                      FROM product_product product
                      JOIN product_template template
                        ON template.id = product.product_tmpl_id
                     WHERE product.id = %s)""",
                columns["product_id"],
            )
        return super()._select_source({**derived, **columns}, tail)

    def _read_group_select(self, aggregate_spec, query):
        """Take the percent of the sums: an average of percents says nothing.

        Of several currencies, both sums are converted as core does in pivots.
        """
        if aggregate_spec != "actual_percent:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "100.0 * %s / NULLIF(%s, 0)",
            super()._read_group_select("actual:sum_currency", query),
            super()._read_group_select("revenue:sum_currency", query),
        )

    def action_open_source(self):
        """Open the record this line was read from."""
        self.ensure_one()
        if not self.res_model:
            return False
        source = self.env[self.res_model].browse(self.res_id)
        if not source.has_access("read"):
            raise UserError(
                self.env._(
                    "This line of %(order)s comes from a document (%(kind)s) that you "
                    "may not open. Its amount is in the list; ask somebody in "
                    "accounting or logistics for the document.",
                    order=self.order_id.name,
                    kind=self.env["ir.model"]._get(self.res_model).name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
