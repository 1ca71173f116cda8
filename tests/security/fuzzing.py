"""Damaged files of every format, made from what we write and from published samples; the same seed, the same file.

Bytes are flipped, cut and swapped; inside archives, parts are damaged where checksums do not give it away; and
tokens (names, numbers, references, tags, lengths) are changed into what a reader may trip over.
"""

from __future__ import annotations

import copy
import hashlib
import io
import json
import random
import re
import struct
import zipfile
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from tests.example import EXAMPLE
from tests.readers import biff_book as biff
from tests.readers.raw import ods, ods_cell
from tests.samples_path import samples_dir
from yusuan.disk.archive import zipped
from yusuan.pipeline import Run, assemble
from yusuan.recognition.tables import dense
from yusuan.writers import package, write
from yusuan.writers.workbook.example import example_department

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from yusuan.core.grid import RawGrid

FORMATS = ("pdf", "docx", "xlsx", "xls", "ods", "html", "txt", "zip", "tsv")
_SEED_TEXT = "hebei-qinhuangdao-zfw-2024-budget.txt"
_HEAD = b"".join(biff.look(n) for n in range(2))
_EXTREMES = (
    *(b"-1", b"0", b"1", b"65535", b"65536", b"999999", b"2147483647", b"2147483648"),
    *(b"4294967295", b"99999999999999999999", b"-2147483649", b"1e308", b"0.0000001", b"NaN"),
)


class Damaged(NamedTuple):
    """A file to be read: its number among its format's, its suffix and content."""

    number: int
    suffix: str
    content: bytes

    def write(self, path: Path) -> None:
        """Put it where it will be read."""
        path.write_bytes(self.content)


def damaged(suffix: str, number: int, seed: str = "2026") -> Damaged:
    """One damaged file; format, number and seed decide every byte."""
    rng = random.Random(f"{seed} {suffix} {number}")  # noqa: S311  not for secrets
    bases = _bases()[suffix]
    content = rng.choice(bases)
    ways = [_bytes_changed, _cut, _chunks_moved, _lengths_changed, *_OWN.get(suffix, ())]
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        content = rng.choice(ways)(content, rng)
    if rng.random() < 0.03:
        other = rng.choice(bases)
        content = content[: rng.randrange(len(content) + 1)] + other[rng.randrange(len(other)) :]
    return Damaged(number, suffix, content)


# ── What is damaged ──────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=1)
def _bases() -> Mapping[str, tuple[bytes, ...]]:
    """Sound files of each format; small ones more often, so that many can be read."""
    small, whole = (
        _written(run) for run in (Run.of(example_department(fiscal_year=2024)), Run(EXAMPLE))
    )
    samples = [path.read_bytes() for path in sorted(samples_dir().glob("*.pdf"))]
    forms = [path.read_bytes() for path in sorted(samples_dir().glob("*.xlsx"))]
    text = (samples_dir() / _SEED_TEXT).read_bytes()
    pdfs = [part for one in (*samples, whole["pdf"]) for part in _parts(one)]
    from yusuan.readers.text.layout import read_text

    grids = read_text(samples_dir() / _SEED_TEXT).grids
    third = len(text) // 3
    return {
        "pdf": (*pdfs, *pdfs, samples[0]),
        "docx": (*[small["docx"]] * 4, whole["docx"]),
        "xlsx": (*[small["xlsx"]] * 4, whole["xlsx"], *forms),
        "xls": tuple(_as_xls(grids[n : n + 6]) for n in range(0, 18, 6)),
        "ods": tuple(_as_ods(grids[n : n + 6]) for n in range(0, 18, 6)),
        "html": (*[small["html"]] * 4, whole["html"]),
        "txt": (text, *[text[:third]] * 3, text[third : 2 * third]),
        "zip": (small["zip"], whole["zip"]),
        "tsv": ("2024年部门预算公开表\n单位：万元\n".encode() + _as_tsv(grids),),
    }


