from . import trade_fact_view
from . import trade_settlement_view
from . import trade_order_receipt
from . import trade_order_deposit
from . import trade_order_document
from . import trade_profit_line
from . import trade_profit_actual
from . import trade_profit_sheet
