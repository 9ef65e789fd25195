"""Freed memory goes back to the system between the steps of a run, so that each step counts with what is in use.

Frames and Arrow columns are taken from one heap: memory that one of them has freed serves the other. With a pool of
Arrow's own and a heap for each thread, each kept what it had once used, some 300 MB of it on a large night.
"""

from __future__ import annotations

import ctypes

import pyarrow as pa

_M_ARENA_MAX = -8
"""The number of that setting in the GNU C library (malloc.h)."""
_LIBRARY = ctypes.CDLL(None)
_HAS_GNU_HEAP = hasattr(_LIBRARY, "malloc_trim")
"""Other C libraries have neither call, and are left to themselves."""


def use_one_heap() -> None:
    """Let Arrow and all threads take memory from the heap of the process, from now on."""
    pa.set_memory_pool(pa.system_memory_pool())
    if _HAS_GNU_HEAP:
        _LIBRARY.mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """Give freed memory back to the system, that between memory in use too."""
    if _HAS_GNU_HEAP:
        _LIBRARY.malloc_trim(0)
