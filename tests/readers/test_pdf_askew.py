"""What is printed aslant over a page is no part of its tables: a draft reads like the final document."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from tests.example import EXAMPLE
from tests.readers.pages import drawn, printed, said
from yusuan.pipeline import Inspection, Run
from yusuan.readers.pdf.document import read_pdf

if TYPE_CHECKING:
    from pathlib import Path

_TABLE = (
    "#table(columns: (1fr,) * 4, [项目], [合计], [基本支出], [项目支出], "
    + ", ".join(f"[第{n}项], [{n}.10], [{n}.20], [{n}.30]" for n in range(1, 30))
    + ")"
)


def test_a_draft_reads_like_the_final_document(tmp_path: Path) -> None:
    read = []
    for is_draft in (True, False):
        ((_, content),) = Run(EXAMPLE).publish(("pdf",), is_draft=is_draft).items()
        path = tmp_path / f"{is_draft}.pdf"
        path.write_bytes(content)
        read.append(Inspection(path))
    draft, final = read
    figures = [
        {(c.key, c.amount) for table in one.printed for c in table.figures()} for one in read
    ]
    assert figures[0] == figures[1]
    assert figures[0]
    assert draft.projects == final.projects
    assert [remark for remark in draft.document.remarks if "水印" in remark and "草案" in remark]
    assert not [remark for remark in final.document.remarks if "水印" in remark]


@pytest.mark.parametrize("angle", [20, 30, 45, 60, 70, 110, 135, -35, -60])
@pytest.mark.parametrize("words", ["草案", "征求意见稿", "DRAFT 2030"])
def test_words_aslant_stay_out_of_cells_and_lines(angle: int, words: str) -> None:
    mark = f"#set page(background: rotate({angle}deg, text(70pt, luma(230))[{words}]))\n"
    plain, marked = read_pdf(printed(_TABLE)), read_pdf(printed(mark + _TABLE))
    assert marked.grids == plain.grids
    assert marked.text == plain.text
    assert [remark for remark in marked.remarks if "水印" in remark]


@pytest.mark.parametrize("angle", [0, 3, 8, -5, 90, -90, 180])
def test_upright_and_turned_words_stay(angle: int) -> None:
    document = read_pdf(printed(f"#rotate({angle}deg, reflow: true)[保留的文字]"))
    assert not [remark for remark in document.remarks if "水印" in remark]
    letters = document.text + "".join(c.text for g in document.grids for c in g.cells)
    assert set("保留的文字") <= set(letters)


@pytest.mark.parametrize("slant", [10, 18, 30])
def test_slanted_letters_are_not_aslant(slant: int) -> None:
    """Programs without an italic font lean the letters, one by one in spread words."""
    lean = math.tan(math.radians(slant))
    content = "".join(
        f"BT /F1 12 Tf 1 0 {lean:.4f} 1 {40 + 30 * n} 200 Tm ({letter}) Tj ET\n"
        for n, letter in enumerate("2030.15")
    )
    document = read_pdf(drawn(content + said(40, 100, "Total")))
    assert not document.remarks
    assert "".join(document.text.split()) == "2030.15Total"
