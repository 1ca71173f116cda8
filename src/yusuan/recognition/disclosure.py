"""A published document understood: whose, which year, what kind, its tables, and what was refused and why."""

from __future__ import annotations

import enum
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.errors import RecognitionRefused
from yusuan.core.grid import TextBlock
from yusuan.narrative.clause import Stage
from yusuan.recognition.logical import Logical, logical_tables, unstacked
from yusuan.recognition.tables import Context, recognise_table, title_of
from yusuan.recognition.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.core.grid import RawDocument
    from yusuan.tables.table import Table

_YEAR = re.compile(r"(20\d{2})年?度?(?=.{0,16}(预算|决算))|预算年度[:：]?(20\d{2})")
_CHINESE_YEAR = re.compile(r"二[〇○零]([一二三四五六七八九〇○零]{2})年")
_DEPARTMENT = re.compile(
    r"(?:编制|预算主管|公开)(?:部门|单位)(?:名称)?:([^:]{4,40}?)(?:\(.*\))?(?:(?:金额)?单位:.*)?$"
)
_NUMBERED_DEPARTMENT = re.compile(r"\d{3,6}([\u4e00-\u9fff]{4,40}(?:\([^)]*\))?)")
_DIGIT = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}


class DocumentKind(enum.Enum):
    """What is published: a budget or final accounts, of a department or of a single unit."""

    DEPARTMENT_BUDGET = "部门预算"
    UNIT_BUDGET = "单位预算"
    DEPARTMENT_ACCOUNTS = "部门决算"
    UNIT_ACCOUNTS = "单位决算"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A table that was seen and not trusted: where, and the reason in Chinese."""

    title: str
    page: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a published document says, in the terms everything else works with."""

    document: RawDocument
    kind: DocumentKind | None
    year: int
    department: str
    tables: tuple[Table, ...]
    others: tuple[Logical, ...] = ()
    refused: tuple[Refusal, ...] = ()

    @property
    def stage(self) -> Stage:
        """What its amounts are: budgeted, or final."""
        accounts = {DocumentKind.DEPARTMENT_ACCOUNTS, DocumentKind.UNIT_ACCOUNTS}
        return Stage.FINAL if self.kind in accounts else Stage.BUDGET

    @property
    def texts(self) -> tuple[TextBlock, ...]:
        """The text outside tables, in reading order."""
        return tuple(b for b in self.document.blocks if isinstance(b, TextBlock))


def recognise(document: RawDocument) -> Disclosure:
    """Understand a document; raises RecognitionRefused when even its year is a guess."""
    words = [folded(b.text) for b in document.blocks if isinstance(b, TextBlock)]
    words += [folded(grid.name) for grid in document.grids if grid.name]
    year = year_of(words)
    tables, others, refused = [], [], []
    for logical in map(unstacked, logical_tables(document.blocks)):
        try:
            table = recognise_table(logical, Context(document.source, year))
        except RecognitionRefused as reason:
            refused.append(Refusal(title_of(logical), logical.page, str(reason)))
            continue
        if table is None:
            others.append(logical)
        else:
            tables.append(table)
    kept, repeated = _without_repeats(tables)
    return Disclosure(
        document,
        kind_of(words),
        year,
        department_of(words),
        kept,
        tuple(others),
        (*refused, *repeated),
    )


def year_of(words: Sequence[str]) -> int:
    """The fiscal year the titles name most often; refuses when nothing names one."""
    found: Counter[int] = Counter()
    for word in words:
        if len(word) <= _HEADLINE:
            found.update(int(a or b) for a, _, b in _YEAR.findall(word))
    if not found:
        for word in words[:10]:
            match = _CHINESE_YEAR.search(word)
            if match:
                found[2000 + 10 * _DIGIT[match[1][0]] + _DIGIT[match[1][1]]] += 1
    if not found:
        msg = "没有找到预算年度，不作猜测"
        raise RecognitionRefused(msg)
    return found.most_common(1)[0][0]


_HEADLINE = 60


def kind_of(words: Sequence[str]) -> DocumentKind | None:
    """Budget or accounts, department or unit, by what titles and first lines say."""
    said = "".join(word for word in words[:60] if len(word) <= _HEADLINE)
    accounts, budget = said.count("决算"), said.count("预算")
    if not accounts and not budget:
        return None
    is_unit = said.count("单位预算") + said.count("单位决算") > said.count("部门预算") + said.count(
        "部门决算"
    )
    if accounts > budget:
        return DocumentKind.UNIT_ACCOUNTS if is_unit else DocumentKind.DEPARTMENT_ACCOUNTS
    return DocumentKind.UNIT_BUDGET if is_unit else DocumentKind.DEPARTMENT_BUDGET


def department_of(words: Iterable[str]) -> str:
    """The name most often given as the publishing department or unit; empty when none is."""
    found: Counter[str] = Counter()
    for word in words:
        match = _DEPARTMENT.search(word) or _NUMBERED_DEPARTMENT.fullmatch(word)
        if match:
            found[match[1]] += 1
    return found.most_common(1)[0][0] if found else ""


def _without_repeats(tables: Sequence[Table]) -> tuple[tuple[Table, ...], list[Refusal]]:
    """One table of each kind: where a kind comes twice, the fuller one is kept and the other refused, not lost."""
    best: dict[str, Table] = {}
    refused = []
    for table in tables:
        known = best.setdefault(table.id, table)
        if known is not table:
            fuller, other = (table, known) if _size(table) > _size(known) else (known, table)
            best[table.id] = fuller
            if _size(other):
                reason = f"与“{fuller.spec.title}”是同一种表，只采信数字较多的一张"
                refused.append(Refusal(other.spec.title, _page(other), reason))
    return tuple(best.values()), refused


def _page(table: Table) -> int | None:
    return next((c.where.page for c in table.figures() if c.where is not None), None)


def _size(table: Table) -> int:
    return sum(1 for _ in table.figures())
