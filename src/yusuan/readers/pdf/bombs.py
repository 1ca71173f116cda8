"""Refuse PDF files made to hurt before anything is drawn: streams that swell, forms that repeat forms.

Looks at the file's bytes. It cannot see into streams that are encrypted: `find_locked_bomb` bounds what opening
such a file may unpack, and the copy without encryption is then looked at like any other file.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.readers.pdf.filters import ODD_FILTER, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

# A page of 24 MB of operators takes pdfium half a gigabyte; whole fonts of 20,000 characters are as large.
LARGEST_STREAM = 24 * 1024 * 1024
LARGEST_FONT = 48 * 1024 * 1024
LARGEST_TOTAL = 256 * 1024 * 1024
MOST_DRAWINGS = 20_000
# Deflate packs 1000 : 1 at best: what is smaller than this cannot swell to more than 20 MB.
_SMALL = 20_000
_RATIO = 1_032
_ASIDE = pattern(rb"/Length1|/FontFile|/CIDFontType0C|/OpenType|/EmbeddedFile|/ToUnicode")
_HEAD = 4_000
_OBJECT = pattern(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_REFERENCE = pattern(rb"(\d{1,10})\s+\d{1,5}\s+R\b")
_DRAW = pattern(rb"/\S+\s+Do\b")
_PACKED = pattern(rb"(?:\d+\s+\d+\s+)+")
_MANY_FORMS = 4
# What is larger than this once unpacked is counted as often as it is used.
_LARGE = 256 * 1024
_TINY = 64
_MANY = 64
# In bytes: so many references need as much.
_LONG_ARRAY = 6 * _MANY
_MOST_REPEATS = 32
_LOCKED_OBJECTS = 512 * 1024


def find_bomb(content: bytes, *, attached: bool = False) -> str | None:
    """What would take too much memory or time, said for the user; None if nothing would.

    `attached`: attachments will be unpacked too.
    """
    streams = list(_streams(content))
    total = 0
    draws: dict[int, int] = {}
    large: dict[int, int] = {}
    forms = content.count(b"/Form")
    for before, start in streams:
        head = content[max(0, before - _HEAD) : before].rpartition(b" obj")[2]
        is_form = forms >= _MANY_FORMS and b"/Form" in head
        size = content.find(b"endstream", start) - start
        if size < _SMALL and not is_form and not (size > _TINY and ODD_FILTER.search(head)):
            continue
        most = LARGEST_FONT if b"/Length1" in head or b"/Image" in head else LARGEST_STREAM
        is_aside = _ASIDE.search(head) is not None
        if is_aside and not attached:
            # Not drawn: looking at the beginning is enough, and fonts are most of many files.
            size = min(size, _SMALL)
        swollen = unpacked(content[start : start + max(size, 0)], head, most + 1)
        total += len(swollen)
        if len(swollen) > most or total > LARGEST_TOTAL:
            return f"内容解压后超过 {min(most, LARGEST_TOTAL) // 2**20} MB"
        count = len(_DRAW.findall(swollen)) if is_form else 0
        is_large = len(swollen) > _LARGE and not is_aside and b"/Image" not in head
        number = _number(content, before) if count or is_large else None
        if is_large and number is not None:
            large[number] = len(swollen)
        if count:
            draws[-len(draws) - 1 if number is None else number] = count
    if len(draws) >= _MANY_FORMS and _drawings(content, streams, draws) > MOST_DRAWINGS:
        return f"图形层层重复，共 {MOST_DRAWINGS} 个以上"
    if _has_endless_array(content, streams):
        return f"同一内容反复使用，超过 {_MOST_REPEATS} 次"
    if large and _repeated(content, streams, large) > LARGEST_TOTAL:
        return f"同一内容反复使用，合计超过 {LARGEST_TOTAL // 2**20} MB"
    return _small_repeated(content, streams)


def find_locked_bomb(content: bytes) -> str | None:
    """What opening an encrypted file might unpack beyond measure; None when it cannot.

    Only object streams are unpacked on opening; packed a thousand to one at best.
    """
    packed = 0
    for before, start in _streams(content):
        if b"/ObjStm" in content[max(0, before - _HEAD) : before].rpartition(b" obj")[2]:
            packed += content.find(b"endstream", start) - start
    if packed > _LOCKED_OBJECTS:
        return f"已加密，其中打包的对象超过 {_LOCKED_OBJECTS // 1024} KB，无法确认是否安全"
    return None


def _number(content: bytes, before: int) -> int | None:
    """The number of the object a stream belongs to."""
    numbers = _OBJECT.findall(content[max(0, before - _HEAD) : before])
    return int(numbers[-1]) if numbers else None


def _repeated(content: bytes, streams: list[tuple[int, int]], large: dict[int, int]) -> int:
    """How much is read when a large stream is used as often as it is named."""
    named: Counter[int] = Counter()
    texts = [content, *_object_streams(content, streams)]
    for text in texts:
        named.update(n for n in map(int, _REFERENCE.findall(text)) if n in large)
    return sum(size * named[number] for number, size in large.items())


def _has_endless_array(content: bytes, streams: list[tuple[int, int]]) -> bool:
    """Tell whether one array names the same thing very often: a page may draw a stream as often as it says."""
    texts = [content]
    if b"/ObjStm" in content:
        texts += _object_streams(content, streams)
    for text in texts:
        for array in _long_arrays(text):
            # A structure tree may name one paragraph often; only what is drawn does harm.
            often = (n for n, count in Counter(array.split(b"R")).items() if count > _MOST_REPEATS)
            if any(_is_stream(content, one.split()[:1]) for one in often):
                return True
    return False


def _small_repeated(content: bytes, streams: list[tuple[int, int]]) -> str | None:
    """The same of streams too small to swell by themselves: a few kilobytes that every page draws still do."""
    texts = (content, *_object_streams(content, streams))
    pages = sum(text.count(b"/Contents") for text in texts)
    swollen: dict[int, int] = {}
    for before, start in streams:
        size = content.find(b"endstream", start) - start
        # Packed a thousand to one at best: most need no unpacking to be sure of.
        if size >= _SMALL or size * _RATIO * pages <= LARGEST_TOTAL:
            continue
        head = content[max(0, before - _HEAD) : before].rpartition(b" obj")[2]
        number = None if _ASIDE.search(head) or b"/Image" in head else _number(content, before)
        if number is not None:
            swollen[number] = len(unpacked(content[start : start + size], head, LARGEST_STREAM))
    if max(swollen.values(), default=0) * pages <= LARGEST_TOTAL:
        return None
    if _repeated(content, streams, swollen) > LARGEST_TOTAL:
        return f"同一内容反复使用，合计超过 {LARGEST_TOTAL // 2**20} MB"
    return None


def _is_stream(content: bytes, number: list[bytes]) -> bool:
    """Tell whether an object by its number is a stream; streams stand outside object streams."""
    if not number or not number[0].isdigit():
        return False
    found = re.search(rb"(?<!\d)%s\s+\d{1,5}\s+obj\b" % number[0], content)
    if found is None:
        return False
    rest = content[found.end() : found.end() + _HEAD]
    return b"stream" in rest.partition(b"endobj")[0]


def _long_arrays(text: bytes) -> Iterator[bytes]:
    """The arrays with many references. A regular expression takes ten times as long."""
    for part in text.split(b"]"):
        if len(part) > _LONG_ARRAY:
            start = part.rfind(b"[")
            if start >= 0 and len(part) - start > _LONG_ARRAY and part.count(b"R", start) > _MANY:
                yield part[start:]


def _object_streams(content: bytes, streams: list[tuple[int, int]]) -> Iterator[bytes]:
    for before, start in streams:
        head = content[max(0, before - _HEAD) : before].rpartition(b" obj")[2]
        if b"/ObjStm" in head:
            body = content[start : content.find(b"endstream", start)]
            yield unpacked(body, head, LARGEST_STREAM)


def _streams(content: bytes) -> Iterator[tuple[int, int]]:
    """Where the word `stream` stands before each stream, and where the stream begins."""
    # Ten times as fast as a regular expression.
    found = content.find(b"stream")
    while found >= 0:
        after = content[found + 6 : found + 8]
        if content[found - 3 : found] != b"end" and after[:1] in {b"\r", b"\n"}:
            yield found, found + (8 if after == b"\r\n" else 7)
        found = content.find(b"stream", found + 6)


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
        body = unpacked(content[start : content.find(b"endstream", start)], b"", LARGEST_STREAM)
        index = _PACKED.match(body.lstrip())
        if index is None:
            continue
        numbers = [int(n) for n in index[0].split()]
        base = len(body) - len(body.lstrip()) + index.end()
        for number, offset in zip(numbers[::2], numbers[1::2], strict=False):
            found[number] = body[base + offset : base + offset + _HEAD]
    return found
