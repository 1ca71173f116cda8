"""What each row of a panel is: a code, a listed item, a unit, a year, the total; words nobody knows are foreign."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.core.codes import Code, code
from yusuan.core.patterns import pattern
from yusuan.recognition.tables.arranging import arranged, is_sum
from yusuan.recognition.tables.columns import About
from yusuan.recognition.tables.listed import listed_rows
from yusuan.recognition.tables.reading import Axis, RowReading, foreign
from yusuan.tables.region import EVERYTHING, OWN, Region, of_code
from yusuan.tables.spec import without_list_number
from yusuan.vocabulary.folding import folded
from yusuan.vocabulary.names import code_named, codes_named
from yusuan.vocabulary.periods import ledgers, said_ledger
from yusuan.vocabulary.words import Role, meaning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.recognition.tables.columns import Labels, PanelColumns
    from yusuan.recognition.tables.logical import Line
    from yusuan.vocabulary.periods import Own

_MOSTLY = 0.6
_FEWEST = 3


def axis_of(
    lines: Sequence[Line], panel: PanelColumns, own: Own, base: Region, *, is_alone: bool = True
) -> Axis:
    """The rows of a panel, by what its labels are."""
    subject = panel.subject
    is_side = not is_alone and panel.name is not None
    if subject.codes and subject.about is About.SUBJECT and not is_side:
        axis = _coded(lines, panel, own)
        if axis is not None:
            return axis
    if subject.name is None and not subject.codes:
        return Axis(_unlabelled(lines, panel))
    if subject.about is About.YEAR:
        return Axis(_years(lines, panel, own))
    is_listed = subject.about is About.PROJECT and (not is_alone or _is_listed(lines, panel))
    if subject.about in {About.UNIT, About.PROJECT} and not is_listed:
        return _members(lines, panel)
    kind = _named_kind(lines, panel, own) if is_alone else ""
    if kind:
        return Axis(_by_name(lines, panel, kind, own), kind)
    return Axis(tuple(listed_rows(lines, panel, own.year or 0, base)), complete_in="function")


# --- codes ------------------------------------------------------------------------------------------------


_GAPS = pattern(r"[\s.\-—·\[\]【】()（）]")
_TOTAL = pattern(
    r"合计|总计|小计|总额|(本年)?(收入|支出)(合计|总计|小计)|收支总计|全部合计|合计金额"
)


def joined_code(pieces: Sequence[str]) -> Code | None:
    """A code from one column (2010101) or several (201|01|01), leading zeros put back (301|2)."""
    given = [piece for piece in (_GAPS.sub("", p) for p in pieces) if piece]
    if not given or not all(piece.isascii() and piece.isdecimal() for piece in given):
        return None
    if len(given) > 1 and len(given[-1]) in {5, 7} and given[-1].startswith(given[0]):
        given = given[-1:]  # 201 | 20101 | 2010101: each column prints the whole code
    digits = given[0] + "".join(piece.rjust(2, "0") for piece in given[1:])
    try:
        return code(digits)
    except ValueError:
        return None


def codes_of(lines: Sequence[Line], labels: Labels) -> list[Code | None]:
    """The code of each row; where only the last piece is printed, the rows above give the rest."""
    found: list[Code | None] = []
    above: list[str] = []
    last: Code | None = None
    for line in lines:
        pieces = [_GAPS.sub("", line.text(c)) for c in labels.codes]
        filled = [n for n, piece in enumerate(pieces) if piece]
        if filled and filled[0] > 0 and len(above) >= filled[0] and all(above[: filled[0]]):
            pieces[: filled[0]] = above[: filled[0]]
        member = joined_code(pieces)
        if len(labels.codes) == 1 and member is None and last is not None:
            member = _shortened(pieces[0], last)
        if member is not None:
            above, last = pieces, member
        found.append(member)
    return found


def _shortened(piece: str, last: Code) -> Code | None:
    """A 款 printed with its own two digits in the one column of codes, under its 类."""
    if len(piece) == 2 and piece.isdecimal():  # noqa: PLR2004
        return code(last.category.digits + piece)
    return None


def _coded(lines: Sequence[Line], panel: PanelColumns, own: Own) -> Axis | None:
    """Rows by code; the total is the row without a code that says so or stands above all codes."""
    subject = panel.subject
    members = codes_of(lines, subject)
    known = [c for c in members if c is not None]
    if not known:
        if any(line.text(c) for line in lines for c in subject.codes):
            return None
        dimension = "economic" if "经济" in subject.head else "function"
    else:
        dimension = _dimension_of(known, subject.head)
    pair = _paired(panel, subject)
    beside = codes_of(lines, pair) if pair is not None else [None] * len(lines)
    reader = _Coded(panel, dimension, own)
    return Axis(tuple(reader.rows(lines, members, beside)), dimension)


def _dimension_of(codes: Sequence[Code], head: str) -> str:
    firsts = Counter(c.digits[0] for c in codes)
    first = firsts.most_common(1)[0][0]
    if first == "5" and firsts["2"] == 0:
        return "government"
    if first == "3":
        return "economic"
    return "function" if first == "2" or "经济" not in head else "economic"


def _paired(panel: PanelColumns, subject: Labels) -> Labels | None:
    """The government's economic codes beside the department's."""
    others = [g for g in panel.labels if g.codes and g is not subject and g.about is About.SUBJECT]
    return others[0] if len(others) == 1 else None


@dataclass
class _Coded:
    """Rows of one coded panel while they are read from top to bottom."""

    panel: PanelColumns
    dimension: str
    own: Own
    has_total: bool = False
    has_codes: bool = False

    def rows(
        self, lines: Sequence[Line], members: Sequence[Code | None], beside: Sequence[Code | None]
    ) -> list[RowReading]:
        rows = (
            self._without_code(n, line)
            if member is None
            else self._with_code(n, line, member, government)
            for n, (line, member, government) in enumerate(zip(lines, members, beside, strict=True))
        )
        return arranged([row for row in rows if row is not None], lines, self.panel)

    def _with_code(self, n: int, line: Line, member: Code, government: Code | None) -> RowReading:
        self.has_codes = True
        label = "" if self.panel.name is None else line.text(self.panel.name)
        region = of_code(self.dimension, member)
        if government is not None:
            region &= of_code("government", government)
        key = member.digits if government is None else f"{member.digits}-{government.digits}"
        return RowReading(n, key, label, region, member)

    def _without_code(self, n: int, line: Line) -> RowReading | None:
        label = self._label(line)
        if not self.has_total and (
            self._says_total(line) or (not self.has_codes and self._has_amounts(line))
        ):
            self.has_total = True
            return RowReading(n, "合计", label or "合计", EVERYTHING, is_total=True)
        if (part := self._part_total(line)) is not None:
            return RowReading(n, *part)
        if not self._has_amounts(line):
            return None
        key = without_list_number(label) or f"第{n + 1}行"
        return RowReading(n, key, label, foreign(f"{key}#{n}"), is_foreign=True)

    def _places(self) -> list[int]:
        return [
            c for g in self.panel.labels for c in (*g.codes, *([] if g.name is None else [g.name]))
        ]

    def _label(self, line: Line) -> str:
        texts = [line.text(c) for c in self._places()]
        return next((text for text in texts if text), "")

    def _has_amounts(self, line: Line) -> bool:
        return any(line.text(c.number) for c in self.panel.values)

    def _says_total(self, line: Line) -> bool:
        return any(_TOTAL.fullmatch(folded(line.text(c))) for c in self._places())

    def _part_total(self, line: Line) -> tuple[str, str, Region] | None:
        """人员经费合计, 公用经费合计: key, label and the money the row takes."""
        for place in self._places():
            text = line.text(place)
            said = meaning(text) if text else None
            if said is not None and said.filters:
                return without_list_number("".join(text.split())), text, said.region
        return None


# --- names ------------------------------------------------------------------------------------------------


def _named_kind(lines: Sequence[Line], panel: PanelColumns, own: Own) -> str:
    """The classification whose names the rows print without codes; empty for rows of another kind."""
    name = panel.name
    if name is None:
        return ""
    labels = [text for line in lines if (text := line.text(name))]
    others = [t for t in labels if not _is_said(t)]
    if len(others) < _FEWEST and not (others and "分类" in panel.subject.head):
        return ""
    for kind in _kinds(panel.subject.head):
        known = [t for t in others if codes_named(kind, t, own.year or 0)]
        if len(known) >= _MOSTLY * len(others) and len(others) >= _MOSTLY * len(labels):
            return kind
    return ""


def _is_listed(lines: Sequence[Line], panel: PanelColumns) -> bool:
    """Tell whether what a form calls projects are funds and natures: most labels are words for money."""
    labels = [_member_label(line, panel) for line in lines]
    known = [label for label in labels if label and _is_said(label)]
    return len(known) * 2 > sum(map(bool, labels))


def _is_said(label: str) -> bool:
    return meaning(label) is not None


def _kinds(head: str) -> tuple[str, ...]:
    if "政府" in head:
        return ("government", "economic")
    if "经济" in head:
        return ("economic", "government")
    if "功能" in head:
        return ("function",)
    return ("function", "economic", "government")


def _by_name(
    lines: Sequence[Line], panel: PanelColumns, kind: str, own: Own
) -> tuple[RowReading, ...]:
    """Rows of a classification printed by name only: codes from the names around them."""
    found: list[RowReading] = []
    around: Code | None = None
    has_total = False
    for n, line in enumerate(lines):
        label = "" if panel.name is None else line.text(panel.name)
        filled = any(line.text(c.number) for c in panel.values)
        if not label and not filled:
            continue
        key = without_list_number("".join(label.split())) or f"第{n + 1}行"
        said = meaning(label)
        member = code_named(kind, label, own.year or 0, around)
        if member is not None and not (said is not None and said.is_total):
            around = member
            row = RowReading(n, key, label, of_code(kind, member), member)
        elif not has_total and (not found or (said is not None and said.is_total)):
            has_total = True
            row = RowReading(n, key, label or "合计", EVERYTHING, is_total=True)
        elif said is not None and said.filters:
            row = RowReading(n, key, label, said.region)
        else:
            row = RowReading(n, key, label, foreign(f"{key}#{n}"), is_foreign=filled)
        found.append(row)
    return tuple(arranged(found, lines, panel))


# --- units, projects, years -------------------------------------------------------------------------------


def _members(lines: Sequence[Line], panel: PanelColumns) -> Axis:
    """Rows of units or projects: the total, and members that are all there is where their sum is the total."""
    about = panel.subject.about
    dimension = "unit" if about is About.UNIT else "project"
    rows: list[RowReading] = []
    seen: Counter[str] = Counter()
    total: int | None = None
    for n, line in enumerate(lines):
        label = _member_label(line, panel)
        if not any(line.text(c.number) for c in panel.values):
            continue
        said = meaning(label) if label else None
        key = "".join(label.split()) or "合计"
        if total is None and (not label or (said is not None and said.is_total)):
            total = len(rows)
            rows.append(RowReading(n, "合计", label or "合计", EVERYTHING, is_total=True))
            continue
        seen[key] += 1
        again = str(seen[key]) if seen[key] > 1 else ""
        named = frozenset({f"{key}#{again}" if again else key})
        region = Region(unit=named) if dimension == "unit" else Region(project=named)
        rows.append(RowReading(n, key, label, region, again=again))
    rows = _nested(rows, lines, panel)
    is_flat = is_sum(
        [row.line for row in rows if row.is_total][:1],
        [row.line for row in rows if row.region not in {None, EVERYTHING}],
        lines,
        panel,
    )
    return Axis(tuple(rows), complete_in=dimension if is_flat else "")


def _member_label(line: Line, panel: PanelColumns) -> str:
    subject = panel.subject
    if subject.name is not None and line.text(subject.name):
        return line.text(subject.name)
    for group in panel.labels:
        for place in (*([] if group.name is None else [group.name]), *group.codes):
            if line.text(place):
                return line.text(place)
    return ""


def _nested(rows: list[RowReading], lines: Sequence[Line], panel: PanelColumns) -> list[RowReading]:
    """A member that prints the same figures as the total or is the first of all is the whole again.

    One member alone, or a department's row above its units, names the whole and is no part of it.
    """

    def figures(row: RowReading) -> tuple[str, ...]:
        return tuple("".join(lines[row.line].text(c.number).split()) for c in panel.values)

    total = next((row for row in rows if row.is_total), None)
    if total is None:
        if len(rows) == 1:
            return [replace(rows[0], region=EVERYTHING, is_total=True)]
        return rows
    whole = figures(total)
    members = [row for row in rows if row is not total]
    if len(members) <= 1:
        return rows
    first = members[0]
    if figures(first) == whole:
        return [replace(r, region=EVERYTHING) if r is first else r for r in rows]
    return rows


def _years(lines: Sequence[Line], panel: PanelColumns, own: Own) -> tuple[RowReading, ...]:
    """Years as rows: each is a ledger of its own; so is what compares them."""
    name = panel.name
    labels = ["" if name is None else line.text(name) for line in lines]
    compared = [
        n
        for n, label in enumerate(labels)
        if (said := meaning(label)) is not None and said.roles & {Role.NOT_MONEY, Role.DIFFERENCE}
    ]
    kept = [n for n, label in enumerate(labels) if label and n not in compared]
    of = dict(zip(kept, ledgers([said_ledger((labels[n],)) for n in kept], own), strict=True))
    return tuple(
        RowReading(
            n,
            "".join(labels[n].split()),
            labels[n],
            Region(ledger=of[n]) if n in of else foreign(labels[n]),
            is_total=n in of and of[n] == OWN,
        )
        for n in sorted((*kept, *compared))
    )


def _unlabelled(lines: Sequence[Line], panel: PanelColumns) -> tuple[RowReading, ...]:
    """Rows without any label: one is the total; of several nobody knows which is which."""
    filled = [n for n, line in enumerate(lines) if any(line.text(c.number) for c in panel.values)]
    if len(filled) <= 1:
        return tuple(RowReading(n, "合计", "合计", EVERYTHING, is_total=True) for n in filled)
    return tuple(
        RowReading(n, f"第{n + 1}行", "", foreign(f"第{n + 1}行"), is_foreign=True) for n in filled
    )
