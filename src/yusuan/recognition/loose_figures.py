"""Figures of one-row tables by what their column says: operating expenditure, three-public budgets beside accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.money import parse_amount
from yusuan.core.outcomes import Where
from yusuan.narrative.clauses.clause import Stage
from yusuan.narrative.clauses.words import subject_in
from yusuan.recognition.tables import title_of, unit_of
from yusuan.rules.published.figures import LooseFigure
from yusuan.vocabulary.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.narrative.clauses.clause import Topic
    from yusuan.recognition.disclosure import Disclosure

_OWN = ("三公", "机关运行经费")


def loose_figures(found: Disclosure) -> tuple[LooseFigure, ...]:
    """The figures of every table that prints three-public or operating expenditure in one row of money."""
    return tuple(_read(found))


def _read(found: Disclosure) -> Iterator[LooseFigure]:
    for table in found.whole:
        title = title_of(table)
        said = title + "".join(word for path in table.header for word in path)
        unit = unit_of(table)
        if len(table.lines) != 1 or unit is None or not any(word in said for word in _OWN):
            continue
        for cell, path in zip(table.lines[0].cells, table.header, strict=True):
            topic = _topic(path)
            if cell is None or topic is None:
                continue
            try:
                value = parse_amount(cell.text, unit)
            except ValueError:
                continue
            page = table.page if cell.page is None else cell.page
            where = Where(found.document.source, page, title, column="/".join(path), box=cell.box)
            yield LooseFigure(topic, _stage(path, found.stage), value, where)


def _topic(path: Sequence[str]) -> Topic | None:
    """What the lowest header word that names something names."""
    for word in reversed(path):
        subject = subject_in(folded(word).replace('"', ""))
        if subject is not None:
            return subject.topic
    return None


def _stage(path: Sequence[str], own: Stage) -> Stage:
    last = folded(path[-1]) if path else ""
    if last.endswith("决算数"):
        return Stage.FINAL
    return Stage.BUDGET if last.endswith("预算数") else own
