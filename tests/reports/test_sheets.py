"""The report as a workbook: a check sheet to sign, text that stays text, and marks anyone can recompute."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from tests.libreoffice import SOFFICE, converted
from tests.reports.reported import PAGE, failed, findings, reported
from yusuan.core.outcomes import Outcome, Severity, Status
from yusuan.reports.check import write

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.reports.check.report import Report

ANSWERS = {"是", "否", "不适用", "未能核对"}


@pytest.fixture
def report(tmp_path: Path) -> Report:
    file = tmp_path / "a.pdf"
    file.write_bytes(PAGE)
    rates = [failed("growth-rate", f"第{n}处") for n in range(5)]
    refused = Outcome("table-recognised", Status.REFUSED, Severity.INFO, "未读出")
    return reported(file, *findings(file), *rates, rates[0], refused)


def opened(report: Report) -> Any:  # noqa: ANN401  a workbook
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(write(report, "xlsx")))


def test_the_check_sheet_answers_every_item(report: Report) -> None:
    sheet = opened(report)["核对表"]
    rows = [row for row in sheet.iter_rows(4, values_only=True) if isinstance(row[0], int)]
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert {row[3] for row in rows} == ANSWERS
    by_item = {row[2]: row for row in rows}
    assert by_item["每张表内各行各列加总相符"][3:5] == ("否", 1)
    assert by_item["法定的各张表都已公开"][3:5] == ("是", 0)
    assert by_item["各张表都能机读、可以核对"][3:5] == ("未能核对", 1)
    assert by_item["批复后二十日内公开"][3] == "不适用"
    assert "第1页" in by_item["每张表内各行各列加总相符"][5]
    dimensions = [row[1] for row in rows]
    assert list(dict.fromkeys(dimensions)) == ["完整性", "细化程度", "及时性", "公开方式", "真实性"]
    assert len(sheet._images) == 1


def test_text_of_a_source_never_becomes_a_formula(report: Report) -> None:
    book = opened(report)
    for name in ("核对表", "发现的问题"):
        assert all(c.data_type != "f" for row in book[name].iter_rows() for c in row)
    formulas = [c.value for row in book["得分"].iter_rows() for c in row if c.data_type == "f"]
    assert formulas
    assert not any("1+1" in formula for formula in formulas)


def test_findings_are_listed_with_their_proofs_and_pictures(report: Report) -> None:
    sheet = opened(report)["发现的问题"]
    rows = list(sheet.iter_rows(2, values_only=True))
    assert len(rows) == len(report.findings)
    assert rows[0][7].count("证明一条") == 7
    assert [row[10] for row in rows] == ["是" if f.costs_points else "否" for f in report.findings]
    assert [row[10] for row in rows].count("否") == 2
    assert len(sheet._images) == 1


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_somebody_else_computes_the_same_marks(report: Report, tmp_path: Path) -> None:
    import openpyxl

    book = opened(report)
    # openpyxl keeps formulas without their stored values: every one must be computed.
    book.save(tmp_path / "bare.xlsx")
    (made,) = converted("xlsx:Calc MS Excel 2007 XML", tmp_path / "out", tmp_path / "bare.xlsx")
    computed = openpyxl.load_workbook(made, data_only=True)["得分"]
    marks = [computed.cell(row, 6).value for row in range(5, 10)]
    assert marks == [m.points if m.points is not None else "未能核对" for m in report.score.marks]
    assert f"{computed.cell(10, 6).value:.1f}" == report.score.total_in_words
    points = [d.points for m in report.score.marks for d in m.deductions]
    assert [computed.cell(row, 6).value for row in range(13, 13 + len(points))] == points
