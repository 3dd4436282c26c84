"""What payments have to do with a shipment: B/L date, arrival, release of documents."""

from odoo import api, fields, models

from ..tools import milestones

RELEASE = "SURR"


# A file for each subject of the shipment keeps every file readable.
class TradeShipment(models.Model):
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "trade.shipment"

    documents_released = fields.Date(
        compute="_compute_documents_released",
        store=True,
        help="When the bill of lading was surrendered, the documents handed over.",
    )
    documents_held_text = fields.Char(
        "Documents held", compute="_compute_documents_held_text", compute_sudo=True
    )

    @api.depends("event_ids")
    def _compute_documents_released(self):
        for shipment in self:
            released = shipment._get_date_of(RELEASE, milestones.ACTUAL)
            shipment.documents_released = released

    @api.depends("documents_released", "line_ids.order_id.is_balance_missing")
    def _compute_documents_held_text(self):
        for shipment in self:
            orders = shipment.line_ids.order_id
            shipment.documents_held_text = (
                not shipment.documents_released
                and orders._get_payment_gate_message("balance")
            )

    def action_release_documents(self):
        """Ask when the documents are handed over; stopped while money is missing."""
        self._check_documents_may_go()
        return self._action_open_event(RELEASE)

    def _check_documents_may_go(self):
        """Stop the release while an order on board is not paid for by its plan."""
        # The clerk sees no payments, but is to know whether documents may go.
        self.sudo().line_ids.order_id._check_balance_received()

    def write(self, vals):
        result = super().write(vals)
        if {"is_cancelled", "port_loading_id", "port_discharge_id"} & set(vals):
            self._tell_payment_plans()
        return result

    def _tell_payment_plans(self):
        """Tell the plans of the orders on board when goods were shipped and arrived."""
        orders_sudo = self.sudo().line_ids.order_id  # the clerk may write no plans
        for event in ("shipment", "arrival"):
            orders_sudo._refresh_trade_event(event)

    def _get_bl_date(self):
        """Return the date of the bill of lading, else of the departure, or False."""
        self.ensure_one()
        return self._get_date_of("ISSU", milestones.ACTUAL) or self.atd


class TradeShipmentEvent(models.Model):
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "trade.shipment.event"

    @api.model_create_multi
    def create(self, vals_list):
        """Let documents go only when they may; tell payment plans what happened."""
        given = [self._add_missing_default_values(vals) for vals in vals_list]
        releases = [vals for vals in given if self._is_release(vals)]
        shipments = self.env["trade.shipment"].browse(
            [vals["shipment_id"] for vals in releases if vals.get("shipment_id")]
        )
        shipments._check_documents_may_go()
        events = super().create(vals_list)
        events.shipment_id._tell_payment_plans()
        for shipment in shipments:
            text = shipment.sudo().line_ids.order_id._get_waiver_text("balance")
            if text:
                shipment.sudo()._message_log(body=text)  # sudo: note of a waiver
        return events

    @api.model
    def _is_release(self, vals):
        """Say whether the values are of our own word that documents are handed over.

        What a carrier's file reports has happened; there is nothing left to stop.
        """
        return (
            vals.get("code") == RELEASE
            and vals.get("classifier", "ACT") in milestones.ACTUAL
            and vals.get("source", "manual") == "manual"
            and not vals.get("retracts_id")
        )


class SaleOrder(models.Model):
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "sale.order"

    def _get_trade_event_dates(self):
        """Add B/L date and arrival from the shipments of the orders.

        Of several shipments the first counts: from its B/L on the seller can present
        documents and ask for the money. Invoices of the later shipments have due
        dates of their own.
        """
        dates = super()._get_trade_event_dates()
        for order in self:
            lines_sudo = order.sudo().trade_shipment_line_ids  # dates only
            shipments_sudo = lines_sudo.shipment_id.filtered(
                lambda shipment: not shipment.is_cancelled
            )
            for event, days in (
                ("shipment", [one._get_bl_date() for one in shipments_sudo]),
                ("arrival", shipments_sudo.mapped("ata")),
            ):
                happened = [day for day in days if day]
                if happened:
                    dates[order.id][event] = min(happened)
        return dates
