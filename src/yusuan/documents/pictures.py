"""The pictures and plain words beside the official text: where money comes from, goes to, what changed, who answers.

Every amount that a table prints is taken from the table, so that pictures, sentences and tables tie.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.codes import code
from yusuan.core.money import MoneyUnit, format_amount
from yusuan.core.terms import CARRIED, SPENT, UNSPENT, Direction, Fund, Nature, Origin, Stage
from yusuan.documents.figures import words
from yusuan.documents.project_tables import wan
from yusuan.documents.promises import objectives_grid, project_list
from yusuan.documents.publication import (
    Chart,
    ChartItem,
    ChartKind,
    Figure,
    Heading,
    Paragraph,
    Text,
)
from yusuan.narrative.sentence import Change
from yusuan.tables.classes import THREE_PUBLIC
from yusuan.tables.region import EVERYTHING, OWN, Region, funds, of_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from yusuan.core.budget import BudgetLine
    from yusuan.core.codes import Code
    from yusuan.documents.publication import PlainBlock
    from yusuan.documents.sections import Material
    from yusuan.narrative.known import KnownFigures
    from yusuan.narrative.sentence import Sentence

    Name = Callable[[str, str], str]

_CURRENT = Region(origin=frozenset({Origin.CURRENT_YEAR}))
_OPENING = Region(origin=CARRIED)
_SPENDING = Region(nature=SPENT)
_KEPT = Region(nature=UNSPENT)
_CARRIED_IN, _CARRIED_OUT = "上年结转结余", "留到以后年度"
_WORTH_COMPARING = 2
_PERCENT = 100
_NOT_STATED = "上年数未提供，这里不作比较。"


def plain_words(m: Material, name: Name) -> tuple[PlainBlock, ...]:
    """A page for citizens: a few sentences, then pictures, projects and promises."""
    total, _ = m.figures.printed(_SPENDING)
    if not total:
        return ()
    return (
        Paragraph(tuple(_opening(m, total))),
        _flow(m, name),
        *_years(m, name),
        *_three_public(m),
        *_units(m),
        *_projects(m),
        words("以上是便于阅读的概括，以正式表格和说明为准。"),
    )


# ── Sentences ────────────────────────────────────────────────────────────────────────────────


def _opening(m: Material, total: int) -> Iterator[Text | Figure]:
    department, figures = m.budget.department, m.figures
    done = "支出" if m.edition.stage is Stage.FINAL else "计划支出"
    yield Text(f"{department.fiscal_year}年，{department.short_name or department.name}{done}")
    yield _figure(figures, _SPENDING)
    parts = (
        ("，其中", "日常运转和人员（基本支出）", Nature.BASIC),
        ("，", "专门任务（项目支出）", Nature.PROJECT),
    )
    for opening, label, nature in parts:
        region = Region(nature=frozenset({nature}))
        amount, _ = figures.printed(region)
        if amount:
            yield Text(f"{opening}用于{label}")
            yield _figure(figures, region)
            yield Text(f"，占{_share(amount, total)}")
    yield from _carried(figures)
    before = figures.before(_SPENDING)
    if before:
        change = total - before
        direction = Direction.of(change)
        if direction is Direction.UNCHANGED:
            yield Text("；与上年持平")
        else:
            yield Text(f"；比上年{direction.value}")
            yield Figure(f"{wan(abs(change))}万元")
            yield Text(f"（{_share(abs(change), before)}）")
    yield Text(f"。共有{len(m.budget.units)}个预算单位、{len(m.budget.projects)}个项目。")


def _carried(figures: KnownFigures) -> Iterator[Text | Figure]:
    """What came from earlier years and what is kept for later ones: why both sides of the picture are equal."""
    (opening, _), (kept, _) = figures.printed(_OPENING), figures.printed(_KEPT)
    if not (opening or kept):
        return
    yield Text("；收入总计")
    yield _figure(figures, EVERYTHING)
    if opening:
        yield Text("，其中上年结转结余")
        yield _figure(figures, _OPENING)
    if kept:
        yield Text("，留到以后年度")
        yield _figure(figures, _KEPT)


def _figure(figures: KnownFigures, region: Region) -> Figure:
    amount, key = figures.printed(region)
    return Figure(f"{wan(amount)}万元", key)


def _share(part: int, whole: int) -> str:
    return f"{format_amount(part * _PERCENT * _PERCENT // whole, MoneyUnit.YUAN, 1)}%"


# ── Where from, where to ─────────────────────────────────────────────────────────────────────


def _flow(m: Material, name: Name) -> Chart:
    """All money: what came in this year by fund and what earlier years left; by function, and what is kept."""
    sources: dict[str, Region] = {}
    uses: dict[str, Region] = {}
    flows: dict[tuple[str, str], None] = {}
    for line in m.budget.lines:
        (source, comes), (use, goes) = _source(line), _use(line, name)
        sources[source], uses[use] = comes, goes
        flows[source, use] = None
    rank = [*(fund.value for fund in Fund), _CARRIED_IN]
    left = [_item(m, label, sources[label]) for label in sorted(sources, key=rank.index)]
    right = sorted(
        (_item(m, label, region) for label, region in uses.items()),
        key=lambda item: (item.label == _CARRIED_OUT, -item.amount),
    )
    bands = [
        _item(m, use.label, sources[source.label] & uses[use.label], source=source.label)
        for source in left
        for use in right
        if (source.label, use.label) in flows
    ]
    return Chart(
        "flow",
        "钱从哪里来，到哪里去",
        ChartKind.FLOW,
        tuple(bands),
        "资金来源与支出功能："
        + "；".join(f"{b.source}用于{b.label}{wan(b.amount)}万元" for b in bands),
        tuple(left),
        tuple(right),
        _item(m, "合计", EVERYTHING),
    )


def _source(line: BudgetLine) -> tuple[str, Region]:
    if line.origin in CARRIED:
        return _CARRIED_IN, _OPENING
    return line.fund.value, Region(funds(line.fund)) & _CURRENT


def _use(line: BudgetLine, name: Name) -> tuple[str, Region]:
    if line.nature in UNSPENT:
        return _CARRIED_OUT, _KEPT
    return name("function", line.function.category.digits), _category(line.function.category)


def _category(category: Code) -> Region:
    return of_code("function", category) & _SPENDING


def _item(m: Material, label: str, region: Region, source: str = "") -> ChartItem:
    """Some money as the tables print it, or where none does, as its lines sum up; with last year's where stated."""
    amount, key = m.figures.printed(region)
    if amount is None:
        amount = sum(line.amount for line in m.budget.lines if region.admits(line))
    return ChartItem(label, amount, m.figures.before(region), source, key)


