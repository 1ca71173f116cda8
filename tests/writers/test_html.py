"""The web page: whole, accessible, closed to hostile text, and the same every time."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
from dataclasses import replace
from functools import lru_cache
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser import CHROMIUM, Page, chromium
from tests.example import EXAMPLE
from yusuan.documents.publication import (
    Align,
    Chart,
    ChartItem,
    ChartKind,
    Cover,
    Explanation,
    Figure,
    Grid,
    GridCell,
    Heading,
    Paragraph,
    Part,
    Publication,
    Section,
    Text,
)
from yusuan.pipeline import Run, assemble
from yusuan.tables.table import CellKey
from yusuan.writers.html import printable
from yusuan.writers.html.charts import view_bars
from yusuan.writers.html.document import write_html
from yusuan.writers.html.flow import view_flow
from yusuan.writers.html.grids import view_grid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.html import HtmlElement

KEY, PART = CellKey("summary", "合计", "预算数"), CellKey("summary", "其中", "预算数")
ALL_CHARTS = tuple(ChartKind)


@lru_cache
def example() -> Publication:
    return assemble(Run(EXAMPLE))


@lru_cache
def example_page() -> HtmlElement:
    return parsed(example())


def parsed(publication: Publication) -> HtmlElement:
    from lxml import html

    return html.document_fromstring(write_html(publication).decode())


def found(element: HtmlElement, path: str) -> list[str]:
    """What an XPath to attributes or text gives."""
    results = element.xpath(path)
    assert isinstance(results, list)
    return [str(result) for result in results]


def small(text: str = "字", *, kind: ChartKind = ChartKind.FLOW) -> Publication:
    """Every field that carries text carries this one."""
    cell = GridCell(text, amount=100, key=KEY, align=Align.RIGHT)
    head = GridCell(text, is_header=True, align=Align.CENTER)
    grid = Grid(
        "summary",
        ((head, head), (GridCell(text), cell), (GridCell(text), replace(cell, key=PART))),
        (1, 1),
        header_rows=1,
        caption_left=text,
        caption_middle=text,
        caption_right=text,
        summary=text,
        notes=(text,),
    )
    chart = Chart("c", text, kind, (ChartItem(text, 100, 90, text, KEY), ChartItem(text, 0)), text)
    blocks = (
        Paragraph((Text(text), Figure(text, KEY), Figure(text))),
        Heading(text, 3),
        grid,
        chart,
    )
    return Publication(
        title=text,
        department=text,
        fiscal_year=2024,
        edition="hebei",
        document="部门预算",
        date=dt.date(2024, 3, 15),
        cover=Cover(text, text, text, ((text, text, text),)),
        contents_title=text,
        parts=(Part("p", text, (Section("s", text, blocks),)),),
        plain_words=(Paragraph((Text(text), Figure(text, KEY))), replace(chart, id="d")),
        is_draft=True,
        rounding_note=text,
        outcome_note=text,
        explanations={
            KEY: Explanation(text, text, text, same_as=(KEY, PART), sum_of=(PART,)),
            PART: Explanation(text, text, text, part_of=(KEY,)),
        },
        package={"lines.csv": b""},
    )


def known(page: HtmlElement) -> dict[str, Any]:
    (element,) = page.xpath("//script[@type='application/json']")
    content: dict[str, Any] = json.loads(element.text)
    return content


def explanations(page: HtmlElement) -> list[list[object]]:
    entries: list[list[object]] = known(page)["figures"]
    return entries


# ── Whole and well formed ────────────────────────────────────────────────────────────────────


def test_the_same_publication_gives_the_same_bytes() -> None:
    assert write_html(example()) == write_html(example())


def test_identifiers_are_unique_and_every_link_leads_somewhere() -> None:
    page = example_page()
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = page.xpath("//a[not(contains(@href, '.'))]/@href")
    assert links
    assert {link.removeprefix("#") for link in links} <= set(ids)
    for attribute in ("aria-labelledby", "aria-describedby"):
        for value in page.xpath(f"//@{attribute}"):
            assert set(value.split()) <= set(ids)


def test_headings_start_at_one_and_never_skip_a_level() -> None:
    levels = [int(h.tag[1]) for h in example_page().iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_every_table_has_a_caption_heads_with_scope_and_rows_of_one_width() -> None:
    tables = example_page().xpath("//table")
    assert len(tables) > 40
    for table in tables:
        assert table.xpath("string(caption)").strip()
        assert all(th.get("scope") and th.text_content().strip() for th in table.iter("th"))
        assert set(row_widths(table)) == {max(row_widths(table))}


def row_widths(table: HtmlElement) -> list[int]:
    rows = list(table.iter("tr"))
    widths = [0] * len(rows)
    for n, row in enumerate(rows):
        for cell in row:
            for below in range(int(cell.get("rowspan", 1))):
                widths[n + below] += int(cell.get("colspan", 1))
    return widths


def test_every_printed_figure_stands_in_its_table_and_is_explained() -> None:
    page, publication = example_page(), example()
    figures = [cell for table in publication.tables for cell in table.figures()]
    assert len(figures) == len(publication.explanations) > 250
    entries = explanations(page)
    texts = {span.get("id"): span.text for span in page.xpath("//td/span[@id]")}
    for explained, entry in zip(publication.explanations.values(), entries, strict=True):
        assert entry[:3] == [explained.name, explained.printed, explained.region]
        assert explained.printed.startswith(texts[entry[7]])


def test_a_blank_stays_blank() -> None:
    publication = example()
    grid = example_page().get_element_by_id("t-summary")
    filled = sum(1 for cell in publication.tables[0].figures())
    assert len(grid.xpath(".//tbody//span[@data-f]")) == filled
    assert len(publication.tables[0].cells) > filled


def test_a_figure_in_a_sentence_knows_its_table_and_the_table_knows_the_sentence() -> None:
    page = example_page()
    entries = explanations(page)
    mentions = page.xpath("//p/span[@data-f and starts-with(@id, 'm')]")
    assert mentions
    for span in mentions:
        listed = entries[int(span.get("data-f"))][6]
        assert isinstance(listed, list)
        assert span.get("id") in {f"m{number}" for number, _ in listed}


# ── Closed ───────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_loaded_and_the_policy_names_just_what_is_there() -> None:
    source = write_html(example()).decode()
    page = example_page()
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", source, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert "http:" not in source
    assert "https:" not in source
    assert not page.xpath("//@style")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert page.xpath("//link/@href") == ["data:,"]


def test_the_script_stays_small() -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", write_html(small()).decode(), re.DOTALL)
    assert len(script.encode()) < 18 * 1024


class Tags(HTMLParser):
    """The elements and attribute names of a page, and the words between them."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))


HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]></style><img src=x onerror=alert(1)>",
    "\"' onfocus=alert(1) autofocus x='",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &amp; &#0;",
    "\x00\x08\x1b",
    "\u202e\u2028\ufffe\ud800",
    "</title></desc></svg><iframe>",
)


@settings(max_examples=40, deadline=None)
@given(
    st.one_of(
        st.sampled_from(HOSTILE),
        st.lists(st.sampled_from([*HOSTILE, "<", ">", '"', "'", "&", "\\", "`"])).map("".join),
        st.text(min_size=1),
    ).map(lambda text: f"字{text}字"),
    st.sampled_from(ALL_CHARTS),
)
def test_hostile_text_stays_text(text: str, kind: ChartKind) -> None:
    source = write_html(small(text, kind=kind)).decode()
    plain = write_html(small("字一字", kind=kind)).decode()
    assert Tags(source).elements == Tags(plain).elements
    assert not re.search("[\x00-\x08\x0b\x0e-\x1f]", source)
    (figures,) = re.findall(r'id="figures">(.*?)</script>', source, re.DOTALL)
    assert json.loads(figures)["figures"][0][0] == printable(text)


def test_text_arrives_as_written() -> None:
    text = "“三公” <经费> & 'x' \"y\" </script>"
    page = parsed(small(text))
    assert found(page, "//h1/text()") == [text]
    assert page.xpath("string(//h3)") == text
    assert found(page, "//td/span[@id='f0']/text()") == [text]
    assert page.xpath("string(//svg/title)") == text


# ── Tables ───────────────────────────────────────────────────────────────────────────────────


