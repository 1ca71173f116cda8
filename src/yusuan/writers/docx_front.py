"""Cover and contents: the pages before page 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.writers.docx_body import PORTRAIT
from yusuan.writers.docx_measure import text_width
from yusuan.writers.docx_styles import (
    CONTENTS_TITLE,
    COVER_DATE,
    COVER_DEPARTMENT,
    COVER_SIGN_OFF,
    COVER_TITLE,
    FANGSONG,
    HEITI,
    NOTE,
    POINT,
    Style,
    right_tab,
)
from yusuan.writers.docx_xml import TAB, clean, field, paragraph, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.documents.publication import Cover, Publication
    from yusuan.writers.docx_body import Entry

_PAGE_TAB = right_tab(PORTRAIT.text_width, has_leader=True)
CONTENTS_STYLES = (
    Style("TOC1", "toc 1", HEITI, 16 * POINT, 24 * POINT, tabs=_PAGE_TAB, is_builtin=True),
    Style("TOC2", "toc 2", FANGSONG, 16 * POINT, 24 * POINT, tabs=_PAGE_TAB, is_builtin=True),
)
_PART_LEVEL = 1
_UNDERLINE = '<w:u w:val="single"/>'


def write_cover(cover: Cover) -> str:
    """The front page: department, title and date, and who answered for it."""
    out = [_lowered(COVER_DEPARTMENT, cover.department, 110 * POINT)]
    out.append(_lowered(COVER_TITLE, cover.title, 20 * POINT))
    out.append(_lowered(COVER_DATE, cover.date_in_characters, 60 * POINT))
    before = 110 * POINT
    for label, name, date in cover.sign_offs:
        out.append(_lowered(COVER_SIGN_OFF, "", before, _sign_off(label, name, date)))
        before = 0
    return "".join(out)


def _lowered(style: Style, text: str, before: int, content: str = "") -> str:
    spacing = (
        f'<w:spacing w:before="{before}" w:after="0" w:line="{style.pitch}" w:lineRule="exact"/>'
    )
    return paragraph(style.id, content or run(text), spacing)


def _sign_off(label: str, name: str, date: str) -> str:
    """A line to sign: label, name on a rule, date."""
    label = label if label.endswith(("：", ":")) else f"{label}："
    return run(label) + run(_ruled(name, 10), _UNDERLINE) + run("　日期：") + run(
        _ruled(date, 10), _UNDERLINE
    )


def _ruled(text: str, characters: int) -> str:
    """Text in the middle of a rule `characters` wide; also when there is nobody yet."""
    text = clean(text)
    missing = max(characters - text_width(text, 1000) // 1000, 0)
    return "　" * (missing // 2) + text + "　" * (missing - missing // 2)


def write_contents(title: str, entries: Sequence[Entry], notes: Iterable[str]) -> str:
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


def front_notes(publication: Publication) -> tuple[str, ...]:
    """What a reader should know before the tables: how figures were rounded, what was checked."""
    return publication.rounding_note, publication.outcome_note
