"""What each row of a panel is: a classification code, a listed item, or the total."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.catalog import functional
from yusuan.core.codes import Code, code
from yusuan.core.errors import CatalogError
from yusuan.core.terms import CARRIED, SPENT, UNSPENT, Nature, Origin
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
_OPENING = Region(origin=CARRIED)
_CLOSING = Region(nature=UNSPENT)
_TOTAL = re.compile(
    r"合计|总计|小计|总额|(本年)?(收入|支出)(合计|总计|小计)|收支总计|全部合计|合计金额"
)
_CARRIED = re.compile(r".*(上年|年初).*(结转|结余).*")


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
    # Which time its key is printed, from the second on: a row of its own all the same.
    again: str = ""


def joined_code(pieces: Sequence[str]) -> Code | None:
    """A code from one column (2010101) or several (201|01|01), leading zeros put back (301|2)."""
    given = [piece for piece in (_CODE_GAPS.sub("", p) for p in pieces) if piece]
    if not given or not all(piece.isdecimal() for piece in given):
        return None
    digits = given[0] + "".join(piece.rjust(2, "0") for piece in given[1:])
    try:
        return code(digits)
    except ValueError:
        return None


_CODE_GAPS = re.compile(r"[\s.\-—·]")


def _codes_of(lines: Sequence[Line], panel: PanelColumns) -> list[Code | None]:
    """The code of each row; where only the last piece is printed (类|款|项), the rows above give the rest."""
    found: list[Code | None] = []
    above: list[str] = []
    for line in lines:
        pieces = [line.text(c) for c in panel.codes]
        filled = [n for n, piece in enumerate(pieces) if piece]
        if filled and filled[0] > 0 and len(above) >= filled[0] and all(above[: filled[0]]):
            pieces[: filled[0]] = above[: filled[0]]
        member = joined_code(pieces)
        if member is not None:
            above = pieces
        found.append(member)
    return found


def tree_rows(lines: Sequence[Line], panel: PanelColumns) -> list[RowReading]:
    """Rows by code; the total is the row without a code that says so, other sums say which codes they take."""
    rows: list[RowReading] = []
    codes = _codes_of(lines, panel)
    known = [c for c in codes if c is not None]
    is_function = sum(c.digits[0] == "3" for c in known) * 2 <= len(known)
    seen: Counter[str] = Counter()
    has_total = False
    for n, (line, member) in enumerate(zip(lines, codes, strict=True)):
        label = "" if panel.name is None else line.text(panel.name)
        if member is not None:
            branch = CodeSet(frozenset({member}))
            region = Region(function=branch) if is_function else Region(economic=branch)
            seen[member.digits] += 1
            again = str(seen[member.digits]) if seen[member.digits] > 1 else ""
            rows.append(RowReading(n, member.digits, label, region, member, again=again))
        elif not has_total and _says_total(line, panel):
            has_total = True
            rows.append(RowReading(n, "合计", label or "合计", EVERYTHING, is_total=True))
        elif (part := _part_total(line, panel)) is not None:
            rows.append(RowReading(n, *part))
        elif label or any(line.text(c.number) for c in panel.values):
            rows.append(RowReading(n, without_list_number(label) or f"第{n + 1}行", label, None))
    return rows


def _part_total(line: Line, panel: PanelColumns) -> tuple[str, str, Region] | None:
    """人员经费合计, 公用经费合计: key, label and the economic classes the row takes."""
    for place in _label_places(panel):
        text = line.text(place)
        region = meaning(text) if text else None
        if region is not None and not region.economic.is_everything:
            return (
                without_list_number("".join(text.split())),
                text,
                Region(economic=region.economic),
            )
    return None


def _label_places(panel: PanelColumns) -> list[int]:
    return [*panel.codes, *([] if panel.name is None else [panel.name])]


def _says_total(line: Line, panel: PanelColumns) -> bool:
    return any(_TOTAL.fullmatch(folded(line.text(c))) for c in _label_places(panel))


def listed_rows(
    lines: Sequence[Line], panel: PanelColumns, year: int, base: Region
) -> list[RowReading]:
    """Rows by label: funds, functional categories, three-public items, totals, balances."""
    rows: list[RowReading] = []
    words = ["" if panel.name is None else folded(line.text(panel.name)) for line in lines]
    sides = _Sides.of(words)
    heading = ""
    for n, line in enumerate(lines):
        label = "合计" if panel.name is None else line.text(panel.name)
        if not label:
            continue
        word = folded(label)
        region = _listed(word, year, sides, is_grand=n in sides.grand)
        key = without_list_number("".join(label.split()))
        if region is not None and _CARRIED.fullmatch(word):
            heading = key
        elif heading and _TOTAL.fullmatch(word):
            heading = ""
        elif heading and region is not None:
            region = replace(meaning(word) or region, origin=CARRIED)
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
    rows = _told_apart(rows)
    return _with_rest(_without_open_totals(rows, lines, panel), base)


@dataclass(frozen=True, slots=True)
class _Sides:
    """What the rows of a panel show besides the year's money, and which total rows hold that too."""

    has_opening: bool
    has_closing: bool
    grand: frozenset[int]

    @classmethod
    def of(cls, words: Sequence[str]) -> _Sides:
        carried = [n for n, word in enumerate(words) if _CARRIED.fullmatch(word)]
        kept = [n for n, word in enumerate(words) if _is_kept(word)]
        totals = [n for n, word in enumerate(words) if _TOTAL.fullmatch(word)]
        grand = [n for n in totals if words[n].endswith("总计")]
        # 合计 below the row of carried money, where nothing is called 总计, is the grand total.
        last = max((*carried, *kept), default=-1)
        grand = grand or [n for n in totals if last >= 0 and n > last]
        return cls(bool(carried), bool(kept), frozenset(grand))


