"""Write a publication as DOCX: GB/T 9704 pages, real styles, contents with page numbers filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.writers.docx.body import write_parts
from yusuan.writers.docx.flow import PORTRAIT
from yusuan.writers.docx.front import contents_styles, front_notes, write_contents, write_cover
from yusuan.writers.docx.package import (
    document_xml,
    footer_xml,
    header_xml,
    package,
    section_properties,
)
from yusuan.writers.docx.styles import SECTION_END, font_table_xml, settings_xml, styles_xml
from yusuan.writers.docx.xml import paragraph

if TYPE_CHECKING:
    from yusuan.documents.publication import Publication
    from yusuan.writers.docx.flow import Flow, Page


def write_docx(publication: Publication) -> bytes:
    """The publication as a DOCX file; equal publications give equal bytes."""
    # The contents print where the parts stand, so the parts come first.
    flow = write_parts(publication.parts, _end_run)
    header = header_xml(is_draft=publication.is_draft)
    return package(
        {
            "document": document_xml(_body(publication, flow)),
            "styles": styles_xml(contents_styles(len(flow.entries))),
            "settings": settings_xml(),
            "fontTable": font_table_xml(),
            "header1": header,
            "header2": header,
            "footer1": footer_xml(is_even=False),
            "footer2": footer_xml(is_even=True),
        },
        publication,
    )


def _end_run(page: Page, is_first: bool) -> str:  # noqa: FBT001 the only thing it is told
    return section_properties(page, has_page_numbers=True, starts_at=1 if is_first else None)


def _body(publication: Publication, flow: Flow) -> str:
    """Cover, contents and parts, each run of pages ended by its section properties."""
    contents = write_contents(publication.contents_title, flow.entries, front_notes(publication))
    front = paragraph(SECTION_END.id, "", section_properties(PORTRAIT, has_page_numbers=False))
    last = paragraph(SECTION_END.id, "") + _end_run(flow.page, flow.is_first_run)
    return "".join((write_cover(publication.cover), front, contents, front, *flow.out, last))
