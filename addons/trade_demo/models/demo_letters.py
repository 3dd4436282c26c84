"""What was written, said, met for and given: the letters of the story."""

from markupsafe import Markup

from odoo import Command, api, models

CHATTER = {"in": "email", "out": "email_outgoing", "note": "comment"}


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _write_letters(self):
        """Put mails, notes and calls on customers and orders, each on its day.

        The oldest comes first, because a chatter shows them as they were entered.
        """
        rows = self._read_table("letters")
        for row in sorted(rows, key=lambda row: -int(row["days_ago"])):
            document = self._document(row["on"])
            if not document:
                continue
            if row["kind"] == "call":
                self._make_call(document, row)
            else:
                self._post_letter(document, row)

    @api.model
    def _document(self, name):
        """Return what a letter is about: an order (order:25) or a customer."""
        kind, _colon, number = name.rpartition(":")
        if kind == "order":
            return self.env.ref(f"trade_demo.order_{number}", raise_if_not_found=False)
        return self._get(f"customer_{name}")

    @api.model
    def _post_letter(self, document, row):
        """Post one mail or note; it is dated on its day and sent to nobody."""
        author = self._get(row["author"])
        author = author.partner_id if author._name == "res.users" else author
        body = Markup("<p>%s</p>") % row["body"]
        return document.message_post(
            body=body,
            subject=row["subject"] or None,
            author_id=author.id,
            email_from=author.email_formatted,
            message_type=CHATTER[row["kind"]],
            subtype_xmlid="mail.mt_note"
            if row["kind"] == "note"
            else "mail.mt_comment",
            date=self._moment(int(row["days_ago"]), row["body"]),
        )

    @api.model
    def _make_call(self, document, row):
        """Plan a call and mark it as done on its day."""
        # Nobody is told now of a call of weeks ago.
        silent = document.with_context(mail_activity_quick_update=True)
        activity = silent.activity_schedule(
            "mail.mail_activity_data_call",
            date_deadline=self._day(int(row["days_ago"])),
            summary=row["subject"],
            user_id=self._get(row["author"]).id,
        )
        self._finish_on(activity, int(row["days_ago"]), row["body"])

    @api.model
    def _finish_on(self, activity, days_ago, feedback):
        """Mark an activity as done on the day `days_ago`."""
        user = activity.user_id
        messages, _next = activity._action_done(feedback=feedback)
        messages.write(
            {
                "date": self._moment(days_ago, feedback),
                "author_id": user.partner_id.id,
                "email_from": user.email_formatted,
            }
        )
        activity.date_done = self._day(days_ago)

    @api.model
    def _open_leads(self):
        """Open the opportunities, each in its stage since its day."""
        rows = self._read_table("leads")
        stages = self._lead_stages()
        leads = self.env["crm.lead"].create(
            [self._prepare_lead_values(row, stages) for row in rows]
        )
        self._remember_all(leads, [f"lead_{row['code']}" for row in rows])
        for lead, row in zip(leads, rows, strict=True):
            lead.date_last_stage_update = self._moment(int(row["stage_days"]))
        self._link_quotations()

    @api.model
    def _lead_stages(self):
        """Return {name: stage}; one for price negotiation is the team's own."""
        negotiation = self.env["crm.stage"].create(
            {
                "name": "Price negotiation",
                "sequence": self.env.ref("crm.stage_lead3").sequence + 1,
                "team_ids": [Command.set(self._get("team").ids)],
                "rotting_threshold_days": 14,
            }
        )
        self._remember(negotiation, "stage_negotiation")
        return {
            "new": self.env.ref("crm.stage_lead1"),
            "qualified": self.env.ref("crm.stage_lead2"),
            "proposition": self.env.ref("crm.stage_lead3"),
            "negotiation": negotiation,
        }

    @api.model
    def _prepare_lead_values(self, row, stages):
        """Return the values of one opportunity of the table."""
        currency = self._currency(row["currency"])
        value = currency._convert(
            float(row["value"]),
            self.env.company.currency_id,
            self.env.company,
            self._today(),
        )
        return {
            "name": row["name"],
            "type": "opportunity",
            "partner_id": self._get(row["contact"]).id,
            "user_id": self._get(f"user_{row['salesperson']}").id,
            "team_id": self._get("team").id,
            "company_id": self.env.company.id,
            "stage_id": stages[row["stage"]].id,
            "expected_revenue": value,
            "trade_expected_qty": float(row["pieces"]),
            "description": row["description"],
            "date_deadline": self._day(-30),
            "create_date": self._moment(int(row["created"]), row["code"]),
        }

    @api.model
    def _link_quotations(self):
        """Say which opportunity a quotation belongs to."""
        for code, number in {
            "kettles": "59",
            "tents": "45",
            "brazil": "57",
            "kettles_us": "55",
            "fryers": "50",
            "lights": "56",
            "dryers": "60",
        }.items():
            order = self.env.ref(f"trade_demo.order_{number}", raise_if_not_found=False)
            if order:
                order.opportunity_id = self._get(f"lead_{code}")

    @api.model
    def _give_gifts(self):
        """Note what was given to whom."""
        self.env["trade.gift"].create(
            [
                {
                    "name": row["name"],
                    "partner_id": self._get(row["contact"]).id,
                    "user_id": self._get(f"user_{row['giver']}").id,
                    "date": self._day(int(row["days_ago"])),
                    "occasion": row["occasion"],
                    "amount": float(row["amount"]),
                    "currency_id": self.env.company.currency_id.id,
                    "company_id": self.env.company.id,
                    "note": row["note"],
                }
                for row in self._read_table("gifts")
            ]
        )
