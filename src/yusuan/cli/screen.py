"""What reaches the terminal or a file, and progress meanwhile."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from yusuan.reports.language import say
from yusuan.reports.lines import Painted, clean, clipped, in_bytes, on_one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from yusuan.pipeline import Inspection, Run
    from yusuan.reports.lines import Line, Part


# Of a label beside the bar.
_WIDEST = 48


def show(*parts: Part, err: bool = False) -> None:
    """Print one line, cleaned; colours appear only on a terminal."""
    click.echo("".join(map(_painted, parts)), err=err)


def show_all(lines: Iterable[Line], *, err: bool = False) -> None:
    """Print lines."""
    for line in lines:
        show(*line, err=err)


def warn_of_secrets(*sources: Run | Inspection) -> None:
    """Say on standard error that what is shown is not for everybody; nothing where no source holds secrets."""
    if any(source.has_secrets for source in sources):
        show(say("注意：以下内容含有标为涉密的信息，只供内部使用，不得公开。"), err=True)


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


@contextmanager
def progress(steps: int) -> Iterator[Callable[[str], None]]:
    """A bar on standard error of so many steps, shown on a terminal only; call the result as each step begins."""
    if not sys.stderr.isatty():
        yield lambda _label: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=steps, start=True)
        begun = 0

        def step(label: str) -> None:
            nonlocal begun
            # Rich lets escape sequences through, and a label is often the name of a stranger's file.
            bar.update(task, description=clipped(on_one_line(label), _WIDEST), completed=begun)
            begun += 1

        yield step
