from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    trade_inspection_ids = fields.One2many(
        "trade.inspection", "picking_id", string="Inspections"
    )
    trade_inspection_count = fields.Integer(
        "Number of inspections", compute="_compute_trade_inspection_count"
    )

    @api.depends("trade_inspection_ids")
    def _compute_trade_inspection_count(self):
        counts = dict(
            self.env["trade.inspection"]._read_group(
                [("picking_id", "in", self.ids)], ["picking_id"], ["__count"]
            )
        )
        for picking in self:
            picking.trade_inspection_count = counts.get(picking._origin, 0)

    def action_inspect(self):
        """Prepare an inspection for each product of the receipt and open them."""
        self.ensure_one()
        inspected = self.trade_inspection_ids.product_id
        self.env["trade.inspection"].create(
            [
                self._prepare_inspection_values(product, moves)
                for product, moves in self.move_ids.grouped("product_id").items()
                if product not in inspected
            ]
        )
        return self.action_view_inspections()

    def _prepare_inspection_values(self, product, moves):
        """Return an inspection of everything that came; hook for sampling plans."""
        quantity = sum(
            move.product_uom._compute_quantity(
                move.quantity or move.product_uom_qty, product.uom_id
            )
            for move in moves
            if move.state != "cancel"
        )
        return {
            "picking_id": self.id,
            "stage": "receipt",
            "company_id": self.company_id.id,
            "product_id": product.id,
            "sample_size": quantity,
        }

    def action_view_inspections(self):
        """Open the inspections of this receipt."""
        self.ensure_one()
        inspections = self.trade_inspection_ids
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Inspections"),
            "res_model": "trade.inspection",
            "views": [(False, "list"), (False, "form")],
            "domain": [("picking_id", "=", self.id)],
            "context": {"default_picking_id": self.id, "default_stage": "receipt"},
        }
        if len(inspections) == 1:
            action |= {"views": [(False, "form")], "res_id": inspections.id}
        return action
