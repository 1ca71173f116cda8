"""津沽: a department’s tables, then the same tables of each of its units."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ALL,
    BASIC,
    BUSINESS,
    CARRIED,
    DEPARTMENT,
    GENERAL,
    NEW,
    OFFICE,
    PROJECT,
    STAFF,
    UNITS,
    Cut,
    cut,
    m,
)
from tests.recognition.provinces.rows import (
    classes,
    foot,
    revenue,
    tree,
)


def _set(name: str, own: Cut) -> tuple[Sheet, ...]:
    return (
        Sheet(
            f"收支总表{name}",
            ("收支总表", f"编制单位：{name}　　金额单位：万元"),
            "收入|<|支出|<\n项目|预算数|项目|预算数",
            foot(
                [revenue(own & NEW), classes(own, [ALL])],
                [
                    ["本年收入合计", m(own, NEW)],
                    ["上年结转", m(own, CARRIED)],
                    ["收入总计", m(own)],
                ],
                [["本年支出合计", m(own)], ["结转下年", ""], ["支出总计", m(own)]],
            ),
        ),
        Sheet(
            f"支出总表{name}",
            ("支出总表", f"编制单位：{name}　　金额单位：万元"),
            "功能分类科目|<|合计|基本支出|项目支出|经营支出\n编码|名称|^|^|^|^",
            tree(own, [ALL, BASIC, PROJECT, BUSINESS], total=["合计", "<"]),
        ),
        Sheet(
            f"一般公共预算支出表{name}",
            ("一般公共预算支出表", f"编制单位：{name}　　金额单位：万元"),
            "功能分类科目|<|合计|基本支出|项目支出\n编码|名称|^|^|^",
            tree(own & GENERAL, [ALL, BASIC, PROJECT], total=["合计", "<"]),
        ),
        Sheet(
            f"基本支出表{name}",
            ("一般公共预算基本支出表", f"编制单位：{name}　　金额单位：万元"),
            "经济分类科目|<|合计|人员经费|公用经费\n编码|名称|^|^|^",
            tree(
                own & GENERAL & BASIC,
                [ALL, STAFF, OFFICE],
                kind="economic",
                lengths=(3, 5),
                total=["合计", "<"],
            ),
        ),
    )


PLACE = Place(
    "津沽",
    Style(),
    (*_set(DEPARTMENT, ALL), *(sheet for u, n in UNITS.items() for sheet in _set(n, cut(unit=u)))),
)
