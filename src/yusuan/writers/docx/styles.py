"""Styles, fonts and settings of the DOCX: the habits of GB/T 9704 as values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.writers.docx.xml import DECLARATION, NAMESPACES, escape
from yusuan.writers.paper.looks import (
    BODY,
    CAPTION,
    MINOR,
    NOTE,
    PART,
    POINT,
    SECTION,
    SECTION_END,
    SPACER,
    SUBSECTION,
    TABLE_TITLE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.writers.paper.looks import Look

LATIN = "Times New Roman"
FANGSONG, KAITI, HEITI, SONGTI, XIAOBIAOSONG = (
    "仿宋_GB2312",
    "楷体_GB2312",
    "黑体",
    "宋体",
    "方正小标宋简体",
)
# Font, its other name or what stands in for it, family and PANOSE number.
_FONTS = (
    (FANGSONG, "仿宋", "roman", "02010609030101010101"),
    (KAITI, "楷体", "roman", "02010609030101010101"),
    (HEITI, "SimHei", "modern", "02010609060101010101"),
    (SONGTI, "SimSun", "roman", "02010600030101010101"),
    (XIAOBIAOSONG, "宋体", "roman", "03000509000000000000"),
)
LANGUAGE = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style. `size` and `pitch` (exact line height) and indents are twips."""

    id: str
    name: str
    font: str
    size: int
    pitch: int
    align: str = "left"
    spacing: int = 0
    first_line: int = 0
    left: int = 0
    outline: int | None = None
    bold: bool = False
    keep_next: bool = False
    tabs: str = ""
    next: str = ""
    is_builtin: bool = False

    def xml(self) -> str:
        """The style element, children in schema order."""
        custom = "" if self.is_builtin else ' w:customStyle="1"'
        default = ' w:default="1"' if self.id == "Normal" else ""
        after = f'<w:next w:val="{self.next}"/>' if self.next else ""
        return (
            f'<w:style w:type="paragraph"{default}{custom} w:styleId="{self.id}">'
            f'<w:name w:val="{escape(self.name)}"/>{after}<w:qFormat/>'
            f"<w:pPr>{self._paragraph()}</w:pPr><w:rPr>{self._run()}</w:rPr></w:style>"
        )

    def _paragraph(self) -> str:
        indent = (
            f'<w:ind w:firstLineChars="200" w:firstLine="{self.first_line}"/>'
            if self.first_line
            else ""
        )
        if self.left:
            indent = f'<w:ind w:left="{self.left}"/>'
        outline = f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else ""
        return (
            ("<w:keepNext/>" if self.keep_next else "")
            + '<w:widowControl w:val="0"/>'
            + (f"<w:tabs>{self.tabs}</w:tabs>" if self.tabs else "")
            + '<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
            + f'<w:spacing w:before="0" w:after="0" w:line="{self.pitch}" w:lineRule="exact"/>'
            + f'{indent}<w:jc w:val="{self.align}"/>{outline}'
        )

    def _run(self) -> str:
        half_points = self.size // 10
        return (
            fonts(self.font)
            + ("<w:b/><w:bCs/>" if self.bold else "")
            + (f'<w:spacing w:val="{self.spacing}"/>' if self.spacing else "")
            + f'<w:kern w:val="0"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
        )


def fonts(east_asian: str) -> str:
    """A `w:rFonts` by name."""
    return (
        f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{east_asian}" w:cs="{LATIN}"/>'
    )


def right_tab(position: int, *, has_leader: bool = False) -> str:
    """A tab stop that text ends at."""
    leader = ' w:leader="dot"' if has_leader else ""
    return f'<w:tab w:val="right"{leader} w:pos="{position}"/>'


def _size(points: float) -> int:
    return int(points * POINT)


def _looks(look: Look, style_id: str, name: str, font: str, align: str = "left") -> Style:
    return Style(
        style_id, name, font, look.size, look.pitch, align,
        spacing=look.spacing, first_line=look.first_line,
    )  # fmt: skip


_NORMAL = replace(_looks(BODY, "Normal", "Normal", FANGSONG, "both"), is_builtin=True)


def _heading(
    look: Look, level: int, font: str, *, bold: bool = False, align: str = "left"
) -> Style:
    made = _looks(look, f"Heading{level}", f"heading {level}", font, align)
    return replace(
        made, bold=bold, outline=level - 1, keep_next=True, next="Normal", is_builtin=True
    )


