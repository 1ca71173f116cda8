"""Open a workbook with a library that did not write it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

# openpyxl's own types name every kind of cell there may be.
Book: TypeAlias = Any
Page: TypeAlias = Any


def opened(source: bytes | Path, *, values: bool = False) -> Book:
    """A workbook with its formulas, or with the values stored beside them."""
    import openpyxl

    stream = io.BytesIO(source if isinstance(source, bytes) else source.read_bytes())
    return openpyxl.load_workbook(stream, data_only=values)
