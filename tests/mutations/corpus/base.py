"""The document that mutations damage: a publication as others print it, with explanations item by item.

What only our own publications carry (attached data, links, pages of plain words) is left out: whoever inspects a
document of somebody else has none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from yusuan.catalog import names
from yusuan.core.codes import code
from yusuan.core.money import MoneyUnit, format_amount, last_digit, round_half_up
from yusuan.documents.publication import (
    Figure,
    Heading,
    Inline,
    Paragraph,
    Section,
    Text,
)
from yusuan.synthetic.draw import Draw

if TYPE_CHECKING:
    from yusuan.documents.publication import Publication
    from yusuan.tables.table import Cell, Table

ITEMS_SECTION = "item_changes"
_MOST_ITEMS = 6
_REASONS_UP = ("新增人员，相应支出增加", "业务量扩大，工作经费增加", "新增专项任务，支出增加")
_REASONS_DOWN = ("压减一般性支出，相应减少", "专项任务完成，支出减少", "人员退休，支出减少")


def inspected(publication: Publication, seed: int) -> Publication:
    """The publication without what is ours alone, and with the changes of its largest items explained."""
    plain = replace(
        publication,
        package={},
        explanations={},
        plain_words=(),
        rounding_note="",
        outcome_note="",
    )
    table = next((t for t in publication.tables if t.id == "general_expenditure"), None)
    items = _items(table) if table is not None else []
    if not items or table is None:
        return plain
    draw = Draw(seed)
    unit = table.spec.unit
    form = _FORMS[seed % len(_FORMS)]
    year = publication.fiscal_year
    stage = "决算" if "决算" in table.spec.title else "预算"
    said = [
        _sentence(form, n, replace(_change(draw, cell, unit, year), stage=stage))
        for n, cell in enumerate(items, start=1)
    ]
    *first, last = plain.parts
    section = Section(
        ITEMS_SECTION,
        "一般公共预算支出具体安排情况",
        (Heading("主要科目与上年相比的变化", 3), *said),
        starts_page=False,
    )
    position = next(
        (n for n, s in enumerate(last.sections, start=1) if s.id == "overview"), len(last.sections)
    )
    sections = (*last.sections[:position], section, *last.sections[position:])
    return replace(plain, parts=(*first, replace(last, sections=sections)))


def _items(table: Table) -> list[Cell]:
    """The first column's figures of the deepest codes, the largest first."""
    panel = table.spec.panels[0]
    path = panel.column_path(panel.columns[0])
    deepest = {
        row.id
        for row in table.rows[0]
        if row.code is not None
        and not any(o.code is not None and o.code.parent == row.code for o in table.rows[0])
    }
    found = [
        cell
        for cell in table.figures()
        if cell.key.row in deepest and cell.key.column == path and cell.value > 0
    ]
    return sorted(found, key=lambda cell: -cell.value)[:_MOST_ITEMS]


@dataclass(frozen=True, slots=True)
class _Change:
    """An item's figure, last year's, and the reason, in the unit of its table."""

    cell: Cell
    before: int
    reason: str
    unit: MoneyUnit
    year: int
    # 预算 or 决算, as the tables are.
    stage: str

    @property
    def now(self) -> Figure:
        """The year's amount, bound to its table figure."""
        return _figure(self.cell.value, self.unit, self.cell)

    @property
    def words(self) -> tuple[str, str]:
        """What changed, in two words: 增加 and 增长."""
        return ("增加", "增长") if self.cell.value > self.before else ("减少", "下降")

    @property
    def tail(self) -> tuple[Inline, ...]:
        """`增加…万元，增长…%`."""
        change = abs(self.cell.value - self.before)
        change_word, rate_word = self.words
        rate = Text(f"，{rate_word}{_rate(change, self.before)}%")
        return (Text(change_word), _figure(change, self.unit), rate)


def _sentence(form: Form, number: int, change: _Change) -> Paragraph:
    return Paragraph((Text(f"{number}. "), *form(change)))


def _with_execution(change: _Change) -> Iterator[Inline]:
    """Category, section and item; both years; the change; the reason in a sentence of its own."""
    yield Text(f"“{_lineage(change)}”")
    yield change.now
    yield Text(f"，主要用于{change.cell.label}。{change.year - 1}年{change.stage}数为")
    yield _figure(change.before, change.unit)
    yield Text(f"，{change.year}年{change.stage}安排")
    yield change.now
    yield Text(f"，比{change.year - 1}年{change.stage}数")
    yield from change.tail
    yield Text(f"。主要原因是：{change.reason}。")


def _in_one_sentence(change: _Change) -> Iterator[Inline]:
    """Category, section and item, and all the rest in one sentence."""
    yield Text(f"{_lineage(change)}{change.year}年{change.stage}数为")
    yield change.now
    yield Text(f"，{change.year - 1}年{change.stage}数为")
    yield _figure(change.before, change.unit)
    yield Text("，")
    yield from change.tail
    yield Text(f"，主要原因是{change.reason}。")


def _by_code(change: _Change) -> Iterator[Inline]:
    """Code and name of the item, and all the rest in one sentence."""
    yield Text(f"{change.cell.row} {change.cell.label}{change.year}年{change.stage}安排")
    yield change.now
    yield Text(f"，比{change.year - 1}年{change.stage}")
    yield _figure(change.before, change.unit)
    yield from change.tail
    yield Text(f"，主要原因是{change.reason}。")


Form: TypeAlias = Callable[[_Change], Iterator[Inline]]
_FORMS: tuple[Form, ...] = (_with_execution, _in_one_sentence, _by_code)


def _lineage(change: _Change) -> str:
    """一般公共服务支出（类）财政事务（款）行政运行（项） of an item's code."""
    levels = zip(code(change.cell.row).lineage, ("类", "款", "项"), strict=False)
    name = names(change.year)
    return "".join(f"{name('function', str(one))}（{level}）" for one, level in levels)


def _change(draw: Draw, cell: Cell, unit: MoneyUnit, year: int) -> _Change:
    """Last year made up from this year, far enough from it that rounding hides nothing."""
    step = last_digit(unit, 2)
    before = max(step, round_half_up(cell.value * draw.whole(62, 138) // 100, step))
    if abs(cell.value - before) < 100 * step:
        before = cell.value + 200 * step
    reason = draw.one(_REASONS_UP if cell.value > before else _REASONS_DOWN)
    return _Change(cell, before, reason, unit, year, "预算")


def _figure(fen: int, unit: MoneyUnit, cell: Cell | None = None) -> Figure:
    return Figure(f"{format_amount(fen, unit)}{unit.label}", None if cell is None else cell.key)


def _rate(change: int, before: int) -> str:
    hundredths = round_half_up(change * 100_000 // before, 10) // 10
    return f"{hundredths // 100}.{hundredths % 100:02d}"
