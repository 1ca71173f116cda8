"""Inspect mutations and say which were found: the right finding, at the right place, and nothing else."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.mutations.corpus.mutation import KINDS, LOCATED, Mutation, inspected, mutations
from yusuan.core.errors import YusuanError
from yusuan.core.grid import TextBlock
from yusuan.core.outcomes import Outcome, Severity
from yusuan.editions import EDITIONS
from yusuan.pipeline import Inspection, Run, assemble, write
from yusuan.synthetic import Size, synthesise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from yusuan.core.outcomes import Outcomes, Where
    from yusuan.documents.publication import Publication

FORMATS = ("pdf", "docx", "xlsx", "html")
YEAR = 2025
_SHARED = 8


@dataclass(frozen=True)
class Score:
    """What the inspector made of one mutated document."""

    kind: str
    edition: str
    format: str
    seed: int
    found: bool
    noticed: bool
    located: bool | None
    mutation: Mutation
    said: tuple[str, ...]


@dataclass
class Tally:
    """The scores of a corpus, and the false findings on its clean documents."""

    scores: list[Score] = field(default_factory=list)
    false: dict[str, list[Outcome]] = field(default_factory=dict)

    @property
    def recall(self) -> float:
        """The share of mutations found."""
        return _share([s.found for s in self.scores])

    @property
    def located(self) -> float:
        """The share of arithmetic mutations whose finding names the damaged cell first."""
        return _share([s.located for s in self.scores if s.located is not None])

    @property
    def most_false(self) -> int:
        """Findings of error and warning level on the clean document that has most."""
        return max((_weighty(found) for found in self.false.values()), default=0)

    @property
    def mean_false(self) -> float:
        """Findings of error and warning level on a clean document, on average."""
        return sum(map(_weighty, self.false.values())) / max(1, len(self.false))

    def lines(self) -> Iterator[str]:
        """The report: a line a kind, then totals."""
        by_kind: dict[str, list[Score]] = defaultdict(list)
        for score in self.scores:
            by_kind[score.kind].append(score)
        for kind, scores in by_kind.items():
            placed = [s.located for s in scores if s.located is not None]
            where = f"  cell named {_share(placed):6.1%}" if placed else ""
            noticed = _share([s.noticed for s in scores])
            found = _share([s.found for s in scores])
            yield f"{kind:28} {len(scores):4}  found {found:6.1%}  noticed {noticed:6.1%}{where}"
        yield (
            f"{len(self.scores)} mutations: recall {self.recall:.1%}, cell named {self.located:.1%}; "
            f"{len(self.false)} clean documents: {self.mean_false:.2f} false on average, {self.most_false} at most"
        )


def _share(hits: Sequence[bool | None]) -> float:
    return sum(map(bool, hits)) / len(hits) if hits else 1.0


def _weighty(outcomes: Iterable[Outcome]) -> int:
    return sum(1 for o in outcomes if o.severity is not Severity.INFO)


@lru_cache(maxsize=64)
def publication(edition: str, seed: int) -> Publication:
    """A made-up department's publication; every third has money of every kind."""
    size = Size(2, 4, is_complete=seed % 3 == 2)
    return assemble(Run.of(synthesise(seed, YEAR, edition, size)))


def tally(
    seeds: Iterable[int],
    *,
    editions: Sequence[str] = tuple(EDITIONS),
    formats: Sequence[str] = FORMATS,
    kinds: Sequence[str] | None = None,
    one_each: bool = False,
    share: int = 1,
    look: Callable[[Outcomes], None] | None = None,
) -> Tally:
    """Inspect the clean document and every mutation of it, for all editions, formats and seeds.

    `look` sees what is said of each of them. `one_each` takes one format for each edition and seed, all of them in turn; `share` one kind of so many, all of them in turn.
    """
    done = Tally()
    with TemporaryDirectory() as folder:
        for seed in seeds:
            for turn, edition in enumerate(editions, start=seed):
                made = publication(edition, seed)
                asked = (kinds or tuple(KINDS))[turn % share :: share]
                chosen = tuple(mutations(made, seed, asked))
                for suffix in (formats[turn % len(formats)],) if one_each else formats:
                    name = f"{edition}-{seed}.{suffix}"
                    clean = _inspect(inspected(made, seed), suffix, Path(folder, name))
                    done.false[name] = list(_findings(clean))
                    known = {_signature(o) for o in done.false[name]}
                    for mutation in chosen:
                        inspection = _inspect(mutation.publication, suffix, Path(folder, name))
                        score = _score(mutation, (edition, suffix, seed), known, inspection)
                        done.scores.append(score)
                        if look is not None and score.said:
                            look(inspection.outcomes)
    return done


