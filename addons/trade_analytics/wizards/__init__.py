from . import trade_scorecard_month
