from odoo import fields, models


class TradeContactRole(models.Model):
    _name = "trade.contact.role"
    _description = "Role in the Decision Chain"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    is_signer = fields.Boolean(
        string="Signs", help="Contacts with this role sign the contract."
    )
    is_payer = fields.Boolean(
        string="Pays", help="Contacts with this role release the payment."
    )
    description = fields.Char(translate=True)

    _name_uniq = models.UniqueIndex("(name)", "There is a role of this name already.")
