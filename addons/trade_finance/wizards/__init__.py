from . import trade_estimate_wizard
from . import trade_receipt_claim_reason
from . import trade_receipt_claim_wizard
from . import trade_receipt_claim_wizard_line
