"""The page in a real browser: files dropped, figures asked by keyboard, nothing refused by the policy, clean for axe."""

from __future__ import annotations

import base64
import time
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from tests.browser import CHROMIUM, Page, chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.desk.served import Server

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")

# A file as the desktop hands it over.
_DROP = """
(async () => {
  const bytes = Uint8Array.from(atob("%s"), (c) => c.charCodeAt(0));
  const dropped = new DataTransfer();
  dropped.items.add(new File([bytes], "%s"));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
})()
"""
_AXE = """
axe.run(document, { resultTypes: ["violations"] }).then((found) =>
  found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`))
"""
_WIDTHS = (390, 1440, 1920)


@pytest.fixture(scope="module")
def browser(page: Server) -> Iterator[Page]:
    with chromium() as found:
        found.allowed = (page.origin,)
        yield found


def _until(browser: Page, condition: str) -> None:
    until = time.monotonic() + 240
    while not browser.run(f"Boolean({condition})"):
        assert time.monotonic() < until, condition
        time.sleep(0.1)


def _is_well(browser: Page) -> None:
    """Nothing sticks out, nothing was refused, nothing is hard for people who cannot see or use a mouse."""
    if not browser.run("typeof axe === 'object'"):
        source = resources.files("axe_playwright_python").joinpath("axe.min.js")
        browser.run(source.read_text("utf-8"))
    assert browser.run(_AXE) == []
    assert browser.run("document.documentElement.scrollWidth - innerWidth") <= 0
    assert browser.messages == []


def test_a_dropped_workbook_is_taken_and_its_fault_shown(
    page: Server, browser: Page, mistyped: bytes
) -> None:
    browser.open(page.address, width=1440, height=900)
    _is_well(browser)
    browser.run(_DROP % (base64.b64encode(mistyped).decode(), "拖入的.xlsx"))
    _until(browser, "document.querySelector('.refused')")
    assert "三万" in browser.run("document.querySelector('.faults').textContent")
    _is_well(browser)


def test_a_folder_that_is_dropped_is_not_swallowed(page: Server, browser: Page) -> None:
    browser.open(page.address, width=1440, height=900)
    browser.run("""
      DataTransferItem.prototype.webkitGetAsEntry = () => ({ isDirectory: true, name: "我的部门" });
    """)
    browser.run(_DROP % ("", "我的部门"))
    assert "请先压缩成 .zip" in browser.run("document.querySelector('[data-working]').textContent")
    assert browser.run("location.pathname").endswith(f"{page.token}/")


def test_a_figure_is_asked_with_the_keyboard_alone(page: Server, browser: Page, clean: int) -> None:
    browser.open(f"{page.address}papers/{clean}/tables/0", width=1440, height=900)
    browser.run("document.querySelector('[data-origin]').focus()")
    browser.press("Enter")
    _until(browser, "document.querySelector('#origin[open] .amount')")
    assert "含义" in browser.run("document.querySelector('#origin').textContent")
    assert browser.run("document.querySelector('#origin').contains(document.activeElement)")
    _is_well(browser)
    browser.press("Escape")
    assert not browser.run("document.querySelector('#origin').open")
    assert browser.run("document.activeElement.matches('[data-origin]')")


@pytest.mark.parametrize(
    "path", ["", "papers/{n}/", "papers/{n}/tables/0", "papers/{n}/figures/0-0", "papers/9999/"]
)
def test_every_page_is_well_at_every_width(
    page: Server, browser: Page, clean: int, path: str
) -> None:
    browser.messages.clear()
    for width in _WIDTHS:
        browser.open(
            page.address + path.format(n=clean), width=width, height=900, dark=width == 1440
        )
        browser.messages[:] = [m for m in browser.messages if "404" not in m]
        _is_well(browser)
