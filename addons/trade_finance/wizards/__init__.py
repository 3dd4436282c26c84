from . import trade_estimate_wizard
