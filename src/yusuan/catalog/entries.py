"""Catalogue entries with provenance, read from the files beside this module.

The long lists are CSV, not TOML: one entry a line, and reading is ten times as fast.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.core.codes import Code

_HERE = Path(__file__).parent
NEAREST = 3


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


@dataclass(frozen=True, slots=True)
class Entry:
    """A classification code with its name in some years."""

    code: Code
    name: str
    provenance: Provenance

    @property
    def verified(self) -> bool:
        """Whether code and name were read in a document, not only remembered."""
        return self.provenance.verified


def rows(folder: str, *stems: str) -> Iterator[Mapping[str, str]]:
    """Read the named CSV files of a catalogue folder, all of them when none is named."""
    paths = [_HERE / folder / f"{stem}.csv" for stem in stems] or sorted(
        (_HERE / folder).glob("*.csv")
    )
    for path in paths:
        with path.open(encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream)


def provenance(row: Mapping[str, str]) -> Provenance:
    """The provenance columns of a row; equal ones are shared."""
    return _provenance(row["since"], row["until"], row["source"], row["verified"])


@lru_cache(maxsize=512)
def _provenance(since: str, until: str, source: str, verified: str) -> Provenance:
    return Provenance(
        since=int(since) if since else None,
        until=int(until) if until else None,
        sources=tuple(source.split()),
        verified=verified == "true",
    )


def toml(stem: str) -> dict[str, dict[str, Any]]:
    """Read a TOML file of the catalogue, one table an entry."""
    with (_HERE / f"{stem}.toml").open("rb") as stream:
        return tomllib.load(stream)


@lru_cache(maxsize=1)
def sources() -> dict[str, str]:
    """The titles of all sources by their short ids."""
    return {key: table["title"] for key, table in toml("sources").items()}


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