def _is_kept(word: str) -> bool:
    region = meaning(word) if word else None
    return region is not None and region.nature <= UNSPENT


def _told_apart(rows: Sequence[RowReading]) -> list[RowReading]:
    """Carried money where a form prints it in several rows: each leaves out what another names."""
    words = [folded(row.label) for row in rows]
    regions = [row.region for row in rows if row.region is not None]
    has_own = any(r.origin == _OWN_BALANCE for r in regions)
    has_distribution = any(r.nature == _DISTRIBUTED for r in regions)
    has_balance = any(_BALANCE_ONLY.fullmatch(word) for word in words)
    has_carry_over = any(_CARRY_OVER_ONLY.fullmatch(word) for word in words)
    return [
        row
        if row.region is None
        else replace(
            row,
            region=_narrowed(
                row.region,
                word,
                has_own=has_own,
                has_distribution=has_distribution,
                is_parted=has_balance and has_carry_over,
            ),
        )
        for row, word in zip(rows, words, strict=True)
    ]


def _narrowed(
    region: Region, word: str, *, has_own: bool, has_distribution: bool, is_parted: bool
) -> Region:
    if region.origin == CARRIED and has_own:
        region = replace(region, origin=CARRIED - _OWN_BALANCE)
    if region.nature == UNSPENT and has_distribution:
        region = replace(region, nature=UNSPENT - _DISTRIBUTED)
    if is_parted and _CARRY_OVER_ONLY.fullmatch(word):
        return replace(region, origin=frozenset({Origin.CARRY_OVER}))
    if is_parted and _BALANCE_ONLY.fullmatch(word):
        return replace(region, origin=region.origin - {Origin.CARRY_OVER})
    return region


_OWN_BALANCE = frozenset({Origin.OWN_BALANCE})
_DISTRIBUTED = frozenset({Nature.SURPLUS_DISTRIBUTION})
_CARRY_OVER_ONLY = re.compile(r"(上年|年初)结转(资金|收入)?")
_BALANCE_ONLY = re.compile(r"(上年|年初)结余(资金|收入)?")


def implied_balances(rows: Sequence[RowReading]) -> list[RowReading]:
    """Rows a form does not have because it knows no money from or for another year: they read as nothing.

    A form with a grand total and no row for opening or closing balances says that there are none.
    """
    regions = [row.region for row in rows if row.region is not None]
    if not any(folded(row.label).endswith("总计") for row in rows) or any(
        not _CURRENT.origin <= r.origin or r.nature <= UNSPENT for r in regions
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


def _listed(word: str, year: int, sides: _Sides, *, is_grand: bool) -> Region | None:
    category = category_of(word, year)
    if category is not None:
        return Region(nature=SPENT, function=CodeSet(frozenset({category})))
    region = meaning(word)
    if word.startswith("本年支出"):
        return Region(nature=SPENT)
    if region is None or is_grand:
        return region
    if sides.has_closing and region == EVERYTHING:
        return Region(nature=SPENT)
    if sides.has_opening and region.origin == EVERYTHING.origin and not region.restricted_natures:
        return region & _CURRENT
    return region


def category_of(word: str, year: int) -> Code | None:
    """The functional category a label names, by its name in this or another year."""
    try:
        return functional(year).category_called(word)
    except CatalogError:
        return None


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
