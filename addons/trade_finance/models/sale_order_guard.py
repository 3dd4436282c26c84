# Each concern of the order stands in a file of its own.
# pylint: disable=consider-merging-classes-inherited
from odoo import api, models
from odoo.exceptions import AccessError

STEPS = frozenset(
    [
        "trade_closing_id",
        "trade_closing_told",
        "trade_estimate_id",
        "trade_profit_status",
    ]
)
"""Written by the buttons that estimate, complete, close and reopen."""
TOTALS = frozenset(
    [
        "_compute_company_amounts",
        "_compute_next_due",
        "_compute_profit",
        "_compute_receipts",
    ]
)
"""What computes the totals that are equal to the views."""


class SaleOrder(models.Model):
    """Nobody types in what is read from the books, or set by buttons that check rights.

    Read-only in the screens is no guard: whoever may write on the order could still
    write these by RPC or import them.
    """

    _inherit = "sale.order"

    @api.model_create_multi
    def create(self, vals_list):
        defaults = {
            key.removeprefix("default_"): value
            for key, value in self.env.context.items()
            if key.startswith("default_")
        }
        for vals in vals_list:
            given = {**defaults, **vals}
            if given.get("trade_profit_status") == "open":
                del given["trade_profit_status"]
            self._check_not_typed_in(name for name, value in given.items() if value)
        return super().create(vals_list)

    def write(self, vals):
        self._check_not_typed_in(vals)
        return super().write(vals)

    @api.model
    def _check_not_typed_in(self, names):
        """Refuse figures and steps of the order that a person writes directly."""
        kept = [name for name in names if self._is_kept_by_the_suite(name)]
        if self.env.su or not kept:
            return
        # Labels only, also of fields this user may not see.
        labels = self.sudo().fields_get(kept, ["string"]).values()
        raise AccessError(
            self.env._(
                "%(labels)s: read from what is posted, or set by the order's own "
                "buttons, never typed in. Leave it out.",
                labels=", ".join(sorted(label["string"] for label in labels)),
            )
        )

    @api.model
    def _is_kept_by_the_suite(self, name):
        field = self._fields.get(name)
        return name in STEPS or bool(field and field.compute in TOTALS)
