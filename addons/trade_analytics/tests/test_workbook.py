import io
from datetime import datetime

from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged

from .common import AnalyticsCase


@tagged("post_install", "-at_install")
class TestWorkbook(AnalyticsCase):
    def _book(self, cards):
        return load_workbook(io.BytesIO(cards._export_workbook()))

    def _rows(self, sheet):
        head, *rows = sheet.iter_rows(values_only=True)
        return [dict(zip(head, row, strict=True)) for row in rows]

    def test_the_workbook_holds_a_sheet_per_kind_with_real_numbers(self):
        self._orders(self.anna, won=1, lost=3)
        self._orders(self.boris, won=2, lost=0)
        cards = self._compute()
        book = self._book(cards[self.anna] | cards[self.boris])
        self.assertEqual(book.sheetnames, ["Scorecards", "Metrics", "Suggestions"])
        for sheet in book:
            self.assertEqual(sheet.freeze_panes, "A2")
            self.assertTrue(sheet.auto_filter.ref)
        card = self._rows(book["Scorecards"])[0]
        self.assertEqual(card["Salesperson"], self.anna.name)
        self.assertEqual(card["Month"], datetime(2026, 5, 1))
        self.assertEqual((card["Score"], card["Letter"]), (25.0, "E"))
        self.assertEqual(book["Scorecards"]["G2"].number_format, "0.0%")
        line = self._rows(book["Metrics"])[0]
        self.assertEqual((line["Numerator"], line["Cases"], line["Rate"]), (1, 4, 0.25))
        advice = self._rows(book["Suggestions"])
        self.assertEqual([row["Rank"] for row in advice], [1])
        self.assertIn("1 of 4", advice[0]["Advice"])

    def test_no_score_is_an_empty_cell_and_a_name_is_never_a_formula(self):
        self.metric.sample_min = 9
        self.anna.name = "=1+1"
        self._orders(self.anna, won=1, lost=0)
        book = self._book(self._compute()[self.anna])
        card = self._rows(book["Scorecards"])[0]
        self.assertIsNone(card["Score"])
        self.assertEqual(book["Scorecards"]["A2"].data_type, "s")
        self.assertIsNone(self._rows(book["Metrics"])[0]["Points"])


@tagged("post_install", "-at_install")
class TestWorkbookDownload(AnalyticsCase, HttpCase):
    def test_the_link_gives_only_what_its_reader_may_read(self):
        self._orders(self.anna, won=1, lost=1)
        self._orders(self.boris, won=1, lost=1)
        cards = self._compute()
        both = cards[self.anna] | cards[self.boris]
        url = both.action_export_xlsx()["url"]
        people = {}
        for user in (self.anna, self.chief):
            self.authenticate(user.login, user.login)
            answer = self.url_open(url)
            self.assertEqual(answer.status_code, 200)
            self.assertIn(".xlsx", answer.headers["Content-Disposition"])
            sheet = load_workbook(io.BytesIO(answer.content))["Metrics"]
            people[user] = {row[0] for row in sheet.iter_rows(2, values_only=True)}
        self.assertEqual(people[self.anna], {self.anna.name})
        self.assertEqual(people[self.chief], {self.anna.name, self.boris.name})
