"""Make small Excel 97–2003 workbooks: a compound file of one stream, and the records in it."""

from __future__ import annotations

import struct

FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512


def record(kind: int, body: bytes = b"") -> bytes:
    """One record."""
    return struct.pack("<HH", kind, len(body)) + body


def text(content: str, *, length: str = "<H") -> bytes:
    """A text of two-byte characters."""
    return struct.pack(length, len(content)) + b"\x01" + content.encode("utf-16-le")


def begin(kind: int) -> bytes:
    """The mark a part begins with: 5 the workbook, 16 a sheet."""
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))


def look(number_format: int, *, is_ruled: bool = False) -> bytes:
    """A cell style."""
    lines = 0x1111 if is_ruled else 0
    return record(0xE0, struct.pack("<HHHHHIIH", 0, number_format, 0, 0, 0, lines, 0, 0))


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    """A cell with a number."""
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


def label(row: int, column: int, content: str, style: int = 0) -> bytes:
    """A cell with a text."""
    return record(0x204, struct.pack("<HHH", row, column, style) + text(content))


def workbook(head: bytes, sheets: dict[str, bytes], *, hidden: tuple[str, ...] = ()) -> bytes:
    """A workbook: records before the sheets, and the records of each sheet."""
    end = record(0x0A)
    sizes = sum(len(_bound(name, 0, 0)) for name in sheets)
    place = len(begin(5)) + len(head) + sizes + len(end)
    bounds, parts = b"", b""
    for name, body in sheets.items():
        bounds += _bound(name, place + len(parts), int(name in hidden))
        parts += begin(16) + body + end
    return compound({"Workbook": begin(5) + head + bounds + end + parts})


def _bound(name: str, place: int, hidden: int) -> bytes:
    return record(0x85, struct.pack("<IBB", place, hidden, 0) + text(name, length="<B"))


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file; every stream is padded to be a large one."""
    contents = {name: body.ljust(4096, b"\0") for name, body in streams.items()}
    sectors = {name: -(-len(body) // SECTOR) for name, body in contents.items()}
    directory = -(-(len(contents) + 1) // 4)
    tables = -(-(sum(sectors.values()) + directory + 2) // 126)
    table = [TABLE] * tables + [*range(tables + 1, tables + directory), END]
    entries = _entry("Root Entry", 5, END, 0, child=1 if contents else FREE)
    payload = b""
    for n, (name, body) in enumerate(contents.items(), 1):
        start = len(table)
        table += [*range(start + 1, start + sectors[name]), END]
        following = n + 1 if n < len(contents) else FREE
        entries += _entry(name, 2, start, len(body), following=following)
        payload += body.ljust(sectors[name] * SECTOR, b"\0")
    table += [FREE] * (tables * 128 - len(table))
    numbers = [*range(tables), *[FREE] * (109 - tables)]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables)
    header += struct.pack("<IIIIIII", tables, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", *numbers)
    return (
        header
        + struct.pack(f"<{len(table)}I", *table)
        + entries.ljust(directory * SECTOR, b"\0")
        + payload
    )


def _entry(
    name: str, kind: int, start: int, size: int, *, child: int = FREE, following: int = FREE
) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    return (
        head
        + struct.pack("<III", FREE, following, child).ljust(48, b"\0")
        + struct.pack("<III", start, size, 0)
    )
