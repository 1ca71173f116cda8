"""A hostile file of every kind by number and seed: the same seed, the same bytes."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING, NamedTuple

from tests.security.hostile import office, pages, plain, sets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_FILES: Mapping[str, Callable[[random.Random], bytes | sets.Files]] = {
    "docx": office.word,
    "pdf": pages.pdf,
    "xlsx": office.spreadsheet,
    "xls": office.old_book,
    "ods": office.calc,
    "html": plain.html,
    "txt": plain.txt,
    "tsv": plain.tsv,
    "zip": office.archive,
    "png": pages.png,
    "jpg": pages.jpg,
    "dataset": sets.dataset,
    "opendata": sets.opendata,
    "opendata.zip": sets.opendata_zip,
    "workbook.xlsx": sets.workbook,
    "waivers.toml": sets.waivers,
}
KINDS = tuple(_FILES)


class Hostile(NamedTuple):
    """A hostile file, or a folder of them: its number among its kind's, and its content."""

    number: int
    suffix: str
    content: bytes | sets.Files

    def write(self, path: Path) -> None:
        """Put it where it will be read."""
        if isinstance(self.content, bytes):
            path.write_bytes(self.content)
            return
        shutil.rmtree(path, ignore_errors=True)
        for name, content in self.content.items():
            file = path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


def hostile(kind: str, number: int, seed: str = "2026") -> Hostile:
    """One hostile file; kind, number and seed decide every byte."""
    rng = random.Random(f"{seed} {kind} {number}")  # noqa: S311  not for secrets
    return Hostile(number, kind, _FILES[kind](rng))
