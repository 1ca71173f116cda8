"""The budget classifications (政府收支分类科目) of one fiscal year, and the names their codes have in others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from yusuan.catalog.entries import Entry, entries, nearest
from yusuan.core.codes import Level
from yusuan.core.errors import CatalogError
from yusuan.core.plain_text import squeezed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from yusuan.catalog.entries import Provenance
    from yusuan.core.codes import Code

# Names were followed back to 2014; the lists are known for the years from here on. The economic
# classifications were rebuilt for 2018, so their list of 2018 is far from what 2017 had.
_FIRST_YEAR = 2014
_CATEGORY_DIGITS = Level.CATEGORY.value
_FIRST_LIST = {"functional": 2020, "departmental_economic": 2018, "government_economic": 2018}


@dataclass(frozen=True, slots=True)
class Category:
    """A category (类) as a summary table lists it; 人行科目 is listed without a code."""

    code: Code | None
    name: str


# Characters of a name, at most.
_LONGEST_KEPT = 60
# Listed last in the summary tables (hebei-zfw-2024); no code is known for it.
_PEOPLES_BANK = Category(None, "人行科目")


class Classification:
    """All codes of one classification that are valid in one fiscal year."""

    def __init__(
        self, kind: str, year: int, valid: tuple[Entry, ...], categories: tuple[Category, ...]
    ) -> None:
        self.kind = kind
        self.year = year
        self._entries = {entry.code: entry for entry in valid}
        self._categories = categories
        self._children: dict[Code, list[Entry]] = {}

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
        if not self._children:
            children = defaultdict(list)
            for entry in self:
                if entry.code.parent is not None:
                    children[entry.code.parent].append(entry)
            self._children = dict(children)
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

    # --- other years --------------------------------------------------------------------------------------

    def all_names(self, wanted: Code) -> tuple[Entry, ...]:
        """Every official name of a code in any year, oldest first."""
        return _entries_by_code(self.kind).get(wanted, ())

    def until_now(self) -> Iterator[Entry]:
        """Every code with every name of this year or an earlier one, withdrawn ones too."""
        for entry in _load(self.kind):
            since = entry.provenance.since
            if since is None or since <= self.year:
                yield entry

    def category_called(self, name: str) -> Code | None:
        """The category that bears a name in this or any other year."""
        return _categories_by_name(self.kind).get(folded(name))

    def was_called(self, wanted: Code, name: str) -> bool:
        """Tell whether a name was the official one of a code in an earlier year, and is no longer."""
        return any(
            entry.provenance.until is not None
            and entry.provenance.until < self.year
            and folded(entry.name) == folded(name)
            for entry in self.all_names(wanted)
        )

    def accepts(self, wanted: Code, name: str) -> bool:
        """Tell whether a name cannot be called wrong for a code in this year.

        That is the official name, another one read in documents, and the name of another year. A former
        name is called wrong only where its successor was read in a document of this year or before:
        the years of a change are often general knowledge and one year out.
        """
        plain = folded(name)
        entry = self._entries.get(wanted)
        if entry is not None and folded(entry.name) == plain:
            return True
        variants = _variants().get(wanted, ())
        if any(folded(v.name) == plain and v.provenance.covers(self.year) for v in variants):
            return True
        if not any(folded(other.name) == plain for other in self.all_names(wanted)):
            return False
        is_replaced = entry is not None and entry.verified and entry.provenance.read_by(self.year)
        return not (is_replaced and self.was_called(wanted, name))


def folded(name: str) -> str:
    """A name without the differences that do not matter: width of brackets, blanks, 其它 for 其他."""
    # Long texts seldom come twice; keeping them would hold on to documents long read.
    return _short_folded(name) if len(name) <= _LONGEST_KEPT else _squeezed(name)


# Rules ask for the same few thousand names of rows, items and the classification again and again.
@lru_cache(maxsize=16384)
def _short_folded(name: str) -> str:
    return _squeezed(name)


def _squeezed(name: str) -> str:
    return squeezed(name).replace("其它", "其他")


def functional(year: int) -> Classification:
    """The functional classification (支出功能分类) of a year.

    From 2020 on by its list; 2014 to 2019 by the names known for these years, else by the list of 2020,
    nothing of it verified: what was read later proves nothing for then. A year after the last list known
    has that list's names until another is recorded. CatalogError before 2014.
    """
    return _classification("functional", year)


@lru_cache(maxsize=1)
def latest_year() -> int:
    """The latest year anything in the functional classification is dated with: the newest names known."""
    spans = (entry.provenance for entry in _load("functional"))
    return max(year for span in spans for year in (span.since, span.until) if year is not None)


def departmental_economic(year: int) -> Classification:
    """The departmental economic classification (部门预算支出经济分类) of a year.

    From 2018 on by its list; 2014 to 2017 by that of 2018 with the few names known to differ, nothing of it
    verified. CatalogError before 2014.
    """
    return _classification("departmental_economic", year)


def government_economic(year: int) -> Classification:
    """The government economic classification (政府预算支出经济分类) of a year.

    It exists since 2018; for 2014 to 2017 its list of 2018 answers, nothing of it verified. CatalogError
    before 2014.
    """
    return _classification("government_economic", year)


# By the dimension of a line that a classification orders.
CLASSIFICATIONS: Mapping[str, Callable[[int], Classification]] = MappingProxyType(
    {
        "function": functional,
        "economic": departmental_economic,
        "government": government_economic,
    }
)


@lru_cache(maxsize=64)
def _classification(kind: str, year: int) -> Classification:
    if year < _FIRST_YEAR:
        kind = kind.replace("_", " ")
        raise CatalogError(f"no {kind} classification for {year}", (str(_FIRST_YEAR),))
    valid = tuple(entry for entry in _load(kind) if entry.provenance.covers(year))
    if year < _FIRST_LIST[kind]:
        valid = tuple(_unverified(entry) for entry in valid)
    categories = [Category(entry.code, entry.name) for entry in valid if _is_category(entry)]
    if kind == "functional":
        categories.append(_PEOPLES_BANK)
    return Classification(kind, year, valid, tuple(categories))


def _is_category(entry: Entry) -> bool:
    return len(entry.code.digits) == _CATEGORY_DIGITS


def _unverified(entry: Entry) -> Entry:
    return entry._replace(provenance=_as_unverified(entry.provenance))


@lru_cache(maxsize=1024)
def _as_unverified(known: Provenance) -> Provenance:
    return replace(known, verified=False)


@lru_cache(maxsize=3)
def _load(kind: str) -> tuple[Entry, ...]:
    """All entries of a classification, of any year, in code order."""
    return tuple(entries(kind))


@lru_cache(maxsize=3)
def _entries_by_code(kind: str) -> Mapping[Code, tuple[Entry, ...]]:
    return _by_code(_load(kind))


@lru_cache(maxsize=1)
def _variants() -> Mapping[Code, tuple[Entry, ...]]:
    """Other names met for a code: printed by one document against another, or expected in a later list."""
    return _by_code(entries("variants"))


def _by_code(known: Iterable[Entry]) -> Mapping[Code, tuple[Entry, ...]]:
    found: dict[Code, list[Entry]] = defaultdict(list)
    for entry in known:
        found[entry.code].append(entry)
    return {member: tuple(named) for member, named in found.items()}


@lru_cache(maxsize=3)
def _categories_by_name(kind: str) -> Mapping[str, Code]:
    return {folded(entry.name): entry.code for entry in _load(kind) if _is_category(entry)}
