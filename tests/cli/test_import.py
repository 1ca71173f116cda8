"""`yusuan import`: proposed, shown, remembered, reconciled; nothing is written that was not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.command_line import run
from yusuan.pipeline import read

if TYPE_CHECKING:
    from pathlib import Path

EXPORT = """2026年支出预算明细,,,,,,,单位：元
预算单位,支出功能分类,部门预算经济分类,项目类别,项目编码,项目名称,公共预算拨款,上年结转
901001-示例局（本级）,2010301-行政运行,30101-基本工资,人员类,R1,工资,1000,
901001-示例局（本级）,2010399-其他政府办公厅（室）及相关机构事务支出,30299-其他商品和服务支出,特定目标类,T1,普查,500,20
合计,,,,,,1500,20
"""
DEPARTMENT = {
    'name = ""  # 部门名称': 'name = "示例局"',
    'code = ""  # 部门编码': 'code = "901"',
    'division = ""': 'division = "130302"',
    'division_name = ""': 'division_name = "示例区"',
    'nature = ""': 'nature = "行政单位"',
}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "导出.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


@pytest.fixture
def taken(tmp_path: Path, export: Path) -> Path:
    """A dataset made from the export, its department filled in."""
    target = tmp_path / "示例局"
    # Carried-over money says nothing of its fund: the person decides.
    assert run("import", export, "--into", target).exit_code == 2
    remembered = target / "import.toml"
    text = remembered.read_text(encoding="utf-8")
    assert not (target / "lines.csv").exists()
    text = text.replace('"上年结转" = "上年结转"', '"上年结转" = "一般公共预算/上年结转"')
    remembered.write_text(text, encoding="utf-8")
    done = run("import", export, "--into", target)
    assert done.exit_code == 0, done.stderr
    assert "2 行变成 3 条明细，合计 1,520.00 元；1 处小计、合计核对相符" in done.stdout
    assert remembered.read_text(encoding="utf-8") == text
    head = target / "department.toml"
    content = head.read_text(encoding="utf-8")
    for old, new in DEPARTMENT.items():
        content = content.replace(old, new, 1)
    head.write_text(content, encoding="utf-8")
    return target


def test_an_export_becomes_a_dataset_by_a_mapping_that_people_may_edit(taken: Path) -> None:
    budget = read(taken)
    assert [(str(one.function), one.project, one.amount) for one in budget.lines] == [
        ("2010301", "", 100_000),
        ("2010399", "T1", 50_000),
        ("2010399", "T1", 2_000),
    ]
    assert [(p.code, p.name, p.fiscal_amount) for p in budget.projects] == [("T1", "普查", 52_000)]


def test_lines_of_a_dataset_are_replaced_only_when_asked(taken: Path, export: Path) -> None:
    assert "没有改动" in run("import", export, "--into", taken).stdout
    export.write_text(EXPORT.replace("1000", "1001").replace("1500", "1501"), encoding="utf-8")
    before = (taken / "lines.csv").read_bytes()
    refused = run("import", export, "--into", taken)
    assert refused.exit_code == 2
    assert "金额（元）：1000.00 → 1001.00" in refused.stdout
    assert "--force" in refused.stderr
    assert (taken / "lines.csv").read_bytes() == before
    assert run("import", export, "--into", taken, "--force").exit_code == 0
    assert read(taken).lines[0].amount == 100_100


def test_a_total_that_differs_writes_nothing(tmp_path: Path, taken: Path, export: Path) -> None:
    export.write_text(EXPORT.replace("1500,20", "1600,20"), encoding="utf-8")
    target = tmp_path / "另一个"
    refused = run("import", export, "--into", target, "--mapping", taken / "import.toml")
    assert refused.exit_code == 2
    assert "G5 为 1600.00，2 行明细相加 1500.00" in refused.stderr
    assert not (target / "lines.csv").exists()


def test_a_name_that_is_another_codes_is_noticed(taken: Path, export: Path) -> None:
    text = EXPORT.replace("2010301-行政运行", "2010301-机关服务")
    export.write_text(text, encoding="utf-8")
    said = run("import", export, "--into", taken).stdout
    assert "编码 2010301 在表中叫“机关服务”，科目表上是“行政运行”" in said


def test_a_wrong_mapping_says_what_is_allowed(taken: Path, export: Path) -> None:
    file = taken / "import.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('"项目名称" = "项目名称"', '"项目名称" = "名字"'), encoding="utf-8"
    )
    refused = run("import", export, "--into", taken)
    assert refused.exit_code == 2
    assert "“名字”" in refused.stderr
    assert "不读" in refused.stderr


def test_whoever_checks_an_export_is_sent_to_import(tmp_path: Path, export: Path) -> None:
    import openpyxl

    book: Any = openpyxl.Workbook()
    for row in EXPORT.splitlines():
        book.active.append(row.split(","))
    path = tmp_path / "导出.xlsx"
    book.save(path)
    for file in (path, export):
        refused = run("check", file)
        assert refused.exit_code == 2
        assert "yusuan import" in refused.stderr
