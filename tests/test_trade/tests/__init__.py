from . import common
from . import test_lists
from . import test_rights
from . import test_scenario
from . import test_structure
from . import test_tours
