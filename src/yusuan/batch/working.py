"""The place of a batch that is not finished: hidden in its directory, so that what is seen there is a finished one."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from yusuan.disk import Content, InUse, Kept, Terms, write_set
from yusuan.disk.lock import locked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from yusuan.batch.journal import Journal

JOURNAL = "journal.jsonl"
REPORTS, UNPACKED = "reports", "unpacked"
_WORKING = ".unfinished"
# What a version before sets left of a report it was writing.
_LEFT = ".*.part"
_TRIES = 3


@contextmanager
def working_in(directory: Path) -> Iterator[Path]:
    """A place for the work on a directory, kept to this process; raises InUse where another works there.

    It outlasts an interruption, once there is a journal in it.
    """
    is_new = not directory.exists()
    working = directory / _WORKING
    with ExitStack() as kept:
        _keep(working, kept)
        try:
            yield working
        finally:
            # Nothing was begun.
            if not (working / JOURNAL).exists():
                shutil.rmtree(working, ignore_errors=True)
            if is_new:
                with suppress(OSError):
                    directory.rmdir()


def _keep(working: Path, kept: ExitStack) -> None:
    for _ in range(_TRIES):
        # Workers lock the place of reports, never the one that is kept here.
        (working / REPORTS).mkdir(parents=True, exist_ok=True)
        # Whoever worked here may have finished, and it is gone again.
        with suppress(FileNotFoundError):
            try:
                kept.enter_context(locked(working, patience=0))
            except InUse as error:
                raise InUse(working.parent, error.by) from error
            return
    raise InUse(working.parent)


def finish(
    directory: Path,
    working: Path,
    journal: Journal,
    tables: Mapping[str, bytes],
    unpacked: set[Path],
    *,
    is_forced: bool,
) -> None:
    """Put tables, reports and journal in the place of those of the last run, as one set."""
    reports = {name for record in journal.records() for name in record.reports.values()}
    journal.write_tidy(working / "tidy.jsonl")
    kept = {name: working / name for name in reports if (working / name).is_file()}
    kept[JOURNAL] = working / "tidy.jsonl"
    there = [p for p in (directory / UNPACKED).rglob("*") if p.is_file() and p not in unpacked]
    stale = {p.relative_to(directory).as_posix() for p in there}
    stale |= journal.earlier_reports - reports
    stale |= {f"{REPORTS}/{file.name}" for file in (directory / REPORTS).glob(_LEFT)}
    files: dict[str, Content] = {**{name: Kept(path) for name, path in kept.items()}, **tables}
    owned = (REPORTS, UNPACKED)
    terms = Terms(stale=lambda _: stale, owned=owned, dropped=_WORKING, is_forced=is_forced)
    write_set(directory, files, terms)
    # Without its journal, it is no unfinished work any more.
    with suppress(FileNotFoundError):
        os.unlink(working / JOURNAL)  # noqa: PTH108  one way of calling, which tests of faults can count
    shutil.rmtree(working, ignore_errors=True)