# ── Against last year ────────────────────────────────────────────────────────────────────────


def _years(m: Material, name: Name) -> Iterator[PlainBlock]:
    """The year beside last year's, in all and by function, with the reasons the department gives."""
    parts = [
        ("支出合计", _SPENDING),
        *((n.value, Region(nature=frozenset({n}))) for n in Nature if n in SPENT),
    ]
    items = [
        item for label, region in parts if (item := _item(m, label, region)).amount or item.before
    ]
    reasons = _reasons(m, [s for _, sentences in m.edition.overview for s in sentences])
    is_known = any(item.before is not None for item in items)
    yield _compared("change", "与上年相比", items, reasons if is_known else (words(_NOT_STATED),))
    categories = {line.function.category for line in m.budget.lines if line.nature in SPENT}
    before = m.figures.categories_before
    spent = []
    for category in categories | {code(digits) for digits in before}:
        item = _item(m, name("function", category.digits), _category(category))
        known = before.get(category.digits) if item.before is None else item.before
        spent.append(replace(item, before=known))
    yield _compared(
        "functions",
        "各项支出（按功能）",
        sorted(spent, key=lambda item: (-item.amount, item.label)),
    )


def _compared(
    chart_id: str, title: str, items: Sequence[ChartItem], notes: Iterable[Paragraph] = ()
) -> Chart:
    """A comparison with last year, or bars where nothing is known of last year."""
    is_known = any(item.before is not None for item in items)
    return Chart(
        chart_id,
        title,
        ChartKind.CHANGE if is_known else ChartKind.BARS,
        tuple(items),
        "；".join(f"{c.label}{_last(c.before)}本年{wan(c.amount)}万元" for c in items),
        notes=tuple(notes),
    )


def _last(before: int | None) -> str:
    return "" if before is None else f"上年{wan(before)}万元，"


def _reasons(m: Material, sentences: Iterable[Sentence]) -> Iterator[Paragraph]:
    """What the official text says of the change: the same sentences, not others."""
    for sentence in sentences:
        changes = [slot.name for slot in sentence.slots.values() if isinstance(slot, Change)]
        if changes and all(m.figures.prior(name) is not None for name in changes):
            yield m.say(sentence)


def _three_public(m: Material) -> Iterator[PlainBlock]:
    """The three-public spending row by row, as its table lists it, with last year's."""
    table = next((t for t in m.figures.tables if t.id == "three_public"), None)
    if table is None:
        return
    # In final accounts the budget's column stands before the year's own.
    columns = table.spec.panels[0].columns
    own = next((n for n, column in enumerate(columns) if column.region.ledger == OWN), None)
    if own is None:
        return
    cells = (table.cell(0, row, own) for row in table.rows[0])
    # Some forms list conferences and training below, which are none of the three.
    wanted = Region(economic=THREE_PUBLIC)
    items = [_item(m, c.row, c.region) for c in cells if c is not None and c.region <= wanted]
    shown = [item for item in items if item.amount or item.before]
    if not shown:
        # A form whose rows are not found by what they mean says nothing about there being none.
        if items:
            yield words("本年没有财政拨款安排的“三公”经费。")
        return
    yield _compared("three-public", "“三公”经费", shown, _reasons(m, m.edition.three_public))


# ── Projects and units ───────────────────────────────────────────────────────────────────────


def _projects(m: Material) -> Iterator[PlainBlock]:
    projects, promises = project_list(m.budget), objectives_grid(m.budget)
    if projects is not None:
        yield projects
    if promises is not None:
        yield Heading("承诺：做到什么，哪个科室负责")
        yield promises


def _units(m: Material) -> Iterator[PlainBlock]:
    """What each unit spends; nothing where there is one unit only."""
    spent: dict[str, int] = defaultdict(int)
    for line in m.budget.lines:
        if line.nature in SPENT:
            spent[line.unit] += line.amount
    if len(spent) < _WORTH_COMPARING:
        return
    names = {unit.code: unit.name for unit in m.budget.units}
    items = tuple(ChartItem(names.get(unit, unit), amount) for unit, amount in spent.items())
    ranked = sorted(items, key=lambda item: -item.amount)
    yield Chart(
        "units",
        "各单位支出",
        ChartKind.BARS,
        tuple(ranked),
        "按单位：" + "；".join(f"{item.label}{wan(item.amount)}万元" for item in ranked),
    )
