"""A table that states no money unit, in the unit the document's other figures show; never a guess."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.money import MoneyUnit
from yusuan.core.patterns import pattern
from yusuan.recognition.tables.build import recognise_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.recognition.tables.build import Context
    from yusuan.recognition.tables.logical import Logical
    from yusuan.tables.table import Table

_SAID_OF_ALL = pattern(
    r"(?:金额)?单位\s*(?:均为|都为|统一为|均以|以|为|:|：)\s*(?:人民币)?([万千]?元)"
)


def in_the_documents_unit(
    logical: Logical, context: Context, tables: Sequence[Table], text: str
) -> Table | None:
    """The table in the unit in which its figures stand in other tables; else in the only unit the document states."""
    known = {cell.value for table in tables for cell in table.figures() if cell.value}
    found = {
        unit: table
        for unit in (MoneyUnit.WAN_YUAN, MoneyUnit.YUAN)
        if (table := recognise_table(logical, replace(context, unit=unit))) is not None
    }
    shared = {
        unit: sum(cell.value in known for cell in table.figures() if cell.value)
        for unit, table in found.items()
    }
    proved = [unit for unit, number in shared.items() if number]
    if len(proved) == 1:
        return found[proved[0]]
    stated = {table.spec.unit for table in tables}
    stated |= {MoneyUnit.from_label(word) for word in _SAID_OF_ALL.findall(text)}
    return found.get(stated.pop()) if len(stated) == 1 and not proved else None
