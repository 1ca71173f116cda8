"""What the reference pages show things on: the example department, and the small one `yusuan new` writes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from yusuan.pipeline import Run
from yusuan.writers.folder import write_folder
from yusuan.writers.workbook.example import example_department

YEAR = 2024
EXAMPLE = "examples/qinhuangdao-zfw-2024"
_ROOT = Path(__file__).resolve().parents[2]


@lru_cache
def example() -> Run:
    """The example department, taken down the path."""
    return Run(_ROOT / EXAMPLE)


@lru_cache
def new_folder() -> dict[str, str]:
    """The files of a new dataset folder."""
    files = write_folder(example_department(edition="hebei", fiscal_year=YEAR))
    return {name: content.decode() for name, content in files.items()}
