"""Nothing a stranger writes, in a file or as its name, steers a terminal; and failures say which file they mean."""

from __future__ import annotations

import io
import os
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.command_line import EXAMPLE, run
from yusuan.cli import screen
from yusuan.reports.lines import _UNSAFE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Colours, titles of windows, the cursor, one-byte and reversed forms; lines of their own.
STEERING = "\x1b[31m\x1b]0;x\x07\x9b2J\u202e\u2066\r\nfake: ok\x08\x7f"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="no file may be called so")


def _is_clean(text: str) -> bool:
    return not _UNSAFE.search(text.replace("\r\n", "\n"))


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder whose name steers, with a sound dataset and a broken one in it."""
    folder = tmp_path / f"a{STEERING}b"
    shutil.copytree(EXAMPLE, folder / f"d{STEERING}")
    (folder / f"x{STEERING}.txt").write_text(
        f"没有年度\n{STEERING}\n请参加。\n" * 3, encoding="utf-8"
    )
    (folder / f"x{STEERING}.pdf").write_bytes(b"%PDF-1.7\n" + STEERING.encode())
    (folder / f"x{STEERING}.zip").write_bytes(b"PK\x03\x04")
    (folder / f"x{STEERING}.xlsx").write_bytes(b"")
    (folder / f"w{STEERING}.toml").write_text(f"[[waiver]]\n{STEERING}", encoding="utf-8")
    return folder


def _commands(folder: Path) -> Iterator[list[str | Path]]:
    out = folder.parent / f"out{STEERING}"
    dataset = folder / f"d{STEERING}"
    for suffix in (".txt", ".pdf", ".zip", ".xlsx", ".toml", ".gone"):
        file = folder / f"x{STEERING}{suffix}"
        yield ["check", file]
        yield ["cells", file]
        yield ["read", file, "-o", out / suffix]
        yield ["explain", file, STEERING, STEERING, STEERING]
    yield ["check", dataset]
    yield ["check", dataset, "--waivers", folder / f"w{STEERING}.toml"]
    yield ["check", dataset, "--against", folder / f"x{STEERING}.txt"]
    yield ["check", folder, "-o", out / "batch", "--jobs", "1"]
    yield ["explain", dataset, STEERING, "合计", "合计"]
    yield ["explain", dataset, "expenditure", STEERING, STEERING]
    yield ["diff", dataset, folder / f"x{STEERING}.xlsx"]
    yield ["convert", dataset, out / "a.xlsx"]
    yield ["convert", dataset, out / "a.xlsx"]
    yield ["new", out / "new"]
    yield ["new", out / "new"]
    yield ["publish", dataset, "-o", out / "p", "--formats", "html"]
    yield ["publish", dataset, "-o", out / "p", "--formats", STEERING]
    yield ["tables", "--edition", STEERING]
    yield ["tables", STEERING]
    yield ["rules", STEERING]
    yield ["codes", STEERING]
    yield [STEERING]
    yield ["check", STEERING, f"--{STEERING}"]
    yield ["read", STEERING, "-o", out, "--show", STEERING]
    yield ["check", dataset, "--on", STEERING]
    yield ["check", dataset, "--format", STEERING]
    yield ["check", dataset, "--year", STEERING]


def test_nothing_said_steers_a_terminal(hostile: Path) -> None:
    for command in _commands(hostile):
        result = run(*command)
        assert _is_clean(result.stdout + result.stderr), command
        assert "\nfake: ok" not in result.stderr, command


def test_the_bar_shows_names_without_what_steers(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "160")
    with screen.progress(2) as step:
        step(f"1/2 {STEERING}{'长' * 200}.pdf")
        # It is drawn ten times a second.
        time.sleep(0.3)
        step("2/2")
    shown = terminal.getvalue()
    assert "1/2" in shown
    for part in ("\x1b[31m", "\x1b]0", "\x07", "\x9b", "\u202e", "\u2066", "\nfake"):
        assert part not in shown


@pytest.mark.parametrize("command", ["check", "cells", "read"])
def test_a_refusal_names_the_file(command: str, tmp_path: Path) -> None:
    notice = tmp_path / "通知.txt"
    notice.write_text("没有年度的通知\n请参加。\n" * 3, encoding="utf-8")
    more: list[str | Path] = ["-o", tmp_path / "out"] if command == "read" else []
    result = run(command, notice, *more)
    assert "通知.txt" in result.stderr + result.stdout
