"""Exports of budget systems of many forms become the same kind of lines, or say which cell stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.readers import biff_book as biff
from yusuan.core.terms import Fund, Nature, Origin, RevenueSource
from yusuan.readers.export import is_export, read_export
from yusuan.readers.export.lines import Imported, imported
from yusuan.readers.export.mapping import read_mapping, written_mapping
from yusuan.writers.folder import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from yusuan.readers.export.mapping import ColumnMap


def book(path: Path, rows: Sequence[Sequence[object]], merges: Sequence[str] = ()) -> Path:
    import openpyxl

    made: Any = openpyxl.Workbook()
    for row in rows:
        made.active.append(list(row))
    for merge in merges:
        made.active.merge_cells(merge)
    made.save(path)
    return path


def csv(path: Path, text: str, encoding: str = "gb18030") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def read(path: Path, given: ColumnMap | None = None) -> Imported:
    export = read_export(path, given)
    assert export.open_questions == ()
    return imported(export.sheet, export.mapping)


def faults(path: Path) -> list[str]:
    return [str(fault) for fault in read(path).faults]


def told(found: Imported) -> list[tuple[str, str, str, str, str, str, int]]:
    assert [str(fault) for fault in found.faults] == []
    return [
        (
            one.unit,
            one.fund.value,
            one.origin.value,
            str(one.function),
            str(one.economic),
            one.nature.value,
            one.amount // 100,
        )
        for one in found.lines
    ]


GENERAL, FUNDS, OWN = "一般公共预算", "政府性基金预算", "单位资金"
YEAR, CARRIED = "本年", "上年结转"
BASIC, PROJECT = "基本支出", "项目支出"

# Funds as rows, in 万元, names in columns of their own, sums below each unit.
FUNDS_AS_ROWS = """青岩县林业局2026年部门预算明细表,,,,,,,,
,,,,,,,,单位：万元
资金性质,单位代码,单位名称,功能分类科目编码,功能分类科目名称,部门经济分类科目编码,支出类型,项目代码,预算数
1-一般公共预算资金,902001,青岩县林业局,2130201,行政运行,30101,基本支出,,88.5
1-一般公共预算资金,902001,青岩县林业局,2130205,森林资源培育,30218,项目支出,P77,12.3456
2-政府性基金预算资金,902001,青岩县林业局,2120803,城市建设支出,30905,项目支出,P78,30
小计,,,,,,,,130.8456
3-财政专户管理资金,902002,青岩县林校,2050302,中等职业教育,30201,基本支出,,4
小计,,,,,,,,4
总计,,,,,,,,134.8456
"""


def test_funds_as_rows_in_ten_thousand_yuan(tmp_path: Path) -> None:
    found = read(csv(tmp_path / "导出.csv", FUNDS_AS_ROWS))
    assert told(found) == [
        ("902001", GENERAL, YEAR, "2130201", "30101", BASIC, 885_000),
        ("902001", GENERAL, YEAR, "2130205", "30218", PROJECT, 123_456),
        ("902001", FUNDS, YEAR, "2120803", "30905", PROJECT, 300_000),
        ("902002", "财政专户管理资金", YEAR, "2050302", "30201", BASIC, 40_000),
    ]
    assert (found.sums, found.units["902002"]) == (3, "青岩县林校")


# A header of two rows, cells merged down, sums as a column and below.
TWO_ROWS: Sequence[Sequence[object]] = [
    ["2026年支出预算明细表"],
    ["金额单位：元"],
    [
        "预算单位",
        "支出功能分类科目",
        "项目",
        None,
        "部门预算支出经济分类",
        "资金来源",
        None,
        None,
        None,
    ],
    [None, None, "项目编码", "项目名称", None, "总计", "一般公共预算", "事业收入", "上年结转"],
    [
        "903001-青岩县医院",
        "2100201-综合医院",
        "P1",
        "设备更新",
        "31003-专用设备购置",
        900,
        500,
        400,
        None,
    ],
    [None, None, None, None, "30227-委托业务费", 100, None, 100, None],
    [None, "2100299-其他公立医院支出", "P2", "人才培养", "30216-培训费", 50, 50, None, None],
    ["合计", None, None, None, None, 1050, 550, 500, None],
]
MERGES = ("C3:D3", "F3:I3", "A5:A7", "B5:B6", "C5:C6", "D5:D6")


@pytest.mark.parametrize("merges", [MERGES, ("F3:I3",)], ids=["merged", "blank"])
def test_a_header_of_two_rows_and_cells_that_go_on_below(
    tmp_path: Path, merges: Sequence[str]
) -> None:
    path = book(tmp_path / "export.xlsx", TWO_ROWS, merges)
    given = read_export(path).mapping
    assert given.columns["资金来源/总计"] == "合计"
    text = written_mapping(given, quoted)
    mapping = read_mapping("import.toml", text)
    # The export says nothing of the nature: all of it is projects, which a person writes into the mapping.
    mapping.columns |= {
        "资金来源/一般公共预算": "一般公共预算/项目支出",
        "资金来源/事业收入": "单位资金/事业收入/项目支出",
    }
    found = read(path, mapping)
    assert told(found) == [
        ("903001", GENERAL, YEAR, "2100201", "31003", PROJECT, 500),
        ("903001", OWN, YEAR, "2100201", "31003", PROJECT, 400),
        ("903001", OWN, YEAR, "2100201", "30227", PROJECT, 100),
        ("903001", GENERAL, YEAR, "2100299", "30216", PROJECT, 50),
    ]
    assert [(p.code, p.name, p.fiscal_amount, p.other_amount) for p in found.projects] == [
        ("P1", "设备更新", 50_000, 50_000),
        ("P2", "人才培养", 5_000, 0),
    ]


# An outline: each heading prints the sum of what stands below it, codes are said once, levels are indented.
OUTLINE: Sequence[Sequence[object]] = [
    ["青岩县交通局二〇二六年预算（2026年）"],
    [
        "单位编码",
        "单位名称",
        "功能科目",
        "科目名称",
        "部门经济科目",
        "基本支出",
        "项目支出",
        "项目编码",
    ],
    ["904", "合计", None, None, None, 1500, 700, None],
    ["904001", "交通局本级", None, None, None, 1200, 700, None],
    [None, None, "214", "交通运输支出", None, 1200, 700, None],
    [None, None, "21401", "  公路水路运输", None, 1200, 700, None],
    [None, None, "2140101", "    行政运行", "30101", 1000, None, None],
    [None, None, None, None, "30201", 200, None, None],
    [None, None, "2140106", "    公路养护", "30213", None, 700, "P9"],
    ["904002", "运管所", None, None, None, 300, None, None],
    [None, None, "2140112", "公路运输管理", "30101", 300, None, None],
]


def test_an_outline_repeats_its_codes_and_its_headings_are_sums(tmp_path: Path) -> None:
    path = book(tmp_path / "export.xlsx", OUTLINE)
    export = read_export(path)
    assert export.open_questions == ("没有写明金额单位：请把“金额单位”改为 元 或 万元",)
    export.mapping.unit = "元"
    mapping = export.mapping
    mapping.columns |= {"基本支出": "一般公共预算/基本支出", "项目支出": "一般公共预算/项目支出"}
    found = read(path, mapping)
    assert told(found) == [
        ("904001", GENERAL, YEAR, "2140101", "30101", BASIC, 1000),
        ("904001", GENERAL, YEAR, "2140101", "30201", BASIC, 200),
        ("904001", GENERAL, YEAR, "2140106", "30213", PROJECT, 700),
        ("904002", GENERAL, YEAR, "2140112", "30101", BASIC, 300),
    ]
    assert found.sums == 5


# One unit, named above the table; numbers of columns below the header; notes at the end.
ONE_UNIT = """2026年指标明细,,,,,
编制单位：905001-青岩县图书馆,,,,,金额单位：元
序号,功能科目,部门经济科目,项目类别,项目编码,一般公共预算拨款
1,2,3,4,5,6
合计,,,,,"1,250,000.50"
1,2070104-图书馆,30101-基本工资,人员类,R1,"1,000,000.50"
2,2070104-图书馆,30201-办公费,公用经费,Y1,"50,000.00"
3,2070104-图书馆,30299-其他商品和服务支出,特定目标类,T1,"200,000.00"
4,2070104-图书馆,30214-租赁费,公用经费,Y1,0
填表人：张三,,,,,
"""


def test_one_unit_named_above_numbers_of_columns_and_notes(tmp_path: Path) -> None:
    found = read(csv(tmp_path / "e.csv", ONE_UNIT, "utf-8-sig"))
    assert told(found) == [
        ("905001", GENERAL, YEAR, "2070104", "30101", BASIC, 1_000_000),
        ("905001", GENERAL, YEAR, "2070104", "30201", BASIC, 50_000),
        ("905001", GENERAL, YEAR, "2070104", "30299", PROJECT, 200_000),
    ]
    assert found.amount == 125_000_050
    assert [p.code for p in found.projects] == ["T1"]
    assert any("金额为 0" in remark for remark in found.remarks)
    assert any("填表人" in remark for remark in found.remarks)


# Carried-over money has a column for each fund; other names, other order, nature by column.
CARRIED_OVER = """单位：元,,,,,,,
部门经济分类,支出功能分类,单位,支出结构,项目编码,一般公共预算/本年,一般公共预算上年结转,政府性基金上年结转
(30213)维修（护）费,(2130306)水利工程运行与维护,(906001)水务站,项目支出,P5,100,20,3
30101 基本工资,2130301 行政运行,906001 水务站,基本支出,,60,,
,,,小计：,,160,20,3
"""


def test_carried_over_money_by_fund_in_another_order(tmp_path: Path) -> None:
    found = read(csv(tmp_path / "e.csv", CARRIED_OVER))
    assert told(found) == [
        ("906001", GENERAL, YEAR, "2130306", "30213", PROJECT, 100),
        ("906001", GENERAL, CARRIED, "2130306", "30213", PROJECT, 20),
        ("906001", FUNDS, CARRIED, "2130306", "30213", PROJECT, 3),
        ("906001", GENERAL, YEAR, "2130301", "30101", BASIC, 60),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("88.5\n", "88.6\n", "导出.csv 第7行：读到 I7 为 1308456.00，3 行明细相加 1309456.00"),
        (
            "总计,,,,,,,,134.8456",
            "总计,,,,,,,,134.8465",
            "I10 为 1348465.00，4 行明细相加 1348456.00",
        ),
        ("30101", "301", "导出.csv 第4行：读到 I4 为 885000.00"),
        ("P77", "", "导出.csv!I5 “项目编码”：读到 空白"),
        (",88.5\n", ",约88\n", "导出.csv!I4：读到 “约88”"),
        (",88.5\n", ",-88.5\n", "导出.csv!I4：读到 负数"),
        ("2130201,", ",", "一行明细（缺功能科目）"),
        ("总计,", ",", "一行明细（缺科目等全部编码）"),
        (
            "134.8456\n",
            "134.8456\n1-一般公共预算资金,902001,青岩县林业局,2130201,行政运行,30101,基本支出,,1\n",
            "导出.csv 第11行：读到 这一行不在任何小计、合计之内",
        ),
    ],
)
def test_what_does_not_add_up_or_is_not_understood_names_its_cell(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in FUNDS_AS_ROWS
    text = FUNDS_AS_ROWS.replace(old, new, 1)
    assert any(said in one for one in faults(csv(tmp_path / "导出.csv", text)))


def test_money_nobody_understands_is_asked_about_and_nothing_is_read(tmp_path: Path) -> None:
    text = CARRIED_OVER.replace("政府性基金上年结转", "其他自有资金")
    export = read_export(csv(tmp_path / "e.csv", text))
    assert export.open_questions == (
        "“其他自有资金”栏有金额，不知是哪种资金：请改为一种资金，或“不读”",
    )


def test_a_word_nobody_understands_is_asked_about(tmp_path: Path) -> None:
    text = FUNDS_AS_ROWS.replace("2-政府性基金预算资金", "9-疫情特别国债")
    export = read_export(csv(tmp_path / "e.csv", text))
    assert export.open_questions == ("“9-疫情特别国债”是什么资金或类别：请在“词语”里改定",)
    export.mapping.words["9-疫情特别国债"] = "政府性基金预算"
    assert len(imported(export.sheet, export.mapping).lines) == 4


def test_a_column_that_was_empty_is_asked_about_once_it_is_not(tmp_path: Path) -> None:
    empty = CARRIED_OVER.replace("政府性基金上年结转", "其他自有资金").replace(",3\n", ",0\n")
    given = read_export(csv(tmp_path / "e.csv", empty)).mapping
    assert given.columns["其他自有资金"] == "无金额"
    full = empty.replace(",0\n", ",3\n")
    assert read_export(csv(tmp_path / "f.csv", full), given).open_questions != ()


def test_a_mapping_is_remembered_as_it_was_edited(tmp_path: Path) -> None:
    path = csv(tmp_path / "e.csv", FUNDS_AS_ROWS)
    first = read_export(path).mapping
    edited = read_mapping(
        "import.toml",
        written_mapping(first, quoted).replace(
            '"1-一般公共预算资金" = "一般公共预算"', '"1-一般公共预算资金" = "国有资本经营预算"'
        ),
    )
    assert {one.fund for one in read(path, edited).lines[:2]} == {Fund.STATE_CAPITAL}
    assert read_export(path, edited).mapping == edited


def test_the_kinds_of_money_are_those_of_the_vocabulary(tmp_path: Path) -> None:
    text = """单位：元,,,,,,,
