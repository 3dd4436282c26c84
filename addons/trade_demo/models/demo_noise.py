import logging

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

_logger = logging.getLogger(__name__)

# Kinds of records Odoo's own demo data leaves open to every company.
SHARED = (
    "res.partner",
    "product.template",
    "product.pricelist",
    "crm.team",
    "crm.lead",
    "loyalty.program",
    "delivery.carrier",
)


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _hide_core_demo(self):
        """Give what Odoo's own demo data shares among companies to the main company.

        Only records with an XML id and without a company; what a rule of Odoo keeps
        from moving stays where it is.
        """
        main = self.env.ref("base.main_company")
        for model in SHARED:
            if model in self.env:
                self._move_to(main, self._shared_demo(self.env[model]))

    @api.model
    def _shared_demo(self, model):
        """Return the records of other addons that belong to no company."""
        marked = self.env["ir.model.data"].search(
            [("model", "=", model._name), ("module", "!=", "trade_demo")]
        )
        marked = marked.mapped("res_id")
        domain = [("id", "in", marked), ("company_id", "=", False)]
        if model._name == "res.partner":
            # A person who logs in, or is a company, may work for several companies.
            domain += [("user_ids", "=", False), ("ref_company_ids", "=", False)]
        return model.search(domain)

    @api.model
    def _move_to(self, company, records):
        """Write `company` on `records`, one by one where they do not go together."""
        try:
            with self.env.cr.savepoint():
                records.company_id = company
        except (UserError, ValidationError):
            if len(records) == 1:
                _logger.info("%s stays open to all companies", records)
                return
            for record in records:
                self._move_to(company, record)
