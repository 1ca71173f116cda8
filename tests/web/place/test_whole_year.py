"""A year's budget from opening to publication, in the browser, by the eight people it takes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.web.place import new_year
from tests.web.place.browsing import listened, paste, saved, signed_in
from tests.web.place.running import running
from yusuan.core import records as r

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.web.place.running import Place

pytestmark = pytest.mark.slow
# Made with the year: typing them again would add rows.
_KNOWN = (r.UNITS.name, r.DEPARTMENT.name)
# They read, agree and sign; nobody types a budget there.
_ON_A_PHONE = ("finance", "secrecy", "head")
UNITS = {unit.code: unit.name for unit in new_year.budget().units}
TITLE = f"{new_year.budget().department.name} {new_year.YEAR} 年预算"


class Office:
    """Everybody, each in a browser of their own."""

    def __init__(self, place: Place, browser: Browser) -> None:
        self.place, self.browser = place, browser
        self.pages: dict[str, Page] = {}
        self.said: list[str] = []

    def of(self, user: str) -> Page:
        """Somebody's page, signed in."""
        if user not in self.pages:
            width = 390 if user in _ON_A_PHONE else 1440
            page = signed_in(self.browser, self.place.address, user, width).new_page()
            self.said = listened(page) if not self.said else self.said
            self.pages[user] = page
        return self.pages[user]

    def home(self, user: str) -> Page:
        """Somebody's home page, with what waits."""
        page = self.of(user)
        page.goto(f"{self.place.address}/")
        return page

    def open(self, user: str, title: str) -> Page:
        """Open what waits for somebody, by its name."""
        page = self.home(user)
        page.get_by_role("link", name=title).first.click()
        return page

    def book(self, user: str) -> Page:
        """The book, found by the list of all."""
        page = self.of(user)
        page.goto(f"{self.place.address}/budgets/?year={new_year.YEAR}")
        page.get_by_role("link", name=new_year.budget().department.name).first.click()
        return page


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Office]:
    with running(tmp_path_factory.mktemp("year"), "new-year") as place:
        yield Office(place, browser)


def _typed(page: Page, rows: list[tuple[str, dict[str, str]]]) -> None:
    """Paste each kind of record into its grid, as from a sheet."""
    for record in dict.fromkeys(name for name, _ in rows if name not in _KNOWN):
        _tab(page, record)
        fields = page.locator("tr[data-new] [data-field]")
        names = [box.get_attribute("data-field") for box in fields.all()]
        lines = [
            "\t".join(_cell(values.get(name or "", "")) for name in names)
            for kind, values in rows
            if kind == record
        ]
        fields.first.focus()
        paste(page, "\r\n".join(lines) + "\r\n")
        saved(page)


def _tab(page: Page, record: str) -> None:
    """Another kind of record, once its page is there with its script."""
    page.locator(f"nav.tabs a[href='?record={record}']").click()
    page.wait_for_url(f"**record={record}")
    page.locator("[data-add]").wait_for()


def _cell(text: str) -> str:
    quoted = text.replace('"', '""')
    return f'"{quoted}"' if "\n" in text or '"' in text else text


def test_from_opening_to_publication(office: Office) -> None:
    _opened(office)
    _entered(office)
    _explained(office)
    _handed_up_once(office)
    _handed_up_again(office)
    step(office.open("budget", TITLE), "批复")
    _published(office)
    # A save that somebody else's was before is answered with 409; there was none.
    assert office.said == []


def _opened(office: Office) -> None:
    page = office.of("budget")
    page.goto(f"{office.place.address}/steps/years/")
    page.get_by_role("button", name="开启").click()
    assert "新建 1 本预算" in page.locator("main").inner_text()


def _entered(office: Office) -> None:
    rows = new_year.rows()
    for number, (unit, name) in enumerate(UNITS.items(), start=1):
        _typed(office.open(f"preparer{number}", name), rows[unit])
    page = office.book("reviewer")
    page.get_by_role("link", name="部门部分").first.click()
    _typed(page, rows[None])
    _completed(page, next(values for name, values in rows[None] if name == r.DEPARTMENT.name))


