"""The DOCX: schema order, page numbers that are true, tables that hold together, texts that cannot break it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.example import example_budget
from yusuan.documents.publication import (
    Align,
    Cover,
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
from yusuan.writers.docx.document import write_docx
from yusuan.writers.docx.xml import clean
from yusuan.writers.paper.measure import Measure, line_count, text_width
from yusuan.writers.paper.plan import plan

if TYPE_CHECKING:
    from lxml.etree import _Element

    from yusuan.documents.publication import Block

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = {"w": W}

# ISO/IEC 29500-1, annex A: the order of children, as far as the writer uses them.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl tabs kinsoku wordWrap overflowPunct "
    "autoSpaceDE autoSpaceDN adjustRightInd snapToGrid spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i color spacing w kern position sz szCs highlight u lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "style": "name aliases basedOn next uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr trPr tcPr",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
    "tc": "tcPr p",
    "settings": "zoom defaultTabStop evenAndOddHeaders characterSpacingControl compat themeFontLang "
    "decimalSymbol listSeparator",
    "styles": "docDefaults style",
    "font": "altName panose1 charset family pitch sig",
    "sdt": "sdtPr sdtContent",
}
# Those that may occur more than once.
REPEATED = {"headerReference", "footerReference", "style", "tr", "tc", "p"}


@lru_cache
def publication() -> Publication:
    """The example, assembled."""
    return assemble(Run.of(example_budget()))


@lru_cache
def example_docx() -> bytes:
    return write_docx(publication())


def parts(docx: bytes) -> dict[str, _Element]:
    """Every XML part of the package, parsed."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


def document(docx: bytes) -> _Element:
    return parts(docx)["word/document.xml"]


def find(element: _Element, path: str) -> list[_Element]:
    found = element.xpath(path, namespaces=NS)
    assert isinstance(found, list)
    return cast("list[_Element]", found)


