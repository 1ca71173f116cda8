"""Hostile Word documents, spreadsheets and archives: what they name, how often, how deep, how far."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

from tests.readers import biff_book as biff
from tests.readers.raw import docx, ods, ods_cell, paragraph, zipped
from tests.security.hostile import odd

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

_HEADS = paragraph(odd.HEAD) + paragraph(odd.UNIT)


def word(rng: random.Random) -> bytes:
    """A Word document."""
    return rng.choice(
        (_numbered, _merged_down, _nested_tables, _styles, _fields, _many_attributes, _spans)
    )(rng)


def _numbered(rng: random.Random) -> bytes:
    form = rng.choice(("upperLetter", "lowerRoman", "chineseCounting", "decimal", "bullet", "?"))
    repeated = "".join(f"%{rng.randrange(1, 10)}" for _ in range(odd.size(rng, 20_000)))
    start = odd.xml(rng.choice((odd.number(rng), "9999", "0", "-1")))[:4000]
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{repeated}"/></w:lvl>'
        for n in range(rng.choice((1, 9)))
    )
    count = odd.size(rng, 300)
    lists = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>' + "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in range(count)
    )
    said = "".join(
        paragraph(
            "某某",
            f'<w:numPr><w:ilvl w:val="{rng.randrange(9)}"/>'
            f'<w:numId w:val="{rng.randrange(count)}"/></w:numPr>',
        )
        for _ in range(odd.size(rng, 3_000))
    )
    return docx(_HEADS + said, numbering=lists)


def _merged_down(rng: random.Random) -> bytes:
    cell = '<w:tc><w:tcPr><w:vMerge w:val="{}"/></w:tcPr>' + paragraph("{}") + "</w:tc>"
    rows = "".join(
        "<w:tr>" + cell.format("restart" if n == 0 else "continue", "甲" * 9) + "</w:tr>"
        for n in range(odd.size(rng, 8_000))
    )
    return docx(f"{_HEADS}<w:tbl>{rows}</w:tbl>")


def _nested_tables(rng: random.Random) -> bytes:
    depth = odd.size(rng, 400)
    inner = paragraph(odd.xml(odd.text(rng)))
    for _ in range(depth):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    return docx(_HEADS + inner)


def _styles(rng: random.Random) -> bytes:
    count = odd.size(rng, 20_000)
    styles = "".join(
        f'<w:style w:styleId="s{n}"><w:name w:val="heading {n % 9}"/>'
        f'<w:basedOn w:val="s{(n + 1) % count}"/></w:style>'
        for n in range(count)
    )
    said = "".join(paragraph("一、部门", f'<w:pStyle w:val="s{n}"/>') for n in range(50))
    return docx(_HEADS + said, styles=styles)


def _fields(rng: random.Random) -> bytes:
    kind = rng.choice(("begin", "separate", "end"))
    open_ = f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' * odd.size(rng, 30_000)
    return docx(f"{_HEADS}<w:p>{open_}<w:r><w:t>{odd.xml(odd.text(rng))}</w:t></w:r></w:p>")


def _many_attributes(rng: random.Random) -> bytes:
    many = " ".join(f'w:a{n}="{n}"' for n in range(odd.size(rng, 20_000)))
    return docx(f"{_HEADS}<w:p><w:pPr {many}/><w:r {many}><w:t>一</w:t></w:r></w:p>")


def _spans(rng: random.Random) -> bytes:
    span = odd.xml(rng.choice((odd.number(rng), "99999", "500", "0")))[:400]
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{paragraph("1")}</w:tc>'
    row = f"<w:tr>{cell * odd.size(rng, 600)}</w:tr>"
    return docx(f"{_HEADS}<w:tbl>{row * odd.size(rng, 100)}</w:tbl>")


# ── Spreadsheets ─────────────────────────────────────────────────────────────────────────────

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def book(
    sheets: list[tuple[str, str]], *, shared: str = "", styles: str = "", before: str = ""
) -> bytes:
    """A workbook of sheets named, each with the XML of its data."""
    listed = "".join(
        f'<sheet name="{odd.xml(name)}" sheetId="{n}" r:id="r{n}"/>'
        for n, (name, _) in enumerate(sheets)
    )
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="a" '
        f'Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}">{before}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{shared}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>',
    }
    targets = "".join(
        f'<Relationship Id="r{n}" Type="{_RELS}/worksheet" Target="s{n}.xml"/>'
        for n in range(len(sheets))
    )
    targets += "".join(
        f'<Relationship Id="{kind}" Type="{_RELS}/{kind}" Target="{kind}.xml"/>'
        for kind in ("sharedStrings", "styles")
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}">{targets}</Relationships>'
    )
    for n, (_, inside) in enumerate(sheets):
        parts[f"xl/s{n}.xml"] = f'<worksheet xmlns="{_MAIN}">{inside}</worksheet>'
    return zipped(parts)


def cell(at: str, written: str) -> str:
    """A cell with a text of its own."""
    return f'<c r="{at}" t="inlineStr"><is><t>{odd.xml(written)}</t></is></c>'


_TOP = f'<row r="1">{cell("A1", odd.HEAD)}</row><row r="2">{cell("A2", odd.UNIT)}</row>'


def spreadsheet(rng: random.Random) -> bytes:
    """A published .xlsx."""
    return rng.choice(
        (_shared, _far, _merges, _columns, _number_formats, _many_sheets, _one_row, _texts)
    )(rng)


def _shared(rng: random.Random) -> bytes:
    runs = f"<r><t>{odd.xml(odd.words(rng))}</t></r>" * rng.choice((1, 20))
    cells = "".join(f'<c t="s"><v>{rng.choice((0, 0, 7, 10**8))}</v></c>' for _ in range(9))
    rows = f"<row>{cells}</row>" * odd.size(rng, 5_000)
    return book([("表", f"<sheetData>{_TOP}{rows}</sheetData>")], shared=f"<si>{runs}</si>")


def _far(rng: random.Random) -> bytes:
    rows = rng.sample((3, 4, 1_048_576, 1_048_577, 9_999_999, 500_000), 3)
    columns = ("A", "XFD", "XFE", "ZZZ", "SR", "A")
    inside = "".join(
        f'<row r="{row}">{cell(f"{rng.choice(columns)}{row}", "1")}</row>' for row in rows
    )
    return book([("表", f"<sheetData>{_TOP}{inside}</sheetData>")])


def _merges(rng: random.Random) -> bytes:
    ranges = ("A3:XFD1048576", "A1:A1048576", "A1:XFD1", "B2:A1", "A1:A1", "A3:Z99")
    several = "".join(
        f'<mergeCell ref="{rng.choice(ranges)}"/>' for _ in range(odd.size(rng, 20_000))
    )
    rows = "".join(
        f'<row r="{n}">{cell(f"A{n}", "1")}{cell(f"C{n}", "2")}</row>'
        for n in range(3, 3 + odd.size(rng, 4_000))
    )
    inside = f"<sheetData>{_TOP}{rows}</sheetData><mergeCells>{several}</mergeCells>"
    return book([("表", inside)])


def _columns(rng: random.Random) -> bytes:
    cols = f'<col min="1" max="{rng.choice((1, 16384, 9_999_999))}" hidden="1"/>'
    inside = f"<cols>{cols * odd.size(rng, 20_000)}</cols><sheetData>{_TOP}</sheetData>"
    return book([("表", inside)])


def _number_formats(rng: random.Random) -> bytes:
    code = rng.choice(("0", "#,", "y", "[<1]0;", '"', "%", "E+0", "[$", "_", "?/")) * odd.size(
        rng, 3_000
    )
    styles = (
        f'<numFmts><numFmt numFmtId="200" formatCode="{odd.xml(code)}"/></numFmts>'
        "<cellXfs>" + '<xf numFmtId="200"/>' * 3 + "</cellXfs>"
    )
    values = "".join(
        f'<c s="1"><v>{odd.xml(odd.number(rng))}</v></c>' for _ in range(odd.size(rng, 200))
    )
    return book([("表", f"<sheetData>{_TOP}<row>{values}</row></sheetData>")], styles=styles)


def _many_sheets(rng: random.Random) -> bytes:
    data = f"<sheetData>{_TOP}</sheetData>"
    return book([(f"{odd.name(rng)}{n}", data) for n in range(odd.size(rng, 700))])


def _one_row(rng: random.Random) -> bytes:
    row = "<row>" + "<c><v>1</v></c>" * odd.size(rng, 20_000) + "</row>"
    return book([("表", f"<sheetData>{_TOP}{row * rng.choice((1, 3))}</sheetData>")])


def _texts(rng: random.Random) -> bytes:
    rows = "".join(
        f'<row r="{n}">{cell(f"A{n}", odd.text(rng))}{cell(f"B{n}", odd.number(rng))}</row>'
        for n in range(3, 3 + odd.size(rng, 40))
    )
    return book([(odd.control(rng), f"<sheetData>{_TOP}{rows}</sheetData>")])


def calc(rng: random.Random) -> bytes:
    """A published .ods."""
    repeated = rng.choice(("1", "500", "16384", "1048576", "999999999", "-1", odd.number(rng)))[
        :300
    ]
    way = rng.choice(("number-columns-repeated", "number-rows-repeated", "number-rows-spanned"))
    one = f'<table:table-cell table:{way}="{odd.xml(repeated)}"><text:p>{odd.xml(odd.text(rng))}</text:p></table:table-cell>'
    row = f'<table:table-row table:{way}="{odd.xml(repeated)}">{one * odd.size(rng, 300)}</table:table-row>'
    head = "".join(
        f"<table:table-row>{ods_cell(t)}</table:table-row>" for t in (odd.HEAD, odd.UNIT)
    )
    columns = '<table:table-column table:visibility="collapse"/>' * odd.size(rng, 5_000)
    sheet = f'<table:table table:name="{odd.xml(odd.name(rng))}">{columns}{head}{row * odd.size(rng, 30)}</table:table>'
    return ods(sheet * rng.choice((1, 1, 40)))


def old_book(rng: random.Random) -> bytes:
    """A published .xls."""
    looks = b"".join(biff.look(n) for n in range(2))
    cells = biff.label(0, 0, odd.HEAD) + biff.label(1, 0, odd.UNIT)
    for _ in range(odd.size(rng, 400)):
        row, column = (
            rng.choice((3, 65_535, rng.randrange(65_536))),
            rng.choice((0, 255, 256, 65_535)),
        )
        cells += biff.label(row, column, odd.text(rng)[:200])
    content = bytearray(biff.workbook(looks, {"表": cells}))
    for _ in range(rng.choice((0, 0, 1, 3))):
        place = rng.randrange(0, len(content) - 4)
        content[place : place + 4] = struct.pack("<I", rng.choice((0, 1, 0xFFFFFFFF, 0x7FFFFFFF)))
    return bytes(content)


# ── Archives ─────────────────────────────────────────────────────────────────────────────────


def archive(rng: random.Random) -> bytes:
    """A ZIP of documents: many, packed beyond measure, one over the other, named alike or out of place."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.txt", f"{odd.HEAD}\n{odd.UNIT}\n")
        for n in range(odd.size(rng, 2_500)):
            packed.writestr(zipfile.ZipInfo(f"{odd.name(rng)}{n}.txt"), odd.name(rng))
        if rng.random() < 0.3:
            packed.writestr("b.docx", bytes(rng.choice((10**5, 10**6, 3 * 10**7))))
    content = out.getvalue()
    changes: tuple[Callable[[bytes], bytes], ...] = (
        lambda whole: whole,
        # The directory says another size, or another place, than the member has.
        lambda whole: whole.replace(struct.pack("<I", len(odd.HEAD)), b"\xff\xff\xff\x7f"),
        lambda whole: whole.replace(b"a.txt", b"../.."),
        lambda whole: whole + whole,
        lambda whole: whole[: len(whole) // 2] + whole[len(whole) // 3 :],
    )
    return rng.choice(changes)(content)
