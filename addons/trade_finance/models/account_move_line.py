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
        recursive=True,
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
        compute="_compute_trade_cost_type_id",
        store=True,
        readonly=False,
        precompute=True,
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
            self.env.cr.execute(
                SQL(
                    """UPDATE account_move_line aml
                          SET trade_order_id = origin.trade_order_id
                         FROM account_move_line origin
                        WHERE origin.id = aml.cogs_origin_id
                          AND origin.trade_order_id IS NOT NULL"""
                )
            )
        if not column_exists(self.env.cr, self._table, "trade_cost_type_id"):
            create_column(self.env.cr, self._table, "trade_cost_type_id", "int4")
        return super()._auto_init()

    @api.depends("sale_line_ids", "cogs_origin_id.trade_order_id", "purchase_line_id")
    def _compute_trade_order_id(self):
        for line in self:
            line.trade_order_id = (
                line.sale_line_ids.order_id[:1]
                or line.cogs_origin_id.trade_order_id
                or line._get_dropship_order()
                or line.trade_order_id
            )

    @api.depends("trade_order_id", "purchase_line_id")
    def _compute_trade_cost_type_id(self):
        for line in self:
            if not line.trade_cost_type_id and line._get_dropship_order():
                line.trade_cost_type_id = line.trade_cost_type_id._get_by_code(
                    "product"
                )
            else:
                line.trade_cost_type_id = line.trade_cost_type_id

    def _get_dropship_order(self):
        """Return the order the vendor ships the line's goods to directly, if one.

        Such a delivery has no value of its own: the bill is the order's product cost.
        """
        self.ensure_one()
        moves = self.purchase_line_id.move_ids.filtered(
            lambda move: (
                move.location_id.usage == "supplier"
                and move.location_dest_id.usage == "customer"
            )
        )
        orders = moves.sale_line_id.order_id
        return orders if len(orders) == 1 else orders.browse()

    @api.constrains("trade_order_id", "purchase_line_id", "product_id")
    def _check_trade_order_is_no_stock(self):
        """Refuse goods of the stock: they cost the order when they are delivered."""
        double = self.filtered(
            lambda line: (
                (line.trade_order_id or line.sudo().trade_spread_ids)
                and line._is_for_stock()
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

    def _is_for_stock(self):
        """Say whether the line bills goods that are received into the stock."""
        self.ensure_one()
        destinations = self.purchase_line_id.move_ids.location_dest_id
        return self.product_id.is_storable and "internal" in destinations.mapped(
            "usage"
        )

    def _copy_data_extend_business_fields(self, values):
        values["trade_order_id"] = self.trade_order_id.id
        values["trade_cost_type_id"] = self.trade_cost_type_id.id
        return super()._copy_data_extend_business_fields(values)