def _written(run: Run) -> dict[str, bytes]:
    """What we write of a budget, by suffix."""
    files = write(assemble(run, is_draft=True), ("docx", "pdf", "xlsx", "html"))
    ours = {name.rpartition(".")[2]: content for name, content in files.items()}
    made_on = run.budget.department.dated
    archive = zipped(package(run.public.budget, run.printed, created=made_on))
    return {**ours, "zip": archive}


def _parts(whole: bytes) -> list[bytes]:
    """Three pages each, once as they are and once unpacked, so that damage reaches what is drawn."""
    import pikepdf

    found = []
    with pikepdf.open(io.BytesIO(whole)) as document:
        count = len(document.pages)
        for first in range(6, min(count - 3, 22), 7):
            part = pikepdf.new()
            # The cover says which year it is.
            part.pages.append(document.pages[0])
            part.pages.extend(document.pages[first : first + 3])
            saved = io.BytesIO()
            packed = pikepdf.ObjectStreamMode.generate
            part.save(saved, deterministic_id=True, object_stream_mode=packed)
            found.append(saved.getvalue())
            saved = io.BytesIO()
            part.save(
                saved,
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
                stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                compress_streams=False,
                qdf=True,
            )
            found.append(saved.getvalue())
    return found


def _as_xls(grids: tuple[RawGrid, ...]) -> bytes:
    sheets = {}
    for n, grid in enumerate(grids):
        heading = biff.label(0, 0, f"2024年部门预算公开表{n}") + biff.label(1, 0, "单位：万元")
        sheets[f"表{n}"] = heading + b"".join(
            biff.label(cell.row + 2, cell.column, cell.text[:200]) for cell in grid.cells
        )
    return biff.workbook(_HEAD, sheets)


def _as_ods(grids: tuple[RawGrid, ...]) -> bytes:
    tables = []
    for n, grid in enumerate(grids):
        texts = [[f"2024年部门预算公开表{n}"], ["单位：万元"]]
        texts += [["" if c is None else escape(c.text[:200]) for c in row] for row in dense(grid)]
        rows = (
            f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in texts
        )
        tables.append(f'<table:table table:name="表{n}">{"".join(rows)}</table:table>')
    return ods("".join(tables))


def _as_tsv(grids: tuple[RawGrid, ...]) -> bytes:
    lines = [
        "\t".join("" if cell is None else " ".join(cell.text.split()) for cell in row)
        for grid in grids[:12]
        for row in [*dense(grid), []]
    ]
    return "\n".join(lines).encode()


# ── Bytes ────────────────────────────────────────────────────────────────────────────────────


def _bytes_changed(content: bytes, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 4, 40, 400)) if changed else 0):
        place = rng.randrange(len(changed))
        changed[place] = rng.choice((rng.randrange(256), 0, 255, changed[place] ^ 1))
    return bytes(changed)


def _cut(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _chunks_moved(content: bytes, rng: random.Random) -> bytes:
    """Two stretches change places, or one is left out, or comes many times."""
    a, b, c, d = sorted(rng.randrange(len(content) + 1) for _ in range(4))
    kind = rng.randrange(3)
    if kind == 0:
        return content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]
    if kind == 1:
        return content[:a] + content[b:]
    times = rng.choice((2, 5, 50))
    return content[:a] + content[a : a + min(b - a, 20_000)] * times + content[b:]


