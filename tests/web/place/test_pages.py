"""Every page of every role: it is there, nothing is refused, nothing sticks out, and axe finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from tests.web.place.browsing import listened, signed_in
from tests.web.place.running import running
from tests.web.place.walking import USERS, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.web.place.running import Place

pytestmark = pytest.mark.slow
_AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
_VIOLATIONS = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.target).join(' | ')}`)"""
_STICKS_OUT = "() => document.documentElement.scrollWidth > innerWidth + 1"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with running(tmp_path_factory.mktemp("county"), "small-county") as place:
        yield place


def test_every_page(county: Place, browser: Browser) -> None:
    faults: dict[str, list[str]] = {}
    known: set[str] = set()
    for user in USERS:
        # What each role sees of these is its own.
        known -= {"home", "budgets:book", "budgets:part", "publication:one"}
        context = signed_in(browser, county.address, user)
        for step, page in walk(context, f"{county.address}/", known):
            said = _faults(page)
            if said:
                faults[f"{user} {step.kind} {step.address}"] = said
        context.close()
    assert faults == {}
    assert len(known) > 40


def _faults(page: Page) -> list[str]:
    said = listened(page)
    found = []
    page.reload()
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} h1: {page.title()}")
    page.evaluate(_AXE)
    found += page.evaluate(_VIOLATIONS)
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate(_STICKS_OUT):
            found.append(f"sticks out at {width}")
    return found + said
