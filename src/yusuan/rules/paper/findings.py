"""How outcomes on the whole of a document are said: quoted, listed, with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.core.patterns import pattern
from yusuan.rules.evidence import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_QUOTED = 40


def quoted(text: str) -> str:
    """A text as a message quotes it: in one line, cut where it is long."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= _QUOTED else f"“{line[:_QUOTED]}…”"


_PIECES = pattern(r"(?<=[。;；!?])|\n")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a line, blanks removed."""
    return (piece for piece in map(plain, _PIECES.split(text)) if piece)


def finding(
    rule: str,
    message: str,
    hint: str,
    where: Iterable[Where],
    *,
    severity: Severity = Severity.ERROR,
    law: str = "practice",
) -> Outcome:
    """A failed outcome on a whole document."""
    places = tuple(dict.fromkeys(where))
    return Outcome(rule, Status.FAILED, severity, message, hint, law, where=places)


def unchecked(rule: str, message: str, hint: str, where: Iterable[Where] = ()) -> Outcome:
    """What could not be checked, and why: for information."""
    return Outcome(
        rule, Status.INSUFFICIENT, Severity.INFO, message, hint, "practice", where=tuple(where)
    )


def listed(words: Sequence[str], most: int = 4) -> str:
    """Name some words, and how many there are where they are many."""
    more = f"等 {len(words)} 处" if len(words) > most else ""
    return "、".join(words[:most]) + more
