"""Change one printed digit of a real document at a time, and count how often the inspection notices.

    uv run python -m benchmarks.perturb_samples [COUNT]

COUNT figures (60) of the tables and as many of the text of each sample, chosen by a fixed seed; the document is
changed as read, so every rule and every form of a real document takes part. What goes unnoticed is printed: some of
it nothing in the document contradicts, some differs by less than rounding may hide.
"""

from __future__ import annotations

import random
import re
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.samples_path import samples_dir
from yusuan.core.grid import RawGrid, TextBlock
from yusuan.pipeline import Inspection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from yusuan.core.grid import Block, RawDocument

_COUNT = 60
_SEED = 7
_IN_TEXT = re.compile(r"(?<![\d.,])\d[\d,]*\.\d+(?![\d.,])")
_IN_TABLE = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Spot:
    """A printed figure: the block it stands in, its cell there (None for text), and where in the text it begins."""

    block: int
    cell: int | None
    begin: int
    digits: str


def spots(document: RawDocument, kind: type[Block]) -> Iterator[Spot]:
    """Every figure of the text, or every one of the tables that is written like money; noughts left out."""
    for n, block in enumerate(document.blocks):
        if isinstance(block, TextBlock) and kind is TextBlock:
            for match in _IN_TEXT.finditer(block.text):
                yield Spot(n, None, match.start(), match[0])
        elif isinstance(block, RawGrid) and kind is RawGrid:
            for c, cell in enumerate(block.cells):
                digits = cell.text.strip()
                if _IN_TABLE.fullmatch(digits) and {".", ","} & set(digits):
                    yield Spot(n, c, 0, digits)


def changed(document: RawDocument, spot: Spot, digits: str) -> RawDocument:
    """The document with other digits in one place."""
    blocks = list(document.blocks)
    block = blocks[spot.block]
    if isinstance(block, TextBlock):
        end = spot.begin + len(spot.digits)
        text = block.text[: spot.begin] + digits + block.text[end:]
        blocks[spot.block] = replace(block, text=text)
    elif spot.cell is not None:
        cells = list(block.cells)
        cells[spot.cell] = replace(cells[spot.cell], text=digits)
        blocks[spot.block] = replace(block, cells=tuple(cells))
    return replace(document, blocks=tuple(blocks))


def misprint(rng: random.Random, digits: str) -> str:
    """One digit another, not a leading nought."""
    places = [
        n for n, c in enumerate(digits) if c.isdigit() and digits[:n].strip("0.,-") + c != "0"
    ]
    n = rng.choice(places)
    return digits[:n] + rng.choice([d for d in "123456789" if d != digits[n]]) + digits[n + 1 :]


def findings(path: Path, document: RawDocument | None = None) -> set[tuple[str, str]]:
    """What the inspection says of a file, or of the file with its content changed."""
    inspection = Inspection(path)
    if document is not None:
        inspection.__dict__["document"] = document
    return {(one.rule, one.message) for one in inspection.outcomes.findings}


def main() -> None:
    """Print a line a document and kind, and what went unnoticed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _COUNT
    names = ("shanghai-[pw]*.pdf", "hebei-*.txt")
    for path in sorted(found for name in names for found in samples_dir().glob(name)):
        document, known = Inspection(path).document, findings(path)
        for kind in (RawGrid, TextBlock):
            rng = random.Random(_SEED)  # noqa: S311  repeatable, no secret
            every = [s for s in spots(document, kind) if s.digits.strip("0.,-")]
            tried = rng.sample(every, min(count, len(every)))
            missed = []
            for spot in tried:
                digits = misprint(rng, spot.digits)
                if findings(path, changed(document, spot, digits)) <= known:
                    missed.append(f"{spot.digits} → {digits}")
            share = 1 - len(missed) / max(1, len(tried))
            print(
                f"{path.name:50} {kind.__name__:10} {share:7.1%} of {len(tried)}", *missed, sep="  "
            )


if __name__ == "__main__":
    main()
