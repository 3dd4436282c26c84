from . import profit
