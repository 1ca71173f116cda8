"""One page for all tests of it: each puts files of its own there."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from tests.web.desk.served import Server, served
from yusuan.writers.workbook.document import write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("desk")) as server:
        yield server


@pytest.fixture(scope="session")
def workbook() -> bytes:
    """A workbook as it is handed out: a small example without a finding."""
    return write_workbook(edition="hebei", fiscal_year=2026)


@pytest.fixture(scope="session")
def clean(page: Server, workbook: bytes) -> int:
    """The number of that workbook on the desk, published."""
    number = page.take("示例.xlsx", workbook)
    assert page.post(f"papers/{number}/publish", format=["html", "opendata"]).status == 302
    page.wait(number)
    return number


@pytest.fixture(scope="session")
def mistyped(workbook: bytes) -> bytes:
    """The same with a word where an amount belongs."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook))
    book["预算明细"]["I5"] = "三万"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()
