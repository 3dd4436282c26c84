import io
from datetime import datetime

from openpyxl import load_workbook

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools.translate import code_translations

from ..models import sale_order_workbook
from ..tools import id_list
from .common import FinanceCase
from .formulas import evaluate


class WorkbookCase(FinanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.trade_auto_estimate = True
        cls.anna = cls._create_user(
            "anna",
            "sales_team.group_sale_salesman",
            "trade_base.group_trade_profit",
            name="=Anna",
        )
        cls.plain = cls._create_user(
            "plain", "sales_team.group_sale_salesman_all_leads"
        )
        cls.finance = cls._create_user(
            "finance", "account.group_account_invoice", "trade_base.group_trade_cost"
        )

    @classmethod
    def _make_order(cls, **values):
        order = cls._confirm(user_id=cls.anna.id, **values)
        cls._pay(cls._invoice(order), 4000)
        cls._deposit(order, 100)
        cls._bill(order, 500)
        return order

    def _book(self, orders):
        self.env.flush_all()
        return load_workbook(io.BytesIO(orders._export_workbook()))

    def _stored(self, orders):
        """Return the book with the values a program without formulas shows."""
        return load_workbook(io.BytesIO(orders._export_workbook()), data_only=True)

    def _head(self, sheet):
        """Return {title: column} and the number of the header's row."""
        row = int(sheet.freeze_panes[1:]) - 1
        return {cell.value: cell.column for cell in sheet[row] if cell.value}, row

    def _row(self, sheet, name):
        """Return {title: computed value} of the row that begins with `name`."""
        head, _top = self._head(sheet)
        for cells in sheet.iter_rows():
            if cells[0].value == name:
                return {
                    title: evaluate(sheet, cells[at - 1]) for title, at in head.items()
                }
        return self.fail(f"no row {name}")

    def _assert_formulas_are_right(self, orders):
        """Compute every formula; what is stored beside it must be the same."""
        book, stored = self._book(orders), self._stored(orders)
        found = 0
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type != "f":
                        continue
                    found += 1
                    value = stored[sheet.title][cell.coordinate].value
                    computed = evaluate(sheet, cell)
                    place = sheet.title, cell.coordinate, cell.value
                    if isinstance(computed, str):
                        self.assertFalse(value, place)
                    else:
                        self.assertAlmostEqual(computed, value, 6, place)
        self.assertGreater(found, 10)
        return book


@tagged("post_install", "-at_install")
class TestOrderWorkbook(WorkbookCase):
    """One order as a workbook."""

    def test_the_summary_is_the_profit_sheet_with_live_formulas(self):
        order = self._make_order()
        book = self._assert_formulas_are_right(order)
        self.assertEqual(book.sheetnames, ["Summary", "Lines", "Receipts"])
        sheet = book["Summary"]
        revenue = self._row(sheet, "Revenue")
        self.assertEqual((revenue["Estimated"], revenue["Actual"]), (70000, 70000))
        freight = self._row(sheet, "Freight")
        self.assertEqual((freight["Actual"], freight["Variance"]), (-500, -500))
        whole = self._row(sheet, "Profit")
        self.assertAlmostEqual(whole["Estimated"], order.estimated_profit, 2)
        self.assertAlmostEqual(whole["Actual"], order.actual_profit, 2)
        self.assertAlmostEqual(whole["Variance"], order.profit_variance, 2)
        percent = whole["Actual in % of revenue"]
        self.assertAlmostEqual(100 * percent, order.actual_profit_percent, 6)
        formulas = {
            cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        self.assertTrue(any(text.startswith("=SUM(") for text in formulas))

    def test_the_lines_add_up_to_the_profit(self):
        order = self._make_order()
        sheet = self._book(order.with_user(self.finance))["Lines"]
        total = self._row(sheet, "Total")
        self.assertAlmostEqual(total["Actual"], order.actual_profit, 2)
        self.assertAlmostEqual(total["Estimated"], order.estimated_profit, 2)
        head, top = self._head(sheet)
        first = sheet.cell(top + 1, head["Date"])
        self.assertIsInstance(first.value, datetime)
        self.assertEqual(first.number_format, "yyyy-mm-dd")
        sources = [row[head["Source"] - 1].value for row in sheet.iter_rows(top + 1)]
        self.assertIn(self.env["account.move"].search([], limit=1).name, sources)

    def test_receipts_show_both_parts_of_the_exchange_difference(self):
        order = self._make_order()
        sheet = self._book(order)["Receipts"]
        head, top = self._head(sheet)
        title = "Amount in USD"
        total = self._row(sheet, "Total")
        self.assertAlmostEqual(total[title], order.amount_received, 2)
        self.assertAlmostEqual(total["FX difference"], order.fx_difference, 2)
        self.assertAlmostEqual(
            total["FX difference"],
            total["Value at receipt"] - total["Value at order"],
            2,
        )
        rows = {}
        for cells in sheet.iter_rows(top + 1, top + 2):
            row = {name: evaluate(sheet, cells[at - 1]) for name, at in head.items()}
            rows[row[title]] = row
        receipt = rows[4000]
        parts = [receipt[n] for n in ("FX until invoice", "FX booked", "FX difference")]
        self.assertEqual(parts, [-200, -200, -400])
        self.assertAlmostEqual(receipt["Rate at receipt"], 6.9, 6)
        deposit = rows[100]
        self.assertIsNone(deposit["Value at invoice"])
        self.assertEqual(deposit["FX difference"], -10)

    def test_sheets_are_ready_to_read_and_to_print(self):
        order = self._make_order()
        for orders in (order, order | self._make_order()):
            for sheet in self._book(orders):
                head, top = self._head(sheet)
                self.assertGreater(top, 3)
                self.assertTrue(sheet.auto_filter.ref.startswith(f"A{top}:"))
                self.assertEqual(sheet.page_setup.orientation, "landscape")
                self.assertEqual(sheet.page_setup.fitToHeight, 0)
                self.assertEqual(sheet.print_title_rows, f"${top}:${top}")
                widths = sheet.column_dimensions
                self.assertGreater(widths["A"].width, 9)

    @freeze_time("2026-05-01 01:30:00")
    def test_the_title_says_what_when_and_for_whom_in_the_readers_time(self):
        order = self._make_order()
        self.anna.tz = "Asia/Shanghai"
        reader = order.with_user(self.anna).with_context(tz="Asia/Shanghai")
        sheet = self._book(reader)["Summary"]
        self.assertEqual(sheet["A1"].value, f"Profit of {order.name}")
        self.assertIn(self.company.name, sheet["A2"].value)
        self.assertIn("CNY", sheet["A2"].value)
        self.assertIn("2026-05-01 09:30", sheet["A3"].value)
        self.assertIn("=Anna", sheet["A3"].value)

    def test_numbers_have_the_decimals_of_their_currency(self):
        self._set_rate("JPY", "2026-01-01", 0.05)
        yen = self._create_pricelist("JPY")
        order = self._confirm(price=1000, pricelist_id=yen.id)
        self._pay(self._invoice(order), 4000)
        book = self._assert_formulas_are_right(order)
        head, top = self._head(book["Receipts"])
        amount = book["Receipts"].cell(top + 1, head["Amount in JPY"])
        self.assertEqual(amount.number_format, "#,##0;[Red]-#,##0")
        value = book["Receipts"].cell(top + 1, head["Value at receipt"])
        self.assertEqual(value.number_format, "#,##0.00;[Red]-#,##0.00")

    def test_a_text_is_never_a_formula(self):
        self.customer.name = "=HYPERLINK(1)"
        self.machine.name = "+cmd"
        self._cost_type("freight").name = "@freight"
        order = self._make_order()
        order.name = "-2+3"
        for orders in (order, order | self._make_order()):
            for sheet in self._book(orders.with_user(self.finance)):
                for row in sheet.iter_rows():
                    for cell in row:
                        text = str(cell.value or "")
                        bad = ("=HYPERLINK", "+cmd", "@freight", "-2+3", "=Anna")
                        if text.startswith(bad):
                            self.assertEqual(cell.data_type, "s", text)

    def test_without_an_estimate_there_is_nothing_to_compare_with(self):
        self.company.trade_auto_estimate = False
        order = self._make_order()
        whole = self._row(self._assert_formulas_are_right(order)["Summary"], "Profit")
        self.assertIsNone(whole["Estimated"])
        self.assertIsNone(whole["Variance"])
        self.assertAlmostEqual(whole["Actual"], order.actual_profit, 2)

    def test_an_order_without_anything_gives_an_empty_book(self):
        order = self._create_order()
        book = self._book(order)
        self.assertEqual(book.sheetnames, ["Summary", "Lines", "Receipts"])
        self.assertEqual(self._row(book["Receipts"], "Total")["FX difference"], 0)

    def test_without_the_cost_group_there_are_no_single_bills_and_no_sources(self):
        order = self._make_order()
        self._bill(order, 300)
        sheet = self._book(order.with_user(self.anna))["Lines"]
        head, _top = self._head(sheet)
        self.assertFalse({"Source", "Product", "Amount in its currency"} & set(head))
        amounts = [
            evaluate(sheet, row[head["Actual"] - 1])
            for row in sheet.iter_rows()
            if row[head["Cost type"] - 1].value == "Freight"
        ]
        self.assertEqual(amounts, [-800])

    def test_the_book_speaks_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["trade_finance"], ["zh_CN"])
        words = {"Estimated": "预估", "Actual": "实际", "Summary": "汇总"}
        known = code_translations.get_python_translations("trade_finance", "zh_CN")
        self.patch(
            code_translations,
            "python_translations",
            {("trade_finance", "zh_CN"): {**known, **words}},
        )
        order = self._make_order().with_user(self.anna).with_context(lang="zh_CN")
        sheet = self._assert_formulas_are_right(order)["汇总"]
        found = {cell.value for row in sheet.iter_rows() for cell in row}
        self.assertTrue({"预估", "实际", "运费", "成本"} <= found, found)


@tagged("post_install", "-at_install")
class TestOrdersWorkbook(WorkbookCase):
    """A selection of orders as a workbook."""

    def test_a_row_per_order_and_a_total_per_currency(self):
        dollars = self._make_order() | self._make_order(quantity=1)
        pricelist = self._create_pricelist("CNY")
        yuan = self._confirm(quantity=1, price=500, pricelist_id=pricelist.id)
        orders = dollars | yuan
        book = self._assert_formulas_are_right(orders)
        self.assertEqual(
            book.sheetnames, ["Orders", "Actual by type", "Estimate by type"]
        )
        sheet = book["Orders"]
        for order in orders:
            row = self._row(sheet, order.name)
            self.assertEqual(row["Total"], order.amount_total)
            self.assertEqual(
                row["Total in company currency"], order.amount_total_company
            )
            self.assertAlmostEqual(row["Actual profit"], order.actual_profit, 2)
            self.assertAlmostEqual(row["Variance"], order.profit_variance, 2)
            self.assertAlmostEqual(
                100 * (row["Actual profit %"] or 0), order.actual_profit_percent, 6
            )
        # In a book of several currencies one of them is the company's own.
        totals = [
            {
                title: evaluate(sheet, cells[at - 1])
                for title, at in self._head(sheet)[0].items()
            }
            for cells in sheet.iter_rows()
            if str(cells[0].value).startswith("Total ")
        ]
        self.assertEqual([row["Total"] for row in totals], [500, 11000, None])
        self.assertEqual(
            totals[2]["Actual profit"], sum(orders.mapped("actual_profit"))
        )
        self.assertEqual(
            totals[2]["Total in company currency"],
            sum(orders.mapped("amount_total_company")),
        )

    def test_the_types_of_an_order_add_up_to_its_profit(self):
        orders = self._make_order() | self._make_order(quantity=2)
        book = self._assert_formulas_are_right(orders)
        for title, name in (
            ("Actual by type", "actual_profit"),
            ("Estimate by type", "estimated_profit"),
        ):
            for order in orders:
                row = self._row(book[title], order.name)
                self.assertAlmostEqual(row["Total"], order[name], 2)
            whole = self._row(book[title], "Total CNY")
            self.assertAlmostEqual(whole["Total"], sum(orders.mapped(name)), 2)
            self.assertEqual(whole["Freight"] or 0, -1000 if "act" in name else 0)

    def test_too_many_orders_are_refused_with_a_sentence(self):
        orders = self._make_order() | self._confirm()
        self.patch(sale_order_workbook, "MOST_ORDERS", 1)
        with self.assertRaisesRegex(UserError, "takes up to 1.*in parts"):
            orders.action_export_profit()
        orders[0].action_export_profit()

    def test_2_and_40_orders_take_the_same_queries(self):
        orders = self._make_order() | self._make_order()
        for _order in range(38):
            orders |= self._create_order(quantity=1, user_id=self.anna.id)
        orders.filtered(lambda order: order.state == "draft").action_confirm()
        counts = []
        for some in (orders[:2], orders[:2], orders):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._export_workbook()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_one_order_takes_the_same_queries_whatever_it_has(self):
        few, many = self._make_order(), self._make_order()
        for _bill in range(10):
            self._bill(many, 10)
        counts = []
        for order in (few, few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order._export_workbook()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])


