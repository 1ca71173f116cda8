"""Regular expressions compiled once for all runs: kept where Python keeps the bytecode of this module.

Python keeps bytecode but compiles every expression anew in every process, which took a sixth of a check. What is kept
serves only the Python that made it; it is never written where Python may not write bytecode, nor needed.
"""

from __future__ import annotations

import atexit
import marshal
import os
import re
import sys
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, AnyStr

# Expressions are forgotten together when so many are kept: their texts changed over many versions.
_MOST = 4_000
# What `re.compile` is made of. Where another Python makes it differently, it is asked as a whole.
_PARSER: Any = import_module("re._parser")
_COMPILER: Any = import_module("re._compiler")
_ENGINE: Any = import_module("_sre")
_MADE_BY = (sys.version, _ENGINE.MAGIC, _ENGINE.CODESIZE)
# An expression by its text and flags, as the arguments the engine takes after the text.
_Key = tuple[str | bytes, int]
_Program = tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]


def compiled(text: AnyStr, flags: int) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, without its work where that was done before."""
    kept = _kept()
    if kept is None:
        return re.compile(text, flags)
    key = (text, int(flags))
    program = kept.get(key)
    if program is None:
        program = kept[key] = _program(text, flags)
    found: re.Pattern[AnyStr] = _ENGINE.compile(text, *program)
    return found


def _program(text: str | bytes, flags: int) -> _Program:
    parsed = _PARSER.parse(text, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    # Plain numbers: what is kept knows no names.
    code = list(map(int, _COMPILER._code(parsed, flags)))  # noqa: SLF001  nothing public gives it
    return int(flags | state.flags), code, state.groups - 1, state.groupdict, tuple(names)


@cache
def _kept() -> dict[_Key, _Program] | None:
    """The expressions compiled before, to be added to; None where nothing can be kept."""
    place = _place()
    if place is None or not hasattr(_COMPILER, "_code"):
        return None
    found = _read(place)
    atexit.register(_write, place, found, len(found))
    return found


def _place() -> Path | None:
    try:
        return Path(cache_from_source(__file__)).with_suffix(".patterns")
    except NotImplementedError:
        return None


def _read(place: Path) -> dict[_Key, _Program]:
    try:
        made_by, found = marshal.loads(place.read_bytes())  # noqa: S302  as trusted as the bytecode beside it
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return found if made_by == _MADE_BY else {}


def _write(place: Path, known: dict[_Key, _Program], before: int) -> None:
    if sys.dont_write_bytecode or len(known) == before:
        return
    whole = known if len(known) > _MOST else _read(place) | known
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        beside.write_bytes(marshal.dumps((_MADE_BY, whole)))
        beside.replace(place)
    except OSError:
        with suppress(OSError):
            beside.unlink()
