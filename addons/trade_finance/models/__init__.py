from . import account_move_line
from . import account_payment
from . import res_company
from . import sale_order
from . import trade_cost_type
