"""Follow-ups of the last months and of tonight, and the handover of a leaver."""

import random

from odoo import api, models

# How late (days after due) a follow-up of the past was done; None: never.
HABITS = {
    "lihua": (0, -1, 0, -2, 0, 3),
    "wangfang": (0, 4, -1, 0, 9, None),
    "chenjie": (-1, 0, 0, 12, 0, 2),
    "xulin": (6, None, 2, None, 0, 11),
}


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _activate_rules(self):
        """Switch on the follow-up rules shipped inactive, and the coupon programme."""
        rules = self.env["trade.followup.rule"].with_context(active_test=False)
        rules.search([("active", "=", False)]).active = True
        self.env.ref("trade_crm.loyalty_program_wake_up").active = True

    @api.model
    def _plan_followups(self):
        """Tell how past follow-ups were kept, then let tonight's run plan its own."""
        self._activate_rules()
        self._keep_past_followups()
        company = self.env.company
        for rule in self.env["trade.followup.rule"].search([("active", "=", True)]):
            rule._run_batch(company)
        self.env["trade.followup"]._close_finished(company)

    @api.model
    def _keep_past_followups(self):
        """Plan satisfaction calls a month after each old order and close them."""
        rule = self.env.ref("trade_crm.trade_followup_rule_satisfaction")
        dice = random.Random("follow-ups")
        rows, lateness = [], []
        for row in self._orders_table():
            due = row["days"].ordered - 30
            order = self._sale_order(row)
            if order.state != "sale" or due <= 8:
                continue
            rows.append(self._prepare_past_followup(order, due))
            lateness.append(dice.choice(HABITS[order.user_id.login]))
        followups = rule._create_followups(self.env.company, rows)
        for followup, late in zip(followups, lateness, strict=True):
            self._close_followup(followup, late)

    @api.model
    def _prepare_past_followup(self, order, due):
        """Return what the run of that night would have found for `order`."""
        return {
            "subject_id": order.id,
            "partner_id": order.partner_id.id,
            "user_id": order.user_id.id,
            "anchor_date": self._day(due + 30),
            "date_due": self._day(due),
        }

    @api.model
    def _close_followup(self, followup, late):
        """Mark a past follow-up as done `late` days after it was due, or missed."""
        due = (self._today() - followup.date_due).days
        if late is None:
            followup.date_missed = self._day(due - 30)
            return
        self._finish_on(followup.activity_id, due - late, "Customer is satisfied.")
        followup.date_done = self._day(due - late)

    @api.model
    def _hand_over(self):
        """Xu Lin leaves: the customers go to Chen Jie, who has read one brief."""
        leaver = self._get("user_xulin")
        handover = self.env["trade.handover"].create(
            {
                "user_from_id": leaver.id,
                "user_to_id": self._get("user_chenjie").id,
                "company_id": self.env.company.id,
                "include_history": True,
                "note": "Gulf Star pays well but late; Pennine wants photos of welds.",
            }
        )
        self._remember(handover, "handover_xulin")
        handover.with_user(self._get("user_zhoumin")).action_run()
        handover.brief_ids[:1].action_accept()
        leaver.action_archive()
