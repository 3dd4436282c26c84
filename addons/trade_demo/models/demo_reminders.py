from odoo import api, models

NIGHTS = 45  # so many nights the reminders have been running


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _remind_of_payments(self):
        """Let the shipped rules run as they would have, night by night.

        Every mail waits for its salesperson: none is sent by itself.
        """
        rules = self.env["trade.reminder.rule"].with_context(active_test=False)
        rules = rules.search([("company_id", "=", False)])
        rules.write(
            {
                "active": True,
                "company_id": self.env.company.id,
                "currency_id": self.env.company.currency_id.id,
            }
        )
        for ago in range(NIGHTS, -1, -1):
            self.env["trade.reminder"]._run(self._day(ago))
