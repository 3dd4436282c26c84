from . import common
from . import test_tools
from . import test_availability
from . import test_requests
from . import test_warehouses
from . import test_inspection
from . import test_performance
from . import test_security
