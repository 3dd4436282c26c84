from . import common
from . import test_tools
from . import test_collectors
from . import test_dashboard
from . import test_golden
from . import test_scorecard
from . import test_security
from . import test_workbook
