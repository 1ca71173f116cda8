"""PDF files made to hurt: small on disk, large or endless once opened."""

from __future__ import annotations

import base64
import io
import zlib
from typing import TYPE_CHECKING, Literal

import pikepdf

from tests.readers.pages import drawn

if TYPE_CHECKING:
    from collections.abc import Callable

_OPERATORS = b"q 1 0 0 1 0 0 cm Q "
MIB = 2**20


def pdf_of(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A file of numbered objects, the first one the catalogue."""
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer <</Size %d /Root 1 0 R %s>>\n" % (len(objects) + 1, trailer))
    out.write(b"startxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


def stream(body: bytes, about: bytes = b"") -> bytes:
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(body), about, body)


def one_page(content: bytes, *, contents: bytes = b"4 0 R", pages: int = 1) -> bytes:
    """A file whose pages all draw the same stream."""
    kids = b" ".join([b"3 0 R"] * pages) if pages == 1 else b""
    if pages > 1:
        kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Resources<<>>/Contents %s>>" % contents
    tree = b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids)
    more = [page] * pages if pages > 1 else []
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", tree, page, content, *more])


def flate(size: int) -> bytes:
    return zlib.compress(_OPERATORS * (size // len(_OPERATORS)), 9)


def lzw(size: int) -> bytes:
    """A run of blanks in LZW: each code is one longer than the code before, then the table begins anew."""
    bits: list[str] = []
    written, width = 0, 9
    while written < size:
        bits.append(f"{256:0{width}b}")
        width, following, length = 9, 258, 1
        bits.append(f"{32:09b}")
        written += 1
        while following < 4094 and written < size:
            length += 1
            # The code that stands for the run just before and one more blank is the one made next.
            bits.append(f"{following:0{width}b}")
            following += 1
            written += length
            if following + 1 >= 2**width and width < 12:
                width += 1
    bits.append(f"{257:0{width}b}")
    joined = "".join(bits)
    joined += "0" * (-len(joined) % 8)
    return int(joined, 2).to_bytes(len(joined) // 8, "big")


def locked(pdf: bytes, *, user: str = "", revision: Literal[2, 3, 4, 5, 6] = 6) -> bytes:
    """Encrypted: anybody opens it where the user's password is empty."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        out = io.BytesIO()
        document.save(
            out,
            encryption=pikepdf.Encryption(
                owner="o", user=user, R=revision, aes=revision >= 4, metadata=revision >= 4
            ),
            compress_streams=False,
        )
    return out.getvalue()


def object_streams(size: int) -> bytes:
    """The catalogue stands in an object stream padded to a size."""
    index = b"1 0 2 40 3 120 "
    body = b"<</Type/Catalog/Pages 2 0 R>>".ljust(
        40
    ) + b"<</Type/Pages/Count 1/Kids[3 0 R]>>".ljust(80)
    body += b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    packed = zlib.compress(index + body + b" " * size, 9)
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    place = out.tell()
    about = b"/Type/ObjStm/N 3/First %d/Filter/FlateDecode" % len(index)
    out.write(b"4 0 obj\n" + stream(packed, about) + b"\nendobj\n")
    table = out.tell()
    rows = [(2, 4, 0), (2, 4, 1), (2, 4, 2), (1, place, 0), (1, table, 0)]
    entries = b"\0\0\0\0\0\0\0" + b"".join(
        bytes([kind]) + a.to_bytes(4, "big") + b.to_bytes(2, "big") for kind, a, b in rows
    )
    about = b"/Type/XRef/Size 6/W[1 4 2]/Root 1 0 R"
    out.write(b"5 0 obj\n" + stream(entries, about) + b"\nendobj\nstartxref\n%d\n%%%%EOF" % table)
    return out.getvalue()


def looped() -> bytes:
    """A page tree that holds itself, and a cross-reference table before itself."""
    tree = b"<</Type/Pages/Count 99999/Kids[2 0 R 2 0 R 3 0 R]/Parent 2 0 R>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R>>"
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", tree, page], b"/Prev 9")


def _filtered(body: bytes, names: bytes) -> bytes:
    return one_page(stream(body, b"/Filter " + names))


BOMBS: dict[str, Callable[[], bytes]] = {
    "flate": lambda: _filtered(flate(300 * MIB), b"/FlateDecode"),
    "lzw": lambda: _filtered(lzw(300 * MIB), b"/LZWDecode"),
    "escaped-name": lambda: _filtered(lzw(300 * MIB), b"/L#5aWDecode"),
    "flate-twice": lambda: _filtered(
        zlib.compress(zlib.compress(b" " * (200 * MIB), 9), 9), b"[/FlateDecode /FlateDecode]"
    ),
    "ascii-flate": lambda: _filtered(
        base64.a85encode(flate(300 * MIB)) + b"~>", b"[/ASCII85Decode/FlateDecode]"
    ),
    "hex-flate": lambda: _filtered(
        flate(300 * MIB).hex().encode() + b">", b"[/ASCIIHexDecode /FlateDecode]"
    ),
    "locked-aes": lambda: locked(_filtered(flate(300 * MIB), b"/FlateDecode")),
    "locked-rc4": lambda: locked(_filtered(flate(300 * MIB), b"/FlateDecode"), revision=3),
    "object-stream": lambda: object_streams(200 * MIB),
    "same-stream-often": lambda: one_page(
        stream(flate(15 * MIB), b"/Filter/FlateDecode"), contents=b"[" + b"4 0 R " * 3000 + b"]"
    ),
    "small-stream-often": lambda: one_page(
        stream(flate(7 * MIB), b"/Filter/FlateDecode"), contents=b"[" + b"4 0 R " * 3000 + b"]"
    ),
    "same-stream-on-all-pages": lambda: one_page(
        stream(flate(15 * MIB), b"/Filter/FlateDecode"), pages=1500
    ),
    "small-stream-on-all-pages": lambda: one_page(
        stream(flate(7 * MIB), b"/Filter/FlateDecode"), pages=1900
    ),
    "inline-filter": lambda: drawn("BI /W 30000 /H 30000 /BPC 8 /CS /RGB ID 0 EI " * 20000),
}