def _inspect(made: Publication, suffix: str, path: Path) -> Inspection:
    (content,) = write(made, (suffix,)).values()
    path.write_bytes(content)
    return Inspection(path)


def _findings(inspection: Inspection) -> tuple[Outcome, ...]:
    try:
        return inspection.outcomes.findings
    except YusuanError:
        return ()


def _signature(outcome: Outcome) -> tuple[str, str]:
    return outcome.rule, outcome.message


def _score(
    mutation: Mutation,
    source: tuple[str, str, int],
    known: set[tuple[str, str]],
    inspection: Inspection,
) -> Score:
    edition, suffix, seed = source
    new = [o for o in _findings(inspection) if _signature(o) not in known]
    right = [o for o in new if is_named(o, mutation) and is_at(o, mutation, inspection)]
    located = None
    if mutation.kind in LOCATED:
        located = any(names_cell(o, mutation, inspection) for o in new)
    return Score(
        mutation.kind,
        edition,
        suffix,
        seed,
        bool(right),
        bool(new),
        located,
        mutation,
        tuple(f"{o.severity.value} {o.rule} {o.message}" for o in new),
    )


def is_named(outcome: Outcome, mutation: Mutation) -> bool:
    """Tell whether a finding, or one it lists as proof, is of a class that names this defect."""
    return outcome.rule in mutation.rules or any(p.rule in mutation.rules for p in outcome.proofs)


def names_cell(outcome: Outcome, mutation: Mutation, inspection: Inspection) -> bool:
    """Tell whether the first place of a finding, or its suggestion, is the damaged cell."""
    return any(
        (outcome.where and _is_same(outcome.where[0], where))
        or (words and words in outcome.suggestion)
        for where, words in _cells(mutation, inspection)
    )


def _cells(mutation: Mutation, inspection: Inspection) -> Iterator[tuple[Where, str]]:
    """The places of the damaged cells in the document as read."""
    for table in inspection.printed:
        for cell in table.cells.values():
            for key in mutation.cells:
                if (table.id, cell.key.row, cell.key.column) == key and cell.where is not None:
                    yield cell.where, f"{table.spec.title} {cell.row} “{cell.key.column}”"


def _is_same(one: Where, other: Where) -> bool:
    return (one.page, one.table, one.row, one.column) == (
        other.page,
        other.table,
        other.row,
        other.column,
    )


def is_at(outcome: Outcome, mutation: Mutation, inspection: Inspection) -> bool:
    """Tell whether a finding, or one of its proofs, speaks of the damaged place."""
    said = (outcome, *outcome.proofs)
    places = [where for one in said for where in one.where]
    if any(_is_same(p, cell) for cell, _ in _cells(mutation, inspection) for p in places):
        return True
    words = "".join(f"{o.message}{o.suggestion}{' '.join(map(str, o.where))}" for o in said)
    place = mutation.place
    if place.words and _says(words, place.words):
        return True
    if place.words and any(_holds(p, place.words, inspection) for p in places):
        return True
    named = place.row or place.title
    return bool(named) and _bare(named) in _bare(words)


def _bare(text: str) -> str:
    return re.sub(r"[\s“”、]|^[（(]?[一二三四五六七八九十]+[）)、]", "", text)


def _says(message: str, words: str) -> bool:
    """Tell whether a message quotes a run of the damaged words."""
    plain, quoted = _bare(words), _bare(message)
    size = min(_SHARED, len(plain))
    return size > 0 and any(plain[n : n + size] in quoted for n in range(len(plain) - size + 1))


def _holds(where: Where, words: str, inspection: Inspection) -> bool:
    """Tell whether a place is the paragraph that holds the damaged words."""
    return where.box is not None and any(
        block.page == where.page
        and block.box == where.box
        and (_bare(block.text) in _bare(words) or _bare(words) in _bare(block.text))
        for block in inspection.document.blocks
        if isinstance(block, TextBlock) and block.text.strip()
    )
