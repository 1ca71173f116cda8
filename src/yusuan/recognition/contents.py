"""The contents page of a document: its entries with printed page numbers, and which blocks it takes up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.grid import RawGrid, TextBlock
from yusuan.core.outcomes import Where
from yusuan.rules.evidence import Entry, core, likeness, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.grid import RawDocument

_HEAD = re.compile(r".{0,24}目(?:录|次)")
_LEADERS = re.compile(r"(?<!\s)\s*[.…·．‥┈⋯]{2}[\s.…·．‥┈⋯]*")
_LABEL = re.compile(r"(?<![\s.…·．‥┈⋯])(?:\s|[.…·．‥┈⋯]{2})[\s.…·．‥┈⋯]*[-—]?\s?(\d{1,3})\s?[-—]?$")
_BROKEN = re.compile(r"错误\s*[!！].*$|Error!.*$")
_LONGEST_ENTRY = 70
_MOST_ENTRIES = 200
# A contents page in one block at most; beyond that the patterns would only search for nothing.
_LONGEST_BLOCK = 4000
_FEWEST = 3
_MANY = 6
_REPEATED = 0.9


@dataclass(frozen=True, slots=True)
class ContentsPage:
    """Entries in order, and the numbers of the document's blocks they stand in."""

    entries: tuple[Entry, ...] = ()
    blocks: frozenset[int] = frozenset()


def contents_page(document: RawDocument) -> ContentsPage:
    """Find the contents page; empty where the document has none, or fewer than three entries."""
    start = next(
        (
            n
            for n, block in enumerate(document.blocks)
            if isinstance(block, TextBlock) and _HEAD.fullmatch(plain(block.text))
        ),
        None,
    )
    if start is None:
        return ContentsPage()
    found: list[tuple[int, Entry]] = []
    for n in range(start + 1, len(document.blocks)):
        block = document.blocks[n]
        if isinstance(block, RawGrid) or len(found) > _MOST_ENTRIES:
            break
        if len(block.text) > _LONGEST_BLOCK:
            break
        new = list(_entries(block, document.source))
        if _is_over(found, block, new):
            break
        found += [(n, entry) for entry in new]
    found = _without_body(found)
    if len(found) < _FEWEST:
        return ContentsPage()
    blocks = frozenset({start, *(n for n, _ in found)})
    return ContentsPage(tuple(entry for _, entry in found), blocks)


def _entries(block: TextBlock, source: str) -> Iterator[Entry]:
    where = Where(source, block.page, "目录", box=block.box)
    for text in block.text.split("\n"):
        bare = _BROKEN.sub("", text).strip()
        label = _LABEL.search(bare)
        title = _LEADERS.sub(" ", bare[: label.start()] if label else bare).strip()
        if title:
            number = int(label[1]) if label else None
            yield Entry(title, number, where, is_broken=bool(_BROKEN.search(text)))


def _is_over(found: list[tuple[int, Entry]], block: TextBlock, new: list[Entry]) -> bool:
    """The contents end where a first entry comes again, at running text, or where a page has no leaders."""
    text = plain(_LEADERS.sub("", _BROKEN.sub("", block.text)))
    if len(text) > _LONGEST_ENTRY * max(1, block.text.count("\n") + 1) or text.endswith("。"):
        return True
    known = [plain(entry.title) for _, entry in found]
    if len(found) >= _FEWEST and any(plain(entry.title) in known[:-1] for entry in new):
        return True
    if len(found) >= _MANY and all(_opens(entry, found) for entry in new):
        return True
    labelled = sum(entry.label is not None for _, entry in found)
    turned = bool(found) and block.page != found[-1][1].where.page
    led = labelled >= _FEWEST and 2 * labelled >= len(found)
    return turned and led and all(entry.label is None for entry in new)


def _opens(entry: Entry, found: list[tuple[int, Entry]]) -> bool:
    """Tell whether a line without page number says the first entry again, with a name before it."""
    first = core(found[0][1].title)
    return entry.label is None and len(first) >= _FEWEST and first in core(entry.title)


def _without_body(found: list[tuple[int, Entry]]) -> list[tuple[int, Entry]]:
    """Drop the headings at the end that open the body: they repeat entries from the beginning."""
    kept = list(found)
    while len(kept) > _FEWEST:
        entry = kept[-1][1]
        own = core(entry.title)
        earlier = [core(other.title) for _, other in kept[: len(kept) // 2]]
        repeats = any(
            len(other) > 2 and (likeness(own, other) >= _REPEATED or other in own)  # noqa: PLR2004
            for other in earlier
        )
        if entry.label is not None or not repeats:
            break
        kept.pop()
    return kept
