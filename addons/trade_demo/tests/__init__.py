from . import test_tables
from . import test_tools
from . import test_company
