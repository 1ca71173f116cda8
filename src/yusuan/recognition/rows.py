"""What each row of a panel is: a classification code, a listed item, or the total."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.catalog import functional
from yusuan.core.codes import Code, code
from yusuan.core.errors import CatalogError
from yusuan.core.terms import SPENT, Nature, Origin
from yusuan.recognition.words import folded, meaning
from yusuan.tables.codeset import CodeSet
from yusuan.tables.region import ALL_FUNDING, EVERYTHING, Region
from yusuan.tables.spec import without_list_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.recognition.columns import PanelColumns
    from yusuan.recognition.logical import Line

_OTHER = "其他收入"
_CURRENT = Region(origin=frozenset({Origin.CURRENT_YEAR}))
_OPENING = Region(origin=frozenset(Origin) - _CURRENT.origin)
_CLOSING = Region(nature=frozenset({Nature.CLOSING_BALANCE}))
_TOTAL = re.compile(r"合计|总计|(本年)?(收入|支出)(合计|总计)|收支总计")
_CARRIED = re.compile(r".*(上年|年初).*(结转|结余).*")
# Categories under the names they had before (政府收支分类科目 of earlier years still printed by some forms).
_FORMER_NAMES = {
    "医疗卫生与计划生育支出": "210",
    "医疗卫生支出": "210",
    "文化体育与传媒支出": "207",
    "国土海洋气象等支出": "220",
    "资源勘探信息等支出": "215",
}


@dataclass(frozen=True, slots=True)
class RowReading:
    """A body row: the line it stands on, its key and label, and what it filters (None: not understood)."""

    line: int
    key: str
    label: str
    region: Region | None
    code: Code | None = None
    is_total: bool = False
    heading: str = ""


def joined_code(pieces: Sequence[str]) -> Code | None:
    """A code from one column (2010101) or several (201|01|01), leading zeros put back (301|2)."""
    given = [piece for piece in ("".join(p.split()) for p in pieces) if piece]
    if not given or not all(piece.isdecimal() for piece in given):
        return None
    digits = given[0] + "".join(piece.rjust(2, "0") for piece in given[1:])
    try:
        return code(digits)
    except ValueError:
        return None


def tree_rows(lines: Sequence[Line], panel: PanelColumns) -> list[RowReading]:
    """Rows by code; the total is the row without a code that says so."""
    rows = []
    dimension = ""
    for n, line in enumerate(lines):
        member = joined_code([line.text(c) for c in panel.codes])
        label = "" if panel.name is None else line.text(panel.name)
        if member is not None:
            dimension = dimension or ("function" if member.digits[0] == "2" else "economic")
            codes = CodeSet(frozenset({member}))
            region = Region(function=codes) if dimension == "function" else Region(economic=codes)
            rows.append(RowReading(n, member.digits, label, region, member))
        elif _says_total(line, panel):
            rows.append(RowReading(n, "合计", label or "合计", EVERYTHING, is_total=True))
        elif label or any(line.text(c.number) for c in panel.values):
            rows.append(RowReading(n, without_list_number(label) or f"第{n + 1}行", label, None))
    return rows


def _says_total(line: Line, panel: PanelColumns) -> bool:
    places = [*panel.codes, *([] if panel.name is None else [panel.name])]
    return any(_TOTAL.fullmatch(folded(line.text(c))) for c in places)


def listed_rows(
    lines: Sequence[Line], panel: PanelColumns, year: int, base: Region
) -> list[RowReading]:
    """Rows by label: funds, functional categories, three-public items, totals, balances."""
    rows: list[RowReading] = []
    has_opening = any(
        panel.name is not None and _CARRIED.fullmatch(folded(line.text(panel.name)))
        for line in lines
    )
    heading = ""
    for n, line in enumerate(lines):
        label = "合计" if panel.name is None else line.text(panel.name)
        if not label:
            continue
        word = folded(label)
        region = _listed(word, year, has_opening=has_opening)
        key = without_list_number("".join(label.split()))
        if region is not None and _CARRIED.fullmatch(word):
            heading = key
        elif heading and _TOTAL.fullmatch(word):
            heading = ""
        elif heading and region is not None:
            region = replace(meaning(word) or region, origin=frozenset(Origin) - _CURRENT.origin)
        rows.append(
            RowReading(
                n,
                key,
                label,
                region,
                is_total=bool(_TOTAL.fullmatch(word)),
                heading="" if key == heading else heading,
            )
        )
    return _with_rest(_without_open_totals(rows, lines, panel), base)


def implied_balances(rows: Sequence[RowReading]) -> list[RowReading]:
    """Rows a form does not have because it knows no money from or for another year: they read as nothing.

    A form with a grand total and no row for opening or closing balances says that there are none.
    """
    regions = [row.region for row in rows if row.region is not None]
    if not any(folded(row.label).endswith("总计") for row in rows) or any(
        not _CURRENT.origin <= r.origin or r.nature == _CLOSING.nature for r in regions
    ):
        return []
    return [
        RowReading(-1, "上年结转结余", "上年结转结余（本表未设此行）", _OPENING),
        RowReading(-1, "年终结转结余", "年终结转结余（本表未设此行）", _CLOSING),
    ]


def _without_open_totals(
    rows: list[RowReading], lines: Sequence[Line], panel: PanelColumns
) -> list[RowReading]:
    """A grand total above a filled row nobody understands may hold anything: it is left out of every sum."""
    is_open = any(
        row.region is None and any(lines[row.line].text(c.number) for c in panel.values)
        for row in rows
    )
    if not is_open:
        return rows
    return [replace(r, region=None) if folded(r.label).endswith("总计") else r for r in rows]


def _listed(word: str, year: int, *, has_opening: bool) -> Region | None:
    category = category_of(word, year)
    if category is not None:
        return Region(nature=SPENT, function=CodeSet(frozenset({category})))
    region = meaning(word)
    if word.startswith("本年支出"):
        return Region(nature=SPENT)
    if region is None:
        return None
    is_grand = word.endswith("总计")
    if (
        has_opening
        and not is_grand
        and region.origin == EVERYTHING.origin
        and not region.restricted_natures
    ):
        return region & _CURRENT
    return region


def category_of(word: str, year: int) -> Code | None:
    """The functional category a label names, by this year's or a former name."""
    if word in _FORMER_NAMES:
        return code(_FORMER_NAMES[word])
    try:
        categories = functional(year).categories()
    except CatalogError:
        return None
    return next((c.code for c in categories if folded(c.name) == word), None)


def _with_rest(rows: list[RowReading], base: Region) -> list[RowReading]:
    """其他收入 of a form that names fewer sources is everything its other rows do not name."""
    others = [r.region for r in rows if r.region is not None and folded(r.label) != _OTHER]
    named = {f for region in others if region.funding != ALL_FUNDING for f in region.funding}
    rest = frozenset(f for f in base.funding if f not in named)
    return [
        replace(row, region=replace(row.region, funding=rest))
        if row.region is not None and folded(row.label) == _OTHER and rest
        else row
        for row in rows
    ]
