"""The report as a page: everything is there without a script, each place has its frame, nothing comes from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import CHROMIUM, chromium
from tests.reports.reported import LOOKED_AT, PAGE, failed, findings, reported, turned
from yusuan.core.outcomes import Where
from yusuan.reports.check import write
from yusuan.reports.check.places import Mark
from yusuan.reports.check.report import Report
from yusuan.reports.check.tags import tag_places, tag_width
from yusuan.reports.check.words import in_lines
from yusuan.reports.lines import plain

if TYPE_CHECKING:
    from pathlib import Path


def parsed(report: Report) -> Any:  # noqa: ANN401  an element, whose library has few types
    from lxml import html

    return html.fromstring(write(report, "html").decode())


def of_class(page: Any, name: str, inside: str = "") -> list[Any]:  # noqa: ANN401  as above
    """Elements of a class, or the elements of a name inside them."""
    path = f".//*[contains(concat(' ', @class, ' '), ' {name} ')]"
    found: list[Any] = page.xpath(f"{path}//{inside}" if inside else path)
    return found


@pytest.fixture
def report(tmp_path: Path) -> Report:
    file = tmp_path / "a.pdf"
    file.write_bytes(PAGE)
    return reported(file, *findings(file), pages=3)


def test_every_finding_is_there_without_a_script(report: Report) -> None:
    page = parsed(report)
    assert [one.get("id") for one in page.xpath("//ol[@class='findings']/li")] == ["f1", "f2", "f3"]
    first = page.get_element_by_id("f1")
    assert [d.text for d in of_class(first, "amounts", "dd")] == [
        "18.0918万元",
        "18.9918万元",
        "0.90万元",
    ]
    assert len(of_class(first, "proofs", "li")) == 7
    # What only a script can use.
    hidden = {one.get("class") or one.tag for one in page.xpath("//*[@hidden]")}
    assert hidden == {"nothing", "desk", "decide", "form"}


def test_every_place_has_its_frame_and_every_link_leads_somewhere(report: Report) -> None:
    page = parsed(report)
    ids = {one.get("id") for one in page.xpath("//*[@id]")}
    links = [link.get("href") for link in page.xpath("//a[@href] | //use[@href]")]
    assert links
    assert {link.removeprefix("#") for link in links} <= ids
    box = of_class(page.get_element_by_id("m1-0"), "box")[0]
    left, top, right, bottom = LOOKED_AT[0]
    assert [float(box.get(name)) for name in ("x", "y", "width", "height")] == [
        left - 1.5, top - 1.5, right - left + 3, bottom - top + 3,
    ]  # fmt: skip
    # No box: the page as a whole. No page: no frame.
    assert of_class(page.get_element_by_id("m2-0"), "whole")
    assert "m3-0" not in ids
    assert [gap.text for gap in of_class(page, "gap")] == ["第2–3页 · 没有发现问题"]


def test_nothing_comes_from_elsewhere_and_only_its_own_script_runs(report: Report) -> None:
    page = write(report, "html").decode()
    assert "\u202e" not in page
    assert not re.search(r"(?:href|src)=\"(?!#|data:image/webp;base64,)", page)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    allowed = unescape(policy[1])
    assert "default-src 'none'" in allowed
    for name in ("style", "script"):
        (text,) = re.findall(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in allowed


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    for form in ("html", "xlsx", "pdf", "json"):
        assert write(report, form) == write(report, form), form


def test_tags_do_not_cover_each_other(report: Report) -> None:
    wide, cell = (60.0, 100.0, 360.0, 130.0), LOOKED_AT[0]
    boxes = [cell] * 30 + [wide] * 40 + [None] * 3
    some = [replace(report.findings[0], number=n) for n in range(10, 10 + len(boxes))]
    marks = [Mark(one, 1, box, 0) for one, box in zip(some, boxes, strict=True)]
    # A second place of the same finding has a frame, and no number of its own.
    places = list(tag_places([*marks, Mark(some[0], 1, wide, 1)], (400, 300), 50.0).values())
    assert len(places) == len(marks)
    # Beside a sentence, in the margin.
    assert places[30][0] + tag_width(99) <= 50
    across = tag_width(99)
    for n, (left, top) in enumerate(places):
        assert 0 <= left <= 400 - across
        assert 0 <= top <= 288
        for other_left, other_top in places[:n]:
            assert abs(left - other_left) >= across or abs(top - other_top) >= 12


def test_a_source_without_pages_shows_the_table_around_the_figure() -> None:
    from tools.reference.example import example

    run = example()
    table = run.printed[0]
    key = next(cell.key for cell in table.figures())
    row = table.cells[key].row
    place = Where(table=table.id, row=row, column=key.column)
    report = Report.of(run)
    report = replace(
        report, outcomes=type(report.outcomes).of([failed("cross-table", "不等", place)])
    )
    page = parsed(report)
    assert not of_class(page, "pages")
    (meant,) = of_class(page, "meant")
    assert row in meant.xpath("./th")[0].text_content()
    assert len(meant.xpath(".//mark")) == 1


def test_the_terminal_shows_five_proofs_and_counts_the_rest(report: Report) -> None:
    text = plain(in_lines(report)).decode()
    assert "牵动的等式 7 条" in text
    assert text.count("· 证明一条") == 5
    assert "· 另有 2 条" in text
    assert "完整性 100 · 细化程度 99 · 及时性 未能核对" in text


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_keys_filters_and_clicks_lead_from_findings_to_places(
    report: Report, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(write(report, "html"))
    press = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '%s', bubbles: true}))"
    shown = "[...document.querySelectorAll('.findings > li:not([hidden])')].map(one => one.id)"
    active = "[...document.querySelectorAll('.active')].map(one => one.id || one.dataset.of)"
    with chromium() as page:
        page.open(file, width=1440, height=900)
        page.run(press % "j")
        assert page.run(active) == ["f1", *["1"], "m1-0"]
        page.run(press % "j")
        assert page.run(active) == ["f2", "m2-0"]
        page.run(press % "w")
        assert page.run(shown) == ["f2"]
        page.run(press % "w")
        assert len(page.run(shown)) == 3
        page.run("document.querySelector('.filters input').value = '原因 误抄'")
        page.run("document.querySelector('.filters').dispatchEvent(new Event('input'))")
        assert page.run(shown) == ["f2"]
        page.run(press % "Escape")
        page.run(
            "document.querySelector('#m1-0 rect').dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))"
        )
        assert page.run("document.activeElement.id") == "f1"
        for width in (1440, 390):
            page.open(file, width=width, height=844, dark=width == 390)
            assert page.run("document.documentElement.scrollWidth") == width
        page.run(
            "document.querySelector('a.clip').dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))"
        )
        assert page.run("getComputedStyle(document.querySelector('.pages')).display") == "flex"
        page.run(press % "Escape")
        assert page.run("getComputedStyle(document.querySelector('.pages')).display") == "none"
        assert page.messages == []


def test_a_turned_page_is_framed_as_it_is_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "turned.pdf"
    file.write_bytes(turned(90))
    where = Where(str(file), 1, box=LOOKED_AT[90])
    page = parsed(reported(file, failed("share", "一处", where)))
    (sheet,) = page.xpath("//figure[@class='sheet']/svg")
    assert sheet.get("viewbox") == "0 0 300.0 400.0"
