"""The example dataset, read once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from yusuan.readers.folder import read_folder

if TYPE_CHECKING:
    from yusuan.core.budget import DepartmentalBudget

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "qinhuangdao-zfw-2024"


@lru_cache
def example_budget() -> DepartmentalBudget:
    """The budget of the example folder."""
    return read_folder(EXAMPLE)
