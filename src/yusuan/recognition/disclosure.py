"""A published document understood: whose, which year, what kind, its tables, and what was refused and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.core.errors import RecognitionRefused, UnitNotStated
from yusuan.core.grid import TextBlock
from yusuan.core.patterns import pattern
from yusuan.core.terms import Stage
from yusuan.recognition.profile import Profile
from yusuan.recognition.self_description import YEAR_OPTION, DocumentKind, describe
from yusuan.recognition.tables import (
    Context,
    Logical,
    apart,
    captions,
    in_the_documents_unit,
    logical_tables,
    recognise_table,
    title_of,
    unstacked,
    with_codes_apart,
)
from yusuan.recognition.told import NOTHING_TOLD, Told
from yusuan.rules.evidence import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.core.grid import RawDocument
    from yusuan.core.money import MoneyUnit
    from yusuan.identities.inferred_figures import Inferred
    from yusuan.identities.misreading import Doubt
    from yusuan.recognition.self_description import SelfDescription
    from yusuan.tables.table import CellKey, Table


__all__ = [
    "Disclosure",
    "DocumentKind",
    "Fate",
    "Refusal",
    "fates",
    "heading_of",
    "recognise",
    "stage_of",
]


_OF_UNITS = frozenset({DocumentKind.UNIT_BUDGET, DocumentKind.UNIT_ACCOUNTS})


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many numbers of the tables are read as money, kept in a table of another kind, refused with a reason."""

    read: int
    kept: int
    refused: int


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a published document says, in the terms everything else works with."""

    document: RawDocument
    said: SelfDescription
    year: int
    tables: tuple[Table, ...]
    others: tuple[Logical, ...] = ()
    refused: tuple[Refusal, ...] = ()
    # Every table as it was put together from its pages, recognised or not, in reading order.
    whole: tuple[Logical, ...] = ()
    told: Told = NOTHING_TOLD
    # The same tables, those printed below each other in one grid taken apart.
    unstacked: tuple[Logical, ...] = ()
    # How doubtful figures were read, and which of them the sums put right; None before that was tried.
    doubts: Mapping[CellKey, Doubt] = field(default_factory=dict)
    inferred: Inferred | None = None

    @property
    def kind(self) -> DocumentKind | None:
        """What is published; None where nothing says so."""
        return self.said.kind.value

    @property
    def department(self) -> str:
        """Who publishes it; empty where nobody is named."""
        return self.said.department.value or ""

    @property
    def profile(self) -> Profile:
        """Kind, year, publisher, edition and money units, each with its confidence and signs."""
        return Profile(self.said, self.tables, self.document.text, self.told)

    @property
    def is_unit(self) -> bool | None:
        """Tell whether a unit publishes it, not a department; None where the kind is unknown."""
        return None if self.kind is None else self.kind in _OF_UNITS

    @property
    def stage(self) -> Stage:
        """What its amounts are: budgeted, or final."""
        return stage_of(self.kind)

    @property
    def unit(self) -> MoneyUnit | None:
        """The unit of a table that states none: the one told, or the only one the other tables state."""
        stated = {table.spec.unit for table in self.tables}
        return self.told.unit or (stated.pop() if len(stated) == 1 else None)

    @property
    def numbers(self) -> Numbers:
        """Where the numbers of the tables went; of tables not read, every cell that is a number counts."""
        left = [fate for fate in fates(self.document, self) if not fate.is_taken]
        refused = sum(_numbers(fate.logical) for fate in left if fate.reason)
        kept = sum(_numbers(fate.logical) for fate in left if not fate.reason)
        return Numbers(sum(map(_size, self.tables)), kept, refused)

    @property
    def texts(self) -> tuple[TextBlock, ...]:
        """The text outside tables, in reading order."""
        return tuple(b for b in self.document.blocks if isinstance(b, TextBlock))


def stage_of(kind: DocumentKind | None) -> Stage:
    """What the amounts of a kind of document are."""
    accounts = {DocumentKind.DEPARTMENT_ACCOUNTS, DocumentKind.UNIT_ACCOUNTS}
    return Stage.FINAL if kind in accounts else Stage.BUDGET


def recognise(document: RawDocument, told: Told = NOTHING_TOLD) -> Disclosure:
    """Understand a document; raises RecognitionRefused when even its year is a guess."""
    said = describe(document, told)
    year = said.year.value
    if year is None:
        msg = f"没有找到预算年度，不作猜测；{YEAR_OPTION}"
        raise RecognitionRefused(msg)
    context = Context(document.source, year, told.unit, stage_of(said.kind.value))
    whole = tuple(logical_tables(document.blocks))
    parted = tuple(map(unstacked, whole))
    tables: dict[int, Table] = {}
    others: list[Logical] = []
    refused: dict[int, Refusal] = {}
    without_unit: dict[int, Logical] = {}
    for n, found in enumerate(parted):
        logical = with_codes_apart(found)
        try:
            table = recognise_table(logical, context)
        except RecognitionRefused as reason:
            refused[n] = Refusal(title_of(logical), logical.page, str(reason))
            # A table of the text without a title is nobody's official one: nothing says what it would answer for.
            if isinstance(reason, UnitNotStated) and title_of(logical):
                without_unit[n] = logical
            continue
        if table is None:
            others.append(logical)
        else:
            tables[n] = table
    for n, logical in without_unit.items():
        table = in_the_documents_unit(logical, context, list(tables.values()), document.text)
        if table is not None:
            tables[n] = table
            del refused[n]
    kept = _told_apart([tables[n] for n in sorted(tables)])
    return Disclosure(
        document, said, year, kept, tuple(others), tuple(refused.values()), whole, told, parted
    )


def _told_apart(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Tables of one composition in reading order: the fullest keeps its name, another counts lines of its own.

    A second table of a kind is another unit's, or one we cannot tell from the first: nothing is held against it.
    """
    fullest: dict[str, Table] = {}
    for table in tables:
        known = fullest.get(table.id)
        if known is None or _size(table) > _size(known):
            fullest[table.id] = table
    seen: Counter[str] = Counter()
    found = []
    for table in tables:
        if fullest[table.id] is table:
            found.append(table)
        else:
            seen[table.id] += 1
            found.append(apart(table, f"{table.id}_{seen[table.id] + 1}"))
    return tuple(found)


