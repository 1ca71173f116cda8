"""Arguments nobody means are refused in a few words: never a crash, never an echo of all of it.

Devices are only ever read here: what is written to a device by mistake may be the machine's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.command_line import EXAMPLE, run
from yusuan.cli import failures

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LONG = "长" * 34_000
ABSURD = (LONG, "a" * 100_000, "../" * 3000, "a\0b", "[" * 2000, "\udcff\udcfe", " ", "")
# Every argument and option of every command that takes a text or a path; it stands where None does.
PLACES: tuple[tuple[str | Path | None, ...], ...] = (
    ("check", None),
    ("check", EXAMPLE, "--waivers", None),
    ("check", EXAMPLE, "--on", None),
    ("check", EXAMPLE, "--against", None),
    ("cells", None),
    ("cells", EXAMPLE, "--edition", None),
    ("diff", None, EXAMPLE),
    ("diff", EXAMPLE, None),
    ("explain", None, "a", "b", "c"),
    ("explain", EXAMPLE, None, "合计", "合计"),
    ("explain", EXAMPLE, "expenditure", None, "合计"),
    ("explain", EXAMPLE, "expenditure", "合计", None),
    ("convert", None, "out.xlsx"),
    ("publish", None, "-o", "out"),
    ("publish", EXAMPLE, "-o", "out", "--formats", None),
    ("read", None, "-o", "out"),
    ("codes", None),
    ("tables", None),
    ("tables", "--edition", None),
    ("rules", None),
    ("rules", "--derived", "--edition", None),
    ("new", "n", "--edition", None),
    ("new", None, "--workbook"),
)
# An empty text is all codes, and a name of one blank is a file like any other.
FINE = {
    ("codes", ""),
    ("codes", " "),
    ("new", " "),
    ("new", "\udcff\udcfe"),
    ("tables", ""),
    ("rules", ""),
}


@pytest.mark.parametrize("place", PLACES, ids=map(str, range(len(PLACES))))
def test_an_absurd_argument_is_refused_in_a_few_words(
    place: Sequence[str | Path | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for absurd in ABSURD:
        result = run(*(absurd if part is None else part for part in place))
        # What a source holds may be said before.
        said = [line for line in result.stderr.splitlines() if not line.startswith("注意：")]
        if (place[0], absurd) in FINE and result.exit_code == 0:
            continue
        assert result.exit_code == failures.CANNOT_GO_ON, (place, absurd[:9])
        assert said[0].startswith("错误："), (place, absurd[:9], said[:1])
        assert "意外停止" not in said[0], (place, absurd[:9], said)
        assert max(map(len, said)) < 700, (place, absurd[:9])


@pytest.mark.parametrize("command", ["check", "cells", "diff", "explain", "convert", "read"])
@pytest.mark.parametrize("source", ["/dev/zero", "/dev/null", "/", "/proc/self/mem"])
def test_a_device_or_an_odd_file_is_no_source(
    command: str, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    more: dict[str, list[str | Path]] = {
        "diff": [EXAMPLE],
        "explain": ["a", "b", "c"],
        "convert": [tmp_path / "out.xlsx"],
        "read": ["-o", tmp_path / "out"],
    }
    if (command, source) == ("check", "/"):
        pytest.skip("a batch over the whole machine")
    result = run(command, source, *more.get(command, []))
    assert result.exit_code == failures.CANNOT_GO_ON
    assert source in result.stderr
    assert list(tmp_path.iterdir()) == []
