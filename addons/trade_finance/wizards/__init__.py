from . import trade_estimate_wizard
from . import trade_rate_wizard
