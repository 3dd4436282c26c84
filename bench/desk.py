"""The people who make the template orders, by the same steps as in the tests."""

from odoo import Command
from odoo.tests import Form

from odoo.addons.trade_base.tests.common import QUIET_MAIL
from odoo.addons.trade_finance.tests.common import FinanceCase

SALESPEOPLE = 5
ALL_ORDERS = "sales_team.group_sale_salesman_all_leads"
OWN_ORDERS = "sales_team.group_sale_salesman"
PROFIT = "trade_base.group_trade_profit"
COST = "trade_base.group_trade_cost"


class Desk(FinanceCase):
    """A company in CNY that sells in USD, whose steps are really committed."""

    @classmethod
    def open(cls, env):
        """Set up company, rates, goods in stock and people; return the class."""
        context = {**env.context, **QUIET_MAIL}
        # At the commit core would load the country's chart over the generic one.
        cls.env = env(context={**context, "chart_template_load": True})
        cls.company = cls._create_trade_company("Bench Trading")
        cls.env = env(context=context)
        cls._work_in(cls.company)
        cls._trade_in_dollars(7.00, 6.95, 6.90)
        cls.company.trade_auto_estimate = True
        cls._stock_up()
        cls.env["trade.cost.rule"].create(
            {
                "name": "Sea freight",
                "cost_type_id": cls._cost_type("freight").id,
                "basis": "percent_revenue",
                "value": 10,
            }
        )
        cls._create_user("manager", ALL_ORDERS, PROFIT, COST)
        cls.salespeople = [
            cls._create_user("seller", OWN_ORDERS, PROFIT, COST),
            *(
                cls._create_user(f"seller{number}", OWN_ORDERS, PROFIT)
                for number in range(1, SALESPEOPLE)
            ),
        ]
        cls.number = 0
        return cls

    @classmethod
    def _stock_up(cls):
        warehouses = cls.env["stock.warehouse"]
        domain = [("company_id", "=", cls.company.id)]
        warehouse = warehouses.search(domain, limit=1) or warehouses.create(
            {"name": "Ningbo", "code": "NGB", "company_id": cls.company.id}
        )
        cls.drill = cls._create_product(
            "Drill", is_storable=True, standard_price=3500.0
        )
        cls.env["stock.quant"]._update_available_quantity(
            cls.drill, warehouse.lot_stock_id, 100000
        )

    @classmethod
    def _next_order(cls, **values):
        """Confirm an order of the next customer, by the next salesperson."""
        cls.number += 1
        customer = cls.env["res.partner"].create(
            {
                "name": f"Customer {cls.number}",
                "country_id": cls.env.ref("base.nl").id,
                "email": f"customer{cls.number}@example.com",
            }
        )
        seller = cls.salespeople[cls.number % SALESPEOPLE]
        values = {"product": cls.drill, "user_id": seller.id, **values}
        return cls._confirm(**{"partner_id": customer.id, **values})

    @classmethod
    def _add_lines(cls, count):
        """Return the commands of `count` further order lines, to pass as `order_line`.

        Whole amounts: scaled by whole factors they stay what rounding made of them.
        """
        products = (cls.machine, cls.drill)
        return [
            Command.create(
                {
                    "product_id": products[number % 2].id,
                    "product_uom_qty": 1 + number,
                    "price_unit": 1000.0,
                    "tax_ids": [Command.clear()],
                }
            )
            for number in range(count)
        ]

    @classmethod
    def _deliver(cls, order, quantity=None):
        picking = order.picking_ids.filtered(
            lambda picking: picking.state not in ("done", "cancel")
        )
        for move in picking.move_ids:
            move.write({"quantity": quantity or move.product_uom_qty, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        return picking

    @classmethod
    def _take_back(cls, picking, quantity):
        context = {
            "active_id": picking.id,
            "active_ids": picking.ids,
            "active_model": "stock.picking",
        }
        wizards = cls.env["stock.return.picking"].with_context(**context)
        wizard = Form(wizards).save()
        wizard.product_return_moves.quantity = quantity
        action = wizard.action_create_returns()
        back = cls.env["stock.picking"].browse(action["res_id"])
        back.move_ids.write({"quantity": quantity, "picked": True})
        back.button_validate()

    @classmethod
    def _share_bill(cls, orders, amount):
        """Post a freight bill that several orders share equally."""
        bill = cls._bill(cls.env["sale.order"], amount)
        line = bill.invoice_line_ids
        shares = cls.env["trade.order.share"].sudo()  # rows of a document, not a user's
        shares.create(
            shares._prepare_shares(
                dict.fromkeys(orders.ids, 1.0), move_id=bill.id, line_id=line.id
            )
        )