def local(element: _Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def value(element: _Element, name: str = "val") -> str:
    return element.get(f"{{{W}}}{name}") or ""


def words(element: _Element) -> str:
    return "".join(t.text or "" for t in find(element, ".//w:t"))


def one_section(*blocks: Block, title: str = "一、节", is_table: bool = False) -> Publication:
    """A publication of one section."""
    section = Section("only", title, blocks, is_table=is_table)
    return Publication(
        title="某部门2024年部门预算公开",
        department="某部门",
        fiscal_year=2024,
        edition="hebei",
        document="部门预算",
        date=dt.date(2024, 3, 15),
        cover=Cover("某部门2024年部门预算公开", "某部门", "二〇二四年三月"),
        contents_title="目录",
        parts=(Part("all", "说明", (section,)),),
    )


def paragraph(text: str) -> Paragraph:
    return Paragraph((Text(text),))


# ── The package ────────────────────────────────────────────────────────────────────────────────


def test_equal_publications_give_equal_bytes() -> None:
    assert write_docx(publication()) == example_docx()


def test_the_package_says_nothing_about_when_or_where_it_was_written() -> None:
    with zipfile.ZipFile(io.BytesIO(example_docx())) as archive:
        entries = archive.infolist()
    assert [e.filename for e in entries] == sorted(e.filename for e in entries)
    assert {e.date_time for e in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_every_part_has_a_type_and_every_relation_a_target() -> None:
    opened = parts(example_docx())
    typed = {e.get("PartName") for e in opened["[Content_Types].xml"] if e.get("PartName")}
    assert typed == {f"/{n}" for n in opened if not n.endswith(".rels") and n[0] != "["}
    for relation in opened["word/_rels/document.xml.rels"]:
        assert f"word/{relation.get('Target')}" in opened


def test_the_properties_name_department_title_and_date() -> None:
    core = parts(example_docx())["docProps/core.xml"]
    said = {local(e): e.text for e in core}
    assert said["title"] == publication().title
    assert said["creator"] == publication().department
    assert said["language"] == "zh-CN"
    assert said["created"] == f"{publication().date}T00:00:00Z"


def test_children_stand_in_the_order_the_schema_gives() -> None:
    for name, root in parts(example_docx()).items():
        for element in root.iter():
            order = ORDER.get(local(element))
            if order is None or not str(element.tag).startswith(f"{{{W}}}"):
                continue
            children = [local(child) for child in element]
            ranks = [order.split().index(child) for child in children]
            assert ranks == sorted(ranks), (name, element.tag, children)
            once = Counter(c for c in children if c not in REPEATED)
            assert max(once.values(), default=1) == 1, (name, children)


def test_styles_that_are_used_are_defined_and_chinese_text_is_chinese() -> None:
    opened = parts(example_docx())
    defined = {value(s, "styleId") for s in find(opened["word/styles.xml"], "//w:style")}
    for root in opened.values():
        used = find(root, "//w:pStyle | //w:rStyle | //w:tblStyle | //w:next | //w:basedOn")
        assert {value(style) for style in used} <= defined
    languages = find(opened["word/styles.xml"], "//w:docDefaults//w:lang")
    assert [value(lang, "eastAsia") for lang in languages] == ["zh-CN"]


def test_opening_the_document_asks_nothing() -> None:
    assert not find(parts(example_docx())["word/settings.xml"], "//w:updateFields")


# ── Contents ───────────────────────────────────────────────────────────────────────────────────


def test_the_contents_are_a_field_with_every_section_and_its_bookmark() -> None:
    body = document(example_docx())
    kinds = Counter(value(f, "fldCharType") for f in find(body, "//w:fldChar"))
    assert kinds["begin"] == kinds["separate"] == kinds["end"]
    instructions = [i.text or "" for i in find(body, "//w:instrText")]
    assert [i for i in instructions if " TOC " in i] == [' TOC \\o "1-2" \\h \\z \\u ']
    bookmarks = {value(b, "name") for b in find(body, "//w:bookmarkStart")}
    assert {i.split()[1] for i in instructions if "PAGEREF" in i} <= bookmarks
    assert {value(h, "anchor") for h in find(body, "//w:hyperlink")} == bookmarks
    listed = [words(p) for p in find(body, "//w:sdtContent/w:p")]
    titles = [s.title for part in publication().parts for s in part.sections]
    assert [t for t in titles if not any(line.startswith(t) for line in listed)] == []


# ── Pages ──────────────────────────────────────────────────────────────────────────────────────


def test_paper_is_a4_with_official_margins_and_wide_tables_lie_on_their_side() -> None:
    sections = find(document(example_docx()), "//w:sectPr")
    sizes = [(e, value(e, "w"), value(e, "h")) for s in sections for e in find(s, "w:pgSz")]
    assert {(w, h) for _, w, h in sizes} == {("11906", "16838"), ("16838", "11906")}
    assert all((value(e, "orient") == "landscape") == (w == "16838") for e, w, _ in sizes)
    margins = find(sections[0], "w:pgMar")[0]
    millimetres = [
        round(int(value(margins, side)) * 25.4 / 1440)
        for side in ("top", "bottom", "left", "right")
    ]
    assert millimetres == [37, 35, 28, 26]


def test_page_numbers_start_at_one_after_the_contents() -> None:
    sections = find(document(example_docx()), "//w:sectPr")
    starts = [[value(n, "start") for n in find(s, "w:pgNumType")] for s in sections]
    assert starts[:3] == [[], [], ["1"]]
    assert all(start == [""] for start in starts[3:])
    assert not find(sections[1], "w:footerReference")


@pytest.mark.parametrize("is_draft", [True, False])
def test_only_a_draft_says_so_on_every_page(*, is_draft: bool) -> None:
    opened = parts(write_docx(replace(one_section(paragraph("正文")), is_draft=is_draft)))
    assert [words(opened[f"word/header{n}.xml"]) for n in (1, 2)] == [
        "草案" if is_draft else ""
    ] * 2
    for section in find(opened["word/document.xml"], "//w:sectPr"):
        assert len(find(section, "w:headerReference")) == 2


# ── Tables ─────────────────────────────────────────────────────────────────────────────────────


def test_every_row_fills_the_columns_of_its_table() -> None:
    for table in find(document(example_docx()), "//w:tbl"):
        columns = [int(value(c, "w")) for c in find(table, "w:tblGrid/w:gridCol")]
        for row in find(table, "w:tr"):
            spans = [
                int(value(s[0])) if (s := find(c, "w:tcPr/w:gridSpan")) else 1
                for c in find(row, "w:tc")
            ]
            assert sum(spans) == len(columns)
            widths = [int(value(w, "w")) for w in find(row, "w:tc/w:tcPr/w:tcW")]
            assert sum(widths) == sum(columns)


def test_official_tables_repeat_their_header_and_keep_rows_whole() -> None:
    tables = find(document(example_docx()), "//w:tbl")
    grids = [s.blocks[0] for s in publication().parts[0].sections]
    for table, grid in zip(tables, grids, strict=False):
        assert isinstance(grid, Grid)
        # The caption is the first of them: whose table it is stands on every page.
        assert len(find(table, "w:tr/w:trPr/w:tblHeader")) == 1 + grid.header_rows
        assert publication().department in words(find(table, "w:tr")[0])
        assert len(find(table, "w:tr/w:trPr/w:cantSplit")) == 1 + len(grid.rows)
        assert [value(d) for d in find(table, "w:tblPr/w:tblDescription")] == [grid.summary]


def test_every_printed_figure_of_the_tables_is_in_the_document() -> None:
    tables = find(document(example_docx()), "//w:tbl")
    grids = [s.blocks[0] for s in publication().parts[0].sections]
    for table, grid in zip(tables, grids, strict=False):
        assert isinstance(grid, Grid)
        printed = [words(cell) for cell in find(table, "w:tr[position() > 1]/w:tc") if words(cell)]
        assert printed == [cell.text for row in grid.rows for cell in row if cell.text]


def test_merged_cells_merge() -> None:
    grid = Grid(
        "g",
        (
            (GridCell("甲", rowspan=2, is_header=True), GridCell("乙", colspan=2, is_header=True)),
            (GridCell("丙", is_header=True), GridCell("丁", is_header=True)),
            (GridCell("合计", is_total=True), GridCell("1.00", align=Align.RIGHT), GridCell()),
        ),
        (2, 1, 1),
        header_rows=2,
        caption_right="单位：万元",
        notes=("注：空表列示。",),
    )
    body = document(write_docx(one_section(grid, is_table=True)))
    rows = [
        [(words(c), [value(m) for m in find(c, "w:tcPr/w:vMerge")]) for c in find(r, "w:tc")]
        for r in find(body, "//w:tr")
    ]
    assert rows == [
        [("单位：万元", [])],
        [("甲", ["restart"]), ("乙", [])],
        [("", [""]), ("丙", []), ("丁", [])],
        [("合计", []), ("1.00", []), ("", [])],
    ]
    texts = [words(p) for p in find(body, "/w:document/w:body/w:p")]
    assert "注：空表列示。" in texts
    assert [words(r) for r in find(body, "//w:r[w:rPr/w:rStyle[@w:val='Total']]")] == ["合计"]


def test_spans_that_reach_out_of_the_grid_are_cut() -> None:
    grid = Grid("g", ((GridCell("甲", colspan=9, rowspan=9), GridCell("多")),), (1, 1))
    row = find(document(write_docx(one_section(grid))), "//w:tr")[0]
    assert [value(s) for s in find(row, ".//w:gridSpan")] == ["2"]
    assert not find(row, ".//w:vMerge")


def test_a_heading_stays_with_the_table_it_names() -> None:
    row = (GridCell("行"), GridCell("1.00", align=Align.RIGHT))
    grid = Grid("g", (row,) * 12, (1, 1), caption_right="单位：万元")
    body = document(write_docx(one_section(*(paragraph("字" * 400),), Heading("一", 3), grid)))
    assert [words(p) for p in find(body, "//w:p[w:pPr/w:pageBreakBefore]")] == ["一"]


# ── Text ───────────────────────────────────────────────────────────────────────────────────────


@given(st.text(max_size=40))
def test_no_text_can_break_the_document(text: str) -> None:
    hostile = replace(
        one_section(
            Heading(text),
            paragraph(text),
            Grid(
                "g", ((GridCell(text, is_total=True),),), (1,), 1, text, text, text, text, (text,)
            ),
            title=text,
        ),
        title=text,
        department=text,
        cover=Cover(text, text, text, ((text, text, text),)),
        contents_title=text,
        rounding_note=text,
    )
    body = document(write_docx(hostile))
    cell = find(body, "//w:tc")[0]
    assert words(cell) == clean(text).replace("\n", "")


@pytest.mark.parametrize(
    "text", ["\x00", "\x0b", "\ud800", "\ufffe", "\u202e", "\u2066", "\x1b[31m"]
)
def test_characters_that_hide_or_reorder_are_shown_as_unknown(text: str) -> None:
    assert clean(f"甲{text}") == f"甲\ufffd{text[1:]}"


def test_markup_and_field_codes_in_names_stay_words() -> None:
    text = '</w:t></w:r><w:r> TOC \\o "&amp;'
    body = document(write_docx(one_section(paragraph(text))))
    assert words(find(body, "//w:body/w:p[last()-1]")[0]) == text


def test_line_feeds_in_a_cell_are_lines() -> None:
    grid = Grid("g", ((GridCell("一\n二\n三"),),), (1,))
    row = find(document(write_docx(one_section(grid))), "//w:tr")[0]
    assert len(find(row, ".//w:br")) == 2
    assert int(value(find(row, "w:trPr/w:trHeight")[0])) >= 3 * 12 * 20


@given(st.text("中文，。“”（）12.5%ab \n", max_size=200), st.integers(400, 9000))
def test_lines_hold_all_the_text(text: str, width: int) -> None:
    measure = Measure(width, 180)
    lines = line_count(text, measure)
    assert lines >= 1 + text.count("\n")
    assert lines * width >= text_width(text.replace(" ", "").replace("\n", ""), 180) - lines * 180


def test_a_closing_mark_does_not_start_a_line() -> None:
    ten = Measure(1800, 180)
    assert line_count("一二三四五六七八九十", ten) == 1
    assert line_count("一二三四五六七八九十。", ten) == 2
    assert line_count("一二三四五六七八九十。", replace(ten, hangs=True)) == 1


def test_a_page_number_does_not_depend_on_the_width_of_digits() -> None:
    # Digits that may be narrow or wide leave in doubt where a long text ends.
    texts = [
        paragraph("收入1234.56万元，支出6543.21万元，结余98.76万元。" * (n % 5 + 1))
        for n in range(40)
    ]
    sections = tuple(
        Section(f"s{n}", f"第{n}节", tuple(texts[n : n + 7]), starts_page=n == 0) for n in range(30)
    )
    long = replace(one_section(), parts=(Part("all", "说明", sections),))
    flow = plan(long)
    assert flow.breaks - {0}
    assert not flow.disputed
