"""What one row of an export says its money is for, and where it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.coded import Coded, coded
from yusuan.core.codes import Code, Level, code
from yusuan.core.plain_text import half_width
from yusuan.readers.export.mapping import CATEGORY, ColumnMap, Money, category_meant, money_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.core.terms import ProjectCategory


class Keys(NamedTuple):
    """What one row says of its money."""

    unit: Coded | None
    function: Coded | None
    economic: Coded | None
    project: Coded | None
    category: ProjectCategory | None
    money: Money


def keys_of(texts: Mapping[str, str], mapping: ColumnMap) -> tuple[Keys | None, str]:
    """What the row's money is for; None, with what is missing, where it is not all there."""
    unit = _coded(texts, "单位", "单位名称")
    if "单位" not in mapping.columns.values():
        unit = coded(mapping.budget_unit)
    function = _coded(texts, "功能科目", "功能科目名称")
    economic = _coded(texts, "部门经济科目", "部门经济科目名称")
    project = _coded(texts, "项目编码", "项目名称")
    missing = [
        role
        for role, found, form in (
            ("单位", unit, None),
            ("功能科目", function, Level.ITEM),
            ("部门经济科目", economic, Level.SECTION),
        )
        if not is_at(found, form)
    ]
    if missing:
        return None, "、".join(missing)
    money = Money()
    for role in ("资金性质", "收入来源", "年份来源", "支出性质"):
        money = _told(texts.get(role, ""), money, mapping)
    said = mapping.words.get(texts.get(CATEGORY, ""), "")
    category = category_meant(said) if said else None
    return Keys(unit, function, economic, project, category, money), ""


def _coded(texts: Mapping[str, str], role: str, beside: str) -> Coded | None:
    text, name = texts.get(role, ""), texts.get(beside, "")
    found = coded(text)
    if found is not None:
        return found
    return Coded(half_width(text), name) if text else None


def _told(text: str, money: Money, mapping: ColumnMap) -> Money:
    """What a cell says of the row's money, beside what others said."""
    said = money_of(mapping.words.get(text, "")) or Money()
    return Money(
        money.fund or said.fund,
        money.source or said.source,
        money.origin or said.origin,
        money.nature or said.nature,
    )


def is_at(found: Coded | None, level: Level | None) -> bool:
    """Tell whether there is a code, of the level asked for; an economic code may be deeper."""
    if found is None:
        return False
    if level is None:
        return True
    try:
        member: Code = code(found.code)
    except ValueError:
        return False
    return member.level is level or (level is Level.SECTION and member.level is Level.ITEM)


def path_of(texts: Mapping[str, str]) -> dict[str, str]:
    """What a row of a sum says of the rows below it: the code of each key it has."""
    found = {}
    for role in ("单位", "功能科目", "部门经济科目", "项目编码"):
        if text := texts.get(role, ""):
            one = coded(text)
            found[role] = one.code if one else half_width(text)
    return found