TABLE_CAPTION = replace(_looks(CAPTION, "TableCaption", "表头说明", SONGTI), keep_next=True)
# The style of each look.
STYLES = {
    look.name: style
    for look, style in (
        (BODY, _NORMAL),
        (PART, _heading(PART, 1, XIAOBIAOSONG, align="center")),
        (SECTION, _heading(SECTION, 2, HEITI)),
        (SUBSECTION, _heading(SUBSECTION, 3, KAITI)),
        (MINOR, _heading(MINOR, 4, FANGSONG, bold=True)),
        (
            TABLE_TITLE,
            replace(
                _looks(TABLE_TITLE, "TableTitle", "表标题", XIAOBIAOSONG, "center"),
                outline=1, keep_next=True, next="TableCaption",
            ),
        ),
        (CAPTION, TABLE_CAPTION),
        (NOTE, _looks(NOTE, "TableNote", "表注", SONGTI)),
        (SPACER, _looks(SPACER, "Spacer", "表后间隔", SONGTI)),
        (SECTION_END, _looks(SECTION_END, "SectionEnd", "分节", SONGTI)),
    )
}  # fmt: skip
CONTENTS_TITLE = Style(
    "TOCHeading", "TOC Heading", XIAOBIAOSONG, _size(22), _size(56), "center", is_builtin=True
)
COVER_DEPARTMENT = Style(
    "CoverDepartment", "封面单位", XIAOBIAOSONG, _size(22), _size(40), "center"
)
COVER_TITLE = Style("Title", "Title", XIAOBIAOSONG, _size(32), _size(56), "center", is_builtin=True)
COVER_DATE = Style("CoverDate", "封面日期", KAITI, _size(18), _size(36), "center")
COVER_SIGN_OFF = Style("CoverSignOff", "封面签署", FANGSONG, _size(16), _size(40))
HEADER = Style("Header", "header", HEITI, _size(14), _size(20), "right", is_builtin=True)
RUNNING = Style("RunningHead", "续表标题", SONGTI, _size(9), _size(12), "center")
FOOTER = Style("Footer", "footer", SONGTI, _size(14), _size(20), "right", is_builtin=True)
FOOTER_EVEN = Style("FooterEven", "页脚（双页）", SONGTI, _size(14), _size(20), "left")

_TABLE_KINDS = (
    ("TableHead", "表格标题栏", HEITI, "center"),
    ("TableText", "表格文字", SONGTI, "left"),
    ("TableCentre", "表格居中", SONGTI, "center"),
    ("TableNumber", "表格数字", SONGTI, "right"),
)


@dataclass(frozen=True, slots=True)
class TableSize:
    """What the text of a table measures, twips; 五号 has the plain names."""

    size: int
    pitch: int

    @classmethod
    def of(cls, points: float) -> TableSize:
        """The size next below in half points, which is what the format knows."""
        size = int(points * 2) * 10
        return cls(size, size * 13 // 10)

    @property
    def suffix(self) -> str:
        """What tells its styles from those of other sizes."""
        return "" if self.size == _USUAL else f"{self.size // 10}"

    def styles(self) -> Iterator[Style]:
        """The styles of this size."""
        named = f"（{self.size / POINT:g}磅）" if self.suffix else ""
        for kind, name, font, align in _TABLE_KINDS:
            yield Style(kind + self.suffix, name + named, font, self.size, self.pitch, align)


_USUAL = _size(10.5)


def _styles(sizes: Iterable[TableSize]) -> Iterator[Style]:
    yield from STYLES.values()
    yield from (CONTENTS_TITLE, COVER_DEPARTMENT, COVER_TITLE, COVER_DATE)
    yield from (COVER_SIGN_OFF, HEADER, RUNNING, FOOTER, FOOTER_EVEN)
    for size in sizes:
        yield from size.styles()


def styles_xml(contents: tuple[Style, ...], sizes: Iterable[TableSize]) -> str:
    """The styles part; the contents' styles depend on the page, those of tables on the sizes there are."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANGSONG)}"
        f'<w:sz w:val="32"/><w:szCs w:val="32"/>{LANGUAGE}</w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    character = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="character" w:customStyle="1" w:styleId="Total"><w:name w:val="合计"/>'
        f'<w:qFormat/><w:rPr><w:rFonts w:eastAsia="{HEITI}"/><w:b/><w:bCs/></w:rPr></w:style>'
    )
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"{_cell_margins(108)}</w:tblPr></w:style>"
        '<w:style w:type="table" w:customStyle="1" w:styleId="BudgetTable"><w:name w:val="预算表"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr>'
        f"<w:tblBorders>{sides}</w:tblBorders>{_cell_margins(CELL_MARGIN)}</w:tblPr>"
        '<w:tcPr><w:vAlign w:val="center"/></w:tcPr></w:style>'
    )
    paragraphs = "".join(style.xml() for style in (*_styles(sizes), *contents))
    return (
        f"{DECLARATION}<w:styles {NAMESPACES}>{defaults}{paragraphs}{character}{table}</w:styles>"
    )


CELL_MARGIN = 45


def _cell_margins(sides: int) -> str:
    return (
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        f'<w:left w:w="{sides}" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        f'<w:right w:w="{sides}" w:type="dxa"/></w:tblCellMar>'
    )


def font_table_xml() -> str:
    """Fonts of official documents, each with what to fall back on."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:panose1 w:val="{panose}"/>'
        f'<w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, other, family, panose in _FONTS
    )
    latin = (
        f'<w:font w:name="{LATIN}"><w:panose1 w:val="02020603050405020304"/>'
        '<w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    )
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{latin}{entries}</w:fonts>"


def settings_xml() -> str:
    """Settings; `w:updateFields` is left out on purpose, it would ask the reader a question."""
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" '
        f'w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", "15"),
            ("overrideTableStyleFontSizeAndJustification", "1"),
            ("enableOpenTypeFeatures", "1"),
            ("doNotFlipMirrorIndents", "1"),
        )
    )
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat>{compat}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )
