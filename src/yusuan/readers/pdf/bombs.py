"""Refuse PDF files made to hurt before anything is drawn: streams that swell, forms that repeat forms.

Looks at the file's bytes. It cannot see into streams that are encrypted: `find_locked_bomb` bounds what opening
such a file may unpack, and the copy without encryption is then looked at like any other file.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.readers.pdf.filters import ODD_FILTER, unpacked
from yusuan.readers.pdf.forms import Content, drawn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# A page of 24 MB of operators takes pdfium half a gigabyte; whole fonts of 20,000 characters are as large.
LARGEST_STREAM = 24 * 1024 * 1024
LARGEST_FONT = 48 * 1024 * 1024
LARGEST_TOTAL = 256 * 1024 * 1024
# In one form, on one page, on all pages.
MOST_DRAWINGS = 20_000
MOST_DRAWINGS_A_PAGE = 100_000
MOST_DRAWINGS_IN_ALL = 1_000_000
# Deflate packs 1000 : 1 at best: what is smaller than this cannot swell to more than 20 MB.
_SMALL = 20_000
_RATIO = 1_032
_ASIDE = pattern(rb"/Length1|/FontFile|/CIDFontType0C|/OpenType|/EmbeddedFile|/ToUnicode")
_HEAD = 4_000
_OBJECT = pattern(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_REFERENCE = pattern(rb"(\d{1,10})\s+\d{1,5}\s+R\b")
# A kind of form, not the number of its kind that every form names too.
_FORM = pattern(rb"/(?:F|#46)(?:o|#6[fF])(?:r|#72)(?:m|#6[dD])(?![\w#])")
# Fonts, pictures, attachments, and what holds objects.
_NOT_DRAWN = pattern(
    rb"/Length1|/FontFile|/CIDFontType0C|/OpenType|/EmbeddedFile|/ToUnicode|/Image|/ObjStm|/XRef"
)
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
    drawing: dict[int, Content] = {}
    large: dict[int, int] = {}
    forms = len(_FORM.findall(content))
    for before, start in streams:
        head = content[max(0, before - _HEAD) : before].rpartition(b" obj")[2]
        is_form = forms > 0 and _FORM.search(head) is not None
        size = content.find(b"endstream", start) - start
        # What draws forms may itself be small.
        is_drawn = forms > 0 and not _NOT_DRAWN.search(head)
        if size < _SMALL and not is_drawn and not (size > _TINY and ODD_FILTER.search(head)):
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
        is_large = len(swollen) > _LARGE and not is_aside and b"/Image" not in head
        is_drawing = is_form or (is_drawn and b"Do" in swollen)
        number = _number(content, before) if is_drawing or is_large else None
        if is_large and number is not None:
            large[number] = len(swollen)
        if is_drawing:
            key = -len(drawing) - 1 if number is None else number
            drawing[key] = Content.of(swollen, is_form=is_form)
    if (said := _too_much_drawn(content, streams, drawing)) is not None:
        return said
    if _has_endless_array(content, streams):
        return f"同一内容反复使用，超过 {_MOST_REPEATS} 次"
    if large and _repeated(content, streams, large) > LARGEST_TOTAL:
        return f"同一内容反复使用，合计超过 {LARGEST_TOTAL // 2**20} MB"
    return _small_repeated(content, streams)


def _too_much_drawn(
    content: bytes, streams: list[tuple[int, int]], drawing: dict[int, Content]
) -> str | None:
    """Whether forms that draw forms, or pages that draw them, come to more than any document has."""
    if not any(one.draws for one in drawing.values()):
        return None
    comes_to = drawn(content, _object_streams(content, streams), drawing)
    forms = [comes_to[n] for n, one in drawing.items() if one.is_form]
    # Many pages may share one stream.
    times = _named(content, streams, comes_to)
    pages = [(comes_to[n], max(1, times[n])) for n, one in drawing.items() if not one.is_form]
    for shapes, most in (
        (max((one.shapes for one in forms), default=0), MOST_DRAWINGS),
        (max((one.shapes for one, _ in pages), default=0), MOST_DRAWINGS_A_PAGE),
        (sum(one.shapes * often for one, often in pages), MOST_DRAWINGS_IN_ALL),
    ):
        if shapes > most:
            return f"图形层层重复，共 {most} 个以上"
    operators = max(one.operators for one in comes_to.values())
    if operators > 2 * LARGEST_STREAM:
        return f"图形层层重复，一页的内容超过 {2 * LARGEST_STREAM // 2**20} MB"
    if sum(one.operators * often for one, often in pages) > 2 * LARGEST_TOTAL:
        return f"图形层层重复，合计超过 {2 * LARGEST_TOTAL // 2**20} MB"
    return None


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
    named = _named(content, streams, large)
    return sum(size * named[number] for number, size in large.items())


def _named(content: bytes, streams: list[tuple[int, int]], wanted: Collection[int]) -> Counter[int]:
    """How often some objects are named."""
    named: Counter[int] = Counter()
    texts = [content, *_object_streams(content, streams)]
    for text in texts:
        named.update(n for n in map(int, _REFERENCE.findall(text)) if n in wanted)
    return named


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
