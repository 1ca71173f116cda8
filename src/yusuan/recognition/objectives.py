"""Objectives without project codes: the municipal 项目支出绩效目标 form and its kin, and the department's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.budget import (
    DepartmentObjective,
    ObjectiveIndicator,
    PaymentPlan,
    PerformanceIndicator,
    Project,
)
from yusuan.core.money import MoneyUnit, amount_or_none
from yusuan.core.outcomes import Where
from yusuan.core.patterns import pattern
from yusuan.core.target import Unparsed, canonical, parse_target
from yusuan.core.terms import IndicatorKind, ProjectCategory
from yusuan.recognition.tables import dense
from yusuan.rules.evidence import FormAmount, FormSum, ObjectiveForm, Unread
from yusuan.vocabulary.folding import folded

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.core.grid import RawCell, RawDocument, RawGrid

_Row = list["RawCell | None"]
_WHOLE = pattern(r"(?:项目)?(?:资金|预算)总额|项目总?金额|总金额|项目总预算|预算数")
_YEAR = pattern(
    r"(?:年度|当年|本年度?)(?:资金|预算|项目)?(?:申请|预算|资金|金额)?(?:总额|总计|合计|总金额)"
)
_YEAR_LOOSELY = pattern(r"(?:年度|当年|本年度?)(?:项目)?(?:预算|资金)(?:申请|安排)?(?:金额|数|额)?")
_GOALS = pattern(r"[^:]{0,6}(?:目标|绩效目标)(?:[:(].*)?")
_PART = pattern(
    r"(?:当年|本年|本年度)?财政(?:性?资金|拨款)|上年结转(?:资金)?|其他资金|单位资金|自有资金|自筹资金"
)
_UNIT = pattern(r"\((?:单位:)?(万元|元)\)|单位:(万元|元)")
# 年度预算(万元) is 年度预算: the unit of an amount is no part of its name.
_UNIT_AT_END = pattern(r"\((?:单位:)?(?:万元|元)\):?$")
_NAME = "项目名称"
_KINDS = {kind.value: kind for kind in IndicatorKind}
_TARGET = pattern(r".*指标值.*|目标值")
# ≥80.00(%) is ≥80.00%.
_UNIT_IN_BRACKETS = pattern(r"(\d)[(（]([^()（）\d]{1,6})[)）]$")
# What stands for nothing: no part of that kind.
_NOTHING = pattern(r"[-—－/]*|无")


def objective_forms(document: RawDocument) -> tuple[ObjectiveForm, ...]:
    """Every form of the document; one may go on over a page's end."""
    found: list[tuple[RawGrid, list[_Row]]] = []
    for grid in document.grids:
        rows = _own_rows(grid)
        words = {folded(cell.text) for row in rows for cell in row if cell is not None}
        if _NAME in words and "项目编码" not in words and _is_form(words):
            found.append((grid, rows))
        elif found and words & _KINDS.keys() and _NAME not in words and "项目编码" not in words:
            found[-1][1].extend(rows)
    forms = (_form(document.source, grid, rows) for grid, rows in found)
    return tuple(form for form in forms if form is not None)


def form_projects(forms: Sequence[ObjectiveForm]) -> tuple[Project, ...]:
    """The forms as projects, those whose indicators are of the kinds known."""
    return tuple(
        Project(
            "",
            form.name,
            ProjectCategory.DEPARTMENTAL,
            "",
            None,
            form.year.total.value.fen if form.year else 0,
            payment_plan=PaymentPlan(),
            indicators=form.indicators,
            unread=frozenset() if form.year and not form.unread else frozenset({"fiscal_amount"}),
        )
        for form in forms
        if form.indicators and not form.is_excerpt
    )


def _is_form(words: set[str]) -> bool:
    labels = (_WHOLE, _YEAR, _YEAR_LOOSELY)
    bare = {_UNIT_AT_END.sub("", word) for word in words}
    return "二级指标" in words and any(p.fullmatch(w) for w in bare for p in labels)


def _is_excerpt(rows: Sequence[_Row]) -> bool:
    """Tell whether the form has neither its usual totals nor goals."""
    words = [folded(cell.text) for row in rows for cell in _filled(row)]
    return not any(p.match(w) for w in words for p in (_WHOLE, _YEAR, _GOALS))


def _own_rows(grid: RawGrid) -> list[_Row]:
    """Rows in which a spanning cell stands once, at its top left place."""
    return [
        [cell if cell and (cell.row, cell.column) == (r, c) else None for c, cell in enumerate(row)]
        for r, row in enumerate(dense(grid))
    ]


def _filled(row: _Row) -> list[RawCell]:
    return [cell for cell in row if cell is not None and cell.text.strip()]


def _form(source: str, grid: RawGrid, rows: list[_Row]) -> ObjectiveForm | None:
    name = next(
        (
            cells[n + 1]
            for row in rows
            for cells in [_filled(row)]
            for n, cell in enumerate(cells[:-1])
            if folded(cell.text) == _NAME
        ),
        None,
    )
    if name is None:
        return None
    title = _squeezed(name.text)
    unit = _unit(rows)
    amounts = _Amounts(Where(source, grid.page, title), unit, rows)
    where = Where(source, _page(name, grid.page), title, box=name.box)
    year, whole = amounts.sum_of(_YEAR), amounts.sum_of(_WHOLE)
    unread = tuple(dict.fromkeys(amounts.unread))
    return ObjectiveForm(
        title, where, year, whole, tuple(_indicators(rows)), unread, _is_excerpt(rows)
    )


