from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class TradeInspection(models.Model):
    """Somebody looked at goods of a vendor: how many, how many were good, and why not.

    Quantities are in the product's own unit. Only inspections that are done count.
    """

    _name = "trade.inspection"
    _description = "Inspection"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        "Reference",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env._("New"),
    )
    state = fields.Selection(
        [("draft", "To do"), ("done", "Done")],
        required=True,
        default="draft",
        tracking=True,
        index=True,
    )
    stage = fields.Selection(
        [("receipt", "On receipt"), ("shipment", "Before shipment")],
        string="When",
        required=True,
        default="shipment",
        help="On receipt in our warehouse, or at the vendor's before the goods leave.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    picking_id = fields.Many2one(
        "stock.picking",
        string="Receipt",
        index="btree_not_null",
        check_company=True,
        domain="[('picking_type_code', '=', 'incoming')]",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Vendor",
        required=True,
        index=True,
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        domain="[('type', '=', 'consu')]",
        check_company=True,
    )
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    date = fields.Date(
        required=True, default=fields.Date.context_today, index=True, tracking=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Inspector",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    sample_size = fields.Float(
        digits="Product Unit", help="How many pieces are to be looked at."
    )
    inspected_qty = fields.Float(
        "Inspected",
        digits="Product Unit",
        compute="_compute_inspected_qty",
        store=True,
        readonly=False,
        help="How many pieces were looked at.",
    )
    passed_qty = fields.Float("Passed", digits="Product Unit", tracking=True)
    pass_rate = fields.Float(
        compute="_compute_pass_rate",
        digits=(16, 4),
        help="Passed of inspected; empty before anything is inspected.",
    )
    defect_ids = fields.One2many(
        "trade.inspection.defect", "inspection_id", string="Defects", copy=True
    )
    verdict = fields.Selection(
        [("accepted", "Accepted"), ("rejected", "Rejected")], tracking=True
    )
    note = fields.Html()

    _quantities_positive = models.Constraint(
        "CHECK (sample_size >= 0 AND inspected_qty >= 0 AND passed_qty >= 0)",
        "Sample size, inspected and passed cannot be negative: enter 0 or more.",
    )

    @api.depends("picking_id")
    def _compute_partner_id(self):
        for inspection in self:
            inspection.partner_id = (
                inspection.picking_id.partner_id or inspection.partner_id
            )

    @api.depends("sample_size")
    def _compute_inspected_qty(self):
        for inspection in self.filtered(lambda i: i.state == "draft"):
            inspection.inspected_qty = inspection.sample_size

    @api.depends("inspected_qty", "passed_qty")
    def _compute_pass_rate(self):
        for inspection in self:
            inspected = inspection.inspected_qty
            inspection.pass_rate = inspected and inspection.passed_qty / inspected

    @api.constrains("inspected_qty", "passed_qty")
    def _check_quantities(self):
        for inspection in self:
            uom = inspection.product_uom_id
            if uom.compare(inspection.passed_qty, inspection.inspected_qty) > 0:
                raise ValidationError(
                    self.env._(
                        "%(name)s: %(passed)s passed, but only %(inspected)s were "
                        "inspected. Correct one of the two.",
                        name=inspection.display_name,
                        passed=inspection.passed_qty,
                        inspected=inspection.inspected_qty,
                    )
                )

    @api.constrains("state", "inspected_qty", "verdict", "date")
    def _check_done(self):
        for inspection in self.filtered(lambda i: i.state == "done"):
            problem = inspection._get_problem()
            if problem:
                raise ValidationError(problem)

    def _get_problem(self):
        """Return what keeps this inspection from being done, or nothing."""
        self.ensure_one()
        name = self.display_name
        if not self.inspected_qty > 0:
            return self.env._("%(name)s: enter how many were inspected.", name=name)
        if not self.verdict:
            return self.env._("%(name)s: accept or reject the goods.", name=name)
        if self.date > fields.Date.context_today(self):
            return self.env._("%(name)s: its date is in the future.", name=name)
        return None

    @api.model_create_multi
    def create(self, vals_list):
        new = self.env._("New")
        for vals in vals_list:
            if vals.get("name", new) == new:
                vals["name"] = self.env["ir.sequence"].next_by_code("trade.inspection")
        return super().create(vals_list)

    def write(self, vals):
        figures = {
            *("partner_id", "product_id", "company_id", "date", "defect_ids"),
            *("sample_size", "inspected_qty", "passed_qty", "verdict"),
        }
        if figures & vals.keys() and vals.get("state") != "draft":
            self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        self._check_open()

    def _check_open(self):
        done = self.filtered(lambda i: i.state == "done")
        if done:
            raise UserError(
                self.env._(
                    "%(names)s is done and counts for its vendor. Set it back to do "
                    "first, then change or delete it.",
                    names=", ".join(done.mapped("name")),
                )
            )

    def action_accept(self):
        """Finish the inspections: the goods are accepted."""
        self.write({"verdict": "accepted", "state": "done"})

    def action_reject(self):
        """Finish the inspections: the goods are rejected."""
        self.write({"verdict": "rejected", "state": "done"})

    def action_draft(self):
        """Open finished inspections again; they stop counting."""
        self.write({"state": "draft"})
