from odoo import api, models
from odoo.tools import SQL

from .trade_timeline import MESSAGE_TYPES


class TradeTimeline(models.Model):
    _inherit = "trade.timeline"

    @api.model
    def _is_colleague(self, partner_id):
        """Return the condition that a partner is one of us, even if long gone."""
        return SQL(
            "EXISTS (SELECT 1 FROM res_users x"
            " WHERE x.partner_id = %s AND NOT x.share)",
            partner_id,
        )

    @api.model
    def _select_messages(self, number, model, document):
        """Select the mails and notes on the `document` rows of `model`.

        Internal notes are for internal users only, as in the chatter.
        """
        internal = self.env.su or self.env.user._is_internal()
        return SQL(
            """
            SELECT %(id)s, m.id AS source_id, m.date,
                   CASE WHEN st.id IS NULL OR st.internal OR m.is_internal THEN 'note'
                        WHEN %(by_us)s THEN 'mail_out'
                        ELSE 'mail_in' END AS kind,
                   d.customer_id AS partner_id, d.contact_id, m.author_id,
                   m.subject AS summary, m.body, NULL::numeric AS amount,
                   NULL::integer AS currency_id, m.model AS res_model, m.res_id,
                   d.company_id
              FROM (%(document)s) d
              JOIN mail_message m ON m.model = %(model)s AND m.res_id = d.id
              LEFT JOIN mail_message_subtype st ON st.id = m.subtype_id
             WHERE m.message_type IN %(types)s
               AND (COALESCE(m.body, '') <> '' OR COALESCE(m.subject, '') <> '')
               AND (%(internal)s OR (st.internal IS FALSE AND NOT m.is_internal))
            """,
            id=self._entry_id(number, SQL("m.id")),
            by_us=self._is_colleague(SQL("m.author_id")),
            document=document,
            model=model,
            types=MESSAGE_TYPES,
            internal=internal,
        )

    @api.model
    def _select_activities(self, number, model, document):
        """Select planned and done (archived) activities on the `document` rows.

        They have a day but no hour: noon in UTC is the same day nearly everywhere.
        """
        type_name = self.env["mail.activity.type"]._field_to_sql("t", "name")
        return SQL(
            """
            SELECT %(id)s, a.id AS source_id,
                   COALESCE(a.date_done, a.date_deadline) + TIME '12:00' AS date,
                   CASE WHEN a.active THEN 'planned'
                        WHEN t.category = 'phonecall' THEN 'call'
                        ELSE 'done' END AS kind,
                   d.customer_id AS partner_id, d.contact_id, u.partner_id AS author_id,
                   COALESCE(NULLIF(a.summary, ''), %(type_name)s) AS summary,
                   COALESCE(NULLIF(a.feedback, ''), a.note) AS body,
                   NULL::numeric AS amount, NULL::integer AS currency_id,
                   a.res_model, a.res_id, d.company_id
              FROM (%(document)s) d
              JOIN mail_activity a ON a.res_model = %(model)s AND a.res_id = d.id
              LEFT JOIN mail_activity_type t ON t.id = a.activity_type_id
              LEFT JOIN res_users u ON u.id = a.user_id
            """,
            id=self._entry_id(number, SQL("a.id")),
            document=document,
            model=model,
            type_name=type_name,
        )

    @api.model
    def _select_stages(self, number, document):
        """Select the stage changes of the `document` rows (leads)."""
        stage = self.env["ir.model.fields"]._get("crm.lead", "stage_id")
        return SQL(
            """
            SELECT %(id)s, v.id AS source_id, m.date, 'stage' AS kind,
                   d.customer_id AS partner_id, d.contact_id, m.author_id,
                   CONCAT_WS(' → ', NULLIF(v.old_value_char, ''),
                             NULLIF(v.new_value_char, '')) AS summary,
                   NULL::text AS body, NULL::numeric AS amount,
                   NULL::integer AS currency_id, m.model AS res_model, m.res_id,
                   d.company_id
              FROM (%(document)s) d
              JOIN mail_message m ON m.model = 'crm.lead' AND m.res_id = d.id
              JOIN mail_tracking_value v ON v.mail_message_id = m.id
             WHERE v.field_id = %(stage)s
            """,
            id=self._entry_id(number, SQL("v.id")),
            document=document,
            stage=stage.id,
        )

    @api.model
    def _select_meetings(self, number):
        """Select meetings, once per customer however many of its contacts attend.

        Private ones are for their own people, as in the calendar.
        """
        event = self.env["calendar.event"]
        domain = [] if self.env.su else event._get_default_privacy_domain()
        events = event._search(domain, active_test=False)
        return SQL(
            """
            SELECT %(id)s, a.id AS source_id, e.start AS date, 'meeting' AS kind,
                   p.commercial_partner_id AS partner_id, p.id AS contact_id,
                   u.partner_id AS author_id, e.name AS summary, NULL::text AS body,
                   NULL::numeric AS amount, NULL::integer AS currency_id,
                   'calendar.event' AS res_model, e.id AS res_id, p.company_id
              FROM res_partner p
              JOIN calendar_event_res_partner_rel r ON r.res_partner_id = p.id
              JOIN calendar_event e ON e.id = r.calendar_event_id
              JOIN calendar_attendee a ON a.event_id = e.id AND a.partner_id = p.id
              LEFT JOIN res_users u ON u.id = e.user_id
             WHERE e.active AND %(readable)s AND NOT %(by_us)s AND e.id IN %(events)s
               AND NOT EXISTS (
                    SELECT 1 FROM calendar_attendee b
                      JOIN res_partner q ON q.id = b.partner_id
                     WHERE b.event_id = e.id AND b.id < a.id
                       AND q.commercial_partner_id = p.commercial_partner_id)
            """,
            id=self._entry_id(number, SQL("a.id")),
            readable=self._readable("res.partner", "p"),
            by_us=self._is_colleague(SQL("p.id")),
            events=events.subselect(),
        )

    @api.model
    def _select_orders(self, number):
        """Select quotations and orders with their total in the order's currency."""
        return SQL(
            """
            SELECT %(id)s, o.id AS source_id, o.date_order AS date,
                   CASE o.state WHEN 'sale' THEN 'order' ELSE 'quotation' END AS kind,
                   p.commercial_partner_id AS partner_id, p.id AS contact_id,
                   u.partner_id AS author_id, o.name AS summary, NULL::text AS body,
                   o.amount_total AS amount, o.currency_id,
                   'sale.order' AS res_model, o.id AS res_id, o.company_id
              FROM sale_order o
              JOIN res_partner p ON p.id = o.partner_id
              LEFT JOIN res_users u ON u.id = o.user_id
             WHERE o.state <> 'cancel' AND %(readable)s
            """,
            id=self._entry_id(number, SQL("o.id")),
            readable=self._readable("sale.order", "o"),
        )

    @api.model
    def _select_gifts(self, number):
        """Select the gifts to the customer's contacts."""
        return SQL(
            """
            SELECT %(id)s, g.id AS source_id, g.date + TIME '12:00' AS date,
                   'gift' AS kind, g.commercial_partner_id AS partner_id,
                   g.partner_id AS contact_id, u.partner_id AS author_id,
                   g.name AS summary, g.note AS body, g.amount, g.currency_id,
                   'trade.gift' AS res_model, g.id AS res_id, g.company_id
              FROM trade_gift g
              LEFT JOIN res_users u ON u.id = g.user_id
             WHERE %(readable)s
            """,
            id=self._entry_id(number, SQL("g.id")),
            readable=self._readable("trade.gift", "g"),
        )
