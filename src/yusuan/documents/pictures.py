"""The pictures and plain words beside the official text: where money comes from, where it goes, what changed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from yusuan.core.money import MoneyUnit, format_amount
from yusuan.core.terms import Direction, Nature
from yusuan.documents.figures import words
from yusuan.documents.project_tables import wan
from yusuan.documents.publication import Chart, ChartItem, ChartKind, Figure, Paragraph, Text
from yusuan.narrative.sentence import FigureName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.documents.publication import Block
    from yusuan.narrative.known import KnownFigures
    from yusuan.tables.table import CellKey

_TOTAL = FigureName("expenditure", "合计", "合计")
_BASIC = FigureName("expenditure", "合计", "基本支出")
_PROJECT = FigureName("expenditure", "合计", "项目支出")
_PERCENT = 100


def plain_words(
    budget: DepartmentalBudget, figures: KnownFigures, name: Callable[[str, str], str]
) -> tuple[Block, ...]:
    """A page for citizens: a few sentences, then pictures."""
    total, _ = figures.level(_TOTAL)
    if not total:
        return ()
    return (
        Paragraph(tuple(_opening(budget, figures, total))),
        *_pictures(budget, figures, name),
        words("以上是便于阅读的概括，以正式表格和说明为准。"),
    )


def _opening(
    budget: DepartmentalBudget, figures: KnownFigures, total: int
) -> Iterator[Text | Figure]:
    department = budget.department
    _, key = figures.level(_TOTAL)
    yield Text(f"{department.fiscal_year}年，{department.short_name or department.name}计划支出")
    yield Figure(f"{wan(total)}万元", key)
    parts = (
        ("，其中", "日常运转和人员（基本支出）", _BASIC),
        ("，", "专门任务（项目支出）", _PROJECT),
    )
    for opening, label, name in parts:
        amount, key = _level(figures, name)
        yield Text(f"{opening}用于{label}")
        yield Figure(f"{wan(amount)}万元", key)
        yield Text(f"，占{_share(amount, total)}")
    before = figures.prior(_TOTAL)
    if before:
        change = total - before
        direction = Direction.of(change)
        if direction is Direction.UNCHANGED:
            yield Text("，与上年持平")
        else:
            yield Text(f"；比上年{direction.value}")
            yield Figure(f"{wan(abs(change))}万元")
            yield Text(f"（{_share(abs(change), before)}）")
    yield Text(f"。共有{len(budget.units)}个预算单位、{len(budget.projects)}个项目。")


def _level(figures: KnownFigures, name: FigureName) -> tuple[int, CellKey | None]:
    """A figure of the department's own lines: always given."""
    amount, key = figures.level(name)
    return amount or 0, key


def _category(digits: str) -> FigureName:
    return FigureName("expenditure", digits, "合计")


def _share(part: int, whole: int) -> str:
    return f"{format_amount(part * _PERCENT * _PERCENT // whole, MoneyUnit.YUAN, 1)}%"


def _pictures(
    budget: DepartmentalBudget, figures: KnownFigures, name: Callable[[str, str], str]
) -> Iterator[Chart]:
    flows: dict[tuple[str, str], int] = defaultdict(int)
    categories: dict[str, int] = defaultdict(int)
    codes: dict[str, str] = {}
    for line in budget.lines:
        if line.nature is not Nature.CLOSING_BALANCE:
            label = name("function", line.function.category.digits)
            flows[line.fund.value, label] += line.amount
            categories[label] += line.amount
            codes[label] = line.function.category.digits
    ordered = sorted(categories.items(), key=lambda entry: -entry[1])
    yield Chart(
        "flow",
        "钱从哪里来，到哪里去",
        ChartKind.FLOW,
        tuple(ChartItem(label, amount, source=fund) for (fund, label), amount in flows.items()),
        "资金来源与支出功能："
        + "；".join(f"{f}用于{t}{wan(a)}万元" for (f, t), a in flows.items()),
    )
    yield Chart(
        "functions",
        "各项功能支出",
        ChartKind.BARS,
        tuple(
            ChartItem(label, amount, key=figures.level(_category(codes[label]))[1])
            for label, amount in ordered
        ),
        "按功能分类：" + "；".join(f"{label}{wan(amount)}万元" for label, amount in ordered),
    )
    natures = [
        (n.value, *_level(figures, FigureName("expenditure", "合计", n.value))) for n in Nature
    ]
    split = tuple(ChartItem(label, amount, key=key) for label, amount, key in natures if amount)
    yield Chart(
        "natures",
        "基本支出与项目支出",
        ChartKind.SHARE,
        split,
        "按支出性质：" + "；".join(f"{item.label}{wan(item.amount)}万元" for item in split),
    )
    changes = [
        ChartItem(label, (now := _level(figures, n))[0], before, key=now[1])
        for label, n in (("支出合计", _TOTAL), ("基本支出", _BASIC), ("项目支出", _PROJECT))
        if (before := figures.prior(n)) is not None
    ]
    if changes:
        yield Chart(
            "change",
            "与上年相比",
            ChartKind.CHANGE,
            tuple(changes),
            "；".join(
                f"{c.label}上年{wan(c.before)}万元，本年{wan(c.amount)}万元" for c in changes
            ),
        )
