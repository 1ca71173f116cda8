"""Catalogue entries with provenance, read from the files beside this module.

The long lists are CSV, not TOML: one entry a line, and reading is ten times as fast.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from yusuan.core.codes import Code, code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_HERE = Path(__file__).parent
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Source:
    """A document or kind of knowledge that entries come from; the year it speaks of, where it has one."""

    title: str
    year: int | None
    address: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an entry comes from and in which years it is valid (None: not known to be bounded).

    `verified` says that code and name were read in a source named; the years may be general knowledge.
    """

    since: int | None
    until: int | None
    sources: tuple[str, ...]
    verified: bool

    def covers(self, year: int) -> bool:
        """Tell whether the entry is valid in a fiscal year."""
        return (self.since is None or self.since <= year) and (
            self.until is None or year <= self.until
        )

    def read_by(self, year: int) -> bool:
        """Tell whether a document of this year or an earlier one was read that has the entry."""
        years = (sources()[source].year for source in self.sources)
        return self.verified and any(known is not None and known <= year for known in years)


class Entry(NamedTuple):
    """A classification code with its name in some years; a tuple, for thousands are made at every start."""

    code: Code
    name: str
    provenance: Provenance

    @property
    def verified(self) -> bool:
        """Whether code and name were read in a document, not only remembered.

        A name that is not verified makes no finding above a note.
        """
        return self.provenance.verified


def rows(folder: str) -> Iterator[Mapping[str, str]]:
    """Read the CSV files of a catalogue folder."""
    for path in sorted((_HERE / folder).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream)


def provenance(row: Mapping[str, str]) -> Provenance:
    """The provenance columns of a row; equal ones are shared."""
    return _provenance(f"{row['since']},{row['until']},{row['source']},{row['verified']}")


@lru_cache(maxsize=1024)
def _provenance(columns: str) -> Provenance:
    since, until, source, verified = columns.split(",")
    return Provenance(
        since=int(since) if since else None,
        until=int(until) if until else None,
        sources=tuple(source.split()),
        verified=verified == "true",
    )


def entries(folder: str) -> Iterator[Entry]:
    """Every row with a code in a folder of classification codes, in the order of its file.

    Two thousand rows are read at every start: split at commas, in a fifth of the time that names of columns take.
    """
    text = (_HERE / folder / "codes.csv").read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        digits, name, columns = line.split(",", 2)
        if digits:
            yield Entry(code(digits), name, _provenance(columns))


def toml(stem: str) -> dict[str, dict[str, Any]]:
    """Read a TOML file of the catalogue, one table an entry."""
    with (_HERE / f"{stem}.toml").open("rb") as stream:
        return tomllib.load(stream)


@lru_cache(maxsize=1)
def sources() -> dict[str, Source]:
    """All sources by their short ids."""
    return {
        key: Source(table["title"], table.get("year"), table.get("address", ""))
        for key, table in toml("sources").items()
    }


def nearest(wanted: str, known: Iterable[str]) -> Sequence[str]:
    """Known codes of the same length that differ in a few places, likeliest first."""
    ranked = sorted(
        (_distance(wanted, other), other) for other in known if len(other) == len(wanted)
    )
    most = len(wanted) // 3
    return [other for (differing, *_), other in ranked if 0 < differing <= most][:NEAREST]


def _distance(a: str, b: str) -> tuple[int, int, int]:
    """How many places differ, how late the first one does, how far apart the digits are."""
    apart = [abs(ord(x) - ord(y)) for x, y in zip(a, b, strict=True)]
    first = next((i for i, gap in enumerate(apart) if gap), len(apart))
    return sum(gap > 0 for gap in apart), -first, sum(apart)
