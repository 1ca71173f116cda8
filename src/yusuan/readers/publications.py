"""What a department published before, as the public view it was: from its open data, wherever that lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.errors import Fault, ReadError
from yusuan.readers import read_source
from yusuan.readers.opendata import read_attached

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from yusuan.core.budget import DepartmentalBudget

# Where a publication keeps its package, and where a draft does.
_PACKAGES = ("opendata", "opendata-draft")
_DESCRIPTOR = "datapackage.json"
_ALLOWED = "以前公开的目录、开放数据包（目录或 .zip），或本程序写出的 PDF"


def read_publication(path: Path) -> tuple[DepartmentalBudget, ...]:
    """The public views in a publication's folder, a package or a PDF that has one attached; raises ReadError."""
    if path.suffix.lower() == ".pdf" and path.is_file():
        from yusuan.readers.pdf.document import attachments

        attached = read_attached(str(path), attachments(path))
        found = [] if attached is None else [attached]
    elif path.is_dir() and not (path / _DESCRIPTOR).is_file():
        found = list(published_in(path))
    else:
        found = [read_source(path)]
    if not found:
        raise ReadError(str(path), [Fault(str(path), "", "没有开放数据", _ALLOWED)])
    return tuple(found)


def published_in(directory: Path) -> Iterator[DepartmentalBudget]:
    """What a folder to publish into holds already."""
    for name in _PACKAGES:
        if (directory / name / _DESCRIPTOR).is_file():
            yield read_source(directory / name)
