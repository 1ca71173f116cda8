"""The records of a format as written fields, and what others than the core know of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yusuan.core import records as r
from yusuan.core.dataset.allowed import nothing_known

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from yusuan.core.dataset.allowed import Meant

Values = dict[str, Any]
MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """Written fields of one record, and how the format names the place of each."""

    written: Mapping[str, str]
    place: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All records of one kind as a format holds them.

    `absent` are required columns it lacks; `is_whole` is False where part of it could not be read. Both have
    been said, so that what follows from them is not.
    """

    record: r.Record
    rows: Sequence[SheetRow]
    absent: frozenset[str] = frozenset()
    is_whole: bool = True


def _nothing_amiss(_head: Values) -> Mapping[str, str]:
    return {}


def _as_written(_head: Values, _figure: Values) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue and the editions know of what was written: the core knows neither.

    `amiss` says which fields of the department hold what nobody knows, and what is allowed; `named` gives a figure of
    last year the contract's names, or says which of its fields is unknown and what is allowed; `meant` which codes are
    near one that is not right.
    """

    amiss: Callable[[Values], Mapping[str, str]] = _nothing_amiss
    named: Callable[[Values, Values], Mapping[str, str] | tuple[str, str]] = _as_written
    meant: Meant = nothing_known


Parsed = dict[str, list[tuple[Values, SheetRow]]]


def label_of(sheet: str, name: str) -> str:
    """The label clerks see of a field."""
    field = r.BY_NAME[sheet].field(name)
    return name if field is None else field.label
