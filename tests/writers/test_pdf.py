"""The PDF: standards, contents, bookmarks, attachments, every figure, and texts that print as they are."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.example import example_budget
from yusuan.catalog import names
from yusuan.core.outcomes import Outcomes
from yusuan.documents.assemble import Checked, assemble
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
from yusuan.documents.secrecy.gate import public_view
from yusuan.editions import edition as find_edition
from yusuan.identities.derive import identities
from yusuan.tables.derive import derive
from yusuan.tables.table import print_amount
from yusuan.writers.paper.fit import Frame, fit, placed
from yusuan.writers.paper.fonts import text_width
from yusuan.writers.pdf.document import write_pdf
from yusuan.writers.pdf.text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.documents.publication import Block

PACKAGE = {
    "datapackage.json": b'{"name": "example"}',
    "data/lines.csv": "unit,amount\n216001,1.00\n科目,“2”\n".encode(),
    'odd #name $x "q" 名.csv': b"x",
    "data/cells.parquet": bytes(range(256)) * 3,
    f"{'0123456789abcdef' * 4}.txt": b"",
}
PAGE_NUMBER = re.compile(r"—(\d+)—")


@lru_cache
def publication() -> Publication:
    """The example, with a small package of bytes of every kind."""
    budget = example_budget()
    edition = find_edition(budget.department.edition, budget.department.fiscal_year)
    name = names(edition.year)
    tables = tuple(derive(spec, budget.lines, name) for spec in edition.tables)
    checked = Checked(tables, identities(tables), Outcomes(()), "取整方式：无")
    return assemble(public_view(budget).budget, checked, edition, name=name, package=PACKAGE)


@lru_cache
def example_pdf() -> bytes:
    return write_pdf(publication())


def page_texts(pdf: bytes) -> list[str]:
    """The text of every page without white space, in reading order."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [plain(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def plain(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


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


# ── What the file says about itself ────────────────────────────────────────────────────────────


def test_the_file_claims_pdf_a_3a_and_pdf_ua_1_and_is_tagged() -> None:
    with opened(example_pdf()) as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == publication().title
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang).lower() == "zh-cn"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        kinds = set(structure_kinds(pdf.Root.StructTreeRoot))
    assert {"/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD", "/TOC", "/TOCI"} <= kinds


def structure_kinds(element: pikepdf.Object) -> Iterator[str]:
    stack = [element]
    while stack:
        one = stack.pop()
        if isinstance(one, pikepdf.Array):
            stack.extend(one)
        elif isinstance(one, pikepdf.Dictionary):
            if "/S" in one:
                yield str(one.S)
            if "/K" in one:
                stack.append(one.K)


def test_equal_publications_give_equal_bytes() -> None:
    assert write_pdf(replace(publication())) == example_pdf()


def test_the_package_is_attached_byte_for_byte_with_its_type_and_its_role() -> None:
    with opened(example_pdf()) as pdf:
        stored = {str(spec.UF): bytes(spec.EF.F.read_bytes()) for spec in pdf.Root.AF}
        assert stored == PACKAGE
        assert len(pdf.attachments) == len(PACKAGE)
        types = {
            str(spec.UF): (str(spec.AFRelationship), str(spec.EF.F.Subtype)) for spec in pdf.Root.AF
        }
    assert types["data/lines.csv"] == ("/Source", "/text/csv")
    assert types["datapackage.json"] == ("/Source", "/application/json")


# ── Finding one's way ──────────────────────────────────────────────────────────────────────────


def test_contents_give_the_number_printed_on_the_page_where_each_section_begins() -> None:
    pages = page_texts(example_pdf())
    contents = next(text for text in pages if text.startswith(plain(publication().contents_title)))
    body = [text for text in pages if PAGE_NUMBER.search(text)]
    for part in publication().parts:
        for title in (part.title, *(section.title for section in part.sections)):
            listed = re.search(rf"{re.escape(plain(title))}\.+(\d+)", contents)
            assert listed, title
            page = next(text for text in body if f"—{listed[1]}—" in text)
            assert plain(title) in page, title


def test_pages_are_numbered_from_one_after_cover_and_contents() -> None:
    numbers = [
        found[1] for text in page_texts(example_pdf()) if (found := PAGE_NUMBER.search(text))
    ]
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    assert len(page_texts(example_pdf())) - len(numbers) >= 2


