from collections import Counter
from datetime import timedelta

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open

from ..tools.rates import move_rates, read_rates
from ..tools.story import DAYS_AT_SEA, NOT_CONFIRMED, STAGES


@tagged("post_install", "-at_install")
class TestTables(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.builder = cls.env["trade.demo.builder"]

    def _codes(self, table):
        return [row["code"] for row in self.builder._read_table(table)]

    def test_the_tables_have_the_promised_size(self):
        customers = self.builder._read_table("customers")
        self.assertEqual(len(customers), 12)
        self.assertEqual(len({row["country"] for row in customers}), 8)
        self.assertEqual(len(self._codes("vendors")), 6)
        self.assertEqual(len(self._codes("products")), 30)
        self.assertEqual(len(self.builder._read_table("orders")), 60)

    def test_codes_and_order_numbers_occur_once(self):
        for table in ("customers", "vendors", "products"):
            self.assertEqual(max(Counter(self._codes(table)).values()), 1, table)
        numbers = [row["number"] for row in self.builder._read_table("orders")]
        self.assertEqual(numbers, [f"{place:02}" for place in range(1, 61)])

    def test_orders_name_known_customers_and_products_in_every_stage(self):
        rows = self.builder._orders_table()
        customers, products = (
            set(self._codes("customers")),
            set(self._codes("products")),
        )
        for row in rows:
            self.assertIn(row["customer"], customers)
            self.assertLessEqual({code for code, _pieces in row["pieces"]}, products)
            self.assertTrue(all(pieces > 0 for _code, pieces in row["pieces"]))
        self.assertEqual({row["stage"] for row in rows}, set(STAGES))

    def test_orders_stand_in_the_order_they_were_written(self):
        ages = [int(row["days_ago"]) for row in self.builder._read_table("orders")]
        self.assertEqual(ages, sorted(ages, reverse=True))

    def test_contacts_and_products_name_known_companies(self):
        customers, vendors = set(self._codes("customers")), set(self._codes("vendors"))
        contacts = {row["customer"] for row in self.builder._read_table("contacts")}
        self.assertEqual(contacts, customers)
        sellers = {
            row[column]
            for row in self.builder._read_table("products")
            for column in ("vendor", "vendor2")
            if row[column]
        }
        self.assertEqual(sellers, vendors)

    def test_products_have_real_headings_weight_and_volume(self):
        headings = set(self._codes("hs_codes"))
        for row in self.builder._read_table("products"):
            self.assertRegex(row["hs"], "^[0-9]{6}$")
            self.assertIn(row["hs"], headings, row["code"])
            self.assertGreater(float(row["weight"]), 0)
            self.assertGreater(float(row["volume"]), 0)
            density = float(row["weight"]) / float(row["volume"])  # kg per m3
            self.assertTrue(20 < density < 700, row["code"])

    def test_every_product_is_sold_above_its_cost(self):
        for row in self.builder._read_table("products"):
            self.assertGreater(float(row["price_usd"]) * 6.5, float(row["cost"]))

    def test_every_port_has_its_days_at_sea(self):
        ports = {row["port"] for row in self.builder._read_table("customers")}
        self.assertEqual(ports, set(DAYS_AT_SEA))

    def test_rates_cover_the_day_of_every_order(self):
        with file_open("trade_demo/tables/ecb_rates.csv") as stream:
            real = read_rates(stream)
        today = self.builder._today()
        first, last = (f(move_rates(real, today)) for f in (min, max))
        oldest = max(int(r["days_ago"]) for r in self.builder._read_table("orders"))
        self.assertLess(first, today - timedelta(days=oldest))
        self.assertLessEqual(last, today)
        self.assertGreaterEqual(last - first, timedelta(days=730))
        gaps = zip(sorted(real), sorted(real)[1:], strict=False)
        self.assertLess(max(later - day for day, later in gaps), timedelta(days=8))
        for quotes in real.values():
            self.assertEqual(set(quotes), {"EUR", "GBP", "USD"})
            self.assertTrue(6 < quotes["USD"] < quotes["EUR"] < quotes["GBP"] < 11)

    def test_what_has_not_happened_yet_lies_ahead(self):
        for row in self.builder._orders_table():
            shipped = row["days"].shipped
            if row["stage"] in STAGES[6:13]:
                self.assertGreater(shipped, 0, row["number"])
            elif row["stage"] not in NOT_CONFIRMED:
                self.assertLess(shipped, 8, row["number"])
