"""Last year's figures: they add up like this year's, and are those that were published."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from yusuan.catalog import names
from yusuan.core import records as r
from yusuan.core.outcomes import Pair, Severity, Status
from yusuan.identities.derive import identities_of_some
from yusuan.identities.evaluate import Figures, evaluate, in_unit, place_in_words, tolerance
from yusuan.identities.identity import Relation
from yusuan.rules.books._words import at, judged, money
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, on_facts
from yusuan.tables.stated import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.core.budget import StatedFigure
    from yusuan.core.outcomes import Where
    from yusuan.identities.identity import Identity
    from yusuan.rules.spec import Subject, Verdict
    from yusuan.tables.table import Cell, CellKey

_CODES = frozenset({"function", "economic", "government"})
_SUMS = frozenset({Relation.SUM, Relation.EQUAL})
# A code has three levels, and a sum may stand on one of another table.
_DEEPEST = 4
_NAMED = 4


def figures_add_up(subject: Subject) -> Iterable[Verdict]:
    """Last year's figures keep what the meaning of the cells promises, as far as they are stated.

    Only some codes may be stated: together they are no more than what they are parts of. What a publication itself
    contradicts is a warning: it stands as published, and nobody here can mend it.
    """
    stated = subject.budget.prior_year
    found = (*_twice(subject, stated), *_contradictions(subject, stated))
    return judged(found, applies=stated)


def _twice(subject: Subject, stated: Sequence[StatedFigure]) -> Iterator[Verdict]:
    """A figure given twice, with different amounts."""
    by_name: dict[tuple[str, str, str], list[StatedFigure]] = defaultdict(list)
    for figure in stated:
        by_name[figure.table, figure.row, figure.column].append(figure)
    for first, *others in by_name.values():
        for other in others:
            if other.amount != first.amount:
                title = subject.form.table_titles.get(first.table, first.table)
                yield failed(
                    f"上年数“{title} {first.row} {first.column}”填了两次，"
                    f"一处 {money(first.amount)}，一处 {money(other.amount)}",
                    at(r.PRIOR_YEAR, first.row, first.column),
                    expected=first.amount,
                    actual=other.amount,
                )


def _contradictions(subject: Subject, stated: Sequence[StatedFigure]) -> Iterator[Verdict]:
    name = names(subject.form.year - 1)
    wanted = {figure.table for figure in stated}
    tables = [table_of(t.spec, stated, name) for t in subject.tables.values() if t.id in wanted]
    figures, found = Figures.of(tables), identities_of_some(tables)
    behind = _behind(figures, found)
    for identity in found:
        left, right = figures.cells[identity.left], [figures.cells[k] for k in identity.right]
        if not left.recognised:
            continue
        if all(cell.recognised for cell in right) and identity.dimension not in _CODES:
            yield from _whole(subject, identity, figures)
        elif identity.relation in _SUMS:
            yield from _some(
                subject, figures, left, [c for key in identity.right for c in behind[key]]
            )


def _behind(figures: Figures, found: Iterable[Identity]) -> dict[CellKey, tuple[Cell, ...]]:
    """For every figure the stated ones that are surely part of it: itself, or the largest parts of it known."""
    behind: dict[CellKey, tuple[Cell, ...]] = {
        key: (cell,) if cell.recognised else () for key, cell in figures.cells.items()
    }
    sums = [i for i in found if i.relation in _SUMS and not figures.cells[i.left].recognised]
    for _ in range(_DEEPEST):
        for identity in sums:
            parts = tuple(cell for key in identity.right for cell in behind[key])
            if _total(parts) > _total(behind[identity.left]):
                behind[identity.left] = parts
    return behind


def _total(cells: Iterable[Cell]) -> int:
    return sum(cell.value for cell in cells)


def _whole(subject: Subject, identity: Identity, figures: Figures) -> Iterator[Verdict]:
    """An identity all figures of which are stated."""
    outcome = evaluate(identity, figures)
    if outcome.status is Status.FAILED:
        cells = [figures.cells[key] for key in identity]
        yield failed(
            f"上年数：{outcome.message}",
            *_places(cells),
            expected=outcome.expected,
            actual=outcome.actual,
            severity=_severity(subject, cells),
        )


def _some(
    subject: Subject, figures: Figures, left: Cell, known: Sequence[Cell]
) -> Iterator[Verdict]:
    """Some parts of a sum: together no more than the whole, where no amount is below nothing."""
    total = _total(known)
    if min((cell.value for cell in (left, *known)), default=0) < 0:
        return
    if total - left.value <= tolerance((left, *known)):
        return
    spec = figures.specs[left.key.table]
    parts = " + ".join(
        f"{place_in_words(c, figures.specs[c.key.table], left)} {in_unit(c.value, spec)}"
        for c in known[:_NAMED]
    )
    more = f"等 {len(known)} 项" if len(known) > _NAMED else ""
    yield failed(
        f"上年数：{place_in_words(left, spec)} {in_unit(left.value, spec)}，"
        f"小于其中各项之和 {in_unit(total, spec)}（{parts}{more}）",
        *_places((left, *known)),
        expected=total,
        actual=left.value,
        severity=_severity(subject, (left, *known)),
    )


def _severity(subject: Subject, cells: Iterable[Cell]) -> Severity | None:
    """Less than the rule's where every figure is one that was published, and none was typed here."""
    known = subject.last_year
    if known is None:
        return None
    published = {(s.table, s.row, s.column): s.amount for s in known.figures}
    is_there = all(published.get((c.key.table, c.row, c.key.column)) == c.amount for c in cells)
    return Severity.WARNING if is_there else None


def _places(cells: Iterable[Cell]) -> Iterator[Where]:
    return (at(r.PRIOR_YEAR, cell.row, cell.key.column) for cell in cells)


def figures_are_those_published(subject: Subject) -> Iterable[Verdict]:
    """A figure of last year given here is the one that last year's budget holds, where that is at hand."""
    known = subject.last_year
    if known is None:
        return []
    titles = subject.form.table_titles
    return judged(
        (
            failed(
                f"上年数“{titles.get(given.table, given.table)} {given.row} {given.column}”填 {money(given.amount)}，"
                f"{Path(known.source).name} 中为 {money(published.amount)}",
                at(r.PRIOR_YEAR, given.row, given.column),
                expected=published.amount,
                actual=given.amount,
            )
            for given, published in known.contradicted
        ),
        applies=True,
    )


RULES = (
    Rule(
        id="prior-year-figures-add-up",
        claim="上年数之间相互勾稽",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照上年公开的表核对这几个数，改正填错的一个。",
        check=on_facts(figures_add_up),
        pair=Pair.SUM,
    ),
    Rule(
        id="prior-year-figures-are-those-published",
        claim="上年数与上年公开的数一致",
        law="practice",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请改正或删去填写的上年数：删去后采用上年文件中的数。",
        check=on_facts(figures_are_those_published),
        pair=Pair("上年公开", "所填上年数"),
    ),
)
