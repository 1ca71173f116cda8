"""A dataset folder says what is wrong where it is wrong, once, and in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from yusuan.core.errors import ReadError
from yusuan.readers.folder import read_folder
from yusuan.writers.folder import write_folder
from yusuan.writers.workbook.example import example_department

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = {name: content.decode() for name, content in write_folder(example_department()).items()}
HEADER = FOLDER["lines.csv"].split("\n")[0]
PROJECT = next(name for name in FOLDER if name.startswith("projects/"))
# File, what stands in it, what stands there instead, and all that is said about it.
CASES = {
    "broken TOML": ("department.toml", 'name = "', "name = ", ["department.toml 第1行"]),
    "no such day": ("department.toml", "2026-03-15", "2026-02-30", ["department.toml 第8行"]),
    "unknown edition": ("department.toml", '"hebei"', '"河北"', ["department.toml 第6行 “版式”"]),
    "year before the catalogue": ("department.toml", "2026\n", "1999\n", ["第7行 “预算年度”"]),
    "no unit": ("department.toml", "[[units]]", "[[unit]]", ["unit", "预算单位"]),
    "broken project": (PROJECT, 'code = "', "code = ", [f"{PROJECT} 第1行"]),
    "empty lines": ("lines.csv", FOLDER["lines.csv"], "", ["lines.csv 第1行"]),
    "a column without name": ("lines.csv", ",amount", ",money", ["第1行"]),
    "other separator": ("lines.csv", HEADER, HEADER.replace(",", ";"), ["第1行"]),
    "open quotation": ("lines.csv", "基本支出", '"基本支出', ["lines.csv 第2行"]),
    "control character": ("lines.csv", "基本支出", "基本\x1b支出", ["lines.csv 第2行"]),
}


def faults(path: Path) -> list[str]:
    with pytest.raises(ReadError) as raised:
        read_folder(path)
    return [str(fault) for fault in raised.value.faults]


def put(path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_fault_is_said_once_with_its_line(
    tmp_path: Path, case: tuple[str, str, str, list[str]]
) -> None:
    name, old, new, places = case
    assert old in FOLDER[name]
    put(tmp_path, FOLDER | {name: FOLDER[name].replace(old, new, 1)})
    said = faults(tmp_path)
    assert len(said) == len(places), said
    assert all(place in one for place, one in zip(places, said, strict=True))
    assert all(one.isprintable() for one in said)


def test_a_folder_without_lines_says_so(tmp_path: Path) -> None:
    put(tmp_path, {name: text for name, text in FOLDER.items() if name != "lines.csv"})
    assert faults(tmp_path) == ["lines.csv：读到 缺少这个文件；应为预算明细，每笔资金一行"]


CHINESE = {
    "部门.toml": """
"部门名称" = "青岩县档案馆"
"部门编码" = "901"
"财政区划编码" = "530427"
"财政区划名称" = "青岩县"
"版式" = "national"
"预算年度" = "2026年"
"批复日期" = 2026-02-28

["审签"]
"保密审查人" = "张三"

[["预算单位"]]
"单位编码" = "901001"
"单位名称" = "青岩县档案馆本级"
"单位性质" = "行政单位"
""",
    "预算明细.csv": """预算单位,资金性质,收入来源,年份来源,支出功能分类,部门预算经济分类,支出性质,项目,金额(万元),备注
901001-青岩县档案馆本级,一般公共预算,财政拨款收入,本年,2012601-行政运行,30101-基本工资,基本支出,,96,已核
青岩县档案馆本级,一般公共预算,财政拨款收入,本年,2012604 档案馆,30201 办公费,项目支出,库房维修,1.5,
""",
    "项目/维修.toml": """
"项目编码" = "P1"
"项目名称" = "库房维修"
"项目类别" = "部门预算项目"
"单位编码" = "901001"
"功能科目" = "2012604 档案馆"
"资金用途" = "维修"
"涉密字段" = ["资金用途"]
"定密依据" = "某某"

["支出计划"]
"3月底支出计划（%）" = 50

[["绩效目标"]]
"绩效目标" = "修好"

[["绩效指标"]]
"指标类型" = "数量指标"
"三级指标" = "间数"
"指标值" = "3间"
""",
    "部门绩效目标.toml": """
"总体绩效目标" = "管好档案"

[["工作领域"]]
"工作领域" = "保管"
"责任科室" = "保管科"

[["工作领域"."绩效目标"]]
"绩效目标" = "库房安全"
"绩效指标" = [ { "绩效指标" = "事故", "指标值" = "0起" } ]
""",
    "文字说明/部门职责.md": "保管档案。\n",
}


def test_a_folder_written_in_chinese_is_read(tmp_path: Path) -> None:
    put(tmp_path, CHINESE)
    budget = read_folder(tmp_path)
    department = budget.department
    assert (department.fiscal_year, department.sign_offs.secrecy_review) == (2026, "张三")
    assert [(line.unit, line.project, line.amount) for line in budget.lines] == [
        ("901001", "", 96_000_000),
        ("901001", "P1", 1_500_000),
    ]
    (project,) = budget.projects
    assert project.classified == {"purpose"}
    assert project.payment_plan.march == 50
    assert [one.text for one in project.objectives] == ["修好"]
    assert [one.name for one in project.indicators] == ["间数"]
    assert budget.overall_objective == "管好档案"
    assert [(o.group, o.responsible, len(o.indicators)) for o in budget.objectives] == [
        ("保管", "保管科", 1)
    ]
    assert budget.narrative == {"duties": "保管档案。"}
    assert budget.remarks == (
        "预算明细.csv 第1行 表头写明万元：这一列的金额已换算成元读入。",
        "预算明细.csv 第1行 “备注”不是“预算明细”的栏目，其下 1 格未读入。",
    )


def test_control_totals_were_not_read_under_their_chinese_name(tmp_path: Path) -> None:
    put(tmp_path, CHINESE | {"批复数.csv": "单位编码,批复项,金额（元）\n,合计,961500\n"})
    assert [total.called for total in read_folder(tmp_path).approved or ()] == ["全部门合计"]


def test_a_name_typed_behind_a_code_nobody_knows_lands_beside_it(tmp_path: Path) -> None:
    lines = CHINESE["预算明细.csv"].replace("2012604 档案馆", "2012677-档案数字化")
    project = CHINESE["项目/维修.toml"].replace("2012604 档案馆", "2012677")
    put(tmp_path, CHINESE | {"预算明细.csv": lines, "项目/维修.toml": project})
    assert read_folder(tmp_path).code_names == (("function", "2012677", "档案数字化"),)


def test_a_fault_of_a_chinese_key_names_its_line(tmp_path: Path) -> None:
    wrong = CHINESE["部门.toml"].replace("2026年", "明年")
    put(tmp_path, CHINESE | {"部门.toml": wrong})
    assert [said.split("“")[0] for said in faults(tmp_path)] == ["部门.toml 第7行 "]


def test_a_file_by_both_of_its_names_is_asked_about(tmp_path: Path) -> None:
    put(tmp_path, CHINESE | {"lines.csv": CHINESE["预算明细.csv"]})
    assert any("与 lines.csv 重复" in said for said in faults(tmp_path))
