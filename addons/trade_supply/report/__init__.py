from . import trade_supplier_performance
