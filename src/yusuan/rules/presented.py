"""How every finding is told, whichever rule wrote it: short, amounts grouped, and with an id that stays.

A message is read on a telephone and in a spreadsheet's cell: 200 characters. Of a long list three are named and
the rest counted; what is left out of the words stands in the places.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Where
from yusuan.core.patterns import pattern
from yusuan.core.plain_text import squeezed

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

LONGEST = 200
_NAMED = 3

# What stands in quotation marks was printed so, and stays so.
_QUOTATION = pattern(r"(“[^“”]*”|「[^」]*」)")
_AMOUNT = pattern(
    r"(?<![\d.,|])(?P<whole>\d{4,})(?:(?=(?:\.\d+)?\s*(?:[十百千万亿]+)?元)|(?=\.\d\d(?![\d%％|])))"
)


def presented(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The same outcomes; findings and what proves them are short, and findings have ids. Twice is as good as once."""
    told: Counter[str] = Counter()
    for outcome in outcomes:
        if not outcome.is_finding or outcome.id:
            yield outcome
            continue
        name = identity_of(outcome)
        told[name] += 1
        yield replace(_brief(outcome), id=name if told[name] == 1 else f"{name}-{told[name]}")


def _brief(outcome: Outcome) -> Outcome:
    message, left_out = shortened(grouped(outcome.message))
    return replace(
        outcome,
        message=message,
        hint=shortened(grouped(outcome.hint))[0],
        suggestion=shortened(grouped(outcome.suggestion))[0],
        where=(*outcome.where, *_places(left_out, outcome)),
        proofs=tuple(map(_brief, outcome.proofs)),
    )


def _places(names: Iterable[str], outcome: Outcome) -> Iterator[Where]:
    """A place for everything that a message named and names no longer."""
    known = {where.row for where in outcome.where}
    first = next(iter(outcome.where), Where())
    for name in dict.fromkeys(names):
        if name not in known:
            yield Where(first.file, first.page, first.table, name)


def grouped(text: str) -> str:
    """The text with thousands set off in its amounts; quotations stay as printed."""
    return "".join(
        part if n % 2 else _AMOUNT.sub(_set_off, part)
        for n, part in enumerate(_QUOTATION.split(text))
    )


def _set_off(found: re.Match[str]) -> str:
    return f"{int(found['whole']):,}"


# --- long messages ----------------------------------------------------------------------------------------

_QUOTED_LIST = pattern(r"“[^“”]*”(?:[、，,]\s*“[^“”]*”){3,}(?P<more>\s*等\s*\d+\s*[处项个张行条])?")
_QUOTED = pattern(r"“([^“”]*)”")
_LONG_QUOTATION = pattern(r"“([^“”]{32,})”")
_SUM = pattern(r"[^+（；。]+(?: \+ [^+）；。]+){3,}")
_PLAIN_LIST = pattern(
    r"[^、。；：，“”（）]{2,40}(?:、[^、。；：，“”（）]{2,40}){3,}(?P<more>\s*等\s*\d+\s*[处项个张行条])?"
)
_CLAUSES = pattern(r"[^；。：]+(?:；[^；。]+){3,}")
_ASIDE = pattern(r"（[^（）]{16,}）")
_PLAIN_NAME = pattern(r"[^、]+")
_KEPT_OF_A_QUOTATION = 24


def shortened(text: str) -> tuple[str, tuple[str, ...]]:
    """The text in at most 200 characters, and the names that had to be left out of it."""
    left_out: list[str] = []
    for shorter in (_quoted_lists, _quotations, _sums, _clauses, _plain_lists, _asides):
        if len(text) > LONGEST:
            text = shorter(text, left_out)
    if len(text) > LONGEST:
        text = text[: LONGEST - 1].rstrip("，、；：（“ ") + "…"
    return text, tuple(left_out)


def _quoted_lists(text: str, left_out: list[str]) -> str:
    def cut(found: re.Match[str]) -> str:
        names = _QUOTED.findall(found[0])
        left_out.extend(names[_NAMED:])
        return "、".join(f"“{name}”" for name in names[:_NAMED]) + _more(found, len(names), "项")

    return _QUOTED_LIST.sub(cut, text)


def _plain_lists(text: str, left_out: list[str]) -> str:
    def cut(found: re.Match[str]) -> str:
        names = _PLAIN_NAME.findall(found[0].removesuffix(found["more"] or ""))
        left_out.extend(names[_NAMED:])
        return "、".join(names[:_NAMED]) + _more(found, len(names), "项")

    return _PLAIN_LIST.sub(cut, text)


def _more(found: re.Match[str], count: int, measure: str) -> str:
    """How many there are; as the message itself counted them where it did."""
    return found["more"] or f"等 {count} {measure}"


def _quotations(text: str, _: list[str]) -> str:
    return _LONG_QUOTATION.sub(lambda found: f"“{found[1][:_KEPT_OF_A_QUOTATION]}…”", text)


def _sums(text: str, _: list[str]) -> str:
    return _joined(_SUM, " + ", text, "其余 {n} 项")


def _clauses(text: str, _: list[str]) -> str:
    return _joined(_CLAUSES, "；", text, "另有 {n} 处")


def _joined(parts: re.Pattern[str], mark: str, text: str, rest: str) -> str:
    def cut(found: re.Match[str]) -> str:
        every = found[0].split(mark)
        return mark.join((*every[:_NAMED], rest.format(n=len(every) - _NAMED)))

    return parts.sub(cut, text)


def _asides(text: str, _: list[str]) -> str:
    return _ASIDE.sub("", text)


# --- ids --------------------------------------------------------------------------------------------------

_DIGITS_OF_AN_ID = 8
_FIGURE = pattern(r"\d[\d,，]*(?:\.\d+)?%?")
# Where it stands in the file, and how many others there are: neither belongs to a finding.
_PASSING = pattern(r"第\s*\d+\s*[页行条]|等?\s*\d+\s*[处项个张]")


def identity_of(outcome: Outcome) -> str:
    """A name made of the rule, the place in words and the figures: no page, no wording, no neighbour."""
    is_of_figures = outcome.expected is not None and outcome.actual is not None
    # What has the same cause may join a finding that names its figures: its first place is its own.
    places = outcome.where[: 1 if is_of_figures else _NAMED]
    parts: list[object] = [outcome.rule, outcome.expected, outcome.actual]
    parts += [part for where in places for part in (where.table, where.row, where.column)]
    if not is_of_figures or not places[0:1] or not places[0].row:
        parts += _particulars(outcome.message)
    said = "\0".join("" if part is None else squeezed(str(part)) for part in parts)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:_DIGITS_OF_AN_ID]


def _particulars(message: str) -> list[str]:
    """What a message quotes and counts: the particulars of its finding, whatever the words around them."""
    quoted = _QUOTED.findall(message)[:_NAMED]
    rest = _PASSING.sub("", _QUOTATION.sub("", message))
    return [*quoted, *(found.replace(",", "") for found in _FIGURE.findall(rest))]
