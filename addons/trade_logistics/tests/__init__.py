from . import common
from . import test_tools
from . import test_port
from . import test_request
from . import test_shipment
