import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class TradeShareLink(models.Model):
    """A link by which one customer follows one shipment without an account.

    The token cannot be guessed, ends by itself, can be revoked, and opens nothing but
    the goods of its customer.
    """

    _name = "trade.share.link"
    _description = "Share Link"
    _order = "id desc"
    _rec_name = "shipment_id"

    shipment_id = fields.Many2one(
        "trade.shipment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="shipment_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="For",
        required=True,
        index=True,
        ondelete="cascade",
        help="The customer sees the own goods on the shipment, nobody else's.",
    )
    token = fields.Char(
        required=True, readonly=True, copy=False, groups="base.group_system"
    )
    # Empty for who may not see the goods of this customer.
    url = fields.Char(string="Link", compute="_compute_url")
    date_end = fields.Date(
        string="Good until",
        required=True,
        compute="_compute_date_end",
        store=True,
        readonly=False,
        precompute=True,
    )
    is_revoked = fields.Boolean(string="Revoked", copy=False)
    is_good = fields.Boolean(string="Works", compute="_compute_is_good")
    access_ids = fields.One2many("trade.share.access", "link_id")
    access_count = fields.Integer(string="Opened", compute="_compute_access")
    access_last = fields.Datetime(string="Last opened", compute="_compute_access")

    _token_unique = models.UniqueIndex("(token)")

    @api.depends("token", "shipment_id", "partner_id")
    @api.depends_context("uid")
    def _compute_url(self):
        seen = self._get_customers_seen()
        for link in self:
            token = link.sudo().token  # sudo: read here only, by who sees the goods
            shown = link._get_customer() in seen.get(link.shipment_id, ())
            base = link.get_base_url()
            link.url = f"{base}/trade/shipment/{token}" if shown else False

    @api.depends("shipment_id")
    def _compute_date_end(self):
        today = fields.Date.context_today(self)
        for link in self:
            days = link.shipment_id.company_id.trade_share_days
            link.date_end = link.date_end or today + timedelta(days=days or 90)

    @api.depends("is_revoked", "date_end")
    def _compute_is_good(self):
        today = fields.Date.context_today(self)
        for link in self:
            good = link.date_end and link.date_end >= today
            link.is_good = good and not link.is_revoked

    @api.depends("access_ids")
    def _compute_access(self):
        opened = {
            link: (count, last)
            for link, count, last in self.env["trade.share.access"]._read_group(
                [("link_id", "in", self.ids)],
                ["link_id"],
                ["__count", "accessed_at:max"],
            )
        }
        for link in self:
            link.access_count, link.access_last = opened.get(link, (0, False))

    @api.constrains("partner_id", "shipment_id")
    def _check_customer(self):
        for link in self:
            orders = link.shipment_id.line_ids.order_id
            customers = orders.partner_id.commercial_partner_id
            if link.partner_id.commercial_partner_id not in customers:
                raise ValidationError(
                    self.env._(
                        "%(partner)s has no goods on %(shipment)s: share it with a "
                        "customer of one of its orders.",
                        partner=link.partner_id.display_name,
                        shipment=link.shipment_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        # A token is never taken from the caller: one that was chosen can be guessed.
        links = super(TradeShareLink, self.sudo()).create(  # sudo: nobody writes tokens
            [dict(vals, token=secrets.token_urlsafe(32)) for vals in vals_list]
        )
        links = links.with_env(self.env)
        links.check_access("create")
        return links

    def write(self, vals):
        if {"token", "shipment_id", "partner_id"} & vals.keys():
            raise UserError(
                self.env._(
                    "A link stays what it was when it was sent. Revoke it and share "
                    "the shipment again."
                )
            )
        return super().write(vals)

    def _get_customer(self):
        """Return the id of the customer whose goods the link shows."""
        self.ensure_one()
        return self.sudo().partner_id.commercial_partner_id.id  # sudo: only the id

    def _get_customers_seen(self):
        """Return `{shipment: ids of the customers whose goods the reader may see}`."""
        lines = self.env["trade.shipment.line"].search(
            [("shipment_id", "in", self.shipment_id.ids)]
        )
        seen = {}
        for line_sudo in lines.sudo():  # sudo: only the ids of their customers
            customer = line_sudo.order_id.partner_id.commercial_partner_id
            seen.setdefault(line_sudo.shipment_id, set()).add(customer.id)
        return seen

    def action_revoke(self):
        self.is_revoked = True

    @api.model
    def _find_good(self, token):
        """Return the link of `token` that works now, with raised rights, or nothing.

        Wrong, expired and revoked tokens look the same from outside, and so does one
        whose customer has no goods on the shipment any more.
        """
        link_sudo = self.sudo().search([("token", "=", token)], limit=1)  # sudo: public
        return link_sudo.filtered(lambda link: link.is_good and link.url)

    def _log_access(self):
        """Note that the link was opened; a row of its own, so that nobody waits."""
        self.env["trade.share.access"].sudo().create(  # sudo: visitors are not users
            [{"link_id": link.id} for link in self]
        )


class TradeShareAccess(models.Model):
    _name = "trade.share.access"
    _description = "Opening of a Share Link"
    _order = "accessed_at desc, id desc"
    _rec_name = "accessed_at"

    link_id = fields.Many2one(
        "trade.share.link", required=True, index=True, ondelete="cascade"
    )
    accessed_at = fields.Datetime(required=True, default=fields.Datetime.now)
