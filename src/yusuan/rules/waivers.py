"""Waivers: findings that somebody answered for, with a reason, a name and a date on which the answer ends.

A waiver takes a finding out of the count, never out of the report. The day is an input: nothing here looks
at a clock.
"""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from yusuan.core.outcomes import Outcome, Outcomes
from yusuan.core.plain_text import squeezed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from yusuan.core.outcomes import Where


class Verdict(enum.Enum):
    """What somebody decided: it is true and will be mended, true and put up with, or the rule was wrong about it."""

    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"
    FALSE_ALARM = "false-alarm"

    @property
    def label(self) -> str:
        """The word clerks read."""
        return _LABELS[self]

    @property
    def is_waiver(self) -> bool:
        """Tell whether it takes the finding out of the count."""
        return self is not Verdict.CONFIRMED


_LABELS = {
    Verdict.CONFIRMED: "属实，待更正",
    Verdict.ACCEPTED: "属实，予以接受",
    Verdict.FALSE_ALARM: "误报",
}


@dataclass(frozen=True, slots=True)
class Waiver:
    """One entry of a waiver file; `number` counts from 1. Empty parts of the place fit anything.

    `finding` is the id of one finding; `expires` None never ends, which only a decision on one finding may be.
    `source` is a department's name, a file's name, or a pattern with `*`; `year` the fiscal year it was given for.
    """

    number: int
    rule: str
    reason: str
    verdict: Verdict
    approver: str
    expires: dt.date | None
    year: int
    source: str = ""
    table: str = ""
    row: str = ""
    column: str = ""
    finding: str = ""

    def has_expired(self, on: dt.date) -> bool:
        """Tell whether the day after its last has come."""
        return self.expires is not None and on > self.expires

    def is_carried_over(self, year: int) -> bool:
        """Tell whether it was given for an earlier year than the document's: somebody should confirm it."""
        return year > self.year

    @property
    def place(self) -> str:
        """Where it holds, for people."""
        return (
            " ".join(
                part
                for part in (self.source, self.table, self.row, self.column, self.finding)
                if part
            )
            or "全部"
        )


@dataclass(frozen=True, slots=True)
class Examined:
    """What a waiver's source and year are compared with."""

    file: str
    department: str
    year: int


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding taken out of the count, and what it rests on."""

    outcome: Outcome
    waiver: Waiver
    is_carried_over: bool


@dataclass(frozen=True, slots=True)
class Applied:
    """Every finding once: it stands in `outcomes`, or in `waived`. `expired` is what waivers no longer cover.

    `confirmed` are the standing findings somebody confirmed, by their ids.
    """

    outcomes: Outcomes
    waived: tuple[Waived, ...] = ()
    expired: tuple[Waiver, ...] = ()
    confirmed: Mapping[str, Waiver] = field(default_factory=dict)

    def used(self) -> frozenset[int]:
        """Numbers of the waivers that met a finding, in time or too late."""
        return frozenset(
            [
                *(w.waiver.number for w in self.waived),
                *(waiver.number for waiver in self.expired),
                *(waiver.number for waiver in self.confirmed.values()),
            ]
        )


@dataclass(frozen=True, slots=True)
class Waivers:
    """The entries of one file; `content_digest` is the SHA-256 of its bytes."""

    source: str = ""
    entries: tuple[Waiver, ...] = ()
    content_digest: str = ""
    _by_rule: dict[str, list[Waiver]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        for entry in self.entries:
            self._by_rule.setdefault(entry.rule, []).append(entry)

    def fingerprint(self, on: dt.date) -> str:
        """What results depend on: the entries and which of them are over, not the day itself."""
        over = [str(entry.number) for entry in self.entries if entry.has_expired(on)]
        return hashlib.sha256(f"{self.content_digest}:{','.join(over)}".encode()).hexdigest()

    def apply(
        self, outcomes: Outcomes, document: Examined, titles: Mapping[str, str], *, on: dt.date
    ) -> Applied:
        """Take the waived findings out; one whose waiver is over stays, and says so."""
        standing: list[Outcome] = []
        waived: list[Waived] = []
        expired: list[Waiver] = []
        confirmed: dict[str, Waiver] = {}
        for outcome in outcomes.every:
            waiver = self._for(outcome, document, titles, on) if outcome.is_finding else None
            if waiver is None:
                standing.append(outcome)
            elif waiver.has_expired(on):
                expired.append(waiver)
                note = f"第{waiver.number}条豁免（{waiver.approver}批准）已于{waiver.expires}到期。"
                standing.append(replace(outcome, hint=f"{note}{outcome.hint}"))
            elif not waiver.verdict.is_waiver:
                standing.append(outcome)
                confirmed[outcome.id] = waiver
            else:
                waived.append(Waived(outcome, waiver, waiver.is_carried_over(document.year)))
        return Applied(Outcomes.of(standing), tuple(waived), tuple(expired), confirmed)

    def _for(
        self, outcome: Outcome, document: Examined, titles: Mapping[str, str], on: dt.date
    ) -> Waiver | None:
        """The waiver of a finding: one in force before one that is over, this year's before an older one."""
        fitting = [
            waiver
            for waiver in self._by_rule.get(outcome.rule, ())
            if waiver.year <= document.year
            and waiver.finding in {"", outcome.id}
            and _is_source(waiver.source, document)
            and _is_at(waiver, outcome.where, titles)
        ]
        return min(
            fitting,
            # What was decided on this very finding goes before what holds for many.
            key=lambda w: (
                w.has_expired(on),
                w.is_carried_over(document.year),
                not w.finding,
                w.number,
            ),
            default=None,
        )


