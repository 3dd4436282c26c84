from . import trade_profit_line
