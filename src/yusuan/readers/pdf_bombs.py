"""Refuse PDF files made to hurt before anything is drawn: streams that swell, forms that repeat forms.

Looks at the file's bytes, so it cannot see into streams that are encrypted: who reads many files from strangers
gives the process a limit of memory and time as well.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# A page of 24 MB of operators takes pdfium half a gigabyte; whole fonts of 20,000 characters are as large.
LARGEST_STREAM = 24 * 1024 * 1024
LARGEST_FONT = 48 * 1024 * 1024
LARGEST_TOTAL = 256 * 1024 * 1024
MOST_DRAWINGS = 20_000
# Deflate packs 1000 : 1 at best: what is smaller than this cannot swell to more than 20 MB.
_SMALL = 20_000
_ASIDE = re.compile(rb"/Length1|/FontFile|/CIDFontType0C|/OpenType|/EmbeddedFile|/ToUnicode")
_HEAD = 4_000
_OBJECT = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_REFERENCE = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+R\b")
_DRAW = re.compile(rb"/\S+\s+Do\b")
_PACKED = re.compile(rb"(?:\d+\s+\d+\s+)+")
_MANY_FORMS = 4


def find_bomb(content: bytes, *, attached: bool = False) -> str | None:
    """What would take too much memory or time, said for the user; None if nothing would.

    `attached`: attachments will be unpacked too.
    """
    streams = list(_streams(content))
    total = 0
    draws: dict[int, int] = {}
    forms = content.count(b"/Form")
    for before, start in streams:
        head = content[max(0, before - _HEAD) : before].rpartition(b" obj")[2]
        is_form = forms >= _MANY_FORMS and b"/Form" in head
        size = content.find(b"endstream", start) - start
        if size < _SMALL and not is_form:
            continue
        most = LARGEST_FONT if b"/Length1" in head or b"/Image" in head else LARGEST_STREAM
        if _ASIDE.search(head) and not attached:
            # Not drawn: looking at the beginning is enough, and fonts are most of many files.
            size = min(size, _SMALL)
        swollen = _inflated(content[start : start + max(size, 0)], most + 1)
        total += len(swollen)
        if len(swollen) > most or total > LARGEST_TOTAL:
            return f"内容解压后超过 {min(most, LARGEST_TOTAL) // 2**20} MB"
        if is_form and (count := len(_DRAW.findall(swollen))):
            numbers = _OBJECT.findall(content[max(0, before - _HEAD) : before])
            draws[int(numbers[-1]) if numbers else -len(draws) - 1] = count
    if len(draws) >= _MANY_FORMS and _drawings(content, streams, draws) > MOST_DRAWINGS:
        return f"图形层层重复，共 {MOST_DRAWINGS} 个以上"
    return None


def _streams(content: bytes) -> Iterator[tuple[int, int]]:
    """Where the word `stream` stands before each stream, and where the stream begins."""
    # Ten times as fast as a regular expression.
    found = content.find(b"stream")
    while found >= 0:
        after = content[found + 6 : found + 8]
        if content[found - 3 : found] != b"end" and after[:1] in {b"\r", b"\n"}:
            yield found, found + (8 if after == b"\r\n" else 7)
        found = content.find(b"stream", found + 6)


def _inflated(packed: bytes, most: int) -> bytes:
    """A stream unpacked as far as `most`; as it is when it is not packed, or as far as it is sound."""
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return packed


def _drawings(content: bytes, streams: list[tuple[int, int]], draws: dict[int, int]) -> int:
    """How many forms are drawn at most when each form draws the forms it names."""
    objects = _objects(content, streams)

    @cache
    def named(number: int, depth: int) -> frozenset[int]:
        found = {int(n) for n in _REFERENCE.findall(objects.get(number, b""))}
        if depth:
            found |= {n for one in tuple(found - draws.keys()) for n in named(one, depth - 1)}
        return frozenset(found & draws.keys())

    @cache
    def drawn(number: int, depth: int) -> int:
        if not depth:
            return 1
        inner = [drawn(one, depth - 1) for one in named(number, 2) if one != number]
        return 1 + draws[number] * max(inner, default=1)

    return max(drawn(number, 12) for number in draws)


def _objects(content: bytes, streams: list[tuple[int, int]]) -> dict[int, bytes]:
    """The dictionary of each object, those packed in object streams too."""
    found: dict[int, bytes] = {}
    for match in _OBJECT.finditer(content):
        found[int(match[1])] = content[match.end() : match.end() + _HEAD].partition(b"endobj")[0]
    for before, start in streams:
        if b"/ObjStm" not in content[max(0, before - _HEAD) : before].rpartition(b" obj")[2]:
            continue
        body = _inflated(content[start : content.find(b"endstream", start)], LARGEST_STREAM)
        index = _PACKED.match(body.lstrip())
        if index is None:
            continue
        numbers = [int(n) for n in index[0].split()]
        base = len(body) - len(body.lstrip()) + index.end()
        for number, offset in zip(numbers[::2], numbers[1::2], strict=False):
            found[number] = body[base + offset : base + offset + _HEAD]
    return found
