from odoo import fields, models
from odoo.exceptions import UserError


# A file for each subject of the shipment keeps every file readable.
class TradeShipment(models.Model):
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "trade.shipment"

    share_link_ids = fields.One2many("trade.share.link", "shipment_id", copy=False)

    def action_share(self):
        """Open the link to copy: one for each customer with goods on the shipment."""
        self.ensure_one()
        # Searched: checking the shipment's rule leaves all of its lines in the cache.
        lines = self.env["trade.shipment.line"].search([("shipment_id", "=", self.id)])
        customers = lines.order_id.partner_id.commercial_partner_id
        if not customers:
            raise UserError(
                self.env._("Add goods of an order first: the link is for its customer.")
            )
        links = self.env["trade.share.link"]
        for customer in customers:
            links |= self._get_share_link(customer)
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Share with the customer"),
            "res_model": "trade.share.link",
            "target": "new",
            "context": {"create": False},
        }
        if len(links) == 1:
            return {**action, "view_mode": "form", "res_id": links.id}
        return {**action, "view_mode": "list", "domain": [("id", "in", links.ids)]}

    def _get_share_link(self, partner):
        """Return a link for `partner` that works, a new one where there is none."""
        self.ensure_one()
        good = self.share_link_ids.filtered(
            lambda link: link.is_good and link.partner_id == partner
        )
        return good[:1] or good.create(
            {"shipment_id": self.id, "partner_id": partner.id}
        )