def _explained(office: Office) -> None:
    """A reason for each warning, by one; agreed to by another."""
    page = office.book("reviewer")
    page.get_by_role("link", name="核对").first.click()
    assert page.get_by_role("button", name="提交理由").count()
    assert page.locator(".findings .error").count() == 0
    while page.get_by_role("button", name="提交理由").count():
        page.locator("textarea[name=reason]").first.fill("公务用车更新，已报批，下年恢复。")
        page.get_by_role("button", name="提交理由").first.click()
    page = office.open("finance", TITLE)
    while page.get_by_role("button", name="同意").count():
        page.get_by_role("button", name="同意").first.click()


def _handed_up_once(office: Office) -> None:
    """A unit is sent back with a reason that it sees, and submits again."""
    _units_submit(office)
    first = next(iter(UNITS.values()))
    step(office.open("reviewer", first), "退回单位", "公用经费请再核一遍。")
    assert "公用经费请再核一遍" in office.home("preparer1").locator("main").inner_text()
    page = office.open("preparer1", first)
    assert "公用经费请再核一遍" in page.locator(".refused").inner_text()
    step(page, "报送部门")
    _accepted(office)
    step(office.book("reviewer"), "报送财政（一上）")


def _handed_up_again(office: Office) -> None:
    """Within the ceilings that came down."""
    page = office.open("budget", TITLE)
    page.goto(page.url.rstrip("/") + "/ceilings/?fill=entered")
    page.get_by_role("button", name="保存").click()
    step(office.book("budget"), "下达控制数")
    _units_submit(office)
    _accepted(office)
    step(office.book("reviewer"), "报送财政（二上）")


def _units_submit(office: Office) -> None:
    for number, name in enumerate(UNITS.values(), start=1):
        step(office.open(f"preparer{number}", name), "报送部门")


def _accepted(office: Office) -> None:
    for name in UNITS.values():
        step(office.open("reviewer", name), "审核通过")


def _published(office: Office) -> None:
    """Prepared by one, let through two gates by two others, published; anybody can check what lies there."""
    office.open("publisher", TITLE)
    page = office.of("publisher")
    page.goto(f"{office.place.address}/publications/")
    page.get_by_role("link", name=new_year.budget().department.name).first.click()
    page.get_by_role("link", name="准备公开").click()
    page.locator("main form button.primary").click()
    page.locator("h1", has_text="待审签").wait_for(timeout=120_000)
    address = page.url
    for gate in ("secrecy", "head"):
        one = office.open(gate, TITLE)
        assert one.url == address
        one.get_by_role("button", name="通过", exact=True).click()
    page.reload()
    page.get_by_role("button", name="公开", exact=True).click()
    assert "已公开" in page.locator("h1").inner_text()
    links = page.locator("a[href*='/files/']").all()
    assert len(links) > 4
    for link in links[:6]:
        href = link.get_attribute("href") or ""
        content = page.context.request.get(office.place.address + href).body()
        assert hashlib.sha256(content).hexdigest() in href


def step(page: Page, label: str, reason: str = "") -> None:
    """Take a step from the page that shows it."""
    page.get_by_role("link", name=label, exact=True).click()
    if reason:
        page.locator("#reason").fill(reason)
    page.get_by_role("button", name=label, exact=True).click()
    refused = page.locator("[role=alert]")
    assert refused.count() == 0, refused.inner_text()


def _completed(page: Page, head: dict[str, str]) -> None:
    """Fill in what the opening did not know of the department."""
    _tab(page, r.DEPARTMENT.name)
    for box in page.locator("tr[data-row] [data-field]").all():
        name = box.get_attribute("data-field") or ""
        if not box.input_value() and head.get(name):
            box.fill(head[name])
    saved(page)
