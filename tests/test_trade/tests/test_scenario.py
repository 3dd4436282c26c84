"""The seed's own story, from the first question to the actual profit."""

from datetime import timedelta

from odoo.tests import freeze_time, tagged

from .common import ScenarioCase

FREIGHT = 4200.0


@tagged("post_install", "-at_install")
class TestScenario(ScenarioCase):
    """Read the methods from top to bottom: they are the steps of the story."""

    def test_policy_invoice_books_half_of_the_loss(self):
        self._play("invoice", booked=-500.0, before=-500.0)

    def test_policy_order_books_all_of_the_loss(self):
        self._play("order", booked=-1000.0, before=0.0)

    def _play(self, policy, booked, before):
        self.company.trade_fx_policy = policy
        order = self._ask_for_500()
        self._confirm(order)
        shipment = self._book(order)
        self._look_at_the_customers_page(shipment)
        deposit = self._receive_deposit(order)
        invoice = self._invoice(order)
        self._receive_balance(order, invoice, deposit)
        self._check_exchange_differences(order, booked, before)
        self._bill_freight(order, shipment)
        self._check_profit_against_ledger(order, invoice, booked)

    # 1. Customer A asks for 500 pieces by a date.

    @freeze_time("2026-03-02 02:00:00")
    def _ask_for_500(self):
        order = self._create_order(500, commitment_date="2026-06-15 08:00:00")
        self.assertEqual(order.currency_id.name, "USD")
        self.assertEqual(order.amount_total, 10000)
        line = order.order_line
        self.assertEqual(
            line.availability_text, "Domestic 300, overseas 150, 50 to buy"
        )
        self.assertEqual(
            (line.domestic_qty, line.overseas_qty, line.shortage_qty), (300, 150, 50)
        )
        return order

    # 2. Confirming freezes rate and estimate, asks purchasing and logistics.

    @freeze_time("2026-03-02 02:00:00")
    def _confirm(self, order):
        order.action_confirm()
        self.assertEqual(order.trade_rate, 7.0)
        self.assertEqual(str(order.trade_rate_date), "2026-03-02")
        # 10,000 x 7.00 - 500 x 80
        self.assertEqual(order.estimated_profit, 30000)
        request = self.env["purchase.request"].search(
            [("sale_order_id", "=", order.id)]
        )
        self.assertEqual(request.line_ids.mapped("product_qty"), [50])
        ready = request.line_ids.latest_ready_date
        requested = order.commitment_date.date()
        self.assertTrue(
            requested - timedelta(days=120) < ready <= requested, (ready, requested)
        )
        self.assertEqual(
            order.order_line.availability_text,
            "Domestic 300, overseas 150, 50 to buy",
            "The order does not compete with itself.",
        )

    # 3. Booking and ETA are entered; the customer sees the milestones.

    @freeze_time("2026-03-10 02:00:00")
    def _book(self, order):
        shipment = order.shipment_ids
        self.assertEqual(len(shipment), 1)
        self.assertEqual(sum(shipment.line_ids.mapped("quantity")), 500)
        carrier = self.env["res.partner"].create({"name": "Ocean Line"})
        as_clerk = shipment.with_user(self.clerk)
        as_clerk.write({"carrier_id": carrier.id, "booking_number": "NGB123456"})
        as_clerk.action_book()
        as_clerk.write({"etd": "2026-04-10", "eta": "2026-05-08"})
        self.assertEqual(order.with_user(self.seller).shipment_status, "booked")
        self.assertEqual(str(shipment.eta), "2026-05-08")
        return shipment

    def _look_at_the_customers_page(self, shipment):
        shipment.with_user(self.seller).action_share()
        url = shipment.share_link_ids.with_user(self.seller).url
        self.assertGreaterEqual(len(url.rpartition("/trade/shipment/")[2]), 32)
        page = shipment._get_tracking_values(self.customer)
        self.assertNotIn("10,000", str(page))
        self.assertNotIn("10000", str(page))

    # 4. Deposit 30 %, balance 70 %, both received at 6.90.

    @freeze_time("2026-05-04 02:00:00")
    def _receive_deposit(self, order):
        deposit = self._register_money(3000, trade_order_id=order.id)
        self.assertEqual(order.amount_received, 3000)
        self.assertEqual(order.amount_outstanding, 7000)
        self.assertEqual(order.receipt_status, "partial")
        provisional = self._receipts(order)
        self.assertEqual(sum(provisional.mapped("fx_difference")), -300)
        return deposit

    def _invoice(self, order):
        """Invoice on 15 April: 6.95 by core, 7.00 when the order's rate is taken."""
        invoice = order.with_user(self.accountant)._create_invoices()
        invoice.invoice_date = "2026-04-15"
        invoice.action_post()
        return invoice

    @freeze_time("2026-05-04 02:00:00")
    def _receive_balance(self, order, invoice, deposit):
        balance = self._register_money(7000)
        lines = (deposit | balance).move_id.line_ids | invoice.line_ids
        lines.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        ).reconcile()
        self.assertEqual(order.amount_received, 10000)
        self.assertEqual(order.amount_outstanding, 0)
        self.assertEqual(order.receipt_status, "paid")

    def _register_money(self, amount, **values):
        payment = (
            self.env["account.payment"]
            .with_user(self.accountant)
            .create(
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": self.customer.id,
                    "amount": amount,
                    "currency_id": self._currency("USD").id,
                    "date": "2026-05-04",
                    **values,
                }
            )
        )
        payment.action_post()
        return payment

    def _receipts(self, order):
        self.env.flush_all()
        return (
            self.env["trade.order.receipt"]
            .with_user(self.accountant)
            .search([("order_id", "=", order.id)])
        )

    def _check_exchange_differences(self, order, booked, before):
        self.assertEqual(order.fx_difference, -1000)
        receipts = self._receipts(order)
        self.assertEqual(sum(receipts.mapped("fx_booked")), booked)
        self.assertEqual(sum(receipts.mapped("fx_before_invoice")), before)
        for receipt in receipts:
            self.assertEqual(
                receipt.fx_before_invoice + receipt.fx_booked, receipt.fx_difference
            )

    # 5. The freight bill arrives; sales and finance read the same number.

    @freeze_time("2026-05-20 02:00:00")
    def _bill_freight(self, order, shipment):
        before = order.actual_profit
        forwarder = self.env["res.partner"].create({"name": "Forwarder"})
        charge = self.env["trade.shipment.charge"].create(
            {
                "shipment_id": shipment.id,
                "cost_type_id": self.env.ref("trade_finance.cost_type_freight").id,
                "partner_id": forwarder.id,
                "amount": FREIGHT,
                "currency_id": self.company.currency_id.id,
            }
        )
        charge.action_create_bill()
        bill = charge.bill_line_ids.move_id
        self.assertEqual(order.actual_profit, before, "A draft bill costs nothing yet.")
        bill.invoice_date = "2026-05-20"
        bill.action_post()
        self.assertEqual(order.actual_profit, before - FREIGHT)

    def _check_profit_against_ledger(self, order, invoice, booked):
        """Posted revenue + booked difference - freight, read from the books."""
        income = -sum(
            invoice.line_ids.filtered(
                lambda line: line.account_id.account_type == "income"
            ).mapped("balance")
        )
        self.assertEqual(order.actual_profit, income + booked - FREIGHT)
        for reader in (self.seller, self.accountant):
            seen = order.with_user(reader)
            seen.invalidate_recordset()
            self.assertEqual(seen.actual_profit, income + booked - FREIGHT)
            lines = (
                self.env["trade.profit.line"]
                .with_user(reader)
                .search([("order_id", "=", order.id), ("stage", "=", "actual")])
            )
            self.assertAlmostEqual(
                sum(lines.mapped("amount")), seen.actual_profit, places=2
            )


