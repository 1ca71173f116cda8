"""The parts of a DOCX and the ZIP they travel in, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from yusuan.writers.docx.xml import DECLARATION, NAMESPACES, escape, field, paragraph, run

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from yusuan.documents.publication import Publication
    from yusuan.writers.docx.flow import Page

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EPOCH = (1980, 1, 1, 0, 0, 0)
DRAFT = "草案"

# Part name, content type, relation type.
_PARTS = (
    ("styles", "styles", "styles"),
    ("settings", "settings", "settings"),
    ("fontTable", "fontTable", "fontTable"),
    ("header1", "header", "header"),
    ("header2", "header", "header"),
    ("footer1", "footer", "footer"),
    ("footer2", "footer", "footer"),
)
_IDS = {name: f"rId{n}" for n, (name, _, _) in enumerate(_PARTS, start=1)}


def section_properties(page: Page, *, has_page_numbers: bool, starts_at: int | None = None) -> str:
    """A `w:sectPr`: paper, margins, headers, and page numbers where there are any."""
    references = _references("header") + (_references("footer") if has_page_numbers else "")
    orient = ' w:orient="landscape"' if page.is_landscape else ""
    start = f' w:start="{starts_at}"' if starts_at is not None else ""
    numbering = f'<w:pgNumType w:fmt="decimal"{start}/>' if has_page_numbers else ""
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{orient}/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" '
        f'w:left="{page.left}" w:header="851" w:footer="{_footer_distance(page)}" w:gutter="0"/>'
        f'{numbering}<w:cols w:space="425"/></w:sectPr>'
    )


def _footer_distance(page: Page) -> int:
    """The number stands 7 mm below the text (GB/T 9704)."""
    return page.bottom - 397 - 400


def _references(kind: str) -> str:
    return "".join(
        f'<w:{kind}Reference w:type="{pages}" r:id="{_IDS[f"{kind}{n}"]}"/>'
        for n, pages in ((1, "default"), (2, "even"))
    )


def header_xml(*, is_draft: bool) -> str:
    """The page header: the word 草案 where it is one, else nothing."""
    content = run(DRAFT, '<w:color w:val="C00000"/>') if is_draft else ""
    return f"{DECLARATION}<w:hdr {NAMESPACES}>{paragraph('Header', content)}</w:hdr>"


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
    files = {f"word/{name}.xml": xml for name, xml in parts.items()} | {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            (f"{_RELATIONS}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_RELATIONS}/extended-properties", "docProps/app.xml"),
        ),
        "word/_rels/document.xml.rels": _relationships(
            *((f"{_RELATIONS}/{relation}", f"{name}.xml") for name, _, relation in _PARTS)
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


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in (
            ("word/document.xml", f"{_TYPES}.document.main+xml"),
            *((f"word/{name}.xml", f"{_TYPES}.{kind}+xml") for name, kind, _ in _PARTS),
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
