"""Write a publication as DOCX: GB/T 9704 pages, real styles, contents with page numbers filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.writers.docx.body import write_parts
from yusuan.writers.docx.flow import PORTRAIT
from yusuan.writers.docx.measure import text_width
from yusuan.writers.docx.package import (
    document_xml,
    footer_xml,
    header_xml,
    package,
    section_properties,
)
from yusuan.writers.docx.styles import (
    CONTENTS_TITLE,
    COVER_DATE,
    COVER_DEPARTMENT,
    COVER_SIGN_OFF,
    COVER_TITLE,
    FANGSONG,
    HEITI,
    NOTE,
    POINT,
    SECTION_END,
    Style,
    font_table_xml,
    right_tab,
    settings_xml,
    styles_xml,
)
from yusuan.writers.docx.xml import TAB, clean, field, paragraph, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.documents.publication import Cover, Publication
    from yusuan.writers.docx.flow import Entry, Flow, Page


def write_docx(publication: Publication) -> bytes:
    """The publication as a DOCX file; equal publications give equal bytes."""
    # The contents print where the parts stand, so the parts come first.
    flow = write_parts(publication.parts, _end_run)
    header = header_xml(is_draft=publication.is_draft)
    return package(
        {
            "document": document_xml(_body(publication, flow)),
            "styles": styles_xml(_contents_styles(len(flow.entries))),
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
    contents = _contents(publication.contents_title, flow.entries, _front_notes(publication))
    front = paragraph(SECTION_END.id, "", section_properties(PORTRAIT, has_page_numbers=False))
    last = paragraph(SECTION_END.id, "") + _end_run(flow.page, flow.is_first_run)
    return "".join((_cover(publication.cover), front, contents, front, *flow.out, last))


# --- cover and contents: the pages before page 1 -----------------------------------------------------------

_PART_LEVEL = 1
_DATE = "　日期："
# Characters of 三号 to the line, one kept free.
_LINE = 26
_NOTE_LINES = 4
_UNDERLINE = '<w:u w:val="single"/>'


def _cover(cover: Cover) -> str:
    """The front page: department, title and date, and who answered for it."""
    out = [_lowered(COVER_DEPARTMENT, cover.department, 110 * POINT)]
    out.append(_lowered(COVER_TITLE, cover.title, 20 * POINT))
    out.append(_lowered(COVER_DATE, cover.date_in_characters, 60 * POINT))
    sign_offs = [(clean(label).rstrip("：: "), name, date) for label, name, date in cover.sign_offs]
    label_width = max((len(label) for label, _, _ in sign_offs), default=0)
    for n, (label, name, date) in enumerate(sign_offs):
        content = _sign_off(label, name, date, label_width)
        out.append(_lowered(COVER_SIGN_OFF, "", 0 if n else 110 * POINT, content))
    return "".join(out)


def _lowered(style: Style, text: str, before: int, content: str = "") -> str:
    spacing = (
        f'<w:spacing w:before="{before}" w:after="0" w:line="{style.pitch}" w:lineRule="exact"/>'
    )
    return paragraph(style.id, content or run(text), spacing)


def _sign_off(label: str, name: str, date: str, label_width: int) -> str:
    """A line to sign: label, name on a rule, date; `label_width` characters make colons stand in line."""
    rule = max((_LINE - label_width - len(_DATE)) // 2, 6)
    return (
        run("　" * (label_width - len(label)) + f"{label}：")
        + run(_ruled(name, rule), _UNDERLINE)
        + run(_DATE)
        + run(_ruled(date, rule), _UNDERLINE)
    )


def _ruled(text: str, characters: int) -> str:
    """Text in the middle of a rule `characters` wide; also when there is nobody yet."""
    text = clean(text).replace("\n", " ")
    missing = max(characters - -(-text_width(text, 1000) // 1000), 0)
    return "　" * (missing // 2) + text + "　" * (missing - missing // 2)


def _contents_styles(lines: int) -> tuple[Style, ...]:
    """The styles of the contents, set closer where that keeps them on one page."""
    room = PORTRAIT.text_height - CONTENTS_TITLE.pitch - _NOTE_LINES * NOTE.pitch
    pitch = max(min(room // max(lines, 1), 26 * POINT), 20 * POINT)
    page_tab = right_tab(PORTRAIT.text_width, has_leader=True)
    return tuple(
        Style(
            f"TOC{level}", f"toc {level}", font, 16 * POINT, pitch, tabs=page_tab, is_builtin=True
        )
        for level, font in ((1, HEITI), (2, FANGSONG))
    )


def _contents(title: str, entries: Sequence[Entry], notes: Iterable[str]) -> str:
    """The contents as a field that a word processor can refresh, its result already filled in."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
        'TOC \\o "1-2" \\n "1-1" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    lines = [_entry(entry) for entry in entries]
    body = "".join(
        paragraph(
            f"TOC{entry.level}",
            (begin if n == 0 else "") + line + (end if n == len(lines) - 1 else ""),
        )
        for n, (entry, line) in enumerate(zip(entries, lines, strict=True))
    )
    heading = paragraph(CONTENTS_TITLE.id, run(title))
    listed = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{heading}{body}</w:sdtContent>"
        "</w:sdt>"
    )
    return listed + "".join(paragraph(NOTE.id, run(note)) for note in notes if note)


def _entry(entry: Entry) -> str:
    number = ""
    # Parts are titles of groups; their first page is that of their first section.
    if entry.level != _PART_LEVEL:
        number = TAB + field(f"PAGEREF {entry.bookmark} \\h", str(entry.page))
    return f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1">{run(entry.text)}{number}</w:hyperlink>'


def _front_notes(publication: Publication) -> tuple[str, ...]:
    """What a reader should know before the tables: how figures were rounded, what was checked."""
    return publication.rounding_note, publication.outcome_note
