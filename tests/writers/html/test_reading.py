"""The page as citizens use it: projects found, figures cited with their lines, nothing cut, everything by keyboard."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from tests.browser import CHROMIUM, Page, chromium
from tests.example import EXAMPLE
from yusuan.documents.publication import Align, Grid, GridCell
from yusuan.pipeline import Run, assemble, write
from yusuan.reports.origin import Origin, in_words
from yusuan.synthetic import Size, synthesise
from yusuan.writers.html.document import write_html
from yusuan.writers.html.grids import view_grid
from yusuan.writers.html.narrow import column_heads, style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

WIDTHS = (320, 390, 768, 1440, 1920)
LONG = "（含所属基层执法机构、综合服务中心及历年结转项目统筹管理使用部分）"


@lru_cache
def run() -> Run:
    return Run(EXAMPLE)


@lru_cache
def source(*formats: str) -> str:
    files = write(assemble(run()), formats or ("html",))
    return next(content for name, content in files.items() if name.endswith(".html")).decode()


@lru_cache
def page() -> HtmlElement:
    return parsed(source())


def parsed(text: str) -> HtmlElement:
    from lxml import html

    return html.document_fromstring(text)


def attributes(of: HtmlElement, path: str) -> list[str]:
    """What an XPath to attributes gives."""
    results = of.xpath(path)
    assert isinstance(results, list)
    return [str(result) for result in results]


def known(of: HtmlElement) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(of.get_element_by_id("figures").text)
    return content


# ── Without a script ─────────────────────────────────────────────────────────────────────────


def test_every_project_is_listed_without_a_script_and_leads_to_its_part() -> None:
    entries = page().xpath("//ol[@class='list']/li")
    assert len(entries) == len(run().budget.projects)
    assert not page().xpath("//ol[@class='list']/li[@hidden]")
    for entry in entries:
        (link,) = entry.xpath(".//a/@href")
        part = page().get_element_by_id(link.removeprefix("#"))
        assert part.text.endswith(f"{entry.xpath('string(.//a)')}绩效目标表")


def test_downloads_lead_to_the_files_written_with_the_page_and_no_others() -> None:
    files = write(assemble(run()), ("html", "xlsx", "opendata"))
    (name,) = (name for name in files if name.endswith(".html"))
    shown = parsed(files[name].decode())
    links = [unquote(link) for link in attributes(shown, "//p[@class='downloads']/a/@href")]
    assert links
    assert set(links) <= set(files)
    assert {Path(link).suffix for link in links} == {".xlsx", ".json", ".csv"}
    assert not page().xpath("//p[@class='downloads']")


def test_what_was_checked_and_how_it_was_rounded_is_not_in_the_legal_document() -> None:
    text = page().text_content()
    assert "取整方式" not in text
    assert "项检查" not in text


def test_the_page_stays_of_moderate_size() -> None:
    assert len(source().encode()) < 1_500_000


# ── Figures: their lines, their links ────────────────────────────────────────────────────────


def test_the_lines_behind_a_figure_sum_up_to_it() -> None:
    content = known(page())
    amounts = [int(line[6].replace(".", "")) for line in content["lines"]]
    exact = {cell.key: cell.amount for table in run().tables for cell in table.figures()}
    entries = dict(zip(assemble(run()).explanations, content["figures"], strict=True))
    assert len(entries) > 250
    for key, entry in entries.items():
        runs = entry[8]
        summed = sum(
            sum(amounts[first : first + many])
            for first, many in zip(runs[::2], runs[1::2], strict=True)
        )
        assert summed == exact[key], key


def test_the_lines_are_those_that_explain_shows() -> None:
    content = known(page())
    run_ = Run.of(run().released)
    table = next(t for t in run_.printed if t.id == "general_basic")
    cell = next(c for c in table.figures() if c.row == "30201")
    n = list(assemble(run()).explanations).index(cell.key)
    runs = content["figures"][n][8]
    lines = [
        line
        for first, many in zip(runs[::2], runs[1::2], strict=True)
        for line in content["lines"][first : first + many]
    ]
    origin = Origin(run_, table, cell)
    told = sorted(tuple(in_words(run_, line).values()) for line in origin.lines)
    shown = sorted((*(content["words"][w] for w in line[:-1]), line[-1]) for line in lines)
    assert shown == told


def test_lines_tell_only_what_the_public_may_know() -> None:
    budget = synthesise(7, 2026, "hebei", Size(3, 13, is_complete=True))
    secret, *rest = budget.projects
    hidden = replace(
        secret,
        name="绝密工程甲",
        classified=frozenset({"name"}),
        mask_ground="《中华人民共和国保守国家秘密法》第十三条",
    )
    told = Run.of(replace(budget, projects=(hidden, *rest)))
    shown = write_html(assemble(told, is_draft=True)).decode()
    assert "绝密工程甲" not in shown
    assert "涉密" in shown


def test_a_link_to_a_figure_stays_when_another_project_is_added() -> None:
    def places(of: Run) -> dict[str, str]:
        publication = assemble(of, is_draft=True)
        shown = parsed(write_html(publication).decode())
        return {entry[0]: entry[7] for entry in known(shown)["figures"]}

    budget = synthesise(7, 2026, "hebei", Size(3, 13, is_complete=True))
    (dropped,) = budget.projects[-1:]
    fewer = replace(
        budget,
        projects=budget.projects[:-1],
        lines=tuple(line for line in budget.lines if line.project != dropped.code),
        procurement=tuple(p for p in budget.procurement if p.project != dropped.code),
    )
    before, after = places(Run.of(fewer)), places(Run.of(budget))
    common = before.keys() & after.keys()
    assert len(common) > 200
    assert all(before[name] == after[name] for name in common)
    assert len(set(after.values())) == len(after)


# ── Tables without room ──────────────────────────────────────────────────────────────────────


def test_a_value_without_its_column_bears_its_head() -> None:
    grid = page().get_element_by_id("t-expenditure")
    heads = [td.get("data-h") for td in grid.xpath(".//tbody/tr[1]/td[contains(@class, 'n ')]")]
    assert heads[:3] == ["合计", "基本支出", "项目支出"]
    summary = page().get_element_by_id("t-summary")
    assert {*summary.xpath(".//tbody//td[contains(@class, 'p2')]/@data-h")} == {"支出：预算数"}


def test_months_and_percentages_of_a_form_stay_together() -> None:
    (form,) = page().xpath("//div[@id='t-project-09']")
    planned = {
        td.get("data-h"): td.text_content()
        for td in form.xpath(".//td[contains(@data-h, '月底') and string()]")
    }
    assert planned == {"6月底": "50%", "10月底": "50%", "12月底": "100%"}


def test_columns_of_one_name_are_told_apart() -> None:
    head = [
        [(GridCell("收入", colspan=2), 0), (GridCell("支出", colspan=2), 2)],
        [(GridCell(name), n) for n, name in enumerate(("项目", "金额", "用途", "金额"))],
    ]
    assert column_heads(head, 4) == ("项目", "收入：金额", "用途", "支出：金额")


@pytest.mark.parametrize("amount", ["1.00", "123456789012.00"])
def test_a_table_asks_for_the_room_its_figures_take(amount: str) -> None:
    rows = (
        (GridCell("名称"), GridCell("金额")),
        (GridCell("甲"), GridCell(amount, align=Align.RIGHT)),
    )
    view = view_grid(Grid("g", rows, (1, 1), header_rows=1), None, lambda _: (None, ""))
    assert view.room >= 0.5 * len(amount) + 9
    assert view.room % 6 == 0


def test_rules_are_written_once_for_each_room() -> None:
    rules = style([42, 30, 42])
    assert re.findall(r"@container \(max-width: (\d+)em\)", rules) == ["30", "42"]
    assert "&" not in rules


# ── In a browser ─────────────────────────────────────────────────────────────────────────────

# Texts with a figure that stick out of what is seen of them, or out of their cell.
CUT = r"""(() => {
  document.querySelectorAll("details").forEach(d => { d.open = true; });
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seenOf = new Map([[document.body, [0, document.documentElement.clientWidth]]]);
  const seen = e => {
    if (!seenOf.has(e)) {
      let [left, right] = seen(e.parentElement);
      if (!(e instanceof SVGElement) && getComputedStyle(e).overflowX !== "visible") {
        const box = e.getBoundingClientRect();
        [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      }
      seenOf.set(e, [left, right]);
    }
    return seenOf.get(e);
  };
  let count = 0;
  while (texts.nextNode()) {
    const text = texts.currentNode, at = text.parentElement;
    if (!/\d/.test(text.data) || at.closest("script, style, caption, .unseen, [hidden], title, desc, option")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const boxes = Array.from(range.getClientRects()).filter(r => r.width);
    if (!boxes.length) continue;
    count++;
    const [left, right] = seen(at), cell = at.closest("td, th, .num");
    if (boxes.some(b => b.left < left - .6 || b.right > right + .6) || (cell && cell.clientWidth && cell.scrollWidth > cell.clientWidth + 1))
      found.push(text.data.trim().slice(0, 40) + " in " + (at.closest("[id]") || {}).id);
  }
  return [count, found, document.documentElement.scrollWidth];
})()"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    with chromium() as tab:
        yield tab


def large() -> bytes:
    """Twelve units and 80 projects with long names; some tables are empty."""
    budget = synthesise(7, 2026, "hebei", Size(12, 80, is_complete=True))
    budget = replace(
        budget,
        units=tuple(replace(unit, name=unit.name + LONG[:25]) for unit in budget.units),
        projects=tuple(
            replace(project, name=project.name + LONG) if n % 3 == 0 else project
            for n, project in enumerate(budget.projects)
        ),
        procurement=(),
    )
    return write_html(assemble(Run.of(budget), is_draft=True))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["example", "large"])
def test_a_figure_was_cut_at_the_edge_of_the_window(
    browser: Page, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(source().encode() if kind == "example" else large())
    browser.open(path, width=WIDTHS[0], height=900)
    for width in WIDTHS:
        browser.resize(width, 900)
        seen, cut, reach = browser.run(CUT)
        assert seen > 1000
        assert cut == [], width
        assert reach <= width
    assert browser.messages == []


@pytest.mark.slow
def test_the_page_is_read_and_found_by_keyboard(browser: Page, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(source().encode())
    browser.open(path, width=1440, height=900)
    # Tab reaches a figure; Enter opens what is known of it, Escape closes it and leads back.
    for _ in range(60):
        browser.press("Tab")
        if browser.run("document.activeElement.matches('.f')"):
            break
    assert browser.run("document.activeElement.textContent") == "1809.18万元"
    browser.press("Enter")
    shown = browser.run("document.getElementById('pop').textContent")
    assert "条预算明细构成（单位：元）" in shown
    cited = browser.run("document.querySelector('#pop textarea').value")
    said, _, link = cited.rpartition("#")
    assert said == (
        "中共秦皇岛经济技术开发区工委政法委员会，2024年，《秦皇岛经济技术开发区政法委2024年部门预算公开》，"
        "表：收支总表，行：本年支出合计，列：支出/预算数，金额：1809.18万元，链接：page.html"
    )
    assert browser.run(f"document.getElementById(decodeURIComponent('{link}')).textContent") == (
        "1809.18"
    )
    browser.press("Escape")
    assert browser.run("document.getElementById('pop').hidden") is True
    assert browser.run("document.activeElement.matches('.f')") is True

    # Ten projects at first; finding narrows them, ordering turns them round.
    names = (
        "Array.from(document.querySelectorAll('.list li:not([hidden]) a')).map(a => a.textContent)"
    )
    assert len(browser.run(names)) == 10
    find = "(() => {{ const f = document.getElementById('{0}'); f.value = '{1}'; f.dispatchEvent(new Event('input')); }})()"
    browser.run(find.format("find", "法律援助"))
    assert set(browser.run(names)) == {"法律援助工作经费"}
    browser.run(find.format("find", ""))
    browser.run(find.format("find-order", "small"))
    assert browser.run(names)[0] != "综治工作专项经费"
    browser.run("document.getElementById('find-more').click()")
    assert len(browser.run(names)) == 30

    # The contents follow the reader.
    marked = "(document.querySelector('.side [aria-current]') || {}).hash"
    for place in ("s-tables-expenditure", "s-explanation-assets"):
        browser.run(
            f"document.getElementById('{place}').scrollIntoView({{behavior: 'instant'}}), new Promise(r => setTimeout(r, 300))"
        )
        assert browser.run(marked) == f"#{place}"


@pytest.mark.slow
def test_axe_finds_nothing(browser: Page, tmp_path: Path) -> None:
    spec = find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.submodule_search_locations
    folder = spec.submodule_search_locations[0]
    axe = Path(folder, "axe.min.js").read_text("utf-8")
    path = tmp_path / "page.html"
    few = synthesise(3, 2026, "national", Size(3, 3))
    path.write_bytes(write_html(assemble(Run.of(few), is_draft=True), [("PDF 文件", "x.pdf")]))
    broken = "axe.run({0}, {1}).then(r => r.violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 200))]))"
    runs = [("document", "{rules: {'color-contrast': {enabled: false}}}", False)]
    parts = "{include: [['.front'], ['#k-change'], ['.projects'], ['#t-summary'], ['#pop']]}"
    runs += [(parts, "{runOnly: ['color-contrast']}", is_dark) for is_dark in (False, True)]
    for where, options, is_dark in runs:
        browser.open(path, width=1440, height=900, dark=is_dark)
        browser.run("document.querySelector('#t-expenditure .f').click()")
        browser.run(axe)
        assert browser.run(broken.format(where, options)) == [], (options, is_dark)
