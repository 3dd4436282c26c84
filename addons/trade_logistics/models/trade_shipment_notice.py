from markupsafe import Markup

from odoo import fields, models
from odoo.tools import format_date


class TradeShipmentNotice(models.Model):
    """That somebody was told something about a shipment: the reason it is told once."""

    _name = "trade.shipment.notice"
    _description = "Shipment Notice"
    _order = "id desc"
    _rec_name = "kind"

    shipment_id = fields.Many2one(
        "trade.shipment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="shipment_id.company_id", store=True, index=True
    )
    kind = fields.Selection([("booked", "Booked"), ("eta", "ETA moved")], required=True)
    eta = fields.Date(string="ETA told")
    partner_id = fields.Many2one("res.partner", string="Told", ondelete="cascade")
    occasion = fields.Char(
        required=True, help="What made it worth telling; told once to each partner."
    )

    _told_once = models.UniqueIndex("(shipment_id, kind, occasion, partner_id)")


# A file for each subject of the shipment keeps every file readable.
class TradeShipment(models.Model):
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "trade.shipment"

    notice_ids = fields.One2many("trade.shipment.notice", "shipment_id", copy=False)

    def _send_notices(self, stages, events):
        """Tell salespeople and customers what new events have changed.

        Does nothing where the company has not switched notices on.

        :param stages: `{shipment id: stage}` as they were before the events
        :param events: the new events, of any of the shipments
        """
        for shipment in self.filtered("company_id.trade_shipment_notices"):
            news = shipment._get_news(stages[shipment.id], events)
            if news:
                # sudo: what is told and to whom does not depend on who enters events
                shipment.sudo()._tell(*news)

    def _get_news(self, stage, events):
        """Return (kind, occasion) worth telling after `events`, or None."""
        self.ensure_one()
        if self.state in ("requested", "cancel", "delivered"):
            return None
        if stage == "requested":
            return ("booked", "booked")
        arrivals = events.filtered(
            lambda event: event.shipment_id == self and event.code == "ARRI"
        )
        if arrivals and self.eta and not self.ata and self._is_eta_news():
            return ("eta", str(max(arrivals.ids)))
        return None

    def _is_eta_news(self):
        """Tell whether the ETA is farther from the one last told than the grace."""
        notices_sudo = self.sudo().notice_ids  # sudo: technical rows
        told = notices_sudo.filtered("eta").sorted("id")[-1:].eta
        grace = self.company_id.trade_eta_grace_days
        return not told or abs((self.eta - told).days) > grace

    def _tell(self, kind, occasion):
        """Tell everybody concerned who has not been told of this occasion."""
        told = self.notice_ids.filtered(
            lambda n: n.kind == kind and n.occasion == occasion
        ).partner_id
        orders = self.line_ids.order_id
        sellers = orders.user_id.partner_id - told
        customers = orders.partner_id - told - sellers
        self.env["trade.shipment.notice"].create(
            [
                {
                    "shipment_id": self.id,
                    "kind": kind,
                    "occasion": occasion,
                    "eta": self.eta,
                    "partner_id": partner.id,
                }
                for partner in sellers + customers
            ]
        )
        for seller in sellers:
            self._tell_seller(kind, seller)
        for customer in customers:
            self._tell_customer(kind, customer)

    def _tell_seller(self, kind, seller):
        speaking = self.with_context(lang=seller.lang)
        speaking.message_notify(
            partner_ids=seller.ids,
            subject=speaking._get_news_subject(kind),
            body=speaking._get_news_body(),
        )

    def _tell_customer(self, kind, customer):
        """Queue a mail in the customer's language, with the customer's own link."""
        if not customer.email:
            self._message_log(
                body=self.env._(
                    "%(customer)s was not told: there is no e-mail address.",
                    customer=customer.display_name,
                )
            )
            return
        template = self.env.ref(f"trade_logistics.mail_template_shipment_{kind}")
        link = self._get_share_link(customer)
        template.send_mail(link.id)
        self._message_log(
            body=self.env._(
                "%(customer)s was told by mail.", customer=customer.display_name
            )
        )

    def _get_news_subject(self, kind):
        self.ensure_one()
        if kind == "booked":
            return self.env._("%(shipment)s is booked", shipment=self.name)
        return self.env._(
            "%(shipment)s now arrives on %(eta)s",
            shipment=self.name,
            eta=format_date(self.env, self.eta),
        )

    def _get_news_body(self):
        """Return the dates as they were promised and as they are, a line each."""
        self.ensure_one()
        rows = [
            (self.env._("Orders"), ", ".join(self.order_ids.mapped("name"))),
            (self.env._("ETD"), format_date(self.env, self.etd)),
            (self.env._("ETA"), format_date(self.env, self.eta)),
            (self.env._("ETA promised"), format_date(self.env, self.eta_promised)),
        ]
        line = Markup("<li>%s: %s</li>")
        known = [line % (label, text) for label, text in rows if text]
        return Markup("<ul>%s</ul>") % Markup("").join(known)
