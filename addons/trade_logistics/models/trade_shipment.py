from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import STAGES, TRANSPORT_MODES
from ..tools import milestones

PROMISES = ("etd_promised", "eta_promised")
OPEN_STAGES = ("requested", "booked")


class TradeShipment(models.Model):
    """Goods of one or several orders that travel together.

    What was promised is kept as it was said at the booking; where the goods are now is
    read from the events (`trade.shipment.event`), which are only ever added.
    """

    _name = "trade.shipment"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Shipment"
    _order = "requested_date, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(
        string="Number", required=True, readonly=True, copy=False, default="/"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Logistics clerk",
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    state = fields.Selection(
        STAGES,
        string="Stage",
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
        group_expand="_expand_stages",
    )
    is_cancelled = fields.Boolean(readonly=True, copy=False)

    # == What is asked for ==
    line_ids = fields.One2many("trade.shipment.line", "shipment_id", string="Goods")
    order_ids = fields.Many2many(
        "sale.order", compute="_compute_order_ids", string="Orders"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_partner_id",
        store=True,
        index="btree_not_null",
        help="Empty when goods of several customers travel together.",
    )
    consignee_id = fields.Many2one("res.partner", index="btree_not_null")
    notify_id = fields.Many2one("res.partner", string="Notify party")
    destination = fields.Char(
        compute="_compute_destination", store=True, readonly=False, precompute=True
    )
    transport_mode = fields.Selection(TRANSPORT_MODES, string="Mode of transport")
    incoterm_id = fields.Many2one("account.incoterms")
    requested_date = fields.Date(string="Requested for", index=True)
    weight = fields.Float(
        string="Weight (kg)", compute="_compute_measures", digits="Stock Weight"
    )
    volume = fields.Float(
        string="Volume (m³)", compute="_compute_measures", digits="Volume"
    )
    note = fields.Html(string="Notes")

    # == Booking ==
    carrier_id = fields.Many2one("res.partner", tracking=True)
    forwarder_id = fields.Many2one("res.partner", tracking=True)
    booking_number = fields.Char(tracking=True, copy=False)
    vessel = fields.Char(string="Vessel / flight", copy=False, tracking=True)
    voyage = fields.Char(copy=False)
    cut_off = fields.Datetime(string="Cut-off", copy=False)
    bl_number = fields.Char(string="B/L number", copy=False, tracking=True)
    container_ids = fields.One2many("trade.container", "shipment_id", copy=False)

    _open_idx = models.Index(
        "(company_id, requested_date) WHERE state IN ('requested', 'booked')"
    )
    _number_unique = models.UniqueIndex(
        "(company_id, name)", "Two shipments cannot have the same number."
    )

    @api.model
    def _expand_stages(self, states, domain):
        """Show every stage as a column, cancelled ones only when there are any."""
        return [code for code, _label in STAGES if code != "cancel" or code in states]

    @api.depends("line_ids.order_id")
    def _compute_order_ids(self):
        for shipment in self:
            shipment.order_ids = shipment.line_ids.order_id

    @api.depends("line_ids.order_id.partner_id.commercial_partner_id")
    def _compute_partner_id(self):
        for shipment in self:
            customers = shipment.line_ids.order_id.partner_id.commercial_partner_id
            shipment.partner_id = customers if len(customers) == 1 else False

    @api.depends("consignee_id")
    def _compute_destination(self):
        for shipment in self:
            partner = shipment.consignee_id
            # In English whoever confirms: this goes onto papers.
            country = partner.country_id.with_context(lang="en_US").name
            place = filter(None, (partner.city, country))
            shipment.destination = ", ".join(place) or shipment.destination

    @api.depends("line_ids.weight", "line_ids.volume")
    def _compute_measures(self):
        for shipment in self:
            shipment.weight = sum(shipment.line_ids.mapped("weight"))
            shipment.volume = sum(shipment.line_ids.mapped("volume"))

    @api.constrains("is_cancelled")
    def _check_quantities(self):
        """A cancelled request that comes back must still fit into its orders."""
        lines = self.filtered(lambda shipment: not shipment.is_cancelled).line_ids
        lines._check_goods_of_an_order()
        lines._check_not_more_than_ordered()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_promises(vals)
            if vals.get("name", "/") == "/":
                company = vals.get("company_id") or self.env.company.id
                sequence = self.env["ir.sequence"].with_company(company)
                vals["name"] = sequence.next_by_code("trade.shipment") or "/"
        return super().create(vals_list)

    def write(self, vals):
        self._check_promises(vals)
        return super().write(vals)

    def _check_promises(self, vals):
        """Refuse promises in `vals` that do not come from the events."""
        named = [promise for promise in PROMISES if promise in vals]
        if not self.env.su and any(self or vals[promise] for promise in named):
            raise UserError(
                self.env._(
                    "What was promised at the booking stays as it was said. Enter "
                    "the new date as the current ETD or ETA."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_under_way(self):
        kept = self.filtered(lambda s: s.state not in ("requested", "cancel"))
        if kept:
            raise UserError(
                self.env._(
                    "%(shipments)s is booked or under way and part of the record. "
                    "Cancel it instead.",
                    shipments=", ".join(kept.mapped("name")),
                )
            )

    # == Stages ==

    def action_book(self):
        """Record that the carrier has confirmed the booking, once."""
        for shipment in self.filtered(lambda s: s.state == "requested"):
            if not (shipment.carrier_id or shipment.forwarder_id):
                raise UserError(
                    self.env._(
                        "Who carries %(shipment)s? Enter the carrier or the "
                        "forwarder, then book.",
                        shipment=shipment.name,
                    )
                )
            shipment._record_event("CONF", "ACT", fields.Datetime.now())

    def action_depart(self):
        return self._action_open_event("DEPA")

    def action_arrive(self):
        return self._action_open_event("ARRI")

    def action_deliver(self):
        return self._action_open_event("DROP")

    def action_add_event(self):
        return self._action_open_event("LOAD")

    def _action_open_event(self, code):
        """Ask when and where an event of `code` happened."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record a milestone"),
            "res_model": "trade.shipment.milestone",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_shipment_id": self.id,
                "default_code": code,
            },
        }

    def action_cancel(self):
        """Cancel requests and bookings; what has departed is a fact."""
        gone = self.filtered(lambda s: s.state not in (*OPEN_STAGES, "cancel"))
        if gone:
            raise UserError(
                self.env._(
                    "%(shipments)s has departed and cannot be cancelled. If that is "
                    "an error, retract its departure first.",
                    shipments=", ".join(gone.mapped("name")),
                )
            )
        self.is_cancelled = True

    def action_reopen(self):
        self.is_cancelled = False

    def _get_live_events(self):
        """Return the events of the shipment that hold, as plain `milestones.Event`."""
        self.ensure_one()
        return milestones.live(event._as_plain() for event in self.event_ids)
