from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.trade_finance.tools.allocation import allocate

#: What a carrier charges is a vendor price: of logistics, accounting and who sees cost.
CHARGE_GROUPS = (
    "stock.group_stock_user,account.group_account_invoice,"
    "account.group_account_readonly,trade_base.group_trade_cost"
)


class TradeShipmentCharge(models.Model):
    """What a shipment costs: estimated, then billed in shares of its orders."""

    _name = "trade.shipment.charge"
    _description = "Shipment Charge"
    _order = "shipment_id, id"
    _rec_name = "cost_type_id"
    _check_company_auto = True

    shipment_id = fields.Many2one(
        "trade.shipment", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="shipment_id.company_id", store=True, index=True
    )
    cost_type_id = fields.Many2one(
        "trade.cost.type",
        required=True,
        domain="[('kind', '=', 'cost'), ('is_billable', '=', True)]",
        default=lambda self: self.env["trade.cost.type"]._get_by_code("freight"),
    )
    partner_id = fields.Many2one("res.partner", string="Vendor", check_company=True)
    amount = fields.Monetary(
        string="Estimated", required=True, groups=CHARGE_GROUPS, help="Net of tax."
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    split_by = fields.Selection(
        [
            ("weight", "Weight"),
            ("volume", "Volume"),
            ("value", "Value"),
            ("quantity", "Quantity"),
        ],
        string="Split over orders by",
        required=True,
        default="volume",
    )
    bill_line_ids = fields.One2many(
        "account.move.line",
        "trade_charge_id",
        copy=False,
        groups="account.group_account_invoice,account.group_account_readonly",
    )
    amount_billed = fields.Monetary(
        string="Billed",
        compute="_compute_billed",
        store=True,
        groups=CHARGE_GROUPS,
        help="Posted bills less refunds, net of tax, at the rate of each bill.",
    )
    state = fields.Selection(
        [("estimated", "Estimated"), ("drafted", "Bill drafted"), ("billed", "Billed")],
        compute="_compute_billed",
        store=True,
        string="Status",
    )

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "Enter what the charge is expected to cost."
    )

    @api.depends(
        "bill_line_ids.parent_state",
        "bill_line_ids.price_subtotal",
        "bill_line_ids.move_type",
        "currency_id",
    )
    def _compute_billed(self):
        for charge in self:
            lines = charge.bill_line_ids
            posted = lines.filtered(lambda line: line.parent_state == "posted")
            charge.amount_billed = sum(map(charge._get_billed, posted))
            if any(line.parent_state == "draft" for line in lines):
                charge.state = "drafted"
            elif charge.currency_id.is_zero(charge.amount_billed):
                charge.state = "estimated"
            else:
                charge.state = "billed"

    def _get_billed(self, line):
        """Return the net amount of a bill line in the charge's currency, signed."""
        sign = -1 if line.move_type == "in_refund" else 1
        day = line.move_id.invoice_date or line.date or fields.Date.today()
        return sign * line.currency_id._convert(
            line.price_subtotal, self.currency_id, line.company_id, day
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_billed(self):
        billed = self.filtered(lambda charge: charge.state != "estimated")
        if billed:
            raise UserError(
                self.env._(
                    "%(charges)s of %(shipments)s has a vendor bill. Cancel or refund "
                    "the bill first.",
                    charges=", ".join(billed.cost_type_id.mapped("name")),
                    shipments=", ".join(billed.shipment_id.mapped("name")),
                )
            )

    # == Vendor bill ==

    def action_create_bill(self):
        """Draft one vendor bill for each vendor and currency among the charges.

        Every charge becomes a line for each order on its shipment; the lines add up
        to the charge to the last unit of its currency.
        """
        self._check_billable()
        charges_by_bill = self.grouped(
            lambda charge: (charge.company_id, charge.partner_id, charge.currency_id)
        )
        bills = self.env["account.move"].create(
            [
                dict(
                    charges._prepare_bill_values(),
                    invoice_line_ids=[
                        Command.create(charge._prepare_bill_line_values(order, share))
                        for charge in charges
                        for order, share in charge._get_order_shares()
                    ],
                )
                for charges in charges_by_bill.values()
            ]
        )
        return self._action_open_bills(bills)

    def action_view_bills(self):
        return self._action_open_bills(self.bill_line_ids.move_id)

    def _action_open_bills(self, bills):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "account.action_move_in_invoice_type"
        )
        if len(bills) == 1:
            return {**action, "views": [(False, "form")], "res_id": bills.id}
        return {**action, "domain": [("id", "in", bills.ids)]}

    def _check_billable(self):
        """Refuse charges without a vendor, without orders, or billed already."""
        done = self.filtered(lambda charge: charge.state != "estimated")
        if done:
            raise UserError(
                self.env._(
                    "%(charges)s of %(shipments)s has a vendor bill already. Open that "
                    "bill, or cancel it before you make another.",
                    charges=", ".join(done.cost_type_id.mapped("name")),
                    shipments=", ".join(done.shipment_id.mapped("name")),
                )
            )
        if self.filtered(lambda charge: not charge.partner_id):
            raise UserError(
                self.env._("Who sends the bill? Enter the vendor of the charge first.")
            )
        if self.filtered(lambda charge: not charge.shipment_id.line_ids):
            raise UserError(
                self.env._(
                    "The shipment carries no goods to share the charge over. Add the "
                    "goods of its orders first."
                )
            )

    def _get_order_shares(self):
        """Return `[(order, amount)]` in the charge's currency, to its last unit."""
        self.ensure_one()
        weights = self.shipment_id._get_weights_by_order(self.split_by)
        amounts = allocate(
            self.amount, list(weights.values()), self.currency_id.rounding
        )
        return [
            (order, share)
            for order, share in zip(weights, amounts, strict=True)
            if not self.currency_id.is_zero(share)
        ]

    def _prepare_bill_values(self):
        """Return the values of the draft bill for charges of one vendor, no lines."""
        return {
            "move_type": "in_invoice",
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "invoice_origin": ", ".join(self.shipment_id.mapped("name")),
        }

    def _prepare_bill_line_values(self, order, share):
        """Return the values of one bill line: the `share` of `order` in this charge."""
        self.ensure_one()
        shipment = self.shipment_id
        text = (self.cost_type_id.name, shipment.name, shipment.bl_number, order.name)
        return {
            "name": " ".join(filter(None, text)),
            "quantity": 1,
            "price_unit": share,
            "trade_charge_id": self.id,
            "trade_order_id": order.id,
            "trade_cost_type_id": self.cost_type_id.id,
        }


class TradeShipment(models.Model):
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "trade.shipment"

    charge_ids = fields.One2many(
        "trade.shipment.charge", "shipment_id", copy=False, groups=CHARGE_GROUPS
    )

    def action_create_bills(self):
        """Draft vendor bills for all charges that have none yet."""
        waiting = self.charge_ids.filtered(lambda charge: charge.state == "estimated")
        if not waiting:
            raise UserError(
                self.env._("Every charge of this shipment has a vendor bill already.")
            )
        return waiting.action_create_bill()

    def _get_weights_by_order(self, basis):
        """Return `{order: weight}` by which costs are shared over the orders.

        :param basis: weight (kg), volume (m³), quantity (the product's unit) or value
            (company currency at the order's rate)
        """
        self.ensure_one()
        weights = dict.fromkeys(self.line_ids.order_id, 0.0)
        for line in self.line_ids:
            weights[line.order_id] += line._get_weight_for(basis)
        return weights