@tagged("post_install", "-at_install")
class TestWorkbookDownload(WorkbookCase, HttpCase):
    def _get(self, user, url):
        self.authenticate(user.login, user.login)
        return self.url_open(url)

    def test_the_link_gives_what_its_reader_may_read(self):
        own = self._make_order()
        other = self._confirm(user_id=self.finance.id)
        url = (own | other).action_export_profit()["url"]
        answer = self._get(self.finance, url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(".xlsx", answer.headers["Content-Disposition"])
        names = [
            row[0]
            for row in load_workbook(io.BytesIO(answer.content))["Orders"].iter_rows(
                values_only=True
            )
        ]
        self.assertTrue({own.name, other.name} <= set(names))
        # Of the two, the salesperson may read one: the book of that order.
        answer = self._get(self.anna, url)
        book = load_workbook(io.BytesIO(answer.content))
        self.assertEqual(book["Summary"]["A1"].value, f"Profit of {own.name}")
        self.assertNotIn("Source", [cell.value for cell in book["Lines"][5]])

    def test_the_link_is_closed_without_the_group_and_without_orders(self):
        order = self._make_order()
        url = order.action_export_profit()["url"]
        answer = self._get(self.plain, url)
        self.assertEqual(answer.status_code, 403)
        self.assertIn("Profit by cost type", answer.text)
        for orders in ("", "rubbish", id_list.pack([2**40])):
            answer = self._get(self.anna, f"/trade_finance/profit.xlsx?orders={orders}")
            self.assertEqual(answer.status_code, 422, orders)
            self.assertIn("select them again", answer.text)
        self.authenticate(None, None)
        answer = self.url_open(url, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_the_button_in_the_action_menu_is_for_the_group(self):
        bindings = self.env["ir.actions.actions"]
        for user, is_there in ((self.anna, True), (self.plain, False)):
            actions = bindings.with_user(user).get_bindings("sale.order")["action"]
            names = {action["name"] for action in actions}
            self.assertEqual("Profit to Excel" in names, is_there)

    def test_the_file_has_the_name_of_the_order_or_the_day(self):
        order = self._make_order()
        self.assertEqual(order._get_workbook_name(), f"Profit {order.name}.xlsx")
        today = fields.Date.to_string(fields.Date.context_today(order))
        self.assertIn(today, (order | self._confirm())._get_workbook_name())
