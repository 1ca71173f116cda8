"""Hebei's departmental budget as printed since 2024: the national form in its own order and titles.

Its three-public total also holds meetings and training, printed in rows of their own. Without the two rows the
total has parts nobody can see (the 2024 publication this form was taken from prints 19.39 over 13.46).
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.editions import texts
from yusuan.editions.national import THREE_PUBLIC_ITEMS, national
from yusuan.narrative.sentence import Change, Level, Sentence
from yusuan.tables.classes import MEETINGS, THREE_PUBLIC, THREE_PUBLIC_FORM, TRAINING
from yusuan.tables.region import Region
from yusuan.tables.spec import Listed

if TYPE_CHECKING:
    from yusuan.editions.edition import Edition
    from yusuan.tables.spec import TableSpec

_SUBTOTAL = "“三公”经费小计"
# In the order printed.
_TITLES = {
    "summary": "收支总表",
    "revenue": "收入总表",
    "expenditure": "支出总表",
    "appropriation_summary": "财政拨款收支总表",
    "general_expenditure": "一般公共预算财政拨款支出表",
    "general_basic": "一般公共预算财政拨款基本支出表",
    "government_funds": "政府性基金预算财政拨款支出表",
    "state_capital": "国有资本经营预算财政拨款支出表",
    "three_public": "财政拨款“三公”经费支出表",
}


def _with_meetings_and_training(spec: TableSpec) -> TableSpec:
    (panel,) = spec.panels
    rows = (
        Listed("合计", Region(economic=THREE_PUBLIC_FORM)),
        Listed(_SUBTOTAL, Region(economic=THREE_PUBLIC)),
        *THREE_PUBLIC_ITEMS,
        Listed("四、会议费", Region(economic=MEETINGS)),
        Listed("五、培训费", Region(economic=TRAINING)),
    )
    region = replace(spec.region, economic=THREE_PUBLIC_FORM)
    return spec.but(panels=(replace(panel, rows=rows),), region=region)


def _three_public_texts() -> tuple[Sentence, ...]:
    """The national sentences, reading the subtotal; then what the total holds beyond it."""
    level, change = texts.THREE_PUBLIC
    subtotal = texts.three_public(_SUBTOTAL)
    return (
        texts.reading(level, total=Level(subtotal)),
        texts.reading(change, total=Change(subtotal)),
        Sentence(
            "本表合计另含会议费{meetings}、培训费{training}，在表内单独列示，不属于“三公”经费。",
            {
                "meetings": Level(texts.three_public("会议费")),
                "training": Level(texts.three_public("培训费")),
            },
        ),
    )


@lru_cache
def hebei(year: int) -> Edition:
    """Hebei's edition of a fiscal year."""
    base = national(year).with_table("three_public", _with_meetings_and_training)
    return base.but(
        id="hebei",
        title="河北省部门预算公开（九张表、十一项说明，万元）",
        tables=tuple(base.table(name).but(title=title) for name, title in _TITLES.items()),
        three_public=_three_public_texts(),
        title_prefix="部门预算",
        sources=("秦皇岛经济技术开发区工委政法委 2024 年部门预算公开（版式）",),
    )
