"""Write a publication as DOCX: GB/T 9704 pages, real styles, contents with page numbers filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.writers.docx.package import (
    document_xml,
    footer_xml,
    header_xml,
    package,
    running_header,
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
    STYLES,
    Style,
    TableSize,
    font_table_xml,
    right_tab,
    settings_xml,
    styles_xml,
)
from yusuan.writers.docx.table import table_xml
from yusuan.writers.docx.xml import TAB, clean, field, paragraph, run
from yusuan.writers.paper.looks import BODY, POINT, SECTION_END
from yusuan.writers.paper.measure import Measure, line_count, text_width
from yusuan.writers.paper.pages import PORTRAIT
from yusuan.writers.paper.plan import plan
from yusuan.writers.paper.steps import Gap, Line, Placed, Turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.documents.publication import Cover, Publication
    from yusuan.writers.paper.flow import Flow
    from yusuan.writers.paper.steps import Entry

PAGE_BREAK = "<w:pageBreakBefore/>"
_END = STYLES[SECTION_END.name].id


def write_docx(publication: Publication) -> bytes:
    """The publication as a DOCX file; equal publications give equal bytes."""
    # The contents print where the parts stand, so the parts come first.
    flow = plan(publication)
    running = [step.running for step in flow.out if isinstance(step, Turn) and step.running]
    sizes = {TableSize.of(step.table.size) for step in flow.out if isinstance(step, Placed)}
    header = header_xml(is_draft=publication.is_draft)
    parts = {
        "document": document_xml(_body(publication, flow)),
        "styles": styles_xml(
            _contents_styles(len(flow.entries)), sorted(sizes, key=lambda one: -one.size)
        ),
        "settings": settings_xml(),
        "fontTable": font_table_xml(),
        "header1": header,
        "header2": header,
        "footer1": footer_xml(is_even=False),
        "footer2": footer_xml(is_even=True),
    }
    for n, title in enumerate(running):
        parts[running_header(n)] = header_xml(is_draft=publication.is_draft, running=title)
    return package(parts, publication)


def _body(publication: Publication, flow: Flow) -> str:
    """Cover, contents and parts, each run of pages ended by its section properties."""
    contents = _contents(publication.contents_title, flow.entries)
    front = paragraph(_END, "", section_properties(PORTRAIT))
    return "".join((_cover(publication.cover), front, contents, front, *_steps(flow)))


def _steps(flow: Flow) -> Iterator[str]:
    """Every step as XML; the properties of a run of pages stand at its end, those of the last by themselves."""
    run_of_pages, runs_on, title = "", 0, ""
    for step in flow.out:
        match step:
            case Turn():
                if run_of_pages:
                    yield paragraph(_END, "", run_of_pages)
                part = running_header(runs_on) if step.running else ""
                runs_on += bool(step.running)
                run_of_pages = section_properties(
                    step.page, number=step.number, starts=step.number == 1, running=part
                )
            case Line():
                title = step.text if step.level else title
                yield _line(step)
            case Gap():
                yield paragraph(STYLES[step.look.name].id, "")
            case Placed():
                yield table_xml(step.table, title, PAGE_BREAK if step.turns_page else "")
    yield paragraph(_END, "")
    yield run_of_pages or section_properties(PORTRAIT, number=1, starts=True)


def _line(line: Line) -> str:
    content = run(line.text)
    if line.entry:
        number = int(line.entry.bookmark.removeprefix("_Toc"))
        content = (
            f'<w:bookmarkStart w:id="{number}" w:name="{line.entry.bookmark}"/>{content}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )
    style = "" if line.look is BODY else STYLES[line.look.name].id
    return paragraph(style, content, PAGE_BREAK if line.turns_page else "")


# --- cover and contents: the pages before page 1 -----------------------------------------------------------

_DATE = "　日期："
# What title, department, date and two signatures leave free on the page when each takes a line.
_COVER_SPACE = 400 * POINT
# Characters of 三号 to the line, one kept free.
_LINE = 26
_UNDERLINE = '<w:u w:val="single"/>'


def _cover(cover: Cover) -> str:
    """The front page: title, department and date, and who answered for it; all of it on one page."""
    title_lines = _lines(cover.title, COVER_TITLE)
    department_lines = _lines(cover.department, COVER_DEPARTMENT)
    # Long names take their room from the space between.
    taken = (title_lines - 1) * COVER_TITLE.pitch + (department_lines - 1) * COVER_DEPARTMENT.pitch
    space = max(_COVER_SPACE - taken, 3 * COVER_TITLE.pitch)
    out = [
        _lowered(COVER_TITLE, cover.title, space // 5),
        _lowered(COVER_DEPARTMENT, cover.department, 2 * space // 5),
        _lowered(COVER_DATE, cover.date_in_characters, 10 * POINT),
    ]
    sign_offs = [(clean(label).rstrip("：: "), name, date) for label, name, date in cover.sign_offs]
    label_width = max((len(label) for label, _, _ in sign_offs), default=0)
    for n, (label, name, date) in enumerate(sign_offs):
        content = _sign_off(label, name, date, label_width)
        out.append(_lowered(COVER_SIGN_OFF, "", 0 if n else space // 5, content))
    return "".join(out)


def _lines(text: str, style: Style) -> int:
    return line_count(clean(text), Measure(PORTRAIT.text_width, style.size))


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
    room = PORTRAIT.text_height - CONTENTS_TITLE.pitch
    pitch = max(min(room // max(lines, 1), 26 * POINT), 20 * POINT)
    page_tab = right_tab(PORTRAIT.text_width, has_leader=True)
    return tuple(
        Style(
            f"TOC{level}", f"toc {level}", font, size * POINT, pitch, tabs=page_tab,
            left=(level - 1) * 2 * size * POINT, is_builtin=True,
        )
        for level, font, size in ((1, HEITI, 14), (2, FANGSONG, 14))
    )  # fmt: skip


def _contents(title: str, entries: Sequence[Entry]) -> str:
    """The contents as a field that a word processor can refresh, its result already filled in."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
        'TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
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
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{heading}{body}</w:sdtContent>"
        "</w:sdt>"
    )


def _entry(entry: Entry) -> str:
    number = TAB + field(f"PAGEREF {entry.bookmark} \\h", str(entry.page))
    return f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1">{run(entry.text)}{number}</w:hyperlink>'