@tagged("post_install", "-at_install")
class TestDelivery(ScenarioCase):
    def test_product_cost_comes_with_the_delivery_and_goes_with_the_return(self):
        order = self._create_order(100)
        order.action_confirm()
        self.assertEqual(order.actual_profit, 0)
        picking = order.picking_ids
        picking.move_ids.write({"quantity": 100, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(order.actual_profit, -8000)
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({"picking_id": picking.id})
        )
        wizard.product_return_moves.quantity = 100
        back = wizard._create_return()
        back.move_ids.write({"quantity": 100, "picked": True})
        back.button_validate()
        self.assertEqual(order.actual_profit, 0)


@tagged("post_install", "-at_install")
class TestSecondCompany(ScenarioCase):
    def test_another_companys_order_is_neither_seen_nor_counted(self):
        order = self._create_order(100)
        order.action_confirm()
        other = self._create_trade_company("Rotterdam BV", currency="EUR", country="nl")
        stranger = self._create_user(
            "stranger",
            "sales_team.group_sale_manager",
            "trade_base.group_trade_cost",
            "account.group_account_user",
            "stock.group_stock_manager",
            company=other,
        )
        theirs = self.env(user=stranger, context={"allowed_company_ids": other.ids})
        for model, anchor in (
            ("trade.profit.line", "order_id"),
            ("trade.order.receipt", "order_id"),
            ("trade.profit.estimate", "order_id"),
            ("trade.shipment", "line_ids.order_id"),
            ("trade.shipment.event", "shipment_id.line_ids.order_id"),
            ("trade.timeline", None),
        ):
            with self.subTest(model=model):
                domain = [(anchor, "=", order.id)] if anchor else []
                self.assertTrue(
                    self.env[model].search(domain)
                    or not anchor
                    or model in ("trade.order.receipt", "trade.shipment.event")
                )
                self.assertFalse(theirs[model].search(domain))


@tagged("post_install", "-at_install")
class TestSwitchedOff(ScenarioCase):
    def test_with_everything_off_only_the_rate_is_recorded(self):
        self.company.write(
            {
                name: False
                for name, field in self.company._fields.items()
                if name.startswith("trade_") and field.type == "boolean" and field.store
            }
        )
        order = self._create_order(500)
        order.action_confirm()
        self.assertTrue(order.trade_rate)
        self.assertFalse(order.shipment_ids)
        self.assertFalse(order.trade_estimate_ids)
        self.assertFalse(
            self.env["purchase.request"].search([("sale_order_id", "=", order.id)])
        )
        self.assertEqual(order.order_line.product_uom_qty, 500)
        self.assertEqual(order.picking_ids.mapped("move_ids.product_uom_qty"), [500])

    def test_a_new_company_has_everything_off(self):
        fresh = self.env["res.company"].create({"name": "Fresh"})
        on = [
            name
            for name, field in fresh._fields.items()
            if name.startswith("trade_") and field.type == "boolean" and fresh[name]
        ]
        self.assertFalse(on)
