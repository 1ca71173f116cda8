"""Hostile PDF files and pictures: forms within forms, pages drawn over and over, pictures of impossible shape."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from tests.security.bombs import pdf_of, stream
from tests.security.hostile import odd

if TYPE_CHECKING:
    import random

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(rng: random.Random) -> bytes:
    """A PDF file."""
    return rng.choice((_forms, _drawn_often, _letters, _boxes, _outlines, _rulings))(rng)


def _page(
    content: bytes, resources: bytes, more: list[bytes], box: bytes = b"0 0 595 842"
) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Resources<<%s>>/Contents 4 0 R>>"
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            page % (box, resources),
            stream(zlib.compress(content), b"/Filter/FlateDecode"),
            _FONT,
            *more,
        ]
    )


def forms(depth: int, times: int, *, kind: bytes = b"/Subtype/Form", last: bytes = b"") -> bytes:
    """A page that draws a form which draws another so many times, and so on, so deep."""
    more = []
    for n in range(depth):
        inner = last if n == depth - 1 else b"/X Do " * times
        named = b"/Resources<</XObject<</X %d 0 R>>/Font<</F 5 0 R>>>>" % (7 + n)
        about = b"/Type/XObject%s/BBox[0 0 595 842]/Filter/FlateDecode%s" % (kind, named)
        more.append(stream(zlib.compress(inner), about))
    return _page(b"/X Do " * times, b"/XObject<</X 6 0 R>>/Font<</F 5 0 R>>", more)


def _forms(rng: random.Random) -> bytes:
    kind = rng.choice((b"/Subtype/Form", b"/Subtype /Form", b"/Subtype/F#6frm"))
    last = b"BT /F 9 Tf 9 9 Td (1) Tj ET "
    return forms(odd.size(rng, 60), rng.choice((1, 2, 3, 40)), kind=kind, last=last)


def _drawn_often(rng: random.Random) -> bytes:
    inner = b"0 0 m 9 9 l S " * odd.size(rng, 2_000)
    form = stream(inner, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return _page(b"/X Do " * odd.size(rng, 60_000), b"/XObject<</X 6 0 R>>", [form])


def _letters(rng: random.Random) -> bytes:
    places = (rng.choice((0, 9, 300, 10**9, -(10**9))) for _ in range(odd.size(rng, 5_000)))
    size = rng.choice((0, 1, 9, 10**6))
    said = b"".join(b"1 0 0 1 %d %d Tm (12.00) Tj " % (x, x % 800) for x in places)
    return _page(b"BT /F %d Tf %s ET" % (size, said), b"/Font<</F 5 0 R>>", [])


def _boxes(rng: random.Random) -> bytes:
    edges = (b"0", b"-1", b"99999999", b"0.0001", b"1e9", b"595", b"842", b"null")
    box = b" ".join(rng.choice(edges) for _ in range(4))
    return _page(b"BT /F 9 Tf 9 9 Td (1) Tj ET", b"/Font<</F 5 0 R>>", [], box)


def _outlines(rng: random.Random) -> bytes:
    """Objects that name each other in a ring, as kids and as resources."""
    count = odd.size(rng, 3_000)
    ring = [
        b"<</Type/Pages/Count 9/Kids[%d 0 R]/Resources %d 0 R>>" % (6 + (n + 1) % count, 6 + n)
        for n in range(count)
    ]
    return _page(b"/X Do", b"/XObject 6 0 R", ring)


def _rulings(rng: random.Random) -> bytes:
    step = rng.choice((0.01, 0.5, 3, 20))
    lines = b"".join(
        b"%.2f 0 m %.2f 842 l S 0 %.2f m 595 %.2f l S " % (x, x, x, x)
        for x in (n * step for n in range(odd.size(rng, 3_000)))
    )
    return _page(lines + b"BT /F 9 Tf 9 9 Td (1) Tj ET", b"/Font<</F 5 0 R>>", [])


def png(rng: random.Random) -> bytes:
    """A picture of a page: of a shape no page has, of a size it does not have, or plain."""
    sizes = (1, 2, 47, 48, 64, 300, 1_000, 20_000, 2**31 - 1, 0)
    wide, high = rng.choice(sizes), rng.choice(sizes)
    is_small = max(wide, high) < 10**5 and wide * high < 10**6
    rows = b"".join(b"\0" + bytes(-(-wide // 8)) for _ in range(high)) if is_small else b""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)),
        *[(b"tEXt", b"a\0" + b"b" * 99)] * odd.size(rng, 2_000),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def jpg(rng: random.Random) -> bytes:
    """The head of a JPEG: segments without end, sizes it does not have."""
    wide, high = rng.choice((0, 1, 60, 65_535)), rng.choice((0, 1, 60, 65_535))
    segments = b"\xff\xe0" + struct.pack(">H", rng.choice((2, 16, 65_535))) + b"JFIF\0" + bytes(9)
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, high, wide, 1) + b"\x01\x11\x00"
    filling = b"\xff" * odd.size(rng)
    return b"\xff\xd8" + segments * odd.size(rng, 300) + filling + frame + b"\xff\xd9"
