"""Unpack the streams of a PDF as far as a bound: whatever filters they name, one after another."""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

# A stream with one of these may swell though it is small: LZW packs 2,500 : 1, two filters 1,000,000 : 1. Names
# may hide behind escapes or stand elsewhere.
ODD_FILTER = pattern(
    rb"LZW|#[0-9A-Fa-f]{2}|/Filter\s*(?:\[\s*/\w+\s*/|\d)|/RunL|/RL\b|/ASCII|/A85|/AHx"
)
_FILTER = pattern(rb"LZW|#[0-9A-Fa-f]{2}|/Fl\w*\s*/\w|/(?:RunL|RL\b|ASCII|A85|AHx)|/Filter\s*\d")
_FILTER = pattern(rb"/Filter\s*(\[[^\]]{0,400}\]?|/[^\s/<>\[\]()]{1,40})")
_NAME = pattern(rb"/([^\s/<>\[\]()]{1,40})")
_ESCAPED = pattern(rb"#([0-9A-Fa-f]{2})")
_SHORT_NAMES = {
    b"Fl": b"FlateDecode",
    b"LZW": b"LZWDecode",
    b"A85": b"ASCII85Decode",
    b"AHx": b"ASCIIHexDecode",
    b"RL": b"RunLengthDecode",
}
_MOST_FILTERS = 8
# LZW: codes of 9 to 12 bits; 256 begins a new table, 257 ends.
_CLEAR, _END, _FIRST = 256, 257, 258
_WIDEST = 12
_LARGEST_LZW = 4 * 1024 * 1024


def unpacked(packed: bytes, head: bytes, most: int) -> bytes:
    """A stream unpacked as far as `most` bytes; as it is where its filters are unknown or it is not sound.

    `head` is its dictionary. A stream whose filters stand elsewhere is tried as if they were named.
    """
    content = packed
    for name in _filters(head):
        if name == b"FlateDecode":
            content = _inflated(content, most)
        elif name == b"LZWDecode":
            content = _lzw(content, most)
        elif name == b"ASCII85Decode":
            content = _ascii85(content)
        elif name == b"ASCIIHexDecode":
            content = _hex(content)
        elif name == b"RunLengthDecode":
            content = _runs(content, most)
        else:
            break
    return content


def _filters(head: bytes) -> Iterator[bytes]:
    plain = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), head)
    found = _FILTER.search(plain)
    if found is None:
        # None named, or named by an object elsewhere: what it is, its bytes say.
        yield b"FlateDecode"
        return
    for name in _NAME.findall(found[1])[:_MOST_FILTERS]:
        yield _SHORT_NAMES.get(name, name)


def _inflated(packed: bytes, most: int) -> bytes:
    """Unpacked as far as it is sound; as it is when it is not packed."""
    try:
        return zlib.decompressobj().decompress(packed.lstrip(b"\r\n"), most)
    except zlib.error:
        return packed


def _ascii85(written: bytes) -> bytes:
    digits = b"".join(written.partition(b"~>")[0].split())
    try:
        return base64.a85decode(digits)
    except ValueError:
        return written


def _hex(written: bytes) -> bytes:
    digits = b"".join(written.partition(b">")[0].split())
    try:
        return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    except binascii.Error:
        return written


def _runs(packed: bytes, most: int) -> bytes:
    found = bytearray()
    place = 0
    while place < len(packed) and len(found) < most:
        length = packed[place]
        if length == 128:  # noqa: PLR2004  the end
            break
        if length < 128:  # noqa: PLR2004  bytes as they are
            found += packed[place + 1 : place + 2 + length]
            place += 2 + length
        else:
            found += packed[place + 1 : place + 2] * (257 - length)
            place += 2
    return bytes(found)


def _lzw(packed: bytes, most: int) -> bytes:
    """Unpacked as far as it is sound; what would take long to unpack is said to be too large."""
    if len(packed) > _LARGEST_LZW:
        return bytes(most)
    table: list[bytes] = []
    found = bytearray()
    last = b""
    bits, held, width = 0, 0, 9
    for byte in packed:
        bits, held = (bits << 8 | byte) & 0xFFFFFF, held + 8
        if held < width:
            continue
        held -= width
        code = (bits >> held) & ((1 << width) - 1)
        if code == _END or len(found) >= most:
            break
        if code == _CLEAR:
            table, last, width = [], b"", 9
            continue
        if code < _CLEAR:
            new = bytes([code])
        elif code - _FIRST < len(table):
            new = table[code - _FIRST]
        elif last and code - _FIRST == len(table):
            new = last + last[:1]
        else:
            break
        found += new
        if last and len(table) + _FIRST < 1 << _WIDEST:
            table.append(last + new[:1])
        last = new
        # One code early, as PDF does.
        width = min(_WIDEST, max(9, (len(table) + _FIRST + 1).bit_length()))
    return bytes(found)