def _size(table: Table) -> int:
    return sum(1 for _ in table.figures())


_NUMBER = pattern(r"[-−]?\d[\d,]*(?:\.\d+)?")


def _numbers(logical: Logical) -> int:
    texts = (cell.text.strip() for line in logical.lines for cell in line.cells if cell)
    return sum(1 for text in texts if _NUMBER.fullmatch(text))


# --- what became of each table ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fate:
    """A table as printed, its heading, whether its figures were taken, and why not (empty: another kind)."""

    logical: Logical
    heading: str
    is_taken: bool
    reason: str = ""


def fates(document: RawDocument, found: Disclosure | None) -> Iterator[Fate]:
    """Every table of a document in reading order; none is taken where nothing was understood."""
    others = () if found is None else found.others
    refused = () if found is None else found.refused
    other_grids = {id(grid) for logical in others for grid in logical.grids}
    reasons = {(refusal.title, refusal.page): refusal.reason for refusal in refused}
    printed = map(unstacked, logical_tables(document.blocks)) if found is None else found.unstacked
    for logical in printed:
        reason = reasons.get((title_of(logical), logical.page), "")
        is_other = found is None or any(id(grid) in other_grids for grid in logical.grids)
        yield Fate(logical, heading_of(logical), not (reason or is_other), reason)


def heading_of(logical: Logical) -> str:
    """The title of a table, else the sheet's name, else the line right above it."""
    named = title_of(logical) or next((grid.name for grid in logical.grids if grid.name), "")
    return named or next(captions(logical.above), "")
