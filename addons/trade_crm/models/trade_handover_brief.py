from odoo import api, fields, models
from odoo.tools import SQL


class TradeHandoverBrief(models.Model):
    """What the new salesperson must know about one customer, at the handover."""

    _name = "trade.handover.brief"
    _description = "Handover Brief"
    _order = "line_count desc, id"
    _rec_name = "partner_id"

    handover_id = fields.Many2one(
        "trade.handover", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
    )
    user_from_id = fields.Many2one(related="handover_id.user_from_id", string="From")
    user_id = fields.Many2one(
        "res.users", string="New salesperson", required=True, index=True
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    country_id = fields.Many2one(related="partner_id.country_id")
    state = fields.Selection(
        [("new", "To read"), ("accepted", "Accepted")],
        default="new",
        required=True,
    )
    last_contact = fields.Datetime(
        readonly=True, help="The last mail, call, meeting or done activity."
    )
    last_contact_text = fields.Char(string="What it was about", readonly=True)
    note = fields.Text(related="handover_id.note", string="Note of the handover")
    line_ids = fields.One2many("trade.handover.brief.line", "brief_id", readonly=True)
    line_count = fields.Integer(string="Points", readonly=True)

    _partner_uniq = models.UniqueIndex(
        "(handover_id, partner_id)", "A handover has one brief for each customer."
    )

    def action_accept(self):
        """Take the customer over: the brief is read."""
        self.state = "accepted"

    def action_open_customer(self):
        """Open the customer's form."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(False, "form")],
        }

    def action_timeline(self):
        """Open everything about the customer."""
        return self.partner_id.action_trade_timeline()

    @api.model
    def _create_for(self, handover, customers):
        """Create a brief for each of `customers`, in the language of `handover`."""
        if not customers:
            return self
        contacts = self._find_last_contacts(handover, customers)
        points = handover._get_brief_points(customers)
        return self.create(
            [
                {
                    "handover_id": handover.id,
                    "partner_id": customer.id,
                    "user_id": handover.user_to_id.id,
                    "company_id": handover.company_id.id,
                    "line_ids": [
                        fields.Command.create(vals)
                        for vals in points.get(customer.id, ())
                    ],
                    "line_count": len(points.get(customer.id, ())),
                    **contacts.get(customer.id, {}),
                }
                for customer in customers
            ]
        )

    @api.model
    def _find_last_contacts(self, handover, customers):
        """Return dict of customer id -> when and what the last contact was."""
        timeline = handover._as_successor(self.env["trade.timeline"])
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT DISTINCT ON (t.partner_id) t.id, t.partner_id, t.date
                  FROM %(timeline)s t
                 WHERE t.partner_id = ANY(%(customers)s)
                   AND (t.kind IN ('mail_in', 'mail_out', 'call', 'done')
                        OR t.kind = 'meeting' AND t.date <= %(now)s)
                   AND (t.company_id IS NULL OR t.company_id = %(company)s)
                 ORDER BY t.partner_id, t.date DESC, t.id DESC
                """,
                timeline=timeline._table_sql,
                customers=customers.ids,
                now=fields.Datetime.now(),
                company=handover.company_id.id,
            )
        )
        entries = timeline.browse(row["id"] for row in rows)
        texts = dict(zip(entries.ids, entries.mapped("preview"), strict=True))
        return {
            row["partner_id"]: {
                "last_contact": row["date"],
                "last_contact_text": texts[row["id"]],
            }
            for row in rows
        }