def _is_source(pattern: str, document: Examined) -> bool:
    """Tell whether a waiver's source names a document: its department, its path or its file's name."""
    if not pattern:
        return True
    file = document.file.replace("\\", "/")
    named = [
        squeezed(name) for name in (document.department, file, file.rsplit("/", 1)[-1]) if name
    ]
    wanted = squeezed(pattern)
    # Brackets stand in names of departments; only * and ? are wild.
    wild = wanted.replace("[", "[[]")
    return any(name == wanted or fnmatchcase(name, wild) for name in named)


def _is_at(waiver: Waiver, places: Sequence[Where], titles: Mapping[str, str]) -> bool:
    """Tell whether one of a finding's places is the waiver's: all parts that it names."""
    if not (waiver.table or waiver.row or waiver.column):
        return True
    return any(
        _is_table(waiver.table, place.table, titles)
        and _is_row(waiver.row, place.row)
        and _is_column(waiver.column, place.column)
        for place in places
    )


def _is_table(wanted: str, table: str, titles: Mapping[str, str]) -> bool:
    known = (squeezed(table), squeezed(titles.get(table, table)))
    return not wanted or squeezed(wanted) in known


def _is_row(wanted: str, row: str) -> bool:
    """By its whole label, or by the code in front of it."""
    return not wanted or squeezed(wanted) in (squeezed(row), squeezed(row.partition(" ")[0]))


def _is_column(wanted: str, column: str) -> bool:
    """By its header path, or by the end of it."""
    folded, end = squeezed(column), squeezed(wanted)
    return not wanted or folded == end or folded.endswith(f"/{end}")


def waived_as_json(waived: Waived) -> dict[str, Any]:
    """What a program needs of the waiver beside the finding."""
    return waiver_as_json(waived.waiver) | {"carried_over": waived.is_carried_over}


def waiver_as_json(waiver: Waiver) -> dict[str, Any]:
    """What a program needs of a decision."""
    return {
        "number": waiver.number,
        "verdict": waiver.verdict.value,
        "reason": waiver.reason,
        "approver": waiver.approver,
        "expires": None if waiver.expires is None else waiver.expires.isoformat(),
        "year": waiver.year,
    }
