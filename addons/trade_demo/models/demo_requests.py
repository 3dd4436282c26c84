"""What purchasing made of the shortages, and what inspectors found."""

from odoo import Command, api, models

from ..tools.story import NOT_CONFIRMED

APPROVED = ("deposit_paid", "bought", "inspected")
BOUGHT = ("bought", "inspected")
SAMPLE = 200
DEFECTS = ("appearance", "packing", "function", "dimension", "marking")


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _handle_requests(self):
        """Approve the requests of orders with a deposit and buy for the older ones."""
        for row in self._orders_table():
            requests = self._sale_order(row).trade_request_ids
            if row["stage"] not in NOT_CONFIRMED:
                requests.date_start = self._day(row["days"].ordered)
            if row["stage"] in APPROVED:
                requests.button_to_approve()
                requests.button_approved()
            if row["stage"] in BOUGHT:
                self._buy_request(row, requests)

    @api.model
    def _buy_request(self, row, requests):
        """Make one purchase of each vendor from the lines of `requests`."""
        for vendor, lines in requests.line_ids.grouped("supplier_id").items():
            wizard = (
                self.env["purchase.request.line.make.purchase.order"]
                .with_context(active_model=lines._name, active_ids=lines.ids)
                .create({"supplier_id": vendor.id})
            )
            wizard.make_purchase_order()
            self._confirm_purchase(row, lines.purchase_lines.order_id)

    @api.model
    def _confirm_purchase(self, row, orders):
        """Confirm purchases made from requests, and receive what came in already."""
        ready, ordered = row["days"].ready, row["days"].deposit
        orders.write(
            {
                "date_order": self._moment(ordered, row["number"]),
                "user_id": self._get("user_zhaolei").id,
            }
        )
        orders.order_line.date_planned = self._moment(ready, row["number"])
        orders.button_confirm()
        orders.date_approve = self._moment(ordered, row["number"])
        if row["stage"] == "inspected":
            self._receive_on(orders.picking_ids, ready)

    @api.model
    def _inspect_receipts(self):
        """Inspect a sample of every receipt; the shares passed are the vendors' own."""
        rates = {
            row["code"]: float(row["pass_rate"]) for row in self._read_table("vendors")
        }
        inspections = self.env["trade.inspection"]
        for code, rate in rates.items():
            vendor = self._get(f"vendor_{code}")
            moves = self.env["stock.move"].search(
                [
                    ("picking_id.partner_id", "=", vendor.id),
                    ("state", "=", "done"),
                    ("purchase_line_id", "!=", False),
                ],
                order="date, id",
            )
            inspections |= self._inspect(moves, rate)
        inspections.action_accept()

    @api.model
    def _inspect(self, moves, rate):
        """Return inspections of `moves`; all together pass by exactly `rate`."""
        looked_at = passed = 0
        values_list = []
        for place, move in enumerate(moves):
            sample = min(SAMPLE, int(move.quantity))
            looked_at += sample
            good = min(round(looked_at * rate) - passed, sample)
            passed += good
            values_list.append(self._prepare_inspection(move, sample, good, place))
        return self.env["trade.inspection"].create(values_list)

    @api.model
    def _prepare_inspection(self, move, sample, good, place):
        """Return the values of the inspection of one receipt's product."""
        reason = self.env.ref(f"trade_supply.defect_reason_{DEFECTS[place % 5]}")
        defect = {"reason_id": reason.id, "quantity": sample - good}
        return {
            "picking_id": move.picking_id.id,
            "stage": "receipt",
            "company_id": self.env.company.id,
            "product_id": move.product_id.id,
            "user_id": self._get("user_zhaolei").id,
            "date": move.date.date(),
            "sample_size": sample,
            "inspected_qty": sample,
            "passed_qty": good,
            "defect_ids": [Command.create(defect)] if sample > good else [],
        }
