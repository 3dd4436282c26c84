"""Random histories of a trading company, and an oracle that audits its orders.

`world` sets the company up, `money` and `goods` hold the business steps, `oracle` says
what the views must show, `run` plays sequences of steps and compares after each.
"""

from .run import Ledger, play
