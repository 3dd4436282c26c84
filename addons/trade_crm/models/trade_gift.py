from odoo import api, fields, models


class TradeGift(models.Model):
    """Something given to a contact, so that nobody gives the same thing twice."""

    _name = "trade.gift"
    _description = "Gift"
    _order = "date desc, id desc"

    name = fields.Char(string="Gift", required=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Given to",
        required=True,
        index=True,
        ondelete="cascade",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Customer",
        store=True,
        index=True,
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    occasion = fields.Selection(
        [
            ("birthday", "Birthday"),
            ("holiday", "Holiday"),
            ("visit", "Visit"),
            ("deal", "Deal"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    amount = fields.Monetary(string="Value")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Given by",
        index="btree_not_null",
        default=lambda self: self.env.user,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    note = fields.Text()

    @api.depends("name", "date")
    def _compute_display_name(self):
        for gift in self:
            gift.display_name = f"{gift.name} ({gift.date})" if gift.date else gift.name
