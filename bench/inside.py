"""One phase of a bench, in an Odoo process of its own, so that its memory is its own.

Called as ``python -m bench.inside MODULE FUNCTION ARGUMENTS OPTION...``: calls
``FUNCTION(env, **ARGUMENTS)`` as the superuser, commits, and prints what it returned.
"""

import importlib
import json
import resource
import sys
import time

MARK = "RESULT "


def start(options):
    """Return the registry of the database named in Odoo's command-line `options`."""
    from odoo.service import server
    from odoo.tools import config

    config.parse_config(options, setup_logging=True)
    server.start(preload=[], stop=True)
    from odoo.modules.registry import Registry

    return Registry(config["db_name"][0])


def call(registry, function, arguments):
    """Call `function` in a transaction; return its result, seconds and memory."""
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        begin = time.perf_counter()
        result = function(env, **arguments)
        env.flush_all()
        seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"result": result, "seconds": seconds, "peak_mb": round(peak)}


def main(module, function, arguments, *options):
    registry = start(list(options))
    chosen = getattr(importlib.import_module(module), function)
    print(MARK + json.dumps(call(registry, chosen, json.loads(arguments))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
