from . import trade_shipment_milestone
