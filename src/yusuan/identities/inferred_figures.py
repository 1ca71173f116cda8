"""Figures put right after recognition as values, and the words that say so: nothing is put right silently."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Severity, Status
from yusuan.identities.evaluate import Figures, in_unit, place_in_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from yusuan.identities.identity import Identity
    from yusuan.identities.misreading import Doubt
    from yusuan.tables.table import CellKey, Table

_NAMED = 12
_COMPARE = "这一页的数由文字识别得出，请先对照原件。"


@dataclass(frozen=True, slots=True)
class InferredFigure:
    """A figure put right: the text read, the amount it stood for (None: none), and the amount inferred, fen."""

    key: CellKey
    text: str
    read: int | None
    amount: int
    identities: tuple[Identity, ...]


@dataclass(frozen=True, slots=True)
class Inferred:
    """Tables with misread figures put right, which those are, and which remain in doubt."""

    tables: tuple[Table, ...]
    figures: tuple[InferredFigure, ...] = ()
    doubtful: tuple[CellKey, ...] = ()

    def outcomes(self, doubts: Mapping[CellKey, Doubt]) -> Iterator[Outcome]:
        """Say what was put right, a figure at a time, and what nobody could confirm, a table at a time."""
        figures = Figures.of(self.tables)
        for one in self.figures:
            yield _put_right(one, figures)
        by_table: dict[str, list[CellKey]] = defaultdict(list)
        for key in self.doubtful:
            by_table[key.table].append(key)
        for keys in by_table.values():
            yield _in_doubt(keys, figures, doubts)


def _put_right(one: InferredFigure, figures: Figures) -> Outcome:
    cell, spec = figures.cells[one.key], figures.specs[one.key.table]
    read = f"识别为“{one.text}”" if one.text else "有字而没有识别出来"
    return Outcome(
        "scan-figure-inferred",
        Status.INSUFFICIENT,
        Severity.INFO,
        f"{place_in_words(cell, spec)} {read}，按勾稽关系应为 {in_unit(one.amount, spec)}"
        f"（{len(one.identities)} 项关系由此成立）；以下按应有的数核对。",
        "请对照原件确认此数。",
        "practice",
        one.amount,
        one.read,
        (figures.places[one.key],),
    )


def _in_doubt(
    keys: Sequence[CellKey], figures: Figures, doubts: Mapping[CellKey, Doubt]
) -> Outcome:
    spec = figures.specs[keys[0].table]
    named = [
        f"{place_in_words(figures.cells[key], spec).removeprefix(spec.title).strip()} “{doubts[key].text}”"
        for key in keys[:_NAMED]
    ]
    more = f"等 {len(keys)} 处" if len(keys) > _NAMED else ""
    return Outcome(
        "scan-figure-doubtful",
        Status.INSUFFICIENT,
        Severity.INFO,
        f"{spec.title}：{'、'.join(named)}{more}，字迹不清，也没有勾稽关系可以印证，按识别结果暂用。",
        "请对照原件逐一确认这些数。",
        "practice",
        where=tuple(figures.places[key] for key in keys),
    )


def with_hint(outcomes: Iterable[Outcome], pages: Collection[int]) -> Iterator[Outcome]:
    """The outcomes; a failure on a page that was recognised asks to compare with the original first."""
    for outcome in outcomes:
        is_recognised = any(place.page in pages for place in outcome.where)
        if outcome.status is Status.FAILED and is_recognised:
            yield replace(outcome, hint=f"{_COMPARE}{outcome.hint}")
        else:
            yield outcome
