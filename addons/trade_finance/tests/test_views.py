from odoo.tests import Form, tagged

from .common import FinanceCase

MODELS = (
    "trade.cost.rule",
    "trade.cost.type",
    "trade.duty.rate",
    "trade.incoterm.cost",
    "trade.order.receipt",
    "trade.profit.estimate",
    "trade.profit.line",
)


@tagged("post_install", "-at_install")
class TestViews(FinanceCase):
    """What people do on the screens."""

    def test_every_action_opens_with_records(self):
        self.company.trade_auto_estimate = True
        order = self._confirm()
        self._pay(self._invoice(order))
        actions = self.env["ir.actions.act_window"].search(
            [("res_model", "in", MODELS)]
        )
        self.assertEqual(set(actions.mapped("res_model")), set(MODELS))
        for action in actions:
            records = self.env[action.res_model]
            for view_type in action.view_mode.split(","):
                view = records.get_view(view_type=view_type)
                if view_type in ("list", "form"):
                    names = set(view["models"][action.res_model])
                    records.search([], limit=2).read(names)
            self.assertIn("o_view_nocontent", action.help)

    def test_every_menu_is_readable_by_its_group(self):
        menus = self.env["ir.ui.menu"].search([("action", "!=", False)])
        own = menus.filtered(
            lambda menu: menu.get_external_id()[menu.id].startswith("trade_finance.")
        )
        self.assertEqual(len(own), 11)
        for menu in own.filtered("group_ids"):
            user = self._create_user(
                f"menu{menu.id}",
                "sales_team.group_sale_salesman",
                *menu.group_ids.get_external_id().values(),
            )
            self.env[menu.action.res_model].with_user(user).search([], limit=1)

    def test_the_order_form_shows_money_and_profit(self):
        self.company.trade_auto_estimate = True
        order = self._confirm()
        self._pay(self._invoice(order), 4000)
        self.env.flush_all()
        self.env.invalidate_all()
        with Form(order) as form:
            self.assertEqual(form.amount_received, 4000)
            self.assertEqual(form.receipt_status, "partial")
            self.assertEqual(form.estimated_profit, 66500)
            self.assertEqual(len(form.profit_sheet_ids), 4)
        receipts = order.action_view_receipts()
        self.assertEqual(
            self.env[receipts["res_model"]].search(receipts["domain"]).order_id, order
        )
        for button in (order.action_view_profit_lines, order.action_view_estimates):
            action = button()
            rows = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(rows.order_id, order)

    def test_a_new_quotation_in_the_form_has_no_money(self):
        with Form(self.env["sale.order"]) as form:
            form.partner_id = self.customer
            self.assertEqual(form.amount_outstanding, 0)
            self.assertEqual(form.receipt_status, "none")
            self.assertEqual(form.actual_profit, 0)

    def test_an_accountant_enters_a_deposit_for_an_order(self):
        user = self._create_user("pay", "account.group_account_invoice")
        order = self._confirm()
        form = Form(
            self.env["account.payment"]
            .with_user(user)
            .with_context(
                default_payment_type="inbound", default_partner_type="customer"
            )
        )
        form.partner_id = self.customer
        form.amount = 20700
        form.date = self.RECEIPT_DAY
        form.trade_order_id = order
        payment = form.save()
        payment.action_post()
        self.assertEqual(order.amount_received, 3000)

    def test_an_accountant_ties_a_bill_to_an_order(self):
        user = self._create_user("bill", "account.group_account_invoice")
        order = self._confirm()
        form = Form(
            self.env["account.move"]
            .with_user(user)
            .with_context(default_move_type="in_invoice")
        )
        form.partner_id = self.vendor
        form.invoice_date = self.INVOICE_DAY
        with form.invoice_line_ids.new() as line:
            line.product_id = self.service
            line.price_unit = 1234
            line.tax_ids.clear()
            line.trade_order_id = order
            line.trade_cost_type_id = self._cost_type("freight")
        bill = form.save()
        self.assertEqual(self._profit_by_code(order), {})
        bill.action_post()
        self.assertEqual(self._profit_by_code(order), {"freight": -1234})

    def test_settings_are_the_companys(self):
        with Form(self.env["res.config.settings"]) as form:
            form.trade_fx_policy = "order"
            form.trade_rate_required = True
            form.trade_auto_estimate = True
        form.record.execute()
        self.assertRecordValues(
            self.company,
            [
                {
                    "trade_fx_policy": "order",
                    "trade_rate_required": True,
                    "trade_auto_estimate": True,
                }
            ],
        )
