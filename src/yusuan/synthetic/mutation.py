"""The mutation corpus: publications with exactly one known defect, the same for the same seed.

    for mutation in mutations(publication, seed): …

The publication is `assemble(run)`; what is damaged, and what an undamaged document is, is `inspected(publication,
seed)`.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.synthetic.draw import Draw
from yusuan.synthetic.mutation_base import inspected
from yusuan.synthetic.mutation_documents import DOCUMENTS
from yusuan.synthetic.mutation_figures import FIGURES
from yusuan.synthetic.mutation_projects import PROJECTS
from yusuan.synthetic.mutation_rows import ROWS
from yusuan.synthetic.mutation_texts import TEXTS
from yusuan.synthetic.mutation_tree import Mutation, Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from yusuan.documents.publication import Publication
    from yusuan.synthetic.mutation_tree import Maker

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
