"""What tests of rules share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.example import EXAMPLE
from yusuan.pipeline import Run
from yusuan.readers.document import read_document

if TYPE_CHECKING:
    from yusuan.core.grid import RawDocument


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> RawDocument:
    """Our own publication of the example, read back from PDF."""
    folder = tmp_path_factory.mktemp("own")
    ((name, content),) = Run(EXAMPLE).publish(("pdf",)).items()
    (folder / name).write_bytes(content)
    return read_document(folder / name)
