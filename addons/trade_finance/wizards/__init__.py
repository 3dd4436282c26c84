from . import trade_estimate_diff
from . import trade_estimate_wizard
from . import trade_profit_reopen_wizard
from . import trade_spread_wizard
from . import trade_incoterm_wizard
from . import trade_incoterm_wizard_line
from . import trade_rate_wizard
