"""Codes of items by the names a document's own tables print for them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from yusuan.vocabulary.names import codes_named, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.core.codes import Code
    from yusuan.rules.evidence import Evidence


def item_codes(evidence: Evidence, name: str) -> Sequence[Code]:
    """Every code a name stands for in the year's functional classification or in the document's tables."""
    printed = evidence.once(_printed).get(plain(name), ())
    return [*codes_named("function", name, evidence.year), *printed]


def _printed(evidence: Evidence) -> Mapping[str, Sequence[Code]]:
    found: dict[str, list[Code]] = defaultdict(list)
    for table in evidence.code_tables:
        for row in () if table.is_economic else table.rows:
            if row.code is not None and row.name:
                found[plain(row.name)].append(row.code)
    return found
