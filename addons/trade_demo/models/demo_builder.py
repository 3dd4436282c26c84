"""Builds the demo company by the steps its people would take.

The order of the steps is the list in `_build`; each file beside this one holds the
steps of one department. Days are counted back from today. What Odoo dates itself
(confirmation, transfers, promises) is moved to its day right after the step, through
the field a person would correct it in; README.md lists them.
"""

import csv
import random
from datetime import datetime, time, timedelta
from itertools import dropwhile

import pytz

from odoo import api, fields, models
from odoo.tools import file_open

from ..tools.story import order_days, split_lines

TIME_ZONE = "Asia/Shanghai"
MODULE = "trade_demo"
# Two years of automatic notes dated today would be untrue, so none is written; what
# people did write comes with its own day, from demo_letters.py.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_notify_force_send": False,
    "no_reset_password": True,
}


class TradeDemoBuilder(models.AbstractModel):
    _name = "trade.demo.builder"
    _description = "Builder of the demo company"

    @api.model
    def _build(self, numbers=None):
        """Build the demo company; with `numbers`, only those orders of the table.

        :return: the company
        """
        company = self._create_company()
        builder = self.with_context(
            **QUIET,
            allowed_company_ids=company.ids,
            tz=TIME_ZONE,
            trade_demo_numbers=numbers,
        )
        for step in builder._steps():
            getattr(builder, step)()
        builder.env.flush_all()
        return company

    def _steps(self):
        """Return the names of the steps after the company exists, in their order."""
        return [
            "_hide_core_demo",
            "_load_chart",
            "_set_up_company",
            "_load_rates",
            "_create_warehouses",
            "_create_journals",
            "_create_terms",
            "_hire_staff",
            "_create_pricelists",
            "_create_customers",
            "_create_vendors",
            "_create_products",
            "_create_carriers",
            "_write_quotations",
            "_buy_for_stock",
            "_bill_purchases",
            "_switch_everything_on",
            "_set_cost_rules",
            "_confirm_delivered_orders",
            "_deliver_orders",
            "_fill_rotterdam",
            "_confirm_open_orders",
            "_amend_orders",
            "_handle_requests",
            "_inspect_receipts",
            "_invoice_orders",
            "_receive_money",
            "_refund_orders",
            "_book_shipments",
            "_charge_shipments",
            "_settle_quarters",
            "_pay_vendors",
            "_share_inspection",
            "_close_sheets",
            "_write_letters",
            "_open_leads",
            "_give_gifts",
            "_plan_followups",
            "_hand_over",
            "_register_receipts",
            "_book_receipt",
            "_remind_of_payments",
            "_close_months",
            "_open_to_customers",
            "_name_in_chinese",
        ]

    # -- Tables and days --

    @api.model
    def _read_table(self, name):
        """Return the rows of table `tables/<name>.csv` as dictionaries of text."""
        with file_open(f"{MODULE}/tables/{name}.csv") as stream:
            lines = dropwhile(lambda line: line.startswith("#"), stream)
            return list(csv.DictReader(lines))

    @api.model
    def _orders_table(self):
        """Return the rows of orders to build, each with its `days` and `pieces`."""
        numbers = self.env.context.get("trade_demo_numbers")
        habits = {row["code"]: row for row in self._read_table("customers")}
        rows = [
            row
            for row in self._read_table("orders")
            if numbers is None or row["number"] in numbers
        ]
        for row in rows:
            habit = habits[row["customer"]]
            row["habit"] = habit
            row["pieces"] = split_lines(row["lines"])
            row["days"] = order_days(
                row["number"], int(row["days_ago"]), habit["term"], habit["port"]
            )
        return rows

    @api.model
    def _today(self):
        """Return the day it is in Ningbo."""
        return fields.Date.context_today(self.with_context(tz=TIME_ZONE))

    @api.model
    def _day(self, days_ago):
        """Return the date `days_ago` days before today (negative: after)."""
        return self._today() - timedelta(days=days_ago)

    @api.model
    def _moment(self, days_ago, seed=""):
        """Return a moment in Ningbo's working hours of that day, as naive UTC.

        A day that is not over yet never gives a moment in the future.
        """
        dice = random.Random(f"moment {days_ago} {seed}")
        clock = time(dice.randint(9, 17), dice.randint(0, 59))
        local = pytz.timezone(TIME_ZONE).localize(
            datetime.combine(self._day(days_ago), clock)
        )
        moment = local.astimezone(pytz.utc).replace(tzinfo=None)
        now = fields.Datetime.now()
        return min(moment, now) if days_ago >= 0 else moment

    # -- Records --

    @api.model
    def _remember(self, record, name):
        """Give `record` the XML id ``trade_demo.<name>`` and return it."""
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"{MODULE}.{name}", "record": record, "noupdate": True}]
        )
        return record

    @api.model
    def _remember_all(self, records, names):
        """Give each of `records` its XML id of `names`, and return the records."""
        self.env["ir.model.data"]._update_xmlids(
            [
                {"xml_id": f"{MODULE}.{name}", "record": record, "noupdate": True}
                for record, name in zip(records, names, strict=True)
            ]
        )
        return records

    @api.model
    def _get(self, name):
        """Return the record that was remembered as `name`."""
        return self.env.ref(f"{MODULE}.{name}")

    @api.model
    def _product(self, code):
        """Return the product with `code` of the table."""
        return self._get(f"product_{code.replace('-', '_').lower()}")

    @api.model
    def _sale_order(self, row):
        """Return the sales order of a row of the orders table."""
        return self._get(f"order_{row['number']}")
