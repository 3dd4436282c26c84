from . import test_deposit_gate
