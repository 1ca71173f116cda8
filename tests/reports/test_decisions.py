"""A finding is decided on in the page, the decision goes into a waiver file, and the file is taken by a check."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.browser import CHROMIUM, chromium
from tests.reports.reported import HOSTILE, PAGE, findings, reported
from yusuan.core.outcomes import Outcomes
from yusuan.reports.check import write
from yusuan.reports.check.waived import with_waivers
from yusuan.rules.presented import presented
from yusuan.rules.waiver_file import read_waivers
from yusuan.rules.waivers import Examined, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.reports.check.report import Report
    from yusuan.rules.waivers import Applied

DAY = dt.date(2026, 11, 22)
BUREAU = "某某局"


@pytest.fixture
def report(tmp_path: Path) -> Report:
    from dataclasses import replace

    file = tmp_path / "a.pdf"
    file.write_bytes(PAGE)
    made = reported(file, *findings(file))
    outcomes = Outcomes.of(presented(made.outcomes.every))
    return replace(made, outcomes=outcomes, publisher=BUREAU, year=2026)


def entry(report: Report, number: int, **parts: object) -> str:
    finding = report.findings[number - 1]
    written = {
        "finding": finding.id,
        "rule": finding.outcome.rule,
        "source": BUREAU,
        "approver": "张某",
        "year": 2026,
    } | parts
    lines = (f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in written.items())
    return "\n".join(["[[waiver]]", *lines, ""])


def decided(report: Report, text: str) -> tuple[Report, Applied]:
    waivers = read_waivers(text.encode(), "w.toml")
    return with_waivers(report, waivers, Examined("a.pdf", BUREAU, 2026), on=DAY)


def test_a_confirmed_finding_stands_and_says_who_confirmed_it(report: Report) -> None:
    after, applied = decided(report, entry(report, 1, verdict="confirmed"))
    assert [f.id for f in after.findings] == [f.id for f in report.findings]
    assert not applied.waived
    assert after.has_errors
    said = "属实，待更正（张某）"
    assert after.findings[0].decided == said
    for form in ("text", "html"):
        assert said in write(after, form, applied).decode()
    (first, *rest) = json.loads(write(after, "json", applied))["findings"]
    assert first["decision"]["verdict"] == "confirmed"
    assert {one["decision"] for one in rest} == {None}
    assert said in strings(write(after, "xlsx", applied))
    with pikepdf.open(io.BytesIO(write(after, "pdf", applied))) as pdf:
        assert said in str(pdf.pages[0].Annots[0].Contents)


def strings(workbook: bytes) -> str:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return "\n".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    )


def test_what_is_dismissed_or_accepted_stands_apart_in_every_form(report: Report) -> None:
    text = entry(report, 1, verdict="false-alarm", reason=f"另有批复 {HOSTILE[:9]}")
    text += entry(report, 2, verdict="accepted", reason="明年更正", expires="2026-12-31")
    after, applied = decided(report, text)
    assert [waived.outcome.id for waived in applied.waived] == [f.id for f in report.findings[:2]]
    assert [f.id for f in after.findings] == [report.findings[2].id]
    for form in ("text", "html", "json"):
        page = write(after, form, applied).decode()
        assert "明年更正" in page
        assert report.findings[0].id in page or form == "text"
    assert "误报：另有批复" in strings(write(after, "xlsx", applied))
    with pikepdf.open(io.BytesIO(write(after, "pdf", applied))) as pdf:
        notes = [str(note.Contents) for note in pdf.pages[0].Annots]
    assert any(note.startswith("已豁免：第1条 误报") for note in notes)
    assert "已豁免 2 项" in notes[-1]


def test_a_decision_on_one_finding_leaves_its_neighbours_alone(report: Report) -> None:
    text = entry(report, 1, verdict="false-alarm", reason="另有批复", finding="00000000")
    after, applied = decided(report, text)
    assert after.findings == report.findings
    assert applied.used() == frozenset()


def test_what_puts_up_with_a_finding_has_to_end(report: Report) -> None:
    from yusuan.core.errors import ReadError

    with pytest.raises(ReadError, match="expires"):
        decided(report, entry(report, 1, verdict="accepted", reason="明年更正"))
    with pytest.raises(ReadError, match="reason"):
        decided(report, entry(report, 1, verdict="false-alarm"))


SAVED = """(async () => {
  let made = null;
  URL.createObjectURL = (blob) => { made = blob; return "#"; };
  HTMLAnchorElement.prototype.click = () => {};
  document.querySelector("[data-save]").dispatchEvent(new MouseEvent("click", { bubbles: true }));
  return made.text();
})()"""
LOADED = """(async (text) => {
  const input = document.querySelector("[data-load]");
  const files = new DataTransfer();
  files.items.add(new File([text], "w.toml"));
  input.files = files.files;
  input.dispatchEvent(new Event("change"));
  await new Promise((done) => setTimeout(done, 200));
})(%s)"""
PRESSED = "document.querySelector('#f%d [data-verdict=%s]').click()"
FILLED = """(() => {
  const form = document.querySelector("#f%d .decide form");
  form.elements.reason.value = %s;
  form.elements.expires.value = "%s";
  form.querySelector("button").click();
})()"""
STATE = "[...document.querySelectorAll('.findings > li')].map((one) => one.dataset.decided ?? '')"
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } });"


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("has_storage", [True, False])
def test_decisions_made_in_the_page_come_back_from_the_file(
    report: Report, tmp_path: Path, *, has_storage: bool
) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(write(report, "html"))
    reason = '另有"批复"\\ \u3000第\t二行'
    with chromium() as page:
        if not has_storage:
            page.call("Page.addScriptToEvaluateOnNewDocument", source=NO_STORAGE)
        page.open(file, width=390, height=844)
        page.run("document.querySelector('[name=approver]').value = '张某'")
        page.run(PRESSED % (1, "confirmed"))
        page.run(PRESSED % (2, "false-alarm"))
        page.run(FILLED % (2, json.dumps(reason), ""))
        page.run(PRESSED % (3, "accepted"))
        # Nothing is put up with for ever.
        page.run(FILLED % (3, '"明年更正"', ""))
        assert page.run(STATE) == ["confirmed", "false-alarm", ""]
        page.run(FILLED % (3, '"明年更正"', "2027-03-31"))
        assert page.run("document.documentElement.scrollWidth") == 390
        text = page.run(SAVED)
        page.open(file, width=1440, height=900)
        kept = page.run(STATE)
        assert kept == (["confirmed", "false-alarm", "accepted"] if has_storage else [""] * 3)
        page.run(PRESSED % (1, "confirmed"))
        page.run(LOADED % json.dumps(text))
        assert page.run(STATE) == ["confirmed", "false-alarm", "accepted"]
        page.run(LOADED % '"verdict = ["')
        assert "不是豁免文件" in page.run("document.querySelector('.desk output').textContent")
        assert page.run(STATE) == ["confirmed", "false-alarm", "accepted"]
        assert page.messages == []
    entries = read_waivers(text.encode(), "w.toml").entries
    assert [one.verdict for one in entries] == [
        Verdict.CONFIRMED,
        Verdict.FALSE_ALARM,
        Verdict.ACCEPTED,
    ]
    assert [one.finding for one in entries] == [finding.id for finding in report.findings]
    assert entries[1].reason == '另有"批复"\\ 第 二行'
    assert entries[2].expires == dt.date(2027, 3, 31)
    after, applied = decided(report, text)
    assert len(after.findings) == 1
    assert len(applied.waived) == 2
