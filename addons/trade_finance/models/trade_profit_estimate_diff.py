# Apart from how versions are written.
# pylint: disable=consider-merging-classes-inherited
from odoo import Command, models
from odoo.exceptions import UserError


class TradeProfitEstimate(models.Model):
    """What changed between two versions."""

    _inherit = "trade.profit.estimate"

    def action_compare(self):
        """Show two versions side by side; of one alone, what changed before it."""
        before, after = self._get_compared()
        Diff = self.env["trade.estimate.diff"]
        diff = Diff.create(
            {
                "before_id": before.id,
                "after_id": after.id,
                "line_ids": [
                    Command.create(values)
                    for values in Diff._prepare_diff_lines(before, after)
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(order)s: version %(before)s and %(after)s",
                order=after.order_id.name,
                before=before.version,
                after=after.version,
            ),
            "res_model": "trade.estimate.diff",
            "res_id": diff.id,
            "view_mode": "form",
            "target": "new",
        }

    def _get_compared(self):
        """Return (earlier, later) of the versions asked for, or say what to choose."""
        versions = self
        if len(self) == 1:
            versions |= self.search(
                [("order_id", "=", self.order_id.id), ("version", "<", self.version)],
                order="version desc",
                limit=1,
            )
            if len(versions) == 1:
                raise UserError(
                    self.env._(
                        "%(version)s is the first: there is none before to compare "
                        "with.",
                        version=self.display_name,
                    )
                )
        if len(versions) != 2 or len(versions.order_id) != 1:
            raise UserError(
                self.env._("Select two versions of the same order to compare them.")
            )
        return versions.sorted("version")
