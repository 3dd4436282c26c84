from . import period
from . import scoring
from . import template
