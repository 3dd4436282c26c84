from odoo import models
from odoo.exceptions import RedirectWarning


class ResUsers(models.Model):
    _inherit = "res.users"

    def action_archive(self):
        # before super: core deletes the activities of an archived user
        self._check_trade_handover()
        keep = self.with_context(trade_keep_followups=True)
        return super(ResUsers, keep).action_archive()

    def write(self, vals):
        if vals.get("active") is False:
            self._check_trade_handover()
        return super().write(vals)

    def _check_trade_handover(self):
        """Stop archiving a user who still has customers or planned activities."""
        handover = self.env["trade.handover"]
        for user in self.filtered("active"):
            guarded = user.sudo().company_ids.filtered("trade_archive_guard")
            if guarded and handover._owns_something(user, guarded):
                raise RedirectWarning(
                    self.env._(
                        "%(user)s still has customers or planned activities. Hand them "
                        "over to a successor first, then archive the user: archiving "
                        "now would delete the activities.",
                        user=user.name,
                    ),
                    self.env.ref("trade_crm.trade_handover_action_new").id,
                    self.env._("Hand over"),
                    {"default_user_from_id": user.id},
                )
