"""Reading: a directory of files in one state, never half of one and half of the next."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from yusuan.core.errors import Unfinished
from yusuan.disk.in_place import is_unfinished, recover
from yusuan.disk.lock import locked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def one_state(directory: Path) -> Iterator[Path]:
    """A directory that nobody changes while it is read: its real path.

    What a process that died left half replaced is finished first; raises Unfinished where that is not allowed,
    InUse where somebody writes there for long.
    """
    real = directory.resolve()
    if not real.is_dir():
        yield real
        return
    # Who replaces the directory keeps its parent, who replaces files in it keeps the directory; and it may itself
    # be a part of a set.
    places = [*dict.fromkeys((real.parent, real))]
    for place in filter(is_unfinished, places):
        with locked(place):
            _finished(place)
    with ExitStack() as kept:
        for place in places:
            kept.enter_context(locked(place, is_shared=True))
        if any(map(is_unfinished, places)):
            raise Unfinished(directory)
        yield real


def _finished(directory: Path) -> None:
    try:
        recover(directory)
    except OSError as error:
        raise Unfinished(directory) from error
