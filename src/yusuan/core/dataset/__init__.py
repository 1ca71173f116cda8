"""A dataset between its written form and the facts: sheets of written fields, loaded and written back.

Every interchange format turns into sheets, and sheets into files, by itself; what they mean is here.
"""

from __future__ import annotations

from yusuan.core.dataset.dump import dump
from yusuan.core.dataset.load import load
from yusuan.core.dataset.sheets import MOST_ROWS, Known, Sheet, SheetRow

__all__ = ["MOST_ROWS", "Known", "Sheet", "SheetRow", "dump", "load"]
