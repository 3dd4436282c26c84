from . import trade_estimate_wizard
from . import trade_profit_reopen_wizard
from . import trade_spread_wizard
