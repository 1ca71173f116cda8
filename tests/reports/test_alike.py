"""Equal advice is told once, with its places; programs and spreadsheets get every finding."""

from __future__ import annotations

import io
import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.command_line import EXAMPLE, run
from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.pipeline import Run
from yusuan.reports.check.report import Finding, Report, alike
from yusuan.reports.check.workbook import as_xlsx

if TYPE_CHECKING:
    from pathlib import Path


def _finding(number: int, message: str, **other: str) -> Finding:
    outcome = Outcome(
        "satisfaction-is-measured",
        Status.FAILED,
        Severity.WARNING,
        message,
        other.get("hint", "请补设。"),
        where=(Where(table="项目", row=str(number)),),
        id=str(number),
    )
    return Finding(outcome, {}, number=number)


def test_the_same_finding_at_forty_places_is_one_entry_with_forty_places() -> None:
    (group,) = alike(_finding(n, "没有填写。") for n in range(40))
    assert group.title == "没有填写。（共 40 处）"
    assert len(group.findings) == 40


def test_findings_that_ask_for_different_things_stay_apart() -> None:
    found = alike([_finding(1, "甲。"), _finding(2, "乙。", hint="请删去。"), _finding(3, "丙。")])
    assert [[f.number for f in group.findings] for group in found] == [[1, 3], [2]]
    assert found[0].title == "不符合“项目设置满意度指标”的有 2 处"


@pytest.fixture(scope="module")
def sparse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with no satisfaction indicator at all."""
    folder = tmp_path_factory.mktemp("alike") / "a"
    shutil.copytree(EXAMPLE, folder)
    for file in (folder / "projects").glob("*.toml"):
        text = file.read_text(encoding="utf-8").replace("服务对象满意度指标", "社会效益指标")
        file.write_text(text, encoding="utf-8")
    return folder


def test_a_report_says_equal_advice_once_and_json_keeps_all(sparse: Path) -> None:
    content = json.loads(run("check", sparse, "--format", "json").stdout)
    ids = {f["id"] for f in content["findings"] if f["rule"] == "satisfaction-is-measured"}
    assert len(ids) > 10
    advice = "请补设满意度指标"
    text = run("check", sparse, "--format", "text").stdout
    page = run("check", sparse, "--format", "html").stdout
    for shown in (text, page):
        assert shown.count(advice) == 1
        assert all(name in shown for name in ids)
    assert len(re.findall(r"出处\s+projects/", text)) >= len(ids)


def test_the_sheet_of_findings_keeps_a_row_each_with_its_cells(sparse: Path) -> None:
    import openpyxl

    report = Report.of(Run(sparse), is_internal=True)
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(report)))["发现的问题"]
    assert sheet.max_row == 1 + len(report.findings)
    places = [row[3] for row in sheet.iter_rows(2, values_only=True)]
    assert sum("projects/" in str(place) for place in places) > 10
