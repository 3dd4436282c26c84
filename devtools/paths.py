"""Where things lie: all below the project (.trade) or the user's cache folder."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".trade"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "trade-suite"
VENV = STATE / "venv"
PYTHON = VENV / "bin" / "python"
LOGS = STATE / "logs"
FILESTORE = STATE / "data" / "filestore"

SUITE = (
    "trade_base",
    "trade_finance",
    "trade_finance_landed_cost",
    "trade_crm",
    "trade_supply",
    "trade_finance_supply",
    "trade_logistics",
    "trade_analytics",
)
# Everything the suite stands on, so that "core alone" and "core with the suite" differ
# by the suite only. l10n_cn is the demo company's chart, not a dependency.
CORE_MODULES = (
    "sale_margin",
    "sale_stock",
    "purchase_stock",
    "stock_landed_costs",
    "sale_crm",
    "sale_loyalty",
    "survey",
    "sale_purchase_stock",
    "purchase_request",
    "stock_delivery",
    "spreadsheet_dashboard",
    "web_hierarchy",
    "l10n_cn",
)


def addons():
    """Return the names of the addons in this checkout, product first."""
    found = [path.parent.name for path in (ROOT / "addons").glob("*/__manifest__.py")]
    return sorted(found, key=lambda name: (name not in SUITE, name))