def test_trees_sort_and_forms_with_fixed_rows_do_not() -> None:
    sortable = set(example_page().xpath("//table[@data-sort]/../../@id"))
    assert {"t-revenue", "t-expenditure", "t-general_basic"} <= sortable
    assert not {"t-summary", "t-appropriation_summary", "t-three_public"} & sortable
    assert not any(name.startswith("t-project-") for name in sortable)


@pytest.mark.parametrize(
    ("totals", "is_sortable"),
    [((True, *(False,) * 7), True), ((False, True, *(False,) * 6), False), ((False,) * 4, False)],
)
def test_a_list_sorts_only_with_all_totals_on_top(
    totals: tuple[bool, ...], *, is_sortable: bool
) -> None:
    head = (GridCell("名称", is_header=True), GridCell("金额", is_header=True))
    rows = [
        (GridCell("甲", is_total=t), GridCell("1", align=Align.RIGHT, is_total=t)) for t in totals
    ]
    grid = Grid("list", (head, *rows), (1, 1), header_rows=1)
    assert view_grid(grid, None, lambda _: (None, "")).is_sortable is is_sortable


def test_spans_of_rows_above_move_the_columns() -> None:
    head = (GridCell("甲", rowspan=2), GridCell("乙", colspan=2))
    rows = [
        (GridCell("a"), *(GridCell("1", align=Align.RIGHT) for _ in range(2))) for _ in range(6)
    ]
    grid = Grid("g", (head, (GridCell("丙"), GridCell("丁")), *rows), (1, 1, 1), header_rows=2)
    view = view_grid(grid, None, lambda _: (None, ""))
    assert [[cell.column for cell in row.cells] for row in view.head] == [[0, None], [1, 2]]
    assert [cell.scope for cell in view.head[0].cells] == ["col", "colgroup"]


# ── Pictures ─────────────────────────────────────────────────────────────────────────────────


def drawn(chart: Chart) -> HtmlElement:
    from lxml import html

    return html.fragment_fromstring(str(view_flow(chart, lambda _: None).drawing))


@pytest.mark.parametrize("amounts", [(), (0,), (0, 0), (-5, 100), (1, 10**16)])
def test_a_flow_of_anything_can_be_drawn(amounts: tuple[int, ...]) -> None:
    items = tuple(ChartItem(f"项{n}", a, 0, "源") for n, a in enumerate(amounts))
    picture = drawn(Chart("c", "题", ChartKind.FLOW, items, "文字"))
    assert int(picture.get("height")) > 0
    assert picture.xpath("string(title)") == "题"


@pytest.mark.parametrize("kind", [ChartKind.BARS, ChartKind.CHANGE])
@pytest.mark.parametrize("amounts", [(), (0,), (0, 0), (-5, 100), (1, 10**16)])
def test_bars_of_anything_can_be_drawn(kind: ChartKind, amounts: tuple[int, ...]) -> None:
    items = tuple(ChartItem(f"项{n}", a, 0) for n, a in enumerate(amounts))
    view = view_bars(Chart("c", "题", kind, items, "文字"), lambda _: None)
    assert all(0 <= float(b.length.rstrip("%")) <= 100 for row in view.bars for b in row.bars)


def test_bars_are_ranked_and_the_longest_is_full() -> None:
    items = (ChartItem("少", 100), ChartItem("多", 400), ChartItem("微", 1))
    view = view_bars(Chart("c", "题", ChartKind.BARS, items, ""), lambda _: None)
    assert [row.label for row in view.bars] == ["多", "少", "微"]
    assert [row.bars[0].length for row in view.bars] == ["100.0%", "25.0%", "0.4%"]


def test_a_flow_names_the_largest_uses_and_counts_the_rest() -> None:
    items = tuple(ChartItem(f"用途{n}", (12 - n) * 10**8, source="拨款") for n in range(12))
    chart = Chart("c", "题", ChartKind.FLOW, items, "")
    names = drawn(chart).xpath(".//text[contains(@class, 'name')]/text()")
    assert names == ["拨款", *(f"用途{n}" for n in range(7)), "其他5项"]
    view = view_flow(chart, lambda _: None)
    assert [end.number for end in view.uses] == [1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 8]
    assert len(view.bands) == 12


