"""The publication: about ten node types that every writer knows, and nothing a writer has to look up.

Texts are final Chinese. Amounts in text and tables are printed already; a `Figure` or a grid cell keeps the
key of the table figure it repeats, so that a writer can link it to its explanation.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from yusuan.core.budget import BudgetLine
    from yusuan.tables.table import CellKey, Table


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words in a paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a sentence, printed with its unit (`1809.18万元`); `key` is the table figure it repeats."""

    text: str
    key: CellKey | None = None


Inline: TypeAlias = Text | Figure


class Align(enum.Enum):
    """Horizontal alignment of a grid cell."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid. `amount` (fen) is set where the text is an amount in the grid's unit.

    A cell covered by another's span is not listed at all, as in HTML.
    """

    text: str = ""
    colspan: int = 1
    rowspan: int = 1
    align: Align = Align.LEFT
    is_header: bool = False
    indent: int = 0
    is_total: bool = False
    amount: int | None = None
    key: CellKey | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of body text."""

    inlines: tuple[Inline, ...]

    @property
    def text(self) -> str:
        """The words without their bindings."""
        return "".join(inline.text for inline in self.inlines)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section: level 2 （一）, 3 1. and so on; level 1 is the section's own title."""

    text: str
    level: int = 2
    # What other parts of the document call this place, where they lead to it.
    id: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with merged cells. The first `header_rows` rows repeat on every page it runs over."""

    id: str
    rows: tuple[tuple[GridCell, ...], ...]
    # Relative column widths; their number is the number of columns.
    widths: tuple[float, ...]
    header_rows: int = 0
    # Printed above at the left and right: department, year, unit of money.
    caption_left: str = ""
    caption_middle: str = ""
    caption_right: str = ""
    # What the table is, for people who cannot see it.
    summary: str = ""
    notes: tuple[str, ...] = ()


class ChartKind(enum.Enum):
    """How a picture is drawn."""

    FLOW = "flow"
    BARS = "bars"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class ChartItem:
    """One mark of a picture: a label and an amount in fen, with last year's where there is one.

    In a FLOW, `source` names where the money comes from and `label` where it goes.
    """

    label: str
    amount: int
    before: int | None = None
    source: str = ""
    key: CellKey | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture beside the official text, for people who would rather look than read (screen only)."""

    id: str
    title: str
    kind: ChartKind
    items: tuple[ChartItem, ...]
    alternative: str
    # Of a FLOW: what its bands come from and lead to, and the sum of either side, as printed.
    sources: tuple[ChartItem, ...] = ()
    uses: tuple[ChartItem, ...] = ()
    total: ChartItem | None = None
    # What is said below it: reasons.
    notes: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """A project in short: its money, its promise and who answers for it; `place` is the heading of its own part.

    `amount` (fen) is None where it is not shown; `text` says it in words, or that it is classified.
    """

    code: str
    name: str
    unit: str
    category: str
    amount: int | None
    text: str
    objective: str
    indicators: tuple[str, ...]
    # The section or unit that the department's own objectives name; empty where they name none, or several.
    responsible: str
    place: str


@dataclass(frozen=True, slots=True)
class ProjectList:
    """All projects, the largest first (screen only)."""

    id: str
    title: str
    entries: tuple[ProjectEntry, ...]


Block: TypeAlias = Paragraph | Heading | Grid | Chart
# What stands on the page for citizens.
PlainBlock: TypeAlias = Block | ProjectList


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part that starts on a page of its own where `starts_page`; wide tables lie on their side."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    is_landscape: bool = False
    starts_page: bool = True
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """公开表, 情况说明: a group of sections with a title of its own in the contents."""

    id: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The front page."""

    title: str
    department: str
    date_in_characters: str
    # (label, name, date) of secrecy review and head's signature.
    sign_offs: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a table figure comes from and where else it stands, in words.

    `sum_of` names all parts, blank ones too, so that a live total holds when a blank is filled.
    """

    name: str
    printed: str
    region: str
    same_as: tuple[CellKey, ...] = ()
    sum_of: tuple[CellKey, ...] = ()
    part_of: tuple[CellKey, ...] = ()


class LineInWords(NamedTuple):
    """A budget line as people read it; `amount` in yuan."""

    unit: str
    fund: str
    function: str
    economic: str
    nature: str
    project: str
    amount: str


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything a writer needs; two publications that are equal give the same bytes."""

    title: str
    department: str
    fiscal_year: int
    edition: str
    # What it is: 部门预算 or 部门决算.
    document: str
    date: dt.date
    cover: Cover
    contents_title: str
    parts: tuple[Part, ...]
    # A page of plain words for citizens, shown beside the official text on screen.
    plain_words: tuple[PlainBlock, ...] = ()
    is_draft: bool = False
    # For whoever signs and for programs: no official document prints them.
    rounding_note: str = ""
    outcome_note: str = ""
    tables: tuple[Table, ...] = ()
    explanations: Mapping[CellKey, Explanation] = field(default_factory=dict)
    # The lines the figures sum, as the public may see them, each with its words.
    lines: tuple[tuple[BudgetLine, LineInWords], ...] = ()
    # The open-data package, file name to bytes, attached to the PDF so that the file proves itself.
    package: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def sums(self) -> dict[CellKey, tuple[CellKey, ...]]:
        """Figures that are sums of others of their own table: what a spreadsheet computes live."""
        return {key: e.sum_of for key, e in self.explanations.items() if e.sum_of}