def _lengths_changed(content: bytes, rng: random.Random) -> bytes:
    """Numbers of two, four or eight bytes become large, negative or nought."""
    changed = bytearray(content)
    for _ in range(rng.choice((1, 3, 10)) if len(changed) > 8 else 0):
        form = rng.choice(("<H", "<I", ">H", ">I", "<Q"))
        size = struct.calcsize(form)
        most = 2 ** (8 * size) - 1
        value = rng.choice((0, 1, most, most // 2, most // 2 + 1, rng.randrange(most)))
        place = rng.randrange(len(changed) - size)
        changed[place : place + size] = struct.pack(form, value)
    return bytes(changed)


# ── Tokens ───────────────────────────────────────────────────────────────────────────────────

_PDF_TOKEN = re.compile(
    rb"/[A-Za-z0-9]+|-?\d+(?:\.\d+)?|\d+ 0 R|<<|>>|\[|\]|endstream|endobj|obj\b"
)
_XML_TOKEN = re.compile(rb"</?[\w:]+|[\w:]+=\"[^\"<>]{0,80}\"|/>|>")
_TEXT_TOKEN = re.compile(rb"\t|\n|\||[\d.,]+|</?t[drh]\b[^>]{0,80}>|(?:row|col)span=\"?\d+")


def _tokens_changed(
    content: bytes, rng: random.Random, token: re.Pattern[bytes], odd: tuple[bytes, ...]
) -> bytes:
    """Some tokens of a stretch are dropped, doubled, swapped or become extreme."""
    start = rng.randrange(len(content) + 1) if rng.random() < 0.8 else 0
    found = list(token.finditer(content, start, min(len(content), start + 200_000)))
    if not found:
        return content
    chosen = sorted(rng.sample(range(len(found)), min(len(found), rng.choice((1, 3, 12, 60)))))
    parts, end = [], 0
    for n in chosen:
        match = found[n]
        kind = rng.randrange(6)
        if kind == 0:
            new = b""
        elif kind == 1:
            new = match[0] * rng.choice((2, 3, 2000))
        elif kind == 2:
            new = found[rng.randrange(len(found))][0]
        elif kind == 3:
            new = re.sub(rb"\d+", lambda _: rng.choice(_EXTREMES), match[0], count=1)
        else:
            new = rng.choice(odd)
        parts += [content[end : match.start()], new]
        end = match.end()
    return b"".join([*parts, content[end:]])


_PDF_ODD = (
    *(b"/Length 99999999", b"/Length -1", b"/Filter /LZWDecode", b"/Filter /FlateDecode", b"1 0 R"),
    *(b"<<" * 500, b"[" * 500, b"/Kids [1 0 R 2 0 R 3 0 R]", b"/Count 2147483647", b"/Rotate 77"),
    *(b"/Predictor 15 /Columns 99999999", b"/MediaBox [0 0 1e9 1e9]", b" Do ", b" q " * 900),
    *(b"(" * 300, b"\\377\\376", b"<feff>", b"1e38 0 0 1e38 0 0 cm ", b" BT ", b" ET ", b" W n "),
    *(b"endobj\n1 0 obj\n", b"endstream", b"stream\n", b"/Encrypt 1 0 R", b"/Prev 9", b"/ObjStm"),
)
_XML_ODD = (
    *(b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#0;", b"<a>" * 300, b"</w:tbl>", b"<w:tbl>"),
    *(b'w:val="99999999"', b'r="ZZZZZZ999999999"', b'r="A0"', b't="s"', b'<mergeCell ref="A1:'),
    *(b"<w:tr>", b"</w:tr>", b"<w:tc>", b'ref="A1:XFD1048576"', b'r="XFD1048576"', b"<![CDATA["),
    *(b"\xff\xfe", b"\x00", b'w:vMerge="restart"', b'<w:gridSpan w:val="16777216"/>', b"<v>9e999"),
)
_TEXT_ODD = (
    *(b"\t" * 3000, b"\n" * 3000, b"|" * 900, b"9" * 5000, b"\x00", b"\xff\xfe", b"\xef\xbb\xbf"),
    *(b"<table>" * 60, b"</table>", b'<td rowspan="65000" colspan="65000">', b"<td>" * 900),
    *(b"&nbsp;" * 500, b"<!--", b"<script>", b"\xe3\x80\x80" * 500, b"=1+1", b"\r", b"\x0c"),
    *("，其中：" * 400).encode().split(b"\n"),
    *("（" * 900).encode().split(b"\n"),
    *("比2023年增加1.00万元，" * 300).encode().split(b"\n"),
)


def _pdf_tokens(content: bytes, rng: random.Random) -> bytes:
    return _tokens_changed(content, rng, _PDF_TOKEN, _PDF_ODD)


def _text_tokens(content: bytes, rng: random.Random) -> bytes:
    return _tokens_changed(content, rng, _TEXT_TOKEN, _TEXT_ODD)


def _inside(content: bytes, rng: random.Random) -> bytes:
    """One part of an archive is damaged and packed again: as bytes, as text or as XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001  an earlier step broke the archive itself
        return _bytes_changed(content, rng)
    if not parts:
        return content
    # Large parts are where the content is.
    victim = rng.choices(list(parts), [len(part) + 1 for part in parts.values()])[0]
    way = rng.choice((_xml_tokens, _xml_tokens, _text_tokens, _bytes_changed, _cut, _chunks_moved))
    if rng.random() < 0.05:
        del parts[victim]
    elif parts[victim].lstrip()[:1] == b"<" and rng.random() < 0.6:
        parts[victim] = _tree_changed(parts[victim], rng)
    else:
        parts[victim] = way(parts[victim], rng)
    if "manifest.json" in parts and rng.random() < 0.8:
        parts["manifest.json"] = _manifest(parts["manifest.json"], parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _manifest(written: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The manifest of a package whose files were changed on purpose: it does not give the damage away."""
    try:
        manifest = json.loads(written)
        for entry in manifest["files"]:
            entry["sha256"] = hashlib.sha256(parts.get(entry["path"], b"")).hexdigest()
    except (ValueError, LookupError, TypeError, AttributeError):
        return written
    return json.dumps(manifest).encode()


def _tree_changed(content: bytes, rng: random.Random) -> bytes:
    """Elements are dropped, doubled and moved, attributes and texts become odd; it stays well-formed XML."""
    from lxml import etree

    try:
        root = etree.fromstring(content)
    except (etree.XMLSyntaxError, ValueError):
        return _bytes_changed(content, rng)
    for _ in range(rng.choice((1, 3, 10, 40))):
        elements = list(root.iter("{*}*"))
        one, other = rng.choice(elements), rng.choice(elements)
        above = one.getparent()
        kind = rng.randrange(6)
        if kind == 0 and above is not None:
            above.remove(one)
        elif kind == 1 and above is not None:
            for _ in range(rng.choice((1, 3, 300)) if len(one) < 20 else 1):
                above.append(copy.deepcopy(one))
        elif kind == 2 and not any(up is one for up in other.iterancestors()) and one is not root:
            other.append(copy.deepcopy(one) if one is other else one)
        elif kind == 3 and one.attrib:
            name = rng.choice(sorted(map(str, one.attrib)))
            one.set(name, rng.choice((*_EXTREMES, b"", b"A1:XFD1048576", b"none")).decode())
        elif kind == 4 and one.text:
            one.text = rng.choice((*_EXTREMES, b"=1+1", b"9" * 5000)).decode()
        elif kind == 5 and above is not None:
            one.tag = other.tag
    return bytes(etree.tostring(root))


def _xml_tokens(content: bytes, rng: random.Random) -> bytes:
    return _tokens_changed(content, rng, _XML_TOKEN, _XML_ODD)


_OWN: Mapping[str, tuple[Callable[[bytes, random.Random], bytes], ...]] = {
    "pdf": (_pdf_tokens,) * 8,
    "docx": (_inside,) * 12,
    "xlsx": (_inside,) * 12,
    "ods": (_inside,) * 12,
    "zip": (_inside,) * 12,
    "html": (_text_tokens,) * 5,
    "txt": (_text_tokens,) * 5,
    "tsv": (_text_tokens,) * 5,
}
