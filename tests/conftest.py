"""Settings of every test: the same examples each time, and nothing of the shell and the place it was started in."""

import gc
import os
import time

from hypothesis import HealthCheck, settings

from schemas.frame_checks import CHECKS

pytest_plugins = ["tests.support.fixtures"]

# "ci" is the default; a longer search is `pytest --hypothesis-profile=deep`.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("deep", settings.get_profile("ci"), derandomize=False, max_examples=1000)
settings.load_profile("ci")

# Frames make many objects and few cycles: to look for these less often saves a tenth of the time.
gc.freeze()
gc.set_threshold(100_000, 50, 100)

# A machine far from the business zone and half an hour off: whoever asks it for the local time is found out.
os.environ.pop("ORDERMILL_WORKSPACE", None)
os.environ |= {"NO_COLOR": "1", "TZ": "America/St_Johns"}
time.tzset()

# Frames are compared with their declarations wherever they pass between modules.
CHECKS.are_on = True
