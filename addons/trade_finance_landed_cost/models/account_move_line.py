from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _is_for_stock(self):
        """Say so too of what was put on the goods as a landed cost."""
        is_landed = self.is_landed_costs_line and "done" in (
            self.move_id.sudo().landed_costs_ids.mapped("state")
        )
        return is_landed or super()._is_for_stock()
