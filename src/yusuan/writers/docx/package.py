"""The parts of a DOCX and the ZIP they travel in, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from yusuan.writers.docx.xml import DECLARATION, NAMESPACES, escape, field, paragraph, run

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from yusuan.documents.publication import Publication
    from yusuan.writers.paper.pages import Page

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EPOCH = (1980, 1, 1, 0, 0, 0)
DRAFT = "草案"

# Part name, content type, relation type.
_Parts = tuple[tuple[str, str, str], ...]
_PARTS: _Parts = (
    ("styles", "styles", "styles"),
    ("settings", "settings", "settings"),
    ("fontTable", "fontTable", "fontTable"),
    ("header1", "header", "header"),
    ("header2", "header", "header"),
    ("footer1", "footer", "footer"),
    ("footer2", "footer", "footer"),
)
_PLAIN_HEADER, _ODD, _EVEN = "header1", "footer1", "footer2"


def _all(headers: Iterable[str]) -> _Parts:
    """The parts of a document whose tables that run on have the running headers given."""
    return (*_PARTS, *((name, "header", "header") for name in headers))


def relation_id(name: str) -> str:
    """The id by which the document refers to a part; a running header is named for its place."""
    fixed = [part for part, _, _ in _PARTS]
    return f"rId{fixed.index(name) + 1}" if name in fixed else f"rId{name.removeprefix('header')}"


def running_header(n: int) -> str:
    """The part that holds the n-th running header, counted from 0; its number is that of its relation."""
    return f"header{len(_PARTS) + 1 + n}"


def section_properties(
    page: Page, *, number: int | None = None, starts: bool = False, running: str = ""
) -> str:
    """A `w:sectPr`: paper, margins, headers, and page numbers from the first page's on where it has one.

    `running` is the header part of all pages but the first.
    """
    head = running or _PLAIN_HEADER
    kinds = [("header", "default", head), ("header", "even", running or "header2")]
    if running:
        kinds.append(("header", "first", _PLAIN_HEADER))
    if number is not None:
        kinds += [("footer", "default", _ODD), ("footer", "even", _EVEN)]
        if running:
            kinds.append(("footer", "first", _ODD if number % 2 else _EVEN))
    references = "".join(
        f'<w:{kind}Reference w:type="{pages}" r:id="{relation_id(name)}"/>'
        for kind, pages, name in kinds
    )
    orient = ' w:orient="landscape"' if page.is_landscape else ""
    start = f' w:start="{number}"' if starts else ""
    numbering = f'<w:pgNumType w:fmt="decimal"{start}/>' if number is not None else ""
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{orient}/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" '
        f'w:left="{page.left}" w:header="567" w:footer="{_footer_distance(page)}" w:gutter="0"/>'
        f'{numbering}<w:cols w:space="425"/>{"<w:titlePg/>" if running else ""}</w:sectPr>'
    )


def _footer_distance(page: Page) -> int:
    """The number stands 7 mm below the text (GB/T 9704)."""
    return page.bottom - 397 - 400


def header_xml(*, is_draft: bool, running: str = "") -> str:
    """The page header: the word 草案 where it is one, and the title of a table that runs on."""
    draft = run(DRAFT + ("　" if running else ""), '<w:color w:val="C00000"/>') if is_draft else ""
    style = "RunningHead" if running else "Header"
    return f"{DECLARATION}<w:hdr {NAMESPACES}>{paragraph(style, draft + run(running))}</w:hdr>"


def footer_xml(*, is_even: bool) -> str:
    """The page number between dashes, one character in from the outer edge."""
    side = "left" if is_even else "right"
    style = "FooterEven" if is_even else "Footer"
    number = run("— ") + field("PAGE", "1") + run(" —")
    indent = f'<w:ind w:{side}="280"/>'
    return f"{DECLARATION}<w:ftr {NAMESPACES}>{paragraph(style, number, indent)}</w:ftr>"


def document_xml(body: str) -> str:
    """The main part."""
    return f"{DECLARATION}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"


def package(parts: Mapping[str, str], publication: Publication) -> bytes:
    """Zip the WordprocessingML parts (`document`, `styles`, …) with what an OPC package needs."""
    known = {name for name, _, _ in _PARTS}
    all_parts = _all(name for name in parts if name.startswith("header") and name not in known)
    files = {f"word/{name}.xml": xml for name, xml in parts.items()} | {
        "[Content_Types].xml": _content_types(all_parts),
        "_rels/.rels": _relationships(
            (f"{_RELATIONS}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_RELATIONS}/extended-properties", "docProps/app.xml"),
        ),
        "word/_rels/document.xml.rels": _relationships(
            *((f"{_RELATIONS}/{relation}", f"{name}.xml") for name, _, relation in all_parts)
        ),
        "docProps/core.xml": _core_properties(publication),
        "docProps/app.xml": _application(publication),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name].encode(), compresslevel=6)
    return packed.getvalue()


def _content_types(all_parts: _Parts) -> str:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in (
            ("word/document.xml", f"{_TYPES}.document.main+xml"),
            *((f"word/{name}.xml", f"{_TYPES}.{kind}+xml") for name, kind, _ in all_parts),
            (
                "docProps/core.xml",
                "application/vnd.openxmlformats-package.core-properties+xml",
            ),
            (
                "docProps/app.xml",
                "application/vnd.openxmlformats-officedocument.extended-properties+xml",
            ),
        )
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(*targets: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _core_properties(publication: Publication) -> str:
    moment = _moment(publication.date)
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(publication.title)}</dc:title>"
        f"<dc:creator>{escape(publication.department)}</dc:creator>"
        f"<cp:lastModifiedBy>{escape(publication.department)}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        f"<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _moment(date: dt.date) -> str:
    return f"{date.isoformat()}T00:00:00Z"


def _application(publication: Publication) -> str:
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'extended-properties"><Application>Yusuan</Application>'
        f"<Company>{escape(publication.department)}</Company></Properties>"
    )
