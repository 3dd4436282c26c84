from . import account_move_line
from . import sale_order
from . import stock_landed_cost
from . import stock_move
from . import trade_landed_cost_share
