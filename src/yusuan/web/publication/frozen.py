"""Datasets as bytes: the zipped folder that the command line reads."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from yusuan.pipeline import read
from yusuan.readers.dataset_zip import unpacked_dataset

if TYPE_CHECKING:
    from yusuan.core.budget import DepartmentalBudget


def budget_of(dataset: bytes, name: str = "dataset.zip") -> DepartmentalBudget:
    """The facts of a frozen dataset or a workbook: `name` tells by its ending which it is. Raises ReadError."""
    with TemporaryDirectory(prefix="yusuan-") as folder:
        file = Path(folder) / name
        file.write_bytes(dataset)
        return read(unpacked_dataset(file, Path(folder) / "unpacked") or file)
