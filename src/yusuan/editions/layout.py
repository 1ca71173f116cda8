"""Orders of a document that several forms share: numbered parts, tables before the explanation or in an appendix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.numerals import list_number
from yusuan.editions.edition import PartSpec, SectionSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.narrative.sentence import Sentence


def profile(duties: str = "主要职责", institutions: str = "机构设置") -> PartSpec:
    """Who publishes: what it is there for, and its units."""
    sections = (SectionSpec("responsibilities", duties), SectionSpec("institutions", institutions))
    return PartSpec("profile", "{department}概况", sections)


def explanation(
    title: str, sections: tuple[SectionSpec, ...], introduction: Sentence | None = None
) -> PartSpec:
    """All that is said of the tables."""
    return PartSpec("explanation", title, sections, introduction)


GLOSSARY = PartSpec("glossary", "名词解释", (SectionSpec("terms", "名词解释"),))


def numbered_parts(*parts: PartSpec) -> tuple[PartSpec, ...]:
    """The parts in order, 第一部分 before the title of the first."""
    return tuple(_numbered(parts))


def _numbered(parts: tuple[PartSpec, ...]) -> Iterator[PartSpec]:
    for n, part in enumerate(parts, start=1):
        title = f"第{list_number(n)}部分　{part.title}"
        yield PartSpec(part.id, title, part.contents, part.introduction)
