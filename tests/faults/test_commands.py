"""Commands killed, and failing, at some of their changes: what they write is the old set or the new one.

`benchmarks/kills.py` does so at every change of every command, and at random moments of whole processes.
"""

from __future__ import annotations

import errno
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.command_line import EXAMPLE, run
from tests.faults.injected import KILL, changes, with_fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FAULTS = (KILL, errno.ENOSPC, errno.EIO, errno.EMFILE)


def _seen(place: Path) -> dict[str, bytes]:
    return {
        file.relative_to(place).as_posix(): file.read_bytes()
        for file in place.rglob("*")
        if file.is_file() and ".yusuan-part-" not in str(file)
    }


def _new(place: Path) -> None:
    run("new", place / "out", "--year", "2026")


def _package(place: Path) -> None:
    run("new", place / "mine.xlsx", "--workbook", "--year", "2026")
    run("convert", place / "mine.xlsx", place / "out", "--to", "opendata")


COMMANDS: dict[str, tuple[Callable[[Path], object], Callable[[Path], object]]] = {
    "convert to a folder": (_new, lambda p: run("convert", EXAMPLE, p / "out", "--force")),
    "convert to a package": (
        _package,
        lambda p: run("convert", EXAMPLE, p / "out", "--to", "opendata", "--force"),
    ),
    "new": (lambda _: None, _new),
    "publish": (
        lambda p: run("publish", EXAMPLE, "-o", p / "out", "--formats", "html"),
        lambda p: run("publish", EXAMPLE, "-o", p / "out", "--formats", "opendata"),
    ),
    "cells": (
        lambda p: (p / "out.csv").write_text("mine", encoding="utf-8"),
        lambda p: run("cells", EXAMPLE, "-o", p / "out.csv", "--force"),
    ),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_leaves_the_old_set_or_the_new(name: str, tmp_path: Path) -> None:
    make, again = COMMANDS[name]
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    make(first)
    old = _seen(first)
    shutil.copytree(first, second)
    last = changes(lambda: again(second))
    new = _seen(second)
    assert new != old
    assert last > 3
    # What shows files and renames them is at the end: more of the tries there.
    tries = sorted({1, last // 2, last - 12, last - 6, last - 3, last - 1} & {*range(1, last)})
    for number, nth in enumerate(tries):
        place = tmp_path / str(nth)
        shutil.copytree(first, place)
        assert with_fault(lambda at=place: again(at), nth, FAULTS[number % 4])  # type: ignore[misc]
        assert _seen(place) in (old, new), nth
        again(place)
        assert _seen(place) == new
        assert [*place.rglob(".yusuan*")] == []
