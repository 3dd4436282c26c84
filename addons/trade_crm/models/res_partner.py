from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.birthday import check_birthday, parse_birthday, write_birthday

LATEST_ENTRIES = 15  # lines of the timeline on the customer's form
# What we know of people is not theirs: portal users may read their own colleagues.
EMPLOYEES = "base.group_user"


class ResPartner(models.Model):
    _inherit = "res.partner"

    trade_role_ids = fields.Many2many(
        "trade.contact.role",
        "trade_contact_role_partner_rel",
        "partner_id",
        "role_id",
        string="Roles",
        groups=EMPLOYEES,
    )
    reports_to_id = fields.Many2one(
        "res.partner",
        string="Reports to",
        index="btree_not_null",
        copy=False,
        groups=EMPLOYEES,
    )
    report_ids = fields.One2many(
        "res.partner", "reports_to_id", string="Direct reports", groups=EMPLOYEES
    )
    trade_contact_ids = fields.One2many(
        "res.partner",
        "parent_id",
        string="Decision chain",
        domain=[("active", "=", True), ("type", "=", "contact")],
        groups=EMPLOYEES,
    )
    trade_signer_names = fields.Char(
        string="Signs", compute="_compute_trade_chain_names", groups=EMPLOYEES
    )
    trade_payer_names = fields.Char(
        string="Pays", compute="_compute_trade_chain_names", groups=EMPLOYEES
    )
    # Day and month are known more often than the year, so they are kept apart.
    birthday_day = fields.Integer(string="Day of birth", groups=EMPLOYEES)
    birthday_month = fields.Integer(
        string="Month of birth", index="btree_not_null", groups=EMPLOYEES
    )
    birthday_year = fields.Integer(string="Year of birth", groups=EMPLOYEES)
    birthday = fields.Char(
        compute="_compute_birthday",
        inverse="_inverse_birthday",
        groups=EMPLOYEES,
        help="Month and day as 11-30, or with the year as 1985-11-30.",
    )
    trade_gift_ids = fields.One2many(
        "trade.gift", "partner_id", string="Gifts", groups=EMPLOYEES
    )
    trade_timeline_ids = fields.Many2many(
        "trade.timeline",
        string="Timeline",
        compute="_compute_trade_timeline_ids",
        groups=EMPLOYEES,
    )

    @api.depends("trade_contact_ids.trade_role_ids", "trade_contact_ids.name")
    def _compute_trade_chain_names(self):
        for partner in self:
            contacts = partner.trade_contact_ids
            signers = contacts.filtered("trade_role_ids.is_signer")
            payers = contacts.filtered("trade_role_ids.is_payer")
            partner.trade_signer_names = ", ".join(signers.mapped("name"))
            partner.trade_payer_names = ", ".join(payers.mapped("name"))

    @api.depends("birthday_day", "birthday_month", "birthday_year")
    def _compute_birthday(self):
        for partner in self:
            partner.birthday = write_birthday(*partner._get_birthday())

    def _inverse_birthday(self):
        for partner in self:
            born = (0, 0, 0)
            if partner.birthday:
                born = parse_birthday(partner.birthday)
            if not born:
                partner._raise_unreadable_birthday()
            day, month, year = born
            partner.write(
                {"birthday_day": day, "birthday_month": month, "birthday_year": year}
            )

    def _raise_unreadable_birthday(self):
        raise ValidationError(
            self.env._(
                "The birthday of %(name)s cannot be read. Enter an existing month and "
                "day as 11-30, or with the year as 1985-11-30, or leave it empty.",
                name=self.display_name,
            )
        )

    def _get_birthday(self):
        """Return day, month and year of birth, 0 where unknown."""
        self.ensure_one()
        return self.birthday_day, self.birthday_month, self.birthday_year

    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_trade_timeline_ids(self):
        """The newest entries; the whole is behind the button of the form."""
        for partner in self:
            partner.trade_timeline_ids = self.env["trade.timeline"].search(
                [("partner_id", "=", partner.commercial_partner_id._origin.id)],
                limit=LATEST_ENTRIES,
            )

    @api.constrains("birthday_day", "birthday_month", "birthday_year")
    def _check_birthday(self):
        for partner in self:
            born = partner._get_birthday()
            if any(born) and not check_birthday(*born):
                partner._raise_unreadable_birthday()

    @api.constrains("reports_to_id")
    def _check_reports_to_id(self):
        if self._has_cycle("reports_to_id"):
            raise ValidationError(
                self.env._(
                    "These contacts would report to one another in a circle. Choose "
                    "somebody else under “Reports to”, or leave it empty."
                )
            )

    def write(self, vals):
        if vals.get("active") is False:
            # before super: core deletes the activities of an archived contact
            self._drop_trade_followups()
        return super().write(vals)

    def _drop_trade_followups(self):
        """What was still to be done for an archived customer is done with."""
        followups = (
            self.env["trade.followup"]
            .sudo()  # whoever may archive the customer need not own the follow-ups
            .search([("partner_id", "in", self.ids), ("state", "=", "planned")])
        )
        followups._drop()

    def action_trade_timeline(self):
        """Open everything about the customer, newest first."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "trade_crm.trade_timeline_action"
        )
        customer = self.commercial_partner_id
        action["domain"] = [("partner_id", "=", customer.id)]
        action["display_name"] = self.env._("Timeline of %s", customer.display_name)
        action["context"] = {"trade_one_customer": True}
        return action

    def action_trade_decision_chain(self):
        """Open who reports to whom among the contacts of the customer."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "trade_crm.trade_decision_chain_action"
        )
        customer = self.commercial_partner_id
        action["domain"] = [
            ("commercial_partner_id", "=", customer.id),
            ("id", "!=", customer.id),
            ("type", "=", "contact"),
        ]
        action["display_name"] = self.env._(
            "Decision chain of %s", customer.display_name
        )
        action["context"] = {"default_parent_id": customer.id}
        return action
