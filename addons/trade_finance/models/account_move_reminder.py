# One file for each subject, none over 300 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import api, fields, models

READERS = (
    "account.group_account_invoice,account.group_account_readonly,"
    "sales_team.group_sale_salesman,purchase.group_purchase_user"
)


class AccountMove(models.Model):
    """Invoices customers are reminded of, unless they dispute them."""

    _inherit = "account.move"

    trade_disputed = fields.Boolean(
        "Disputed",
        copy=False,
        tracking=True,
        help="Nobody is reminded of a disputed invoice.",
    )
    trade_dispute_reason = fields.Char("Why it is disputed", copy=False, tracking=True)
    trade_reminder_ids = fields.One2many(
        "trade.reminder", "move_id", "Reminders", groups=READERS
    )
    trade_reminder_count = fields.Integer(
        compute="_compute_trade_reminder_count", groups=READERS
    )

    @api.depends("trade_reminder_ids")
    def _compute_trade_reminder_count(self):
        counts = dict(
            self.env["trade.reminder"]._read_group(
                [("move_id", "in", self.ids)], ["move_id"], ["__count"]
            )
        )
        for move in self:
            move.trade_reminder_count = counts.get(move, 0)

    def write(self, vals):
        """Close the reminders of what is disputed, at once."""
        result = super().write(vals)
        if vals.get("trade_disputed"):
            # Whoever may mark the invoice may end its reminders.
            todo_sudo = self.sudo().trade_reminder_ids.filtered(
                lambda reminder: reminder.state == "todo"
            )
            todo_sudo._set_state("skipped", self.env._("The invoice is disputed."))
            todo_sudo._put_on_hold()
        return result

    def action_open_trade_reminders(self):
        """Open the reminders of the invoice."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "trade_finance.trade_reminder_action"
        )
        return {
            **action,
            "domain": [("move_id", "=", self.id)],
            "context": {"create": False},
        }


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    _trade_open_due_idx = models.Index(
        "(company_id, date_maturity) WHERE display_type = 'payment_term' "
        "AND parent_state = 'posted' AND reconciled IS NOT TRUE"
    )
