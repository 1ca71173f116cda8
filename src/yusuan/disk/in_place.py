"""A directory that cannot be replaced as a whole: its files are replaced one by one, and a note says which.

The note is written when every new file is on the disk beside it. From then on the work can only be finished: by
us, or by the next run that reads or writes the directory, which finds the note and goes on.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from yusuan.core.errors import Unfinished
from yusuan.disk.manifest import is_inside
from yusuan.disk.staging import (
    NOTE,
    left_in,
    make_directories,
    put,
    remove,
    staged_in,
    sync_directory,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

_NEW = "new"


def replace_files(
    directory: Path, stage: Callable[[Path], None], names: Sequence[str], stale: Collection[str]
) -> None:
    """Put files into a directory that this process has locked, and take others out.

    `stage` writes the files by their names into the directory it is given.
    """
    with staged_in(directory) as staged:
        new = staged / _NEW
        os.mkdir(new, 0o700)  # noqa: PTH102  one way of calling, which tests of faults can count
        stage(new)
        if len(names) == 1 and not stale and "/" not in names[0]:
            os.replace(new / names[0], directory / names[0])  # noqa: PTH105
            sync_directory(directory)
            return
        note = json.dumps({"put": sorted(names), "remove": sorted(stale)}).encode()
        put(staged / "note.part", note, 0o600)
        sync_directory(staged)
        sync_directory(directory)
        os.rename(staged / "note.part", staged / NOTE)  # noqa: PTH104
        try:
            _finish(directory, staged)
        except OSError:
            # Once more, before it is left to the next run: what fails rarely does so twice.
            _finish(directory, staged)
        except BaseException:
            with suppress(OSError):
                _finish(directory, staged)
            raise


def is_unfinished(directory: Path) -> bool:
    """Tell whether a process died while it replaced files here."""
    return any(os.path.lexists(staged / NOTE) for staged in left_in(directory))


def recover(directory: Path) -> None:
    """Finish what a process that died had begun in a directory this process has locked, and sweep the rest.

    Raises Unfinished where that is not allowed.
    """
    for staged in left_in(directory):
        if os.path.lexists(staged / NOTE):
            try:
                _finish(directory, staged)
            except PermissionError as error:
                raise Unfinished(directory) from error
        remove(staged)


def _finish(directory: Path, staged: Path) -> None:
    """What the note says, from wherever it was left."""
    note = json.loads((staged / NOTE).read_bytes())
    sync_directory(staged)
    touched = {directory}
    for name in filter(is_inside, note["put"]):
        # What is no longer here is in place.
        if os.path.lexists(staged / _NEW / name):
            make_directories(directory, Path(name))
            os.replace(staged / _NEW / name, directory / name)  # noqa: PTH105
        touched |= {directory / parent for parent in Path(name).parents}
    for name in filter(is_inside, note["remove"]):
        with suppress(FileNotFoundError):
            os.unlink(directory / name)  # noqa: PTH108
        touched |= {directory / parent for parent in Path(name).parents}
    _without_empty(directory, [Path(name) for name in note["remove"]])
    for place in sorted(touched):
        with suppress(FileNotFoundError):
            sync_directory(place)
    os.unlink(staged / NOTE)  # noqa: PTH108
    sync_directory(staged)


def _without_empty(directory: Path, removed: Sequence[Path]) -> None:
    """Take out the directories that held nothing but what was removed."""
    parents = {parent for name in removed for parent in name.parents if parent.parts}
    for parent in sorted(parents, key=lambda each: len(each.parts), reverse=True):
        with suppress(OSError):
            os.rmdir(directory / parent)  # noqa: PTH106
