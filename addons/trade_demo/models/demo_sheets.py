"""Profit sheets: amended orders, a corrected rate, shared bills, what is closed."""

from odoo import Command, api, models

AMENDED = "51"  # Hansa orders more; the estimate gets a second version
AMENDED_DAYS_AGO = 3
MORE = 1.15
CORRECTED = "46"  # was confirmed at another rate than the bank's
CORRECTION = 0.012
COMPLETE = ("12", "14", "16")  # no further cost is expected
CLOSED = ("09", "10")
LATE = "10"  # a bill came after its sheet had been closed
SHARED_DAYS_AGO = 27  # with 30 days to pay the bill is due in three days
SHARED_BY = 3


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _orders_numbered(self, *numbers):
        """Return those of the orders that are built."""
        rows = [row for row in self._orders_table() if row["number"] in numbers]
        return self.env["sale.order"].union(*map(self._sale_order, rows))

    @api.model
    def _amend_orders(self):
        """A customer orders more; an accountant corrects the rate of another order."""
        for order in self._orders_numbered(AMENDED):
            order.order_line[0].product_uom_qty *= MORE
            order.trade_estimate_ids.sorted("version")[-1:].write(
                {
                    "date": self._moment(AMENDED_DAYS_AGO, order.name),
                    "user_id": order.user_id.id,
                }
            )
        accountant = self._get("user_huangting")
        for order in self._orders_numbered(CORRECTED):
            order.with_user(accountant)._correct_trade_rate(
                round(order.trade_rate * (1 - CORRECTION), 4),
                order.trade_rate_date,
                "Sold forward to the bank on the day of the contract",
            )

    @api.model
    def _share_inspection(self):
        """Enter a bill for inspecting several orders, spread by their volume."""
        rows = [
            row
            for row in self._orders_table()
            if row["days"].shipped > SHARED_DAYS_AGO and row["stage"] != "cancelled"
        ]
        shared = sorted(rows, key=lambda row: row["days"].shipped)[:SHARED_BY]
        orders = self._orders_numbered(*(row["number"] for row in shared))
        inspector = self._create_vendor("Zhejiang Goods Inspection Co., Ltd.")
        bill = self._enter_bill(
            inspector, SHARED_DAYS_AGO, "ZGI-2207", "Inspection before loading", 4860
        )
        self.env["trade.order.share"]._spread_lines(
            bill.invoice_line_ids, orders._get_spread_weights("volume")
        )

    @api.model
    def _close_sheets(self):
        """Complete the costs of some orders and close others; one bill comes late."""
        accountant = self._get("user_huangting")
        complete = self._orders_numbered(*COMPLETE)
        complete.with_user(accountant).action_trade_costs_complete()
        self._orders_numbered(*CLOSED).with_user(accountant).action_trade_close()
        for order in self._orders_numbered(LATE):
            self._enter_bill(
                self._get("forwarder"), 1, "YH-LATE-1", "Demurrage", 1280, order
            )

    @api.model
    def _create_vendor(self, name):
        return self.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "city": "Ningbo",
                "country_id": self.env.ref("base.cn").id,
                "company_id": self.env.company.id,
                "supplier_rank": 1,
                "property_supplier_payment_term_id": self._get("term_vendor30").id,
            }
        )

    @api.model
    def _enter_bill(self, vendor, days_ago, reference, text, amount, order=None):
        """Post a bill of one line in CNY, for `order` if it is of one; return it."""
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "company_id": self.env.company.id,
                "partner_id": vendor.id,
                "currency_id": self.env.company.currency_id.id,
                "invoice_date": self._day(days_ago),
                "ref": reference,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": text,
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                            "trade_order_id": order and order.id,
                            "trade_cost_type_id": self._cost_type("other").id,
                        }
                    )
                ],
            }
        )
        bill.action_post()
        return bill
