import random

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestCharge(LogisticsCase):
    """A freight bill lowers the profit of the orders it carried, to the cent."""

    DAY = "2026-03-16"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_rate("USD", "2026-03-01", 7.00)
        cls._set_rate("USD", cls.DAY, 6.95)
        cls.accountant = cls._create_user(
            "ship_accountant", "account.group_account_invoice"
        )
        cls.freight = cls.env.ref("trade_finance.cost_type_freight")
        # 1 m³ of lamps and 2 m³ of chairs: a third and two thirds by volume.
        cls.shipment = cls._create_shipment([(cls.lamp, 100)])
        cls.order = cls.shipment.order_ids
        cls.other = cls._create_order([(cls.chair, 10)])
        cls.other.action_confirm()
        cls.shipment.line_ids = [
            Command.create({"sale_line_id": cls.other.order_line.id, "quantity": 10})
        ]

    def _charge(self, amount, currency="CNY", **values):
        return self.env["trade.shipment.charge"].create(
            {
                "shipment_id": self.shipment.id,
                "partner_id": self.carrier.id,
                "amount": amount,
                "currency_id": self._currency(currency).id,
                **values,
            }
        )

    def _bill(self, charges):
        """Draft the bill of `charges` as the accountant, without taxes."""
        charges.with_user(self.accountant).action_create_bill()
        bills = charges.bill_line_ids.move_id.filtered(lambda m: m.state == "draft")
        bills.invoice_line_ids.tax_ids = [Command.clear()]
        bills.invoice_date = self.DAY
        return bills

    def _get_profits(self):
        (self.order + self.other).invalidate_recordset()
        return self.order.actual_profit, self.other.actual_profit

    def _get_freight(self):
        """Return the freight of both orders in the profit sheet."""
        lines = self.env["trade.profit.line"].search(
            [
                ("order_id", "in", (self.order + self.other).ids),
                ("cost_type_id", "=", self.freight.id),
                ("stage", "=", "actual"),
            ]
        )
        amounts = dict.fromkeys(self.order + self.other, 0.0)
        for line in lines:
            amounts[line.order_id] += line.amount
        return tuple(round(amount, 2) for amount in amounts.values())

    def test_the_bill_is_shared_over_the_orders_to_the_last_cent(self):
        bill = self._bill(self._charge(1000))
        self.assertRecordValues(
            bill.invoice_line_ids,
            [
                {
                    "price_subtotal": 333.33,
                    "trade_order_id": self.order.id,
                    "trade_cost_type_id": self.freight.id,
                },
                {
                    "price_subtotal": 666.67,
                    "trade_order_id": self.other.id,
                    "trade_cost_type_id": self.freight.id,
                },
            ],
        )
        self.assertRecordValues(
            bill,
            [{"move_type": "in_invoice", "state": "draft", "amount_untaxed": 1000}],
        )
        self.assertEqual(bill.partner_id, self.carrier)

    def test_profit_falls_with_the_posted_bill_and_the_refund_restores_it(self):
        before = self._get_profits()
        charge = self._charge(1000)
        bill = self._bill(charge)
        self.assertEqual(self._get_profits(), before, "a draft costs nothing")
        self.assertEqual(charge.state, "drafted")
        bill.action_post()
        self.assertEqual(self._get_freight(), (-333.33, -666.67))
        after = self._get_profits()
        self.assertAlmostEqual(after[0], before[0] - 333.33)
        self.assertAlmostEqual(after[1], before[1] - 666.67)
        self.assertRecordValues(charge, [{"state": "billed", "amount_billed": 1000}])
        refund = bill._reverse_moves([{"invoice_date": self.DAY}])
        refund.action_post()
        self.assertEqual(self._get_freight(), (0, 0))
        self.assertEqual(self._get_profits(), before)
        self.assertRecordValues(charge, [{"state": "estimated", "amount_billed": 0}])

    def test_back_to_draft_and_cancel_restore_the_profit(self):
        before = self._get_profits()
        charge = self._charge(1000)
        bill = self._bill(charge)
        bill.action_post()
        bill.button_draft()
        self.assertEqual(self._get_profits(), before)
        bill.button_cancel()
        self.assertEqual(self._get_profits(), before)
        self.assertEqual(charge.state, "estimated", "it may be billed again")

    def test_a_bill_in_dollars_costs_at_the_rate_of_its_day(self):
        charge = self._charge(100, "USD")
        self._bill(charge).action_post()
        freight = self._get_freight()
        self.assertAlmostEqual(sum(freight), -695)
        self.assertAlmostEqual(freight[0], -33.33 * 6.95, places=1)
        self.assertRecordValues(charge, [{"state": "billed", "amount_billed": 100}])

    def test_the_four_ways_to_split(self):
        # 200 and 80 kg; 1 and 2 m³; 10,000 and 1,000 CNY; 100 and 10 pieces.
        for basis, first in (
            ("weight", 714.29),
            ("volume", 333.33),
            ("value", 909.09),
            ("quantity", 909.09),
        ):
            shares = self._charge(1000, split_by=basis)._get_order_shares()
            self.assertEqual(shares[0], (self.order, first), basis)
            self.assertAlmostEqual(sum(share for _order, share in shares), 1000)

    def test_value_compares_orders_in_company_currency(self):
        dollars = self.env["product.pricelist"].create(
            {"name": "USD", "currency_id": self._currency("USD").id}
        )
        third = self._create_order([(self.lamp, 10)], pricelist_id=dollars.id)
        third.order_line.price_unit = 100
        third.action_confirm()
        self.shipment.line_ids = [
            Command.create({"sale_line_id": third.order_line.id, "quantity": 10})
        ]
        weights = self.shipment._get_weights_by_order("value")
        rate = third.trade_rate
        self.assertGreater(rate, 6)
        self.assertAlmostEqual(weights[third], 1000 * rate)

    def test_goods_without_weight_share_equally(self):
        self.shipment.line_ids.weight = 0
        shares = self._charge(1000, split_by="weight")._get_order_shares()
        self.assertEqual([share for _order, share in shares], [500, 500])

    def test_shares_add_up_whatever_the_numbers(self):
        chance = random.Random(20260316)
        lines = self.shipment.line_ids
        for _round in range(8):
            currency = chance.choice(["CNY", "JPY", "KWD"])
            amount = self._currency(currency).round(chance.uniform(0.01, 99999) + 1)
            lines[0].weight = chance.choice([0, chance.uniform(0, 500)])
            lines[1].weight = chance.uniform(0, 500)
            bill = self._bill(self._charge(amount, currency, split_by="weight"))
            self.assertFalse(
                bill.currency_id.compare_amounts(bill.amount_untaxed, amount),
                (currency, amount, lines.mapped("weight")),
            )

    def test_each_vendor_and_currency_gets_one_bill(self):
        broker = self.env["res.partner"].create({"name": "Customs Broker"})
        self._charge(1000)
        self._charge(200, cost_type_id=self.env.ref("trade_finance.cost_type_duty").id)
        self._charge(100, "USD")
        self._charge(50, partner_id=broker.id)
        self.shipment.with_user(self.accountant).action_create_bills()
        bills = self.shipment.charge_ids.bill_line_ids.move_id
        totals = {
            (bill.partner_id.name, bill.currency_id.name): len(bill.invoice_line_ids)
            for bill in bills
        }
        self.assertEqual(
            totals,
            {
                ("Ever Line", "CNY"): 4,
                ("Ever Line", "USD"): 2,
                ("Customs Broker", "CNY"): 2,
            },
        )

    def test_a_charge_is_billed_once(self):
        charge = self._charge(1000)
        self._bill(charge)
        with self.assertRaisesRegex(UserError, "has a vendor bill already"):
            charge.with_user(self.accountant).action_create_bill()
        with self.assertRaisesRegex(UserError, "already"):
            self.shipment.with_user(self.accountant).action_create_bills()
        with self.assertRaisesRegex(UserError, "Cancel or refund"):
            charge.unlink()

    def test_a_bill_needs_a_vendor_and_goods(self):
        charge = self._charge(1000, partner_id=False)
        with self.assertRaisesRegex(UserError, "Who sends the bill"):
            charge.action_create_bill()
        charge.partner_id = self.carrier
        self.shipment.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "no goods"):
            charge.action_create_bill()

    def test_logistics_enters_charges_and_accounting_bills_them(self):
        charge = self._charge(1000).with_user(self.clerk)
        charge.amount = 1100
        with self.assertRaises(AccessError):
            charge.action_create_bill()
        self._bill(charge.sudo())
        self.assertEqual(charge.state, "drafted")

    def test_what_is_known_of_freight_enters_the_next_estimate(self):
        """The charge counts once, in company currency, and rules leave it out."""
        self.env["trade.cost.rule"].search([]).active = False
        self._charge(100, "USD")
        self.env["trade.profit.estimate"]._create_versions(self.order, "Quote came")
        freight = self.order.trade_estimate_id.line_ids.filtered(
            lambda line: line.cost_type_id == self.freight
        )
        self.assertEqual(len(freight), 1)
        rate = self._currency("USD")._get_conversion_rate(
            self._currency("USD"),
            self.company.currency_id,
            self.company,
            self.order._get_estimate_date(),
        )
        self.assertAlmostEqual(freight.amount, -33.33 * rate, places=2)
        self.assertIn(self.shipment.name, freight.note)
