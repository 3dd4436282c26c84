from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .common import SupplyCase


@tagged("post_install", "-at_install")
class TestInspection(SupplyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.storekeeper = cls._create_user("storekeeper", "stock.group_stock_user")

    def _create_inspection(self, **values):
        return self.env["trade.inspection"].create(
            {
                "partner_id": self.vendor_a.id,
                "product_id": self.product.id,
                "sample_size": 50,
                "passed_qty": 49,
                **values,
            }
        )

    def test_the_storekeeper_inspects_a_receipt(self):
        purchase = self._create_purchase(self.vendor_a, self.product, 100)
        purchase.button_confirm()
        receipt = purchase.picking_ids.with_user(self.storekeeper)
        action = receipt.action_inspect()
        inspection = self.env["trade.inspection"].browse(action["res_id"])
        self.assertRecordValues(
            inspection,
            [
                {
                    "partner_id": self.vendor_a.id,
                    "product_id": self.product.id,
                    "stage": "receipt",
                    "sample_size": 100,
                    "inspected_qty": 100,
                    "user_id": self.storekeeper.id,
                    "state": "draft",
                }
            ],
        )
        receipt.action_inspect()
        self.assertEqual(receipt.trade_inspection_count, 1)
        reason = self.env.ref("trade_supply.defect_reason_packing")
        with Form(inspection.with_user(self.storekeeper)) as form:
            form.inspected_qty = 20
            form.passed_qty = 19
            with form.defect_ids.new() as defect:
                defect.reason_id = reason
        inspection.with_user(self.storekeeper).action_accept()
        self.assertEqual((inspection.state, inspection.verdict), ("done", "accepted"))
        self.assertEqual(inspection.pass_rate, 0.95)

    def test_the_buyer_inspects_before_shipment(self):
        inspection = self._create_inspection().with_user(self.buyer)
        inspection.action_reject()
        self.assertEqual(inspection.stage, "shipment")
        self.assertEqual(inspection.verdict, "rejected")

    def test_more_passed_than_inspected_is_refused_with_a_sentence(self):
        with self.assertRaisesRegex(ValidationError, "51.* passed, but only 50"):
            self._create_inspection(passed_qty=51)

    def test_an_empty_inspection_cannot_be_done(self):
        inspection = self._create_inspection(sample_size=0, passed_qty=0)
        with self.assertRaisesRegex(ValidationError, "how many were inspected"):
            inspection.action_accept()
        inspection = self._create_inspection()
        with self.assertRaisesRegex(ValidationError, "accept or reject"):
            inspection.state = "done"

    def test_an_inspection_of_tomorrow_cannot_be_done_today(self):
        with freeze_time("2026-03-02"):
            inspection = self._create_inspection(date="2026-03-03")
            with self.assertRaisesRegex(ValidationError, "in the future"):
                inspection.action_accept()

    def test_what_is_done_counts_and_is_not_changed_in_passing(self):
        inspection = self._create_inspection()
        inspection.action_accept()
        with self.assertRaisesRegex(UserError, "Set it back to do first"):
            inspection.passed_qty = 10
        with self.assertRaisesRegex(UserError, "Set it back to do first"):
            inspection.write({"passed_qty": 10, "state": "done"})
        with self.assertRaisesRegex(UserError, "Set it back to do first"):
            inspection.date = "2020-01-01"
        with self.assertRaisesRegex(UserError, "Set it back to do first"):
            inspection.unlink()
        inspection.action_draft()
        inspection.passed_qty = 10
        inspection.unlink()