def test_bookmarks_name_every_part_section_and_heading() -> None:
    with opened(example_pdf()) as pdf, pdf.open_outline() as outline:
        titles = {str(item.title) for item in every_item(outline.root)}
    for part in publication().parts:
        assert part.title in titles
        for section in part.sections:
            assert section.title in titles
            for block in section.blocks:
                if isinstance(block, Heading):
                    assert block.text in titles


def every_item(items: Iterable[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from every_item(item.children)


def test_contents_lead_to_the_sections() -> None:
    with opened(example_pdf()) as pdf:
        links = [a for a in pdf.pages[1].get("/Annots", []) if a.Subtype == "/Link"]
        sections = sum(1 + len(part.sections) for part in publication().parts)
    assert len(links) >= sections


# ── What is printed ────────────────────────────────────────────────────────────────────────────


def test_every_figure_heading_and_sentence_is_printed() -> None:
    text = "".join(re.sub(r"—\d+—", "", page) for page in page_texts(example_pdf()))
    for part in publication().parts:
        for section in part.sections:
            for block in section.blocks:
                if isinstance(block, Paragraph):
                    # Page furniture may stand in the middle of a long paragraph.
                    for sentence in re.split("[。；\n]", block.text):
                        assert plain(sentence) in text, sentence
                elif isinstance(block, Heading):
                    assert plain(block.text) in text
                elif isinstance(block, Grid):
                    for one in placed(block.rows):
                        for line in one.cell.text.split("\n"):
                            assert plain(line) in text or in_order(plain(line), text), line


def in_order(text: str, page: str) -> bool:
    """Whether the characters stand in order: lines of neighbouring cells are extracted in turns."""
    return bool(re.search(".{0,80}?".join(map(re.escape, text)), page))


def test_a_table_shows_all_its_figures_between_its_title_and_the_next() -> None:
    pages = page_texts(example_pdf())
    sections = [section for part in publication().parts for section in part.sections]
    starts = [first_page(section, pages) for section in sections]
    for i, table in enumerate(publication().tables):
        assert sections[i].id == table.id
        printed = "".join(pages[starts[i] : starts[i + 1]])
        for cell in table.figures():
            assert print_amount(cell, table.spec) in printed, cell.key


def first_page(section: Section, pages: list[str]) -> int:
    """The page that shows a section's title, contents left out."""
    title = plain(section.title)
    return next(i for i, text in enumerate(pages) if PAGE_NUMBER.search(text) and title in text)


def test_header_rows_and_the_unit_are_repeated_on_every_page_of_a_table() -> None:
    rows = tuple(
        (GridCell(f"第{i}项"), GridCell("1.00", align=Align.RIGHT, amount=1_000_000))
        for i in range(120)
    )
    head = (GridCell("项目", is_header=True), GridCell("预算数", is_header=True))
    grid = Grid("long", (head, *rows), (3, 1), 1, "某部门", "预算年度：2024", "单位：万元")
    pages = page_texts(write_pdf(one_section(grid, is_table=True)))[2:]
    assert len(pages) > 1
    assert all("单位：万元项目预算数" in text for text in pages)


def test_the_cover_names_who_answers_and_nothing_says_how_it_was_checked() -> None:
    cover = page_texts(example_pdf())[0]
    for text in (
        publication().cover.title,
        publication().cover.department,
        publication().cover.date_in_characters,
        *(word for line in publication().cover.sign_offs for word in line),
    ):
        assert plain(text) in cover
    text = "".join(page_texts(example_pdf()))
    assert plain(publication().rounding_note) not in text
    assert plain(publication().outcome_note) not in text


def test_every_page_of_a_draft_says_so_and_none_of_a_final_document() -> None:
    draft = page_texts(write_pdf(replace(publication(), is_draft=True)))
    assert all("草案" in text for text in draft)
    assert not any("草案" in text for text in page_texts(example_pdf()))


def test_wide_tables_lie_on_their_side() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(example_pdf())
    sizes = [page.get_size() for page in document]
    document.close()
    texts = page_texts(example_pdf())
    for part in publication().parts:
        for section in part.sections:
            page = first_page(section, texts)
            assert (sizes[page][0] > sizes[page][1]) is section.is_landscape, section.title


# ── Layout ─────────────────────────────────────────────────────────────────────────────────────


def test_amounts_get_the_room_they_need() -> None:
    long = "123456789012.34"
    row = (GridCell("名" * 60), *(GridCell(long, amount=1, align=Align.RIGHT),) * 4)
    frame = Frame(442.2, 637.8, (10.0, 9.0, 8.0), 3.0)
    layout = fit(Grid("g", (row,), (10, 1, 1, 1, 1)), frame)
    assert layout.fits
    assert all(width - 6 >= text_width(long) * layout.size for width in layout.widths[1:])
    assert sum(layout.widths) == pytest.approx(frame.width)


def test_nothing_leaves_the_page() -> None:
    hostile = ("a" * 300, "1" * 40, "国" * 900, "）" * 200, "a\u00a0" * 80, "W" * 24)
    rows = tuple((GridCell(text), GridCell(text), GridCell("1.00", amount=1)) for text in hostile)
    wide = tuple(GridCell("98765432.10", amount=1, align=Align.RIGHT) for _ in range(16))
    pdf = write_pdf(
        one_section(
            *map(paragraph, hostile),
            *(Heading(text) for text in hostile),
            Grid("g", rows, (3, 1, 1), 0, *hostile[:3], notes=hostile),
            Grid("w", (wide,), (1,) * 16, notes=("注",)),
        )
    )
    for left, bottom, right, top, width, height in glyph_boxes(pdf):
        assert left >= 40
        assert right <= width - 40
        assert bottom >= 30
        assert top <= height - 40
    text = "".join(page_texts(pdf))
    assert text.count("国") == 900 * 6
    assert text.count("98765432.10") == 16


def glyph_boxes(pdf: bytes) -> Iterator[tuple[float, float, float, float, float, float]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        words = page.get_textpage()
        for i in range(words.count_rects()):
            yield (*words.get_rect(i), *page.get_size())
    document.close()


# ── Texts that print as they are ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("#pagebreak()", "#pagebreak()"),
        ('"]) #read("/etc/passwd")', '"])#read("/etc/passwd")'),
        ("\\u{41} \\\\ \\n", "\\u{41}\\\\\\n"),
        ("$x^2$ *粗* _斜_ `码` @ref <label>", "$x^2$*粗*_斜_`码`@ref<label>"),
        ("= 题 // 注 /* 注 */", "=题//注/*注*/"),
        ("一\r\n二\u2028三", "一二三"),
        ("\x00\x07\ufeff零", "零"),
        ("\u202e倒\u202c", "倒"),
        ("吉野家𠮷", "吉野家〔U+20BB7〕"),
    ],
)
def test_hostile_text_is_printed_and_not_obeyed(text: str, printed: str) -> None:
    pdf = write_pdf(one_section(paragraph(text), Grid("g", ((GridCell(text),),), (1,))))
    assert page_texts(pdf)[2].count(printed) == 2


HOSTILE = st.text(alphabet="#$*_@<>[]{}()\\\"'`~/=-+.,:;&%^|! \n万元a1", min_size=1, max_size=12)


@settings(deadline=None, max_examples=25)
@given(st.lists(HOSTILE, min_size=9, max_size=9))
def test_any_string_anywhere_is_printed_literally(texts: list[str]) -> None:
    marked = [f"甲{text}乙" for text in texts]
    one, two, three, four, five, six, seven, eight, nine = marked
    grid = Grid(
        "g",
        ((GridCell(one, is_header=True),), (GridCell(two, indent=1),)),
        (1,),
        1,
        three,
        four,
        five,
        notes=(six,),
    )
    base = one_section(Heading(seven), paragraph(eight), grid, title=nine)
    hostile = replace(
        base,
        title=one,
        department=two,
        cover=Cover(three, four, five, ((six, seven, eight),)),
        contents_title=nine,
        rounding_note=one,
    )
    cover, contents, body = page_texts(write_pdf(hostile))
    for text in (three, four, five, six, seven, eight):
        assert printed(text) in printed(cover)
    assert printed(nine) in printed(contents)
    for text in marked:
        assert printed(text) in printed(body)


def printed(text: str) -> str:
    """What extraction keeps: a hyphen at a line's end is taken for a broken word by the reader."""
    return re.sub("[-\u00ad\ufffe\u0002]", "", plain(text))


def test_a_literal_keeps_words_and_opens_long_runs() -> None:
    assert literal("13031124P00GEMU101866") == '"13031124P00GEMU101866"'
    assert literal("a" * 25).count("\u200b") == 24
