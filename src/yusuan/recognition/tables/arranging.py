"""How rows by code stand to each other beyond their codes: sections of units, parts below a row, codes that recur."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.money import MoneyUnit, amount_or_none
from yusuan.tables.region import EVERYTHING, Ledger, Region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.recognition.tables.columns import PanelColumns
    from yusuan.recognition.tables.logical import Line
    from yusuan.recognition.tables.reading import RowReading

# Half of the second decimal of 万元, in fen: what rounding may hide of each figure.
_HALF_DIGIT = 5_000


def arranged(
    rows: Sequence[RowReading], lines: Sequence[Line], panel: PanelColumns
) -> list[RowReading]:
    """The rows in their sections, parts under what they are parts of, codes that recur told apart."""
    return numbered(_told_apart(_in_sections(_below(rows, lines, panel))))


def _below(
    rows: Sequence[RowReading], lines: Sequence[Line], panel: PanelColumns
) -> list[RowReading]:
    """Rows nobody understood that together make up the row by code above them are its parts (projects of an item)."""
    found = list(rows)
    n = 0
    while n < len(rows):
        end = n + 1
        while end < len(rows) and rows[end].is_foreign:
            end += 1
        above = rows[n]
        parts = range(n + 1, end)
        if (
            above.code is not None
            and above.region is not None
            and parts
            and is_sum([above.line], [rows[m].line for m in parts], lines, panel)
        ):
            for m in parts:
                own = Ledger(of=frozenset({f"{rows[m].key}#{m}"}))
                region = above.region & Region(ledger=own)
                found[m] = replace(rows[m], region=region, is_foreign=False)
        n = end
    return found


def is_sum(
    whole: Sequence[int], parts: Sequence[int], lines: Sequence[Line], panel: PanelColumns
) -> bool:
    """Tell whether the lines of some parts make up one line in most columns that hold money."""
    if not whole or not parts:
        return False
    agreed = asked = 0
    for column in panel.values:
        total = _amount(lines[whole[0]].text(column.number))
        if total:
            asked += 1
            rest = total - sum(_amount(lines[n].text(column.number)) for n in parts)
            agreed += abs(rest) <= (len(parts) + 1) * _HALF_DIGIT
    return agreed * 2 >= asked


def _amount(text: str) -> int:
    """An amount in whatever unit, as fen of 万元; nought for what is none."""
    amount = amount_or_none(text, MoneyUnit.WAN_YUAN)
    return 0 if amount is None else amount.fen


def _in_sections(rows: Sequence[RowReading]) -> list[RowReading]:
    """Rows in words nobody knows over codes that come again: each opens the rows of a unit (or the like).

    One alone, above all codes, names the whole again.
    """
    heads = [n for n, row in enumerate(rows) if row.is_foreign]
    first = next((n for n, row in enumerate(rows) if row.code is not None), len(rows))
    codes = [row.code for row in rows if row.code is not None]
    recur = len(set(codes)) < len(codes)
    if len(heads) == 1 and heads[0] < first and not recur:
        has_total = any(row.is_total for row in rows)
        return [
            replace(row, region=EVERYTHING, is_foreign=False, is_total=not has_total)
            if row.is_foreign
            else row
            for row in rows
        ]
    if len(heads) < 2 or not recur:  # noqa: PLR2004  nothing comes again
        return list(rows)
    found, unit = [], frozenset[str]()
    for n, row in enumerate(rows):
        if n in heads and n + 1 < len(rows) and rows[n + 1].code is not None:
            unit = frozenset({f"{row.key}#{n}"})
            found.append(replace(row, region=Region(unit=unit), is_foreign=False))
        elif row.code is not None and unit and row.region is not None:
            within = row.region & Region(unit=unit)
            found.append(replace(row, region=within, heading=next(iter(unit))))
        else:
            found.append(row)
    return found


def _told_apart(rows: Sequence[RowReading]) -> list[RowReading]:
    """Rows of the same code and money (one for each project, say): parts of their code, and not the same figure."""
    seen = Counter(row.region for row in rows if row.code is not None)
    return [
        replace(row, region=row.region & Region(project=frozenset({f"{row.key}#{n}"})))
        if row.code is not None and row.region is not None and seen[row.region] > 1
        else row
        for n, row in enumerate(rows)
    ]


def numbered(rows: Sequence[RowReading]) -> list[RowReading]:
    """Rows whose key comes again, each with its number from the second on."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for row in rows:
        seen[row.heading, row.key] += 1
        times = seen[row.heading, row.key]
        found.append(replace(row, again=str(times)) if times > 1 else row)
    return found
