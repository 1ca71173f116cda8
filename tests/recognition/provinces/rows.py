"""Rows that many forms print: trees of codes in every style, lists of classes, panels side by side."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.recognition.provinces.ledger import (
    ACCOUNT,
    ALL,
    CAPITAL,
    FUND,
    GENERAL,
    GRANT,
    LAST_YEAR,
    OTHER,
    REMITTED,
    SERVICE,
    TRADE,
    UNITS,
    YEAR,
    Cut,
    Fen,
    codes,
    cut,
    lines,
    m,
    name_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Row: TypeAlias = "list[object]"
Columns: TypeAlias = "Sequence[object]"

CLASSES = [
    "201",
    "202",
    "203",
    "204",
    "205",
    "206",
    "207",
    "208",
    "209",
    "210",
    "211",
    "212",
    "213",
    "214",
    "215",
    "216",
    "217",
    "219",
    "220",
    "221",
    "222",
    "223",
    "224",
    "227",
    "229",
    "230",
    "231",
    "232",
    "233",
]
_DIGITS = "零一二三四五六七八九"


def numeral(n: int) -> str:
    """一, 十, 二十一."""
    tens, ones = divmod(n, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def figures(row: Cut, columns: Columns) -> Row:
    """The figures of a row; a text stands in its column in every row, a function works it out."""
    found: Row = []
    for column in columns:
        if isinstance(column, str):
            found.append(column)
        elif isinstance(column, Cut):
            found.append(m(row, column))
        elif callable(column):
            found.append(column(row))
    return found


def pieces(code: str) -> list[str]:
    """类, 款, 项 of a code."""
    return [code[:3], code[3:5], code[5:7]]


def joined(code: str, name: str) -> Row:
    """Code and name."""
    return [code, name]


def split_all(code: str, name: str) -> Row:
    """213 | 03 | 01 | name."""
    return [*pieces(code), name]


def split_own(code: str, name: str) -> Row:
    """Only the row's own level has its piece."""
    own = (len(code) - 3) // 2
    return [*(p if n == own else "" for n, p in enumerate(pieces(code))), name]


def split_two(code: str, name: str) -> Row:
    """Economic codes: 301 | 01 | name."""
    return [code[:3], code[3:5], name]


def name_only(code: str, name: str) -> Row:
    """Names with an indent."""
    return ["　" * ((len(code) - 3) // 2) + name]


def bracketed(code: str, name: str) -> Row:
    """[2130301]行政运行."""
    return [f"[{code}]{name}"]


def dashed(code: str, name: str) -> Row:
    """2130301-行政运行."""
    return [f"{code}-{name}"]


def tree(
    within: Cut,
    columns: Columns,
    *,
    kind: str = "function",
    style: Callable[[str, str], Row] = joined,
    total: Row | None = None,
    lengths: tuple[int, ...] = (3, 5, 7),
    at_foot: bool = False,
) -> list[Row]:
    """The rows of a table by code; `total` are the words in the total's leading cells."""
    found: list[Row] = [
        [*style(code, name_of(kind, code)), *figures(within & cut(**{kind: code}), columns)]
        for code in codes(kind, within, lengths)
    ]
    if total is not None:
        row = [*total, *figures(within, columns)]
        found = [*found, row] if at_foot else [row, *found]
    return found


def classes(
    within: Cut, columns: Columns, *, numbered: bool = True, only: bool = False
) -> list[Row]:
    """The list of functional classes, all of them or those with money."""
    found: list[Row] = []
    for code in CLASSES:
        own = within & cut(function=code)
        if only and not m(own):
            continue
        name = name_of("function", code)
        label = f"{numeral(len(found) + 1)}、{name}" if numbered else name
        found.append([label, *figures(own, columns)])
    return found


def beside(*panels: Sequence[Any]) -> list[Row]:
    """Panels side by side, the shorter ones filled up with blanks."""
    widths = [len(panel[0]) for panel in panels]
    found = []
    for parts in zip_longest(*panels):
        row: Row = []
        for part, width in zip(parts, widths, strict=True):
            row += part or [""] * width
        found.append(row)
    return found


def foot(panels: Sequence[Any], *feet: Sequence[Any]) -> list[Row]:
    """Panels filled up to one height, then a foot under each."""
    height = max(map(len, panels))
    full = [
        [*panel, *[[""] * len(panel[0])] * (height - len(panel)), *under]
        for panel, under in zip(panels, feet, strict=True)
    ]
    return beside(*full)


def units(columns: Columns, *, total: Row | None = None) -> list[Row]:
    """A row a unit, code and name."""
    found = [[] if total is None else [*total, *figures(ALL, columns)]]
    found += [[code, name, *figures(cut(unit=code), columns)] for code, name in UNITS.items()]
    return [row for row in found if row]


def pairs(within: Cut) -> list[tuple[str, str, str, str]]:
    """Departmental and government economic codes that meet, with their names."""
    chosen = within & cut(year=YEAR)
    met = sorted({(x.economic, x.government) for x in lines() if chosen.admits(x)})
    return [(e, name_of("economic", e), g, name_of("government", g)) for e, g in met]


def change(of: Cut) -> Callable[[Cut], str]:
    """The rate from last year to this, as printed; blank where there was nothing."""

    def text(row: Cut) -> str:
        old, new = m(row, of, LAST_YEAR), m(row, of)
        return f"{(new - old) / old * 100:.2f}" if old else ""

    return text


def more(of: Cut) -> Callable[[Cut], Fen]:
    """The amount over last year's."""
    return lambda row: Fen(m(row, of) - m(row, of, LAST_YEAR))


_KINDS_OF_REVENUE = (
    ("一般公共预算拨款收入", GENERAL), ("政府性基金预算拨款收入", FUND), ("国有资本经营预算拨款收入", CAPITAL),
    ("财政专户管理资金收入", ACCOUNT), ("事业收入", SERVICE), ("事业单位经营收入", TRADE),
    ("上级补助收入", GRANT), ("附属单位上缴收入", REMITTED), ("其他收入", OTHER),
)  # fmt: skip


def revenue(within: Cut) -> list[Row]:
    """The nine kinds of revenue of the national form."""
    return [
        [f"{numeral(n)}、{name}", m(within, kind)]
        for n, (name, kind) in enumerate(_KINDS_OF_REVENUE, 1)
    ]
