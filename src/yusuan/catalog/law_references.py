"""Laws and documents a rule may cite, by short id."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from yusuan.catalog.entries import toml
from yusuan.core.errors import CatalogError
from yusuan.core.numerals import list_number

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class LawReference:
    """One article of a law, or one document cited as a whole."""

    id: str
    title: str
    short: str
    article: str
    version: dt.date | None
    source: str
    verified: bool
    last_checked: dt.date
    gist: str

    @property
    def citation(self) -> str:
        """As a finding cites it: 预算法第四十六条, 财预〔2016〕143号, 数字关系."""
        return self.short + self.article


def law(law_id: str) -> LawReference:
    """The reference of an id; raises CatalogError offering other articles of the same instrument."""
    found = laws().get(law_id)
    if found is None:
        instrument = law_id.rstrip("0123456789-")
        near = [known for known in laws() if instrument and known.startswith(instrument)]
        raise CatalogError(f"no law {law_id!r}", near[:3])
    return found


@lru_cache(maxsize=1)
def laws() -> dict[str, LawReference]:
    """All references by id."""
    return {
        reference.id: reference
        for instrument, table in toml("law").items()
        for reference in _references(instrument, table)
    }


def _references(instrument: str, table: Mapping[str, Any]) -> Iterator[LawReference]:
    gists = {f"-{key}": gist for key, gist in table.get("articles", {}).items()}
    for suffix, gist in (gists or {"": table.get("gist", "")}).items():
        yield LawReference(
            id=instrument + suffix,
            title=table["title"],
            short=table["short"],
            article=_article(suffix),
            version=table.get("version"),
            source=table["source"],
            verified=table["verified"],
            last_checked=table["last_checked"],
            gist=gist,
        )


def _article(suffix: str) -> str:
    """-46 → 第四十六条, -92-3 → 第九十二条第三项."""
    if not suffix:
        return ""
    numbers = suffix.removeprefix("-").split("-")
    return "".join(
        f"第{list_number(int(number))}{level}"
        for number, level in zip(numbers, ("条", "项"), strict=False)
    )
