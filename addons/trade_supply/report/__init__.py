from . import trade_supplier_performance
from . import trade_supplier_record
