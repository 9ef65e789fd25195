"""What is freed goes back to the system, wherever it lay."""

import subprocess
import sys

SCATTERED = """
import os
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pipeline.free_memory import give_back, use_one_heap

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20

use_one_heap()
assert pa.default_memory_pool().backend_name == "system"
before = resident()
blocks = []
for _ in range(4_000):
    blocks += [np.ones(2_000), pc.add(pa.array(np.ones(2_000)), 1.0)]
full = resident()
kept = blocks[::20]
del blocks
give_back()
print(full - before, resident() - before)
"""


def test_memory_freed_between_blocks_in_use_is_given_back():
    shown = subprocess.run([sys.executable, "-c", SCATTERED], check=True, capture_output=True, text=True).stdout
    taken, left = map(int, shown.split())
    assert taken > 100
    assert left < taken / 2
