"""宁塞: sources as columns of spending, projects as rows, government economic classes, two years by source."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ALL,
    APPROPRIATION,
    BASIC,
    BUYING,
    CARRIED,
    CARS,
    DRIVING,
    FUND,
    GENERAL,
    GUESTS,
    LAST_YEAR,
    NEW,
    OFFICE,
    PROJECT,
    STAFF,
    THREE,
    TRAVEL,
    YEAR,
    cut,
    m,
)
from tests.recognition.provinces.rows import (
    figures,
    tree,
)

_OTHERS = cut(fund=("专户", "事业", "经营", "上级", "附属", "其他"))
_S = [ALL, APPROPRIATION, GENERAL, FUND, _OTHERS]
_PROJECTS = (
    "水资源管理",
    "河长制工作",
    "防汛物资储备",
    "水库维修养护",
    "农村饮水监测",
    "库区基础设施",
)
PLACE = Place(
    "宁塞",
    Style(nil="0"),
    (
        Sheet(
            "支出总表",
            ("（二）部门支出总表", "公开02表　单位：万元"),
            "科目编码|科目名称|合计|财政拨款|<|<|其他资金\n^|^|^|小计|一般公共预算|政府性基金预算|^",
            tree(ALL, _S, total=["", "合计"]),
        ),
        Sheet(
            "项目支出表",
            ("（三）部门项目支出表", "公开03表　单位：万元"),
            "项目名称|合计|财政拨款|<|<|其他资金\n^|^|小计|一般公共预算|政府性基金预算|^",
            [
                ["合计", *figures(PROJECT, _S)],
                *[[p, *figures(PROJECT & cut(project=p), _S)] for p in _PROJECTS],
            ],
            is_official=False,
        ),
        Sheet(
            "政府经济",
            ("（六）一般公共预算基本支出表（按政府预算经济分类）", "公开06表　单位：万元"),
            "政府预算支出经济分类科目编码|政府预算支出经济分类科目名称|合计|人员经费|公用经费",
            tree(
                GENERAL & BASIC,
                [ALL, STAFF, OFFICE],
                kind="government",
                lengths=(3, 5),
                total=["", "合计"],
            ),
        ),
        Sheet(
            "部门经济",
            ("（五）一般公共预算基本支出表（按部门预算经济分类）", "公开05表　单位：万元"),
            "部门预算支出经济分类科目编码|部门预算支出经济分类科目名称|合计|人员经费|公用经费",
            tree(
                GENERAL & BASIC,
                [ALL, STAFF, OFFICE],
                kind="economic",
                lengths=(3, 5),
                total=["", "合计"],
            ),
        ),
        Sheet(
            "三公",
            ("（七）“三公”经费支出表", "公开07表　单位：万元"),
            f"项  目|{YEAR - 1}年预算数|<|<|{YEAR}年预算数|<|<\n^|小计|财政拨款|其他资金|小计|财政拨款|其他资金",
            [
                [
                    label,
                    *figures(
                        c,
                        [
                            LAST_YEAR,
                            LAST_YEAR & APPROPRIATION,
                            LAST_YEAR & _OTHERS,
                            ALL,
                            APPROPRIATION,
                            _OTHERS,
                        ],
                    ),
                ]
                for label, c in (
                    ("一、因公出国（境）费用", TRAVEL),
                    ("二、公务接待费", GUESTS),
                    ("三、公务用车购置及运行维护费", CARS),
                    ("其中：公务用车购置费", BUYING),
                    ("公务用车运行维护费", DRIVING),
                    ("合计", THREE),
                )
            ],
        ),
        Sheet(
            "基金收支",
            ("（八）政府性基金预算收支表", "公开08表　单位：万元"),
            "收入|<|支出|<|<|<\n项目|预算数|科目编码|科目名称|预算数|其中：项目支出",
            [
                ["一、本年收入", m(FUND, NEW), "", "", "", ""],
                ["二、上年结转", m(FUND, CARRIED), *tree(FUND, [ALL, PROJECT])[0]],
                *[["", "", *row] for row in tree(FUND, [ALL, PROJECT])[1:]],
                ["收入合计", m(FUND), "", "支出合计", m(FUND), m(FUND, PROJECT)],
            ],
        ),
    ),
)
