from . import trade_timeline
from . import trade_timeline_sources
