"""What reaches the terminal or a file, and progress meanwhile."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from yusuan.reports.lines import Painted, clean, clipped, in_bytes, on_one_line, say

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from yusuan.disk import Written
    from yusuan.pipeline import Inspection, Run
    from yusuan.reports.lines import Line, Part


_MOST_NAMED = 5
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
        show("注意：以下内容含有标为涉密的信息，只供内部使用，不得公开。", err=True)


def _painted(part: Part) -> str:
    if isinstance(part, Painted):
        return click.style(clean(part.text), fg=part.colour, bold=part.is_bold or None)
    return clean(part)


def show_removed(written: Written) -> None:
    """Say which files of an earlier set went with it."""
    if written.removed:
        names = "、".join(written.removed[:_MOST_NAMED])
        more = " 等" if len(written.removed) > _MOST_NAMED else ""
        said = say(
            "已移除上次写出的 {n} 个文件：{names}", n=len(written.removed), names=names + more
        )
        show(said, err=True)


def deliver(
    content: bytes,
    output: Path | None,
    *,
    sources: Collection[Path] = (),
    is_forced: bool = False,
) -> None:
    """Write bytes to a file, complete or not at all and over no source, or to standard output as they are."""
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    from yusuan.disk import Terms, write_file

    sys.stdout.flush()
    write_file(output, content, Terms(sources=sources, is_forced=is_forced))
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
