from odoo.tests import tagged

from .common import TradeCase


@tagged("post_install", "-at_install")
class TestGroups(TradeCase):
    def test_cost_includes_profit_but_not_the_reverse(self):
        sees_profit = self._create_user("profit", "trade_base.group_trade_profit")
        sees_cost = self._create_user("cost", "trade_base.group_trade_cost")
        self.assertFalse(sees_profit.has_group("trade_base.group_trade_cost"))
        self.assertTrue(sees_cost.has_group("trade_base.group_trade_profit"))

    def test_rules_are_apart_from_money(self):
        manager = self._create_user("manager", "trade_base.group_trade_manager")
        self.assertFalse(manager.has_group("trade_base.group_trade_profit"))

    def test_a_plain_employee_gains_nothing(self):
        employee = self._create_user("employee")
        for group in ("profit", "cost", "manager"):
            self.assertFalse(employee.has_group(f"trade_base.group_trade_{group}"))

    def test_rates_are_entered_in_the_direction_people_speak(self):
        self._set_rate("USD", "2026-01-01", 7.0)
        usd = self._currency("USD")
        converted = usd._convert(
            10000, self.company.currency_id, self.company, "2026-01-02"
        )
        self.assertEqual(converted, 70000)
