from odoo import fields, models
from odoo.tools import SQL

NUMBER_INSTALMENT = 1
SALES = ("out_invoice", "out_refund", "out_receipt")


class TradeDueItem(models.Model):
    """What is due, in and out: one row per open instalment of a posted invoice or bill.

    Visible are the rows of the invoices and bills the user may read. Amounts are
    positive when money comes in and negative when it goes out.
    """

    _name = "trade.due.item"
    _inherit = ["trade.fact.view"]
    _description = "What Is Due"
    _auto = False
    _order = "date, id"
    _rec_name = "move_id"
    _depends = {
        "account.move": [
            "state",
            "move_type",
            "invoice_user_id",
            "commercial_partner_id",
            "trade_disputed",
        ],
        "account.move.line": [
            "amount_residual",
            "amount_residual_currency",
            "date_maturity",
            "display_type",
            "parent_state",
            "reconciled",
            "trade_order_id",
        ],
        "trade.reminder": ["line_id", "date", "rule_id", "state"],
    }

    date = fields.Date("Due", readonly=True)
    direction = fields.Selection([("in", "In"), ("out", "Out")], readonly=True)
    move_id = fields.Many2one("account.move", "Document", readonly=True)
    line_id = fields.Many2one("account.move.line", "Instalment", readonly=True)
    partner_id = fields.Many2one(string="Customer or vendor")
    currency_id = fields.Many2one(string="Document currency")
    amount = fields.Monetary(
        readonly=True, help="Open in the document's currency: plus in, minus out."
    )
    amount_company = fields.Monetary(
        "In company currency",
        currency_field="company_currency_id",
        readonly=True,
        help="Open at the rate it is booked at: plus in, minus out.",
    )
    overdue_days = fields.Integer(readonly=True, aggregator="max")
    is_disputed = fields.Boolean("Disputed", readonly=True)
    rule_id = fields.Many2one("trade.reminder.rule", "Last reminder", readonly=True)
    reminded_on = fields.Date(readonly=True)

    def _sources(self):
        """Return {name: SQL select}; further sources are numbered from 2."""
        return {**super()._sources(), "instalment": self._select_instalment()}

    def _select_instalment(self):
        return self._select_source(
            {
                **self._source_columns(SQL("aml.id"), NUMBER_INSTALMENT),
                "order_id": self._select_order(),
                "company_id": SQL("aml.company_id"),
                "partner_id": SQL("m.commercial_partner_id"),
                "user_id": SQL("m.invoice_user_id"),
                "team_id": SQL("m.team_id"),
                "country_id": SQL(
                    "(SELECT country_id FROM res_partner WHERE id = m.partner_id)"
                ),
                "order_date": SQL("NULL"),
                "currency_id": SQL("aml.currency_id"),
                "company_currency_id": SQL("aml.company_currency_id"),
                "date": SQL("aml.date_maturity"),
                "direction": SQL(
                    "CASE WHEN m.move_type IN %s THEN 'in' ELSE 'out' END", SALES
                ),
                "move_id": SQL("aml.move_id"),
                "line_id": SQL("aml.id"),
                "amount": SQL("aml.amount_residual_currency"),
                "amount_company": SQL("aml.amount_residual"),
                "overdue_days": SQL(
                    "GREATEST(%s - aml.date_maturity, 0)",
                    fields.Date.context_today(self),
                ),
                "is_disputed": SQL("COALESCE(m.trade_disputed, FALSE)"),
                "rule_id": SQL("reminded.rule_id"),
                "reminded_on": SQL("reminded.date"),
            },
            SQL(
                """  FROM account_move_line aml
                     JOIN account_move m ON m.id = aml.move_id
                     %s
                    WHERE aml.display_type = 'payment_term'
                      AND aml.parent_state = 'posted'
                      AND aml.reconciled IS NOT TRUE
                      AND aml.amount_residual_currency != 0 AND %s""",
                self._join_last_reminder(),
                self._where(),
            ),
        )

    def _join_last_reminder(self):
        return SQL(
            """LEFT JOIN LATERAL (
                   SELECT r.rule_id, r.date FROM trade_reminder r
                    WHERE r.line_id = aml.id AND r.state != 'skipped'
                 ORDER BY r.date DESC, r.id DESC LIMIT 1) reminded ON TRUE"""
        )

    def _select_order(self):
        """Return the SQL of the order of a document that serves one order alone."""
        return SQL(
            """(SELECT MIN(sold.trade_order_id) FROM account_move_line sold
                 WHERE sold.move_id = aml.move_id
                   AND sold.trade_order_id IS NOT NULL
                HAVING MIN(sold.trade_order_id) = MAX(sold.trade_order_id))"""
        )

    def _where(self):
        """Return the condition a source ends with: documents the user may read."""
        if self.env.su:
            return SQL("TRUE")
        moves = self.env["account.move"]._search([])
        return SQL("m.id IN %s", moves.subselect())

    def action_open_document(self):
        """Open the invoice or bill."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }
