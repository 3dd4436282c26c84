from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

# One message tells the successor about everything; core would send one per document.
QUIET = {
    "mail_auto_subscribe_no_notify": True,
    "mail_activity_quick_update": True,
    "active_test": False,
}


class TradeHandover(models.Model):
    """What moves, and how."""

    # one file for each subject of this model, none over 200 lines
    _inherit = "trade.handover"  # pylint: disable=consider-merging-classes-inherited

    def _get_plan(self):
        """Return what moves: dict of kind -> (model, field with the user, domain).

        Addons add their documents (samples, claims) with ``super()`` and the kind to
        ``trade.handover.line``. The order is the order of writing.
        """
        self.ensure_one()
        own = Domain("company_id", "in", (False, self.company_id._origin.id))
        return {
            "customer": (
                "res.partner",
                "user_id",
                own & Domain("parent_id", "=", False),
            ),
            "contact": (
                "res.partner",
                "user_id",
                own & Domain("parent_id", "!=", False),
            ),
            "lead": (
                *("crm.lead", "user_id"),
                own
                & Domain("won_status", "=", "pending")
                & Domain("active", "=", True),
            ),
            "quotation": (
                *("sale.order", "user_id"),
                own & Domain("state", "in", ("draft", "sent")),
            ),
            "order": ("sale.order", "user_id", own & self._get_order_domain()),
            "invoice": (
                *("account.move", "invoice_user_id"),
                own & self._get_invoice_domain(),
            ),
            "followup": (
                *("trade.followup", "user_id"),
                own & Domain("state", "=", "planned") & Domain("active", "=", True),
            ),
            "activity": (
                *("mail.activity", "user_id"),
                Domain("active", "=", True) & self._get_activity_domain(),
            ),
            "brief": ("trade.handover.brief", "user_id", own),
        }

    def _get_order_domain(self):
        if self.include_history:
            return Domain("state", "in", ("sale", "cancel"))
        return self._get_open_order_domain()

    def _get_open_order_domain(self):
        """Return the confirmed orders with work or money still open."""
        unpaid = Domain(
            "order_line.invoice_lines.move_id", "any", self._get_open_invoice_domain()
        )
        undelivered = SQL(
            "(SELECT order_id FROM sale_order_line WHERE state = 'sale'"
            " AND display_type IS NULL AND NOT COALESCE(is_downpayment, FALSE)"
            " AND qty_delivered < product_uom_qty)"
        )
        return Domain("state", "=", "sale") & (
            Domain("invoice_status", "!=", "invoiced")
            | unpaid
            | Domain("id", "in", undelivered)
        )

    def _get_invoice_domain(self):
        invoices = Domain("move_type", "in", ("out_invoice", "out_refund"))
        if self.include_history:
            return invoices
        return invoices & self._get_open_invoice_domain()

    def _get_open_invoice_domain(self):
        return Domain("state", "=", "draft") | (
            Domain("state", "=", "posted")
            & Domain("payment_state", "in", ("not_paid", "partial"))
        )

    def _get_activity_domain(self):
        """Return the activities on documents of this company, or of no company."""
        groups = self.env["mail.activity"]._read_group(
            [("user_id", "=", self.user_from_id._origin.id), ("active", "=", True)],
            ["res_model"],
            ["res_id:array_agg"],
        )
        own = Domain("res_model", "=", False)
        for model, res_ids in groups:
            if model and model in self.env:
                documents = self._filter_documents(model, res_ids)
                own |= Domain("res_model", "=", model) & Domain(
                    "res_id", "in", documents.ids
                )
        return own

    def _filter_documents(self, model, res_ids):
        documents = self.env[model].with_context(active_test=False)
        domain = Domain("id", "in", res_ids)
        if "company_id" in documents._fields and documents._fields["company_id"].store:
            domain &= Domain("company_id", "in", (False, self.company_id._origin.id))
        return documents.search(domain)

    def _get_plan_domains(self):
        """Return dict of kind -> (records to search in, user field, domain)."""
        self.env.flush_all()
        leaver = self.user_from_id._origin.id
        return {
            kind: (
                self.env[model].with_context(**QUIET),
                field,
                domain & Domain(field, "=", leaver),
            )
            for kind, (model, field, domain) in self._get_plan().items()
        }

    def _count_plan(self):
        """Return how much of each kind would move: dict of kind -> count."""
        self.ensure_one()
        if not self.user_from_id:
            return {}
        plan = self.sudo()._get_plan_domains()  # counts only; rights are checked on run
        return {
            kind: model.search_count(domain)
            for kind, (model, _field, domain) in plan.items()
        }