def test_a_change_of_a_few_yuan_is_not_nothing() -> None:
    items = (ChartItem("增", 300, 200), ChartItem("减", 10**8, 2 * 10**8), ChartItem("平", 5, 5))
    view = view_bars(Chart("c", "题", ChartKind.CHANGE, items, ""), lambda _: None)
    assert [row.remark for row in view.bars] == [
        "比上年增加0.0001万元，50.0%",
        "比上年减少100.00万元，50.0%",
        "与上年持平",
    ]


def test_a_year_nobody_stated_is_not_zero() -> None:
    (row,) = view_bars(
        Chart("c", "题", ChartKind.CHANGE, (ChartItem("项", 300),), ""), lambda _: None
    ).bars
    assert row.remark == "上年数未提供"
    assert [bar.year for bar in row.bars] == ["本年"]
    budget = replace(Run(EXAMPLE).budget, prior_year=())
    source = parsed(assemble(Run.of(budget))).get_element_by_id("plain-words").text_content()
    assert "上年数未提供，这里不作比较。" in source
    assert "比上年" not in source
    assert "上年 0.00" not in source


# ── Colours ──────────────────────────────────────────────────────────────────────────────────

ON_PAPER = [
    ("ink", 7),
    ("soft", 4.5),
    ("accent", 4.5),
    *((f"c{n}", 3) for n in range(6)),
    ("was", 3),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_marks_stand_out_from_what_is_behind_them(theme: str) -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", write_html(small()).decode(), re.DOTALL)
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#\w+);", blocks[theme == "dark"]))
    for behind in ("paper", "wash", "accent-wash"):
        for name, least in ON_PAPER:
            if behind != "accent-wash" or name in {"ink", "soft", "accent"}:
                assert contrast(colours[name], colours[behind]) >= least, (name, behind)
    assert contrast(colours["warn"], colours["warn-wash"]) >= 4.5
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5


def contrast(one: str, other: str) -> float:
    """The ratio WCAG 2 defines."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * d for d in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


# ── In a browser ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    with chromium() as page:
        yield page


@pytest.mark.slow
def test_in_a_browser(browser: Page, tmp_path: Path) -> None:
    """One visit, because starting a browser is what takes time."""
    path = tmp_path / "page.html"
    path.write_bytes(write_html(replace(example(), is_draft=True)))
    browser.open(path, width=390, height=844)
    sizes = "Array.from(document.querySelectorAll('svg text, td, th, p, li, a, summary')).filter(e => e.getClientRects().length).map(e => parseFloat(getComputedStyle(e).fontSize))"
    assert min(browser.run(sizes)) >= 12

    browser.open(path, width=1280, height=900)
    focus_first = "document.querySelector('#t-expenditure tbody .f').focus()"
    browser.press("Tab")
    assert browser.run("document.activeElement.className") == "skip"
    browser.run(focus_first)
    assert browser.run("document.getElementById('pop').hidden") is False
    browser.press("Enter")
    assert browser.run("document.activeElement.className") == "close"
    assert "1809.18万元" in browser.run("document.getElementById('pop').innerText")
    assert "同样的数字还出现在" in browser.run("document.getElementById('pop').innerText")
    browser.press("Escape")
    assert browser.run("document.getElementById('pop').hidden") is True
    assert browser.run("document.activeElement.textContent") == "1809.18"
    browser.press("ArrowRight")
    assert browser.run("document.activeElement.textContent") == "1515.34"
    browser.press("ArrowDown")
    assert browser.run("document.activeElement.textContent") == "732.97"

    column = "Array.from(document.querySelectorAll('#t-general_basic tbody tr')).map(r => r.cells[2].textContent)"
    official = browser.run(column)
    browser.run(
        "document.querySelector('#t-general_basic th[data-col=\"3\"] [role=button]').focus()"
    )
    browser.press("Enter")
    ranked = browser.run(column)
    assert ranked[:3] == ["合计", "工资福利支出", "基本工资"]
    assert ranked != official
    assert sorted(ranked) == sorted(official)
    browser.run("document.querySelector('#t-general_basic .restore').click()")
    assert browser.run(column) == official

    assert browser.messages == []
