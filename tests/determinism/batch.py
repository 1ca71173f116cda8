"""A batch whose documents take searching: made-up departments with many figures wrong at once, in every format."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.mutations.corpus.figures import FIGURES
from tests.mutations.corpus.mutation import inspected
from tests.mutations.scoring import publication
from yusuan.editions import EDITIONS
from yusuan.pipeline import write
from yusuan.synthetic.draw import Draw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from yusuan.documents.publication import Publication

# How many figures of a document are wrong: one is found at once, a few take trying, many take the programme, and the
# search for what is behind the most of them ends at its bound.
WRONG = (1, 6, 25, 80)


def wrong(made: Publication, seed: int, count: int) -> Publication:
    """A publication with so many figures wrong, in all ways figures are misprinted."""
    damaged = replace(inspected(made, seed), explanations=made.explanations)
    draw = Draw(seed)
    for _ in range(count):
        mutation = FIGURES[draw.one(sorted(FIGURES))](damaged, draw)
        damaged = damaged if mutation is None else mutation.publication
    return replace(damaged, explanations={})


def documents(
    folder: Path, count: int, *, formats: Sequence[str], first: int = 0, most: Sequence[int] = WRONG
) -> None:
    """Write so many documents into a folder, the same for the same arguments; their names are Chinese."""
    folder.mkdir(parents=True)
    editions = sorted(EDITIONS)
    for n in range(first, first + count):
        made = publication(editions[n % len(editions)], n)
        suffix = formats[n % len(formats)]
        (content,) = write(wrong(made, n, most[n % len(most)]), (suffix,)).values()
        (folder / f"第{n:02d}号部门公开文件.{suffix}").write_bytes(content)


def everything(directory: Path) -> dict[str, bytes]:
    """All that stands in a directory, by its place there."""
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }
