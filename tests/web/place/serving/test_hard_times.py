"""A disk without room, and a database somebody else holds: what is typed waits, and nothing is lost."""

from __future__ import annotations

import resource
import sqlite3
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.web.place.browsing import saved, signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.web.place.running import Place

pytestmark = pytest.mark.slow
_LINES = "/budgets/parts/2/?record=lines"


@pytest.fixture
def page(place: Place, browser: Browser) -> Iterator[Page]:
    context = signed_in(browser, place.address, "preparer0")
    page = context.new_page()
    page.goto(place.address + _LINES)
    yield page
    context.close()


def _is_saved_as(page: Page, text: str) -> None:
    saved(page)
    page.reload()
    assert page.locator("[data-field=amount]").first.input_value() == text


def test_a_disk_without_room(place: Place, page: Page) -> None:
    page.locator("[data-add]").wait_for()
    # No file may grow any more: what SQLite is told is what a full disk tells it.
    _, most = resource.prlimit(place.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(place.pid, resource.RLIMIT_FSIZE, (4096, most))
    try:
        page.locator("[data-field=amount]").first.fill("4321")
        said = page.locator("[data-saved]", has_text="未保存")
        said.wait_for()
        assert "正在重试" in said.inner_text()
        assert "Traceback" not in said.inner_text()
    finally:
        resource.prlimit(place.pid, resource.RLIMIT_FSIZE, (most, most))
    _is_saved_as(page, "4321.00")


def test_a_database_somebody_else_holds(place: Place, page: Page) -> None:
    page.locator("[data-add]").wait_for()
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with sqlite3.connect(place.home / "place.sqlite3", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            held.set()
            let_go.wait(20)
            other.execute("ROLLBACK")

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(20)
    page.locator("[data-field=amount]").first.fill("8765")
    time.sleep(3)
    assert "正在保存" in page.locator("[data-saved]").inner_text()
    let_go.set()
    holder.join()
    _is_saved_as(page, "8765.00")
