# The spread of a line is a subject of its own.
# pylint: disable=consider-merging-classes-inherited
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AccountMoveLine(models.Model):
    """A line of a vendor bill that several orders share.

    The slices stand on the line, so they survive when the bill goes to draft, is
    changed and posted again; a refund takes them over.
    """

    _inherit = "account.move.line"

    trade_spread_ids = fields.One2many(
        "trade.order.share",
        "line_id",
        "Spread over orders",
        groups="account.group_account_invoice,account.group_account_readonly",
    )
    trade_spread_origin_id = fields.Many2one(
        "account.move.line",
        "Spread like",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The line of the bill this refund, or this corrected bill, was made from.",
    )
    trade_spread = fields.Char("Spread over", compute="_compute_trade_spread")

    @api.depends("trade_spread_ids.order_id")
    def _compute_trade_spread(self):
        for line in self:
            # The names are shown on the bill also to who may not open the orders.
            names = line.sudo().trade_spread_ids.order_id.mapped("name")
            shown = ", ".join(names[:3])
            line.trade_spread = f"{shown}…" if len(names) > 3 else shown

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if any(values.get("trade_spread_origin_id") for values in vals_list):
            lines._take_over_spread()
        return lines

    def _take_over_spread(self):
        """Spread lines of refunds as the bill's lines they were made from."""
        Share = self.env["trade.order.share"]
        for line in self.filtered("trade_spread_origin_id"):
            # A refund takes the spread over whoever makes it.
            shares_sudo = line.sudo().trade_spread_origin_id.trade_spread_ids
            Share._spread_lines(
                line, {share.order_id: share.share for share in shares_sudo}
            )

    @api.constrains("trade_order_id")
    def _check_trade_order_or_spread(self):
        """Refuse an order on a line that is spread over several."""
        both = self.filtered(
            lambda line: line.trade_order_id and line.sudo().trade_spread_ids
        )
        if both:
            raise ValidationError(
                self.env._(
                    "“%(lines)s” is spread over several orders. Clear the spread "
                    "before you choose one order.",
                    lines=", ".join(line.name or line.move_id.name for line in both),
                )
            )

    def _may_be_spread(self):
        """Say whether the line is a cost that several orders may share."""
        self.ensure_one()
        return (
            self.display_type == "product"
            and not self.trade_order_id
            and not self._is_for_stock()
        )

    def _copy_data_extend_business_fields(self, values):
        if self.sudo().trade_spread_ids:
            values["trade_spread_origin_id"] = self.id
        return super()._copy_data_extend_business_fields(values)
