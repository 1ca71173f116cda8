"""Chromium for tests of the place, steered by Playwright."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser import CHROMIUM
from tests.web.place.small import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

_PASTE = """text => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
    document.activeElement.dispatchEvent(event);
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def signed_in(browser: Browser, address: str, user: str, width: int = 1440) -> BrowserContext:
    """A context of its own in which `user` has signed in."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    page.close()
    return context


def listened(page: Page) -> list[str]:
    """What the page's console says of errors, refused content among them, from now on."""
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: said.append(str(e)))
    return said


def paste(page: Page, text: str) -> None:
    """Paste into the box that has the focus, as from a sheet."""
    page.evaluate(_PASTE, text)


def saved(page: Page) -> None:
    """Wait until the grid says that all is saved."""
    # Playwright's own waiting for a function would need `unsafe-eval`.
    page.locator("[data-saved]", has_text="已保存").wait_for()
