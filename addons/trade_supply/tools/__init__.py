from . import availability
from . import lead_time
