"""What somebody types beside a file, understood: of a published document what it does not say, of a publication how."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from yusuan.core.money import MoneyUnit
from yusuan.editions import EDITIONS
from yusuan.recognition.self_description import DocumentKind
from yusuan.recognition.told import Told
from yusuan.web.desk.tasks import Asked

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import QueryDict

    from yusuan.web.desk.desk import Desk, Paper

_YEARS = range(2000, 2100)
_LONGEST_NAME = 80


class Misunderstood(Exception):
    """Something typed that cannot be meant: which field, what was read, what is allowed."""

    def __init__(self, field: str, found: str, allowed: str) -> None:
        super().__init__(f"“{field}”读到“{found[:_LONGEST_NAME]}”；应为{allowed}")


def asked(form: QueryDict, desk: Desk, paper: Paper, waivers: Path | None) -> Asked:
    """The form of a paper; raises Misunderstood. Waivers given before stay unless others come."""
    unit, kind, edition = (_text(form, name) for name in ("unit", "kind", "edition"))
    told = Told(
        _year(form, "year", "年度"),
        MoneyUnit.from_label(_one_of(unit, [u.label for u in MoneyUnit], "金额单位"))
        if unit
        else None,
        DocumentKind(_one_of(kind, [k.value for k in DocumentKind], "种类")) if kind else None,
        _one_of(edition, list(EDITIONS), "版式") if edition else None,
        "".join(_text(form, "publisher").split())[:_LONGEST_NAME] or None,
    )
    waivers = waivers or paper.asked.waivers
    return Asked(
        told,
        _day(form, "approved", "批复日期"),
        _day(form, "published", "公开日期"),
        others(form, "against", desk, paper),
        waivers,
        # The only clock in a check: whether a waiver has expired.
        dt.datetime.now(tz=dt.UTC).astimezone().date() if waivers else None,
    )


def others(form: QueryDict, name: str, desk: Desk, paper: Paper) -> tuple[Path, ...]:
    """The other papers of the desk that a form names."""
    numbers = {int(n) for n in form.getlist(name) if n.isascii() and n.isdigit()}
    named = (desk.papers.get(number) for number in sorted(numbers - {paper.number}))
    return tuple(other.path for other in named if other is not None)


def new_workbook(form: QueryDict) -> tuple[str, int]:
    """Edition and year of a workbook to start from; raises Misunderstood."""
    edition = _one_of(_text(form, "edition"), list(EDITIONS), "版式")
    year = _year(form, "year", "年度")
    if year is None:
        raise Misunderstood("年度", "", "四位年份，如 2026")
    return edition, year


def this_year() -> int:
    """The year on the wall, which a workbook to start from is most often for."""
    return dt.datetime.now(tz=dt.UTC).astimezone().year


def _text(form: QueryDict, name: str) -> str:
    return (form.get(name) or "").strip()


def _one_of(text: str, known: list[str], field: str) -> str:
    if text not in known:
        raise Misunderstood(field, text, "、".join(known))
    return text


def _year(form: QueryDict, name: str, field: str) -> int | None:
    text = _text(form, name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text[:9]) in _YEARS):
        raise Misunderstood(field, text, f"{_YEARS.start}–{_YEARS[-1]} 的四位年份")
    return int(text)


def _day(form: QueryDict, name: str, field: str) -> dt.date | None:
    text = _text(form, name)
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Misunderstood(field, text, "日期，如 2024-02-08") from error
