"""How many processors this process may keep at work: of many that make pages at the same time, each has its share."""

from __future__ import annotations

import os

_taken_by = [1]


def processors() -> int:
    """How many threads are worth having, at least one."""
    try:
        there = len(os.sched_getaffinity(0))  # of a container or a pinned process, fewer than the machine has
    except AttributeError:  # only Linux says
        there = os.cpu_count() or 1
    return max(1, there // _taken_by[0])


def share_processors(processes: int) -> None:
    """From now on, this process is one of so many that work at the same time."""
    _taken_by[:] = [processes]