预算单位,功能科目,部门经济科目,支出性质,项目编码,教育收费,经营收入,使用非财政拨款结余
1-甲,2050302-中等职业教育,30201-办公费,基本支出,,1,,
1-甲,2050302-中等职业教育,30201-办公费,经营支出,,,2,
"""
    found = read(csv(tmp_path / "e.csv", text))
    assert [(one.fund, one.source, one.nature) for one in found.lines] == [
        (Fund.SPECIAL_ACCOUNT, RevenueSource.SPECIAL_ACCOUNT, Nature.BASIC),
        (Fund.UNIT_FUNDS, RevenueSource.BUSINESS, Nature.BUSINESS),
    ]
    assert {one.origin for one in found.lines} == {Origin.CURRENT_YEAR}


def test_a_table_of_a_published_document_is_no_export(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "e.csv",
        "部门收支总表,,,\n收入,,支出,\n项目,预算数,项目,预算数\n一、一般公共预算,1,一、基本支出,1\n",
    )
    assert not is_export(path)


def test_an_old_excel_file_is_read_with_the_digits_it_stores(tmp_path: Path) -> None:
    cells = b"".join(
        biff.label(row, column, value)
        if isinstance(value, str)
        else biff.number(row, column, value)
        for row, values in enumerate(
            (
                ("单位：元",),
                ("预算单位", "功能科目", "部门经济科目", "支出性质", "一般公共预算"),
                ("1-甲", 2050302, 30201, "基本支出", 1234.56),
                ("合计", "", "", "", 1234.56),
            )
        )
        for column, value in enumerate(values)
    )
    # A format without decimals: 1235 is what it shows.
    path = tmp_path / "e.xls"
    path.write_bytes(biff.workbook(biff.look(1), {"明细": cells}))
    found = read(path)
    assert [one.amount for one in found.lines] == [123_456]
