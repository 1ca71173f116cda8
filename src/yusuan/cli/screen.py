"""What reaches the terminal or a file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from yusuan.reports.language import say
from yusuan.reports.lines import Painted, clean, in_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from yusuan.reports.lines import Line, Part


def show(*parts: Part, err: bool = False) -> None:
    """Print one line, cleaned; colours appear only on a terminal."""
    click.echo("".join(map(_painted, parts)), err=err)


def show_all(lines: Iterable[Line], *, err: bool = False) -> None:
    """Print lines."""
    for line in lines:
        show(*line, err=err)


def _painted(part: Part) -> str:
    if isinstance(part, Painted):
        return click.style(clean(part.text), fg=part.colour, bold=part.is_bold or None)
    return clean(part)


def deliver(content: bytes, output: Path | None) -> None:
    """Write bytes to a file, complete or not at all, or to standard output as they are."""
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    from yusuan.writers.atomic import write_file

    write_file(output, content)
    show(say("已写入 {path}（{size}）", path=output, size=in_bytes(len(content))), err=True)
