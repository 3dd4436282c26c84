from odoo import Command, api, models

from ..tools.story import DELIVERED, NOT_CONFIRMED


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _write_quotations(self):
        """Write the quotations of all orders, oldest first."""
        rows = self._orders_table()
        orders = self.env["sale.order"].create(
            [self._prepare_quotation_values(row) for row in rows]
        )
        self._remember_all(orders, [f"order_{row['number']}" for row in rows])
        stages = {row["number"]: row["stage"] for row in rows}
        by_stage = dict(zip(orders, stages.values(), strict=True))
        sent = orders.filtered(lambda order: by_stage[order] == "sent")
        sent.action_quotation_sent()
        cancelled = orders.filtered(lambda order: by_stage[order] == "cancelled")
        cancelled._action_cancel()

    @api.model
    def _prepare_quotation_values(self, row):
        """Return the values of the quotation of one row of the orders table."""
        customer = self._get(f"customer_{row['customer']}")
        habit, days = row["habit"], row["days"]
        incoterm = self.env.ref(f"account.incoterm_{habit['incoterm']}")
        return {
            "partner_id": customer.id,
            "company_id": self.env.company.id,
            "user_id": customer.user_id.id,
            "team_id": self._get("team").id,
            "pricelist_id": self._get(f"pricelist_{habit['currency'].lower()}").id,
            "payment_term_id": self._get(f"term_{habit['term']}").id,
            "warehouse_id": self._get("ningbo").id,
            "incoterm": incoterm.id,
            "incoterm_location": self._incoterm_place(row),
            "transport_mode": "1",
            "port_loading_id": self._port("CNNGB").id,
            "port_discharge_id": self._port(habit["port"]).id,
            "date_order": self._moment(days.ordered, row["number"]),
            "create_date": self._moment(days.ordered + 4, row["number"]),
            "commitment_date": self._moment(days.arrival - 5, row["number"]),
            "client_order_ref": f"{row['customer'][:3].upper()}-71{row['number']}",
            "order_line": [
                Command.create(
                    {"product_id": self._product(code).id, "product_uom_qty": pieces}
                )
                for code, pieces in row["pieces"]
            ],
        }

    @api.model
    def _incoterm_place(self, row):
        """Return where cost and risk pass: FOB at home, DDP at the customer's."""
        incoterm = row["habit"]["incoterm"]
        if incoterm == "FOB":
            return "Ningbo"
        if incoterm == "DDP":
            return row["habit"]["city"]
        return self._port(row["habit"]["port"]).name

    @api.model
    def _confirm_delivered_orders(self):
        """Confirm the orders whose goods have left long ago."""
        for row in self._orders_table():
            if row["stage"] in DELIVERED:
                self._confirm_on(self._sale_order(row), row["days"].ordered)

    @api.model
    def _confirm_open_orders(self):
        """Confirm the orders still to be delivered, with today's stock."""
        for row in self._orders_table():
            if row["stage"] not in NOT_CONFIRMED + DELIVERED:
                self._confirm_on(self._sale_order(row), row["days"].ordered)

    @api.model
    def _confirm_on(self, order, days_ago):
        """Confirm `order` on the day `days_ago`.

        These are the two halves of `action_confirm`. Between them the moment of
        confirmation is set to the story's day; the context does the same for the
        rate and the estimate, which are frozen at confirmation.
        """
        moment = self._moment(days_ago, order.name)
        order = order.with_context(trade_demo_day=self._day(days_ago))
        order.write({**order._prepare_confirmation_values(), "date_order": moment})
        order._action_confirm()
        order.trade_estimate_ids.write({"date": moment, "user_id": order.user_id.id})
