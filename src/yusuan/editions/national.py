"""The national form (财预〔2016〕143号 and the ninth table since): Hebei's tables, its own order and titles.

The three-public table has the three items only, as most places print it, and stands before the fund tables.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.core.terms import APPROPRIATION_SPENDING
from yusuan.editions.hebei import hebei
from yusuan.narrative.sentence import FigureName, Sentence
from yusuan.tables.classes import THREE_PUBLIC
from yusuan.tables.region import APPROPRIATED_FUNDING, Region

if TYPE_CHECKING:
    from yusuan.editions.edition import Edition
    from yusuan.tables.spec import TableSpec

ORDER = (
    "summary",
    "revenue",
    "expenditure",
    "appropriation_summary",
    "general_expenditure",
    "general_basic",
    "three_public",
    "government_funds",
    "state_capital",
)
TITLES = {
    "summary": "部门收支总表",
    "revenue": "部门收入总表",
    "expenditure": "部门支出总表",
    "appropriation_summary": "财政拨款收支总表",
    "general_expenditure": "一般公共预算支出表",
    "general_basic": "一般公共预算基本支出表",
    "three_public": "一般公共预算“三公”经费支出表",
    "government_funds": "政府性基金预算支出表",
    "state_capital": "国有资本经营预算支出表",
}
_LEFT_OUT = {"“三公”经费小计", "会议费", "培训费"}


def _three_items(spec: TableSpec) -> TableSpec:
    """The three-public table without the rows only Hebei adds; its total is the three-public total."""
    (panel,) = spec.panels
    listed = panel.rows if isinstance(panel.rows, tuple) else ()
    kept = tuple(
        replace(row, region=Region(economic=THREE_PUBLIC)) if row.key == "合计" else row
        for row in listed
        if row.key not in _LEFT_OUT
    )
    region = Region(APPROPRIATED_FUNDING, nature=APPROPRIATION_SPENDING, economic=THREE_PUBLIC)
    return spec.but(panels=(replace(panel, rows=kept),), region=region)


def _on_total(sentence: Sentence) -> Sentence:
    """The same sentence, reading the total row where Hebei's reads the three-public subtotal."""
    slots = {
        name: replace(slot, name=FigureName("three_public", "合计", slot.name.column))
        if slot.name.row == "“三公”经费小计"
        else slot
        for name, slot in sentence.slots.items()
    }
    return Sentence(sentence.template, slots, sentence.otherwise)


@lru_cache
def national(year: int) -> Edition:
    """The national edition of a fiscal year."""
    base = hebei(year).with_table("three_public", _three_items)
    return base.but(
        id="national",
        title="全国通用部门预算公开（九张表，万元）",
        tables=tuple(base.table(name).but(title=TITLES[name]) for name in ORDER),
        three_public=tuple(_on_total(s) for s in base.three_public[:2]),
        title_prefix="",
        sources=("财预〔2016〕143号", "国有资本经营预算支出表（第九张表）"),
    )
