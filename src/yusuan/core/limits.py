"""What a process may take of memory and time, held by the system where it can."""

from __future__ import annotations

import math
import sys
from contextlib import suppress
from dataclasses import dataclass

# There is none on Windows, where nothing is limited.
if sys.platform != "win32":
    import resource


@dataclass(frozen=True, slots=True)
class Limits:
    """What one command, or one document of a batch, may take: processor seconds, bytes of memory, seconds of waiting.

    They are nets: what ends well is bounded by counted steps long before. Processor time, because a busy machine
    must not change an answer; `waiting` is of the clock, for what hangs without working.
    """

    seconds: int = 600
    memory: int = 2 << 30
    waiting: float = 3_600.0


def limit_this_process(*, memory: int, seconds: int | None = None) -> None:
    """Refuse this process more bytes of its own, or more seconds of a processor, where the system can.

    Past the first, allocations fail; past the second, the process ends by SIGXCPU.
    """
    if sys.platform == "win32":
        return
    # Libraries reserve address space they never touch, so the space is no measure; what is written to is.
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    _set(kind, memory)
    # A process that is stopped leaves no picture of its memory, in which classified items may stand.
    _set(resource.RLIMIT_CORE, 0)
    if seconds is not None:
        _set(resource.RLIMIT_CPU, seconds)


def allow_seconds(seconds: int | None) -> None:
    """So many more seconds of a processor from now on, whatever was used so far; None: as many as it takes."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime) + (seconds or 0)
    _set(resource.RLIMIT_CPU, resource.RLIM_INFINITY if seconds is None else most)


def _set(limit: int, most: int) -> None:
    """The soft limit, as far as the hard one lets it: what was allowed may be allowed again."""
    with suppress(ValueError, OSError):
        _, hardest = resource.getrlimit(limit)
        unbounded = resource.RLIM_INFINITY
        asked = [bound for bound in (most, hardest) if bound != unbounded]
        resource.setrlimit(limit, (min(asked, default=unbounded), hardest))
