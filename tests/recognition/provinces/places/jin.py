"""晋原: two years and the rate in every table."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ACCOUNT,
    ALL,
    APPROPRIATION,
    BASIC,
    BUSINESS,
    BUYING,
    CAPITAL,
    CARRIED,
    CARS,
    DEPARTMENT,
    DRIVING,
    FUND,
    GENERAL,
    GRANT,
    GUESTS,
    LAST_YEAR,
    NEW,
    NOTHING,
    OTHER,
    PROJECT,
    SERVICE,
    THREE,
    TRADE,
    TRAVEL,
    UNIT_FUNDS,
    YEAR,
    Cut,
    cut,
)
from tests.recognition.provinces.rows import (
    change,
    classes,
    figures,
    foot,
    numeral,
    tree,
)

_two = cut(year=(YEAR, YEAR - 1))


def _pairs3(of: Cut) -> list[object]:
    return [of & LAST_YEAR, of, change(of)]


PLACE = Place(
    "晋原",
    Style(),
    (
        Sheet(
            "收支总表",
            ("表1", f"{DEPARTMENT}{YEAR}年预算收支总表", "单位：万元"),
            f"收入|<|<|<|支出|<|<|<\n项目|{YEAR - 1}年|{YEAR}年|{YEAR}年比{YEAR - 1}年增减%|项目|{YEAR - 1}年|{YEAR}年|{YEAR}年比{YEAR - 1}年增减%",
            foot(
                [
                    [
                        [f"{numeral(n)}、{name}", *figures(f & NEW, _pairs3(ALL))]
                        for n, (name, f) in enumerate(
                            (
                                ("一般公共预算", GENERAL),
                                ("政府性基金预算", FUND),
                                ("国有资本经营预算", CAPITAL),
                                ("财政专户管理资金", ACCOUNT),
                                ("单位资金", UNIT_FUNDS),
                            ),
                            1,
                        )
                    ],
                    classes(ALL, _pairs3(ALL)),
                ],
                [
                    ["本年收入合计", *figures(NEW, _pairs3(ALL))],
                    ["上年结转", *figures(CARRIED, _pairs3(ALL))],
                    ["收入总计", *figures(ALL, _pairs3(ALL))],
                ],
                [
                    ["本年支出合计", *figures(ALL, _pairs3(ALL))],
                    ["结转下年", "", "", ""],
                    ["支出总计", *figures(ALL, _pairs3(ALL))],
                ],
            ),
        ),
        Sheet(
            "收入总表",
            ("表2", f"{DEPARTMENT}{YEAR}年预算收入总表", "单位：万元"),
            "项目|<|本年收入合计|财政拨款收入|纳入财政专户管理的事业收入|事业收入|上级补助收入|附属单位上缴收入|经营收入|其他收入\n科目编码|科目名称|^|^|^|^|^|^|^|^",
            tree(
                NEW,
                [ALL, APPROPRIATION, ACCOUNT, SERVICE, GRANT, NOTHING, TRADE, OTHER],
                total=["合计", "<"],
            ),
        ),
        Sheet(
            "支出总表",
            ("表3", f"{DEPARTMENT}{YEAR}年预算支出总表", "单位：万元"),
            "项目|<|本年支出合计|基本支出|项目支出|经营支出\n科目编码|科目名称|^|^|^|^",
            tree(ALL, [ALL, BASIC, PROJECT, BUSINESS], total=["合计", "<"]),
        ),
        Sheet(
            "一般公共预算支出表",
            ("表5", f"{DEPARTMENT}{YEAR}年一般公共预算支出预算表", "单位：万元"),
            f"项目|<|{YEAR - 1}年预算数|<|<|{YEAR}年预算数|<|<|{YEAR}年比{YEAR - 1}年增减%|<|<\n科目编码|科目名称|合计|基本支出|项目支出|合计|基本支出|项目支出|合计|基本支出|项目支出",
            tree(
                GENERAL & _two,
                [
                    ALL & LAST_YEAR,
                    BASIC & LAST_YEAR,
                    PROJECT & LAST_YEAR,
                    ALL & cut(year=YEAR),
                    BASIC & cut(year=YEAR),
                    PROJECT & cut(year=YEAR),
                    *(
                        lambda r, c=c: change(c)(
                            r.__class__(tuple(w for w in r.wanted if w[0] != "year"))
                        )
                        for c in (ALL, BASIC, PROJECT)
                    ),
                ],
                total=["合计", "<"],
            ),
        ),
        Sheet(
            "安排的经济分类",
            ("表6", f"{DEPARTMENT}{YEAR}年一般公共预算安排基本支出分经济科目表", "单位：万元"),
            "经济科目名称|<|预算数|备注\n编码|名称|^|^",
            tree(GENERAL & BASIC, [ALL, ""], kind="economic", lengths=(3, 5), total=["", "合计"]),
        ),
        Sheet(
            "三公",
            ("表9", f"{DEPARTMENT}{YEAR}年一般公共预算“三公”经费支出情况统计表", "单位：万元"),
            f"项目|{YEAR - 1}年预算数|{YEAR}年预算数|增减%|备注",
            [
                [label, *figures(GENERAL, _pairs3(c)), ""]
                for label, c in (
                    ("因公出国（境）费", TRAVEL),
                    ("公务接待费", GUESTS),
                    ("公务用车费", CARS),
                    ("①公务用车购置费", BUYING),
                    ("②公务用车运行维护费", DRIVING),
                    ("合计", THREE),
                )
            ],
        ),
    ),
)
