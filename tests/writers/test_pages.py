"""Pages as both paper formats print them: the same headings on the same pages, nothing torn, nothing nameless."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from tests.example import example_budget
from tests.libreoffice import converted
from yusuan.pipeline import Run, assemble
from yusuan.synthetic import LARGE, synthesise
from yusuan.writers.docx.document import write_docx
from yusuan.writers.paper.plan import plan
from yusuan.writers.paper.steps import Line, Placed, Turn
from yusuan.writers.pdf.document import write_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.documents.publication import Publication
    from yusuan.writers.paper.flow import Flow

NUMBER = re.compile(r"—(\d+)—")


@lru_cache
def publications() -> dict[str, Publication]:
    """The example, and made-up departments, one of twelve units whose names are the longest there are."""
    large = synthesise(7, 2024, "hebei", replace(LARGE, projects=12))
    return {
        "example": assemble(Run.of(example_budget())),
        "large": assemble(Run.of(large)),
        "made": assemble(Run.of(synthesise(1, 2024)), is_draft=True),
    }


@lru_cache
def planned(name: str) -> Flow:
    return plan(publications()[name])


def page_texts(path: Path) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [re.sub(r"[\s\u200b\ufffe\x02]", "", page) for page in pages]


@pytest.mark.slow
def test_every_heading_stands_on_the_same_page_in_word_and_pdf(tmp_path: Path) -> None:
    for name, publication in publications().items():
        (tmp_path / f"{name}.docx").write_bytes(write_docx(publication))
        (tmp_path / f"{name}-pdf.pdf").write_bytes(write_pdf(publication))
    names = list(publications())
    made = converted("pdf", tmp_path, *(tmp_path / f"{name}.docx" for name in names))
    for name, path in zip(names, made, strict=True):
        word, pdf = page_texts(path), page_texts(tmp_path / f"{name}-pdf.pdf")
        assert len(word) == len(pdf), name
        # Cover and contents come first in both, in the same order.
        assert publications()[name].cover.title.replace(" ", "") in word[0]
        assert publications()[name].cover.title.replace(" ", "") in pdf[0]
        assert word[0].index("部门预算公开") < word[0].index("二〇二四年")
        for pages in (word, pdf):
            assert all(("草案" in page) is publications()[name].is_draft for page in pages), name
            numbers = [int(NUMBER.findall(page)[-1]) for page in pages[2:]]
            assert numbers == list(range(1, len(numbers) + 1)), name
        for step in planned(name).out:
            if isinstance(step, Line) and step.level:
                title = re.sub(r"\s", "", step.text)
                at_word, at_pdf = (
                    next(n for n, page in enumerate(pages[2:], start=1) if title in page)
                    for pages in (word, pdf)
                )
                assert at_word == at_pdf, (name, step.text)
                assert not step.entry or step.entry.page == at_pdf, (name, step.text)


@pytest.mark.parametrize("name", ["example", "large"])
def test_revenue_and_expenditure_fit_on_one_page(name: str) -> None:
    summary, revenue = planned(name).entries[1:3]
    assert summary.text.endswith("收支总表")
    assert revenue.page == summary.page + 1


@pytest.mark.parametrize("name", ["example", "large"])
def test_no_row_of_a_table_is_broken_over_pages(name: str) -> None:
    tables = [step.table for step in planned(name).out if isinstance(step, Placed)]
    assert len(tables) > 30
    assert all(max(table.heights) <= table.tallest_whole for table in tables)


def test_a_table_that_runs_on_says_its_title_and_department_on_every_page() -> None:
    runs = [step for step in planned("large").out if isinstance(step, Turn) and step.running]
    titles = [step.running for step in runs]
    assert "部门预算财政拨款收支总表（续）" in titles
    assert any("政府采购" in title for title in titles)
    tables = [step.table for step in planned("large").out if isinstance(step, Placed)]
    department = publications()["large"].department
    official = [table for table in tables if table.grid.header_rows and table.caption.lines > 1]
    assert official
    assert all(table.header_rows and department in table.caption.left for table in official)


def test_a_long_department_name_does_not_squeeze_the_year_into_a_tower() -> None:
    table = next(s.table for s in planned("large").out if isinstance(s, Placed))
    # Set beside a name of sixty characters, 预算年度 stood one character below the other.
    assert table.caption.is_split
    assert table.caption.lines == 3


def test_contents_have_levels_and_every_line_its_page() -> None:
    import zipfile
    from io import BytesIO

    xml = zipfile.ZipFile(BytesIO(write_docx(publications()["example"])))
    styles = xml.read("word/styles.xml").decode()
    indents = [re.search(rf'styleId="TOC{n}".*?</w:style>', styles) for n in (1, 2)]
    assert [bool(found and "w:ind " in found[0]) for found in indents] == [False, True]
    body = xml.read("word/document.xml").decode()
    assert body.count("PAGEREF") == len(planned("example").entries)
