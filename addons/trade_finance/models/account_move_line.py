from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    trade_order_id = fields.Many2one(
        "sale.order",
        "For sales order",
        compute="_compute_trade_order_id",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="The sales order this line earns or costs money for. Once the bill is "
        "posted, the line is part of the order's profit. On the receivable or advance "
        "line of an entry of the bank: a deposit for the order.",
    )
    trade_cost_type_id = fields.Many2one(
        "trade.cost.type",
        "Cost type",
        index="btree_not_null",
        copy=False,
        domain=[("is_billable", "=", True)],
        help="The row of the order's profit sheet this cost belongs to. Empty: Other.",
    )

    def _auto_init(self):
        """Fill the order of existing invoice lines in one statement, not one by one."""
        if not column_exists(self.env.cr, self._table, "trade_order_id"):
            create_column(self.env.cr, self._table, "trade_order_id", "int4")
            self.env.cr.execute(
                SQL(
                    """UPDATE account_move_line aml
                          SET trade_order_id = linked.order_id
                         FROM (SELECT rel.invoice_line_id, MIN(sol.order_id) AS order_id
                                 FROM sale_order_line_invoice_rel rel
                                 JOIN sale_order_line sol ON sol.id = rel.order_line_id
                             GROUP BY rel.invoice_line_id) linked
                        WHERE aml.id = linked.invoice_line_id"""
                )
            )
        return super()._auto_init()

    @api.depends("sale_line_ids")
    def _compute_trade_order_id(self):
        for line in self:
            order = line.sale_line_ids.order_id[:1]
            line.trade_order_id = order or line.trade_order_id

    @api.constrains("trade_order_id", "purchase_line_id", "product_id")
    def _check_trade_order_is_no_stock(self):
        """Refuse goods of the stock: they cost the order when they are delivered."""
        double = self.filtered(
            lambda line: (
                line.trade_order_id
                and line.product_id.is_storable
                and "internal"
                in line.purchase_line_id.move_ids.location_dest_id.mapped("usage")
            )
        )
        if double:
            raise ValidationError(
                self.env._(
                    "%(products)s: goods that go through the stock reach the profit "
                    "of an order by their delivery. Leave “For sales order” empty on "
                    "these lines.",
                    products=", ".join(double.product_id.mapped("display_name")),
                )
            )

    def _copy_data_extend_business_fields(self, values):
        values["trade_order_id"] = self.trade_order_id.id
        values["trade_cost_type_id"] = self.trade_cost_type_id.id
        return super()._copy_data_extend_business_fields(values)