def _page(cell: RawCell, page: int | None) -> int | None:
    return page if cell.page is None else cell.page


def _unit(rows: Sequence[_Row]) -> MoneyUnit | None:
    for row in rows:
        for cell in _filled(row):
            match = _UNIT.search(folded(cell.text))
            if match:
                return MoneyUnit.from_label(match[1] or match[2])
    return None


class _Amounts:
    """The money part of a form: totals, and parts in the total's own column below it."""

    def __init__(self, where: Where, unit: MoneyUnit | None, rows: Sequence[_Row]) -> None:
        self.where, self.unit, self.rows = where, unit, rows
        self.unread: list[Unread] = []

    def sum_of(self, wanted: re.Pattern[str]) -> FormSum | None:
        """A total with its parts; None where the form has none or its unit is not said."""
        for n, row in enumerate(self.rows):
            for cell in _filled(row):
                if wanted.fullmatch(_label(cell)) and self.unit is not None:
                    total = self._amount(row, cell)
                    if total is None:
                        return None
                    return FormSum(total, tuple(self._parts(n + 1, cell.column)))
        return None

    def _parts(self, start: int, column: int) -> Iterator[FormAmount]:
        for row in self.rows[start:]:
            labels = [cell for cell in _filled(row) if _PART.fullmatch(_label(cell))]
            if not labels:
                return
            for cell in labels:
                amount = self._amount(row, cell) if cell.column == column else None
                if amount is not None:
                    yield amount

    def _amount(self, row: _Row, label: RawCell) -> FormAmount | None:
        after = next((c for c in _filled(row) if c.column > label.column), None)
        if after is None or self.unit is None:
            return None
        where = Where(
            self.where.file,
            _page(after, self.where.page),
            self.where.table,
            _label(label),
            box=after.box,
        )
        value = amount_or_none(after.text, self.unit)
        if value is None:
            text = _squeezed(after.text)
            # The next label in the row, or a sign for nothing, is no amount that was not read.
            if any(sign.isdigit() for sign in text) and not _NOTHING.fullmatch(text):
                self.unread.append(Unread(_label(label), text, where))
            return None
        return FormAmount(_label(label), value, where)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _label(cell: RawCell) -> str:
    words = folded(cell.text).removeprefix("其中:").rstrip(":")
    return _UNIT_AT_END.sub("", words)


def _indicators(rows: Sequence[_Row]) -> Iterator[PerformanceIndicator]:
    """Below 一级指标 … 指标值: a kind holds until the next one is named."""
    columns: tuple[int, int, int] | None = None
    kind: IndicatorKind | None = None
    for row in rows:
        words = {folded(cell.text): cell.column for cell in _filled(row)}
        target = next((c for word, c in words.items() if _TARGET.fullmatch(word)), None)
        if "二级指标" in words and "三级指标" in words and target is not None:
            columns = (words["二级指标"], words["三级指标"], target)
            continue
        if columns is None:
            continue
        by_column = {cell.column: cell for cell in _filled(row)}
        named = by_column.get(columns[0])
        if named is not None:
            kind = _KINDS.get(folded(named.text))
        name, value = by_column.get(columns[1]), by_column.get(columns[2])
        if kind is not None and name is not None:
            printed = "" if value is None else _UNIT_IN_BRACKETS.sub(r"\1\2", _squeezed(value.text))
            yield PerformanceIndicator(kind, _squeezed(name.text), parse_target(printed))


# --- objectives of the whole department ---------------------------------------------------------------------

_LIST = pattern(r"^绩效指标[:：](.*)$")
_GOAL = pattern(r"^(?:[（(]?\d+[)）]?[、.．]?)?绩效目标[:：](.*)$")
_ENTRY = pattern(r"(?P<name>.+?)(?P<target>(?:[≥≤=><＝]|不低于|不少于|不超过).+)")


def department_objectives(lines: Iterable[str]) -> tuple[DepartmentObjective, ...]:
    """Every goal with the indicators listed below it."""
    found: list[DepartmentObjective] = []
    goal = ""
    for text in _whole(lines):
        if match := _GOAL.match(text):
            goal = match[1].strip()
        elif match := _LIST.match(text):
            indicators = tuple(_listed(match[1]))
            if indicators:
                found.append(DepartmentObjective("", "", goal, indicators))
    return tuple(found)


_NEXT_LINE = pattern(
    r"^(?:[（(]?[\d一二三四五六七八九十]+[)）、.．]|第[一二三四五六七八九十]|\S{2,12}[:：])"
)


def _whole(lines: Iterable[str]) -> Iterator[str]:
    """The lines, with a goal or list that a text layer broke put together again."""
    held = ""
    for line in lines:
        text = line.strip()
        if held and text and not _NEXT_LINE.match(text) and not held.endswith("。"):
            held += text
            continue
        if held:
            yield held
        held = text if _GOAL.match(text) or _LIST.match(text) else ""
        if not held:
            yield text
    if held:
        yield held


def _listed(listed: str) -> Iterator[ObjectiveIndicator]:
    # LaTeX operators of text layers become signs before the list is cut.
    plain = canonical(listed.rstrip("；;。、"))
    for entry in plain.split("、"):
        match = _ENTRY.fullmatch(entry)
        if match is None:
            continue
        target = parse_target(match["target"])
        if not isinstance(target, Unparsed):
            yield ObjectiveIndicator(match["name"], target)
