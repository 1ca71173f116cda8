"""The budget classifications (政府收支分类科目) of one fiscal year."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.catalog.entries import Entry, Provenance, nearest, provenance, rows
from yusuan.core.codes import Code, Level, code
from yusuan.core.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Functional names were followed back to 2014; the economic classifications were rebuilt for 2018.
_FIRST_YEAR = {"functional": 2014, "departmental_economic": 2018, "government_economic": 2018}


@dataclass(frozen=True, slots=True)
class Category:
    """A category (类) as a summary table lists it; 人行科目 is listed without a code."""

    code: Code | None
    name: str


class Classification:
    """All codes of one classification that are valid in one fiscal year."""

    def __init__(
        self, kind: str, year: int, entries: tuple[Entry, ...], categories: tuple[Category, ...]
    ) -> None:
        self.kind = kind
        self.year = year
        self._entries = {entry.code: entry for entry in entries}
        self._categories = categories
        self._children: dict[Code, list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.code.parent is not None:
                self._children[entry.code.parent].append(entry)

    def __repr__(self) -> str:
        return f"<Classification {self.kind} {self.year}: {len(self._entries)} codes>"

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, wanted: object) -> bool:
        return wanted in self._entries

    def get(self, wanted: Code) -> Entry | None:
        """The entry of a code, or None when the catalogue does not know it in this year."""
        return self._entries.get(wanted)

    def entry(self, wanted: Code) -> Entry:
        """The entry of a code; raises CatalogError offering the nearest known codes."""
        found = self._entries.get(wanted)
        if found is None:
            kind = self.kind.replace("_", " ")
            raise CatalogError(
                f"no {kind} code {wanted} in {self.year}",
                nearest(wanted.digits, (known.digits for known in self._entries)),
            )
        return found

    def name(self, wanted: Code) -> str:
        """The official name of a code in this year; raises CatalogError when unknown."""
        return self.entry(wanted).name

    def children(self, parent: Code) -> tuple[Entry, ...]:
        """The codes one level below, in code order."""
        return tuple(self._children.get(parent, ()))

    def categories(self) -> tuple[Category, ...]:
        """The categories in the order the summary tables list them."""
        return self._categories

    def search(self, text: str) -> tuple[Entry, ...]:
        """Entries whose code starts with the text or whose name contains it."""
        wanted = folded(text)
        return tuple(
            entry
            for entry in self
            if entry.code.digits.startswith(wanted) or wanted in folded(entry.name)
        )


def folded(name: str) -> str:
    """A name without the differences that do not matter: width of brackets, blanks, 其它 for 其他."""
    return "".join(unicodedata.normalize("NFKC", name).split()).replace("其它", "其他")


def functional(year: int) -> Classification:
    """The functional classification (支出功能分类) of a year."""
    return _classification("functional", year)


@lru_cache(maxsize=1)
def latest_year() -> int:
    """The latest year anything in the functional classification is dated with: the newest names known."""
    spans = (entry.provenance for entry in _load("functional"))
    return max(year for span in spans for year in (span.since, span.until) if year is not None)


def departmental_economic(year: int) -> Classification:
    """The departmental economic classification (部门预算支出经济分类) of a year."""
    return _classification("departmental_economic", year)


def government_economic(year: int) -> Classification:
    """The government economic classification (政府预算支出经济分类) of a year."""
    return _classification("government_economic", year)


@lru_cache(maxsize=64)
def _classification(kind: str, year: int) -> Classification:
    first = _FIRST_YEAR[kind]
    if year < first:
        raise CatalogError(f"no {kind.replace('_', ' ')} classification for {year}", (str(first),))
    valid = tuple(entry for entry in _load(kind) if entry.provenance.covers(year))
    if kind == "functional":
        categories = tuple(row for row, span in _summary_rows() if span.covers(year))
    else:
        categories = tuple(
            Category(entry.code, entry.name)
            for entry in valid
            if entry.code.level is Level.CATEGORY
        )
    return Classification(kind, year, valid, categories)


@lru_cache(maxsize=3)
def _load(kind: str) -> tuple[Entry, ...]:
    """All entries of a classification, of any year, in code order."""
    entries = (
        Entry(code(row["code"]), row["name"], provenance(row)) for row in rows(kind) if row["code"]
    )
    return tuple(sorted(entries, key=lambda entry: entry.code.digits))


@lru_cache(maxsize=1)
def _summary_rows() -> tuple[tuple[Category, Provenance], ...]:
    """The functional categories as the file lists them: its order counts, and one has no code."""
    return tuple(
        (Category(code(row["code"]) if row["code"] else None, row["name"]), provenance(row))
        for row in rows("functional", "categories")
    )
