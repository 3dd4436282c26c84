from odoo.tests import TransactionCase, tagged

from odoo.addons.trade_base.tests.common import QUIET_MAIL

from .ledger import Ledger, play

SEQUENCES = 4


@tagged("post_install", "-at_install")
class TestLedger(TransactionCase):
    """A few random histories; tests/test_ledger_tie_out.py plays 300 on two cores."""

    def _play(self, currency):
        env = self.env(context={**self.env.context, **QUIET_MAIL})
        # Other seeds than the 300 histories start from.
        counts = play(env, currency, range(9000, 9000 + SEQUENCES))
        self.assertEqual(counts["sequences"], SEQUENCES)
        self.assertTrue(counts["books compared"] and counts["bank compared"])

    def test_histories_of_a_company_in_yuan(self):
        self._play("CNY")

    def test_histories_of_a_company_in_euro(self):
        self._play("EUR")

    def test_a_step_that_cannot_be_played_says_why(self):
        skipped = Ledger.skipped(self.env)
        is_installed = "stock.landed.cost" in self.env
        self.assertEqual("landed_cost_late" in skipped, not is_installed)
        for reason in skipped.values():
            self.assertIn("is not installed", reason)
