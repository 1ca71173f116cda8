"""Which of the two paths a source takes; only the path it takes is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.recognition.told import NOTHING_TOLD

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.inspection import Inspection
    from yusuan.pipeline import Run
    from yusuan.recognition.told import Told


def open_source(path: Path, told: Told = NOTHING_TOLD) -> Run | Inspection:
    """A dataset, workbook or package as a `Run`; a published document as an `Inspection`, with what is told of it."""
    from yusuan.readers import is_document

    if is_document(path):
        from yusuan.inspection import Inspection

        return Inspection(path, told=told)
    from yusuan.pipeline import Run

    return Run(path)
