"""The mutation corpus: publications with exactly one known defect, the same for the same seed.

    for mutation in mutations(publication, seed): …

The publication is `assemble(run)`; what is damaged, and what an undamaged document is, is `inspected(publication,
seed)`.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.mutations.corpus.base import inspected
from tests.mutations.corpus.documents import DOCUMENTS
from tests.mutations.corpus.figures import FIGURES
from tests.mutations.corpus.projects import PROJECTS
from tests.mutations.corpus.rows import ROWS
from tests.mutations.corpus.texts import TEXTS
from tests.mutations.corpus.tree import Mutation, Place
from yusuan.synthetic.draw import Draw

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from tests.mutations.corpus.tree import Maker
    from yusuan.documents.publication import Publication

__all__ = ["KINDS", "LOCATED", "Mutation", "Place", "inspected", "mutations"]

KINDS: Mapping[str, Maker] = {**FIGURES, **ROWS, **TEXTS, **DOCUMENTS, **PROJECTS}
# Kinds whose finding is to name the damaged cell itself.
LOCATED = frozenset(FIGURES)


def mutations(
    publication: Publication, seed: int, kinds: Collection[str] = tuple(KINDS)
) -> Iterator[Mutation]:
    """One mutation of each kind that the publication offers a place for, drawn by the seed."""
    base = replace(inspected(publication, seed), explanations=publication.explanations)
    for kind in kinds:
        draw = Draw(zlib.crc32(f"{seed}/{kind}".encode()))
        mutation = KINDS[kind](base, draw)
        if mutation is not None:
            damaged = replace(mutation.publication, explanations={})
            yield replace(mutation, kind=kind, publication=damaged)
