from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext

SOURCE_BITS = 6  # an entry's id is the id of its source row x 64 + source number
PREVIEW_CHARS = 200
MESSAGE_TYPES = ("email", "comment", "email_outgoing")


class TradeTimeline(models.Model):
    """Everything that happened with a customer, its contacts, leads and orders.

    Nothing is stored. Each source is a select over the documents the reader may read;
    an addon adds a document (with its mails and activities) in :meth:`_documents` or
    any other fact in :meth:`_sources`. Source numbers in use: 1-10 here.
    """

    _name = "trade.timeline"
    _description = "Customer Timeline"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "summary"

    _depends = {
        "mail.message": [
            *("model", "res_id", "date", "subject", "body", "message_type"),
            *("subtype_id", "is_internal", "author_id"),
        ],
        "mail.message.subtype": ["internal"],
        "mail.tracking.value": [
            *("mail_message_id", "field_id", "old_value_char", "new_value_char"),
        ],
        "mail.activity": [
            *("res_model", "res_id", "summary", "note", "feedback", "user_id"),
            *("active", "date_deadline", "date_done", "activity_type_id"),
        ],
        "mail.activity.type": ["name", "category"],
        "calendar.event": ["name", "start", "user_id", "active"],
        "calendar.attendee": ["event_id", "partner_id"],
        "res.partner": ["commercial_partner_id", "company_id", "partner_share"],
        "res.users": ["partner_id"],
        "crm.lead": ["name", "partner_id", "company_id"],
        "sale.order": [
            *("name", "partner_id", "company_id", "state", "date_order"),
            *("user_id", "amount_total", "currency_id"),
        ],
        "trade.gift": [
            *("name", "note", "partner_id", "commercial_partner_id", "date"),
            *("user_id", "amount", "currency_id", "company_id"),
        ],
    }

    source_id = fields.Integer(readonly=True)
    date = fields.Datetime(readonly=True)
    kind = fields.Selection(
        [
            ("mail_in", "Mail in"),
            ("mail_out", "Mail out"),
            ("note", "Note"),
            ("planned", "Planned"),
            ("done", "Done"),
            ("call", "Call"),
            ("meeting", "Meeting"),
            ("stage", "Stage"),
            ("quotation", "Quotation"),
            ("order", "Order"),
            ("gift", "Gift"),
        ],
        readonly=True,
    )
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    contact_id = fields.Many2one("res.partner", readonly=True)
    author_id = fields.Many2one("res.partner", string="By", readonly=True)
    summary = fields.Char(readonly=True)
    # HTML of a mail or plain text of a note: never shown raw, see `preview`.
    body = fields.Text(string="Text", readonly=True)
    preview = fields.Char(string="What", compute="_compute_preview")
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    res_model = fields.Char(string="Document type", readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", readonly=True
    )
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(self._sources().values())

    # === Reading === #

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        domain = Domain(domain).map_conditions(_by_source)
        return super()._search(domain, offset, limit, order, **kwargs)

    def _as_query(self, ordered=True):
        # An entry's id is computed: the plain id of its source row lets PostgreSQL
        # use the index of the table behind it.
        query = super()._as_query(ordered)
        if self.ids:
            query.add_where(
                SQL(
                    "%s IN %s",
                    SQL.identifier(query.table, "source_id"),
                    _source_ids(self.ids),
                )
            )
        return query

    @api.depends("summary", "body")
    def _compute_preview(self):
        for entry in self:
            text = " ".join(html2plaintext(entry.body or "").split())
            parts = [part for part in (entry.summary, text) if part]
            preview = " — ".join(parts)
            if len(preview) > PREVIEW_CHARS:
                preview = preview[:PREVIEW_CHARS].rstrip() + "…"
            entry.preview = preview

    def action_open_source(self):
        """Open the document this entry comes from."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    # === Sources === #

    @api.model
    def _documents(self):
        """Return the documents whose mails and activities belong to a customer.

        :return: dict of model name -> (source number, select of ``id, customer_id,
            contact_id, company_id``), only documents the reader may read. The number is
            that of the mails, the next one that of the activities.

        Addons add their documents with ``super()`` (a shipment, a sample request).
        """
        partners = SQL(
            "SELECT p.id, p.commercial_partner_id AS customer_id, p.id AS contact_id,"
            " p.company_id FROM res_partner p WHERE %s",
            self._readable("res.partner", "p"),
        )
        documents = {"res.partner": (1, partners)}
        for number, model in ((3, "crm.lead"), (5, "sale.order")):
            if self._may_read(model):
                documents[model] = (number, self._document_of_partner(model))
        return documents

    @api.model
    def _document_of_partner(self, model):
        """Select the readable documents of `model` that have a ``partner_id``."""
        return SQL(
            "SELECT d.id, p.commercial_partner_id AS customer_id, p.id AS contact_id,"
            " d.company_id FROM %s d JOIN res_partner p ON p.id = d.partner_id"
            " WHERE %s",
            SQL.identifier(self.env[model]._table),
            self._readable(model, "d"),
        )

    @api.model
    def _sources(self):
        """Return the selects the timeline consists of: dict of name -> SQL.

        Each select gives, in this order: id, source_id, date (UTC timestamp), kind,
        partner_id (the customer), contact_id, author_id (a partner), summary, body
        (HTML), amount (in currency_id), currency_id, res_model, res_id, company_id;
        and only rows whose document the reader may read.
        """
        sources = {}
        for model, (number, document) in self._documents().items():
            sources[f"{model}:mail"] = self._select_messages(number, model, document)
            sources[f"{model}:activity"] = self._select_activities(
                number + 1, model, document
            )
            if model == "crm.lead":
                sources["stage"] = self._select_stages(9, document)
        sources["meeting"] = self._select_meetings(7)
        if self._may_read("sale.order"):
            sources["order"] = self._select_orders(8)
        if self._may_read("trade.gift"):
            sources["gift"] = self._select_gifts(10)
        return sources

    @api.model
    def _entry_id(self, number, column):
        return SQL("%s::bigint * %s + %s AS id", column, 1 << SOURCE_BITS, number)

    @api.model
    def _may_read(self, model):
        return self.env.su or self.env[model].has_access("read")

    @api.model
    def _readable(self, model, alias):
        """Return the condition that the reader may read the row `alias` of `model`."""
        if self.env.su:
            return SQL("TRUE")
        query = self.env[model]._search([], active_test=False)
        return SQL("%s IN %s", SQL.identifier(alias, "id"), query.subselect())


def _source_ids(entry_ids):
    return tuple({entry_id >> SOURCE_BITS for entry_id in entry_ids})


def _by_source(condition):
    """Narrow a condition on ids to the source rows, which are indexed."""
    if condition.field_expr != "id" or condition.operator not in ("=", "in"):
        return condition
    value = condition.value
    entry_ids = [value] if isinstance(value, int) else value
    if not isinstance(entry_ids, list | tuple | set | frozenset):
        return condition
    entry_ids = [entry_id for entry_id in entry_ids if entry_id]
    return condition & Domain("source_id", "in", _source_ids(entry_ids))
