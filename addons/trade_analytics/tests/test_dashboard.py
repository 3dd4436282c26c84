import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import AnalyticsCase


@tagged("post_install", "-at_install")
class TestDashboard(AnalyticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref("trade_analytics.spreadsheet_dashboard_scorecard")

    def test_it_loads_its_own_file_for_a_salesperson_without_any_cards(self):
        dashboard = self.dashboard.with_user(self.anna)
        self.assertFalse(dashboard._dashboard_is_empty())
        self.assertFalse(dashboard.sample_dashboard_file_path)
        shown = json.loads(dashboard._get_serialized_readonly_dashboard())["snapshot"]
        self.assertEqual(len(shown["sheets"][0]["figures"]), 2)

    def test_what_it_measures_exists_and_is_readable_by_its_group(self):
        sheet = json.loads(self.dashboard.spreadsheet_data)
        asked = [
            (pivot["model"], [axis["fieldName"] for axis in pivot["rows"]], pivot)
            for pivot in sheet["pivots"].values()
        ]
        for model, groupby, pivot in asked:
            columns = [axis["fieldName"] for axis in pivot["columns"]]
            measures = [f"{one['fieldName']}:avg" for one in pivot["measures"]]
            rows = self.env[model].with_user(self.anna)
            rows.formatted_read_group(pivot["domain"], groupby + columns, measures)
        for figure in sheet["sheets"][0]["figures"]:
            meta = figure["data"]["metaData"]
            self.env[meta["resModel"]].with_user(self.anna).formatted_read_group(
                figure["data"]["searchParams"]["domain"],
                meta["groupBy"],
                [f"{meta['measure']}:avg"],
            )
            self.assertEqual(figure["data"]["type"], "odoo_bar", "no data is no 0")

    def test_other_employees_have_neither_the_dashboard_nor_its_rows(self):
        employee = self._create_user("rated-employee")
        self.assertFalse(
            self.env["spreadsheet.dashboard"]
            .with_user(employee)
            .search([("id", "=", self.dashboard.id)])
        )
        with self.assertRaises(AccessError):
            self.env["trade.scorecard"].with_user(employee).search([])
