from collections import defaultdict

from odoo import fields, models


class TradeHandover(models.Model):
    """The points of the briefs about opportunities and where they are stuck."""

    # one file for each subject of this model, none over 200 lines
    _inherit = "trade.handover"  # pylint: disable=consider-merging-classes-inherited

    def _find_opportunity_points(self, customers):
        """Find the open opportunities and how long they have been in their stage."""
        leads = self.env["crm.lead"].search(
            [
                ("partner_id.commercial_partner_id", "in", customers.ids),
                ("won_status", "=", "pending"),
                ("company_id", "in", (False, self.company_id.id)),
            ],
            order="date_last_stage_update, id",
        )
        leads = self._keep_readable(leads)
        quoted = self._get_quoted_quantities(leads)
        now = fields.Datetime.now()
        return [
            (
                lead.partner_id.commercial_partner_id.id,
                self._prepare_opportunity(lead, quoted.get(lead.id, 0), now),
            )
            for lead in leads
        ]

    def _get_quoted_quantities(self, leads):
        """Return dict of lead id -> pieces on its open quotations."""
        rows = self.env["sale.order.line"]._read_group(
            [
                ("order_id.opportunity_id", "in", leads.ids),
                ("order_id.state", "in", ("draft", "sent")),
                ("display_type", "=", False),
            ],
            ["order_id"],
            ["product_uom_qty:sum"],
        )
        quantities = defaultdict(float)
        for order, quantity in rows:
            quantities[order.opportunity_id.id] += quantity
        return quantities

    def _prepare_opportunity(self, lead, quoted, now):
        quantity = lead.trade_expected_qty or quoted
        since = lead.date_last_stage_update or lead.create_date
        days = (now - since).days
        return {
            "date": since.date(),
            "name": lead.name,
            "detail": self.env._(
                "%(quantity)g pieces expected; in stage “%(stage)s” for %(days)d days",
                quantity=quantity,
                stage=lead.stage_id.name or "",
                days=days,
            ),
            "quantity": quantity,
            "days": days,
            "amount": lead.expected_revenue,
            "currency_id": lead.company_currency.id,
            "res_model": "crm.lead",
            "res_id": lead.id,
        }
