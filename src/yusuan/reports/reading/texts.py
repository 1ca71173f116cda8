"""What the text and the objective tables of a published document say, as sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.grid import TextBlock
from yusuan.core.money import yuan
from yusuan.core.target import Quantity, Unparsed
from yusuan.reports.reading import PLACE, Column, Sheet, edges, in_yuan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.budget import Project
    from yusuan.core.grid import RawDocument
    from yusuan.core.target import Target
    from yusuan.narrative.clauses.clause import Clause, Period
    from yusuan.narrative.figures import Figure
    from yusuan.reports.reading import Reading, Value

_MONTHS = ("3月底", "6月底", "10月底", "12月底")
_CLAUSES = (
    Column("page", "页", "integer"),
    Column("subject", "事项"),
    Column("code", "科目编码"),
    Column("metric", "说的是什么"),
    Column("year", "年份", "integer"),
    Column("stage", "阶段"),
    Column("printed", "印出的数"),
    Column("number", "数"),
    Column("unit", "单位"),
    Column("amount", "金额（元）", "number"),
    Column("direction", "增减"),
    Column("change", "增减额"),
    Column("change_amount", "增减额（元）", "number"),
    Column("percent", "百分比"),
    Column("base_year", "对比年份", "integer"),
    Column("base_stage", "对比阶段"),
    Column("has_reason", "写明原因", "boolean"),
    Column("reason", "原因"),
    Column("start", "起", "integer"),
    Column("end", "止", "integer"),
    Column("text", "原文"),
)
_PARAGRAPHS = (
    Column("page", "页", "integer"),
    Column("level", "标题级别", "integer"),
    Column("start", "起", "integer"),
    Column("text", "文字"),
    *PLACE,
)
_PROJECTS = (
    Column("code", "项目编码"),
    Column("name", "项目名称"),
    Column("amount", "预算数（元）", "number"),
    Column("fiscal_amount", "财政资金（元）", "number"),
    Column("other_amount", "其他资金（元）", "number"),
    Column("purpose", "预算规模及资金用途"),
    Column("objectives", "绩效目标"),
)
_INDICATORS = (
    Column("project", "项目编码"),
    Column("kind", "二级指标"),
    Column("name", "三级指标"),
    Column("description", "绩效指标描述"),
    Column("target", "指标值"),
    Column("target_kind", "指标值类别"),
    Column("operator", "计算符号"),
    Column("number", "数"),
    Column("measure", "计量单位"),
    Column("basis", "指标值确定依据"),
)
_PLANS = (
    Column("project", "项目编码"),
    Column("by", "截止"),
    Column("percent", "累计支出（%）", "number"),
)
_OBJECTIVES = (
    Column("objective", "部门绩效目标"),
    Column("name", "指标"),
    Column("target", "指标值"),
)


def text_sheets(reading: Reading) -> Iterator[Sheet]:
    """Clauses, paragraphs, projects, their indicators and plans, and the department's own objectives."""
    yield Sheet("text", "文字说明中的数", _CLAUSES, tuple(_clauses(reading)))
    yield Sheet("paragraphs", "表外文字", _PARAGRAPHS, tuple(_paragraphs(reading.document)))
    yield from _project_sheets(reading)


# --- text -------------------------------------------------------------------------------------------------


def _paragraphs(document: RawDocument) -> Iterator[tuple[Value, ...]]:
    blocks = [block for block in document.blocks if isinstance(block, TextBlock)]
    for block, start in zip(blocks, _offsets(blocks), strict=True):
        yield block.page, block.level, start, block.text, *edges(block.box)


def _offsets(blocks: Sequence[TextBlock]) -> list[int]:
    """Where each paragraph begins in the text of the document, a line a paragraph."""
    found, at = [], 0
    for block in blocks:
        found.append(at)
        at += len(block.text) + 1
    return found


def _clauses(reading: Reading) -> Iterator[tuple[Value, ...]]:
    evidence = reading.evidence
    if evidence is None:
        return
    for clause in evidence.prose.clauses:
        yield evidence.where(clause.span[0]).page, *_said(clause), *clause.span, clause.text


def _said(clause: Clause) -> Iterator[Value]:
    figure = clause.amount
    yield clause.subject.label
    yield None if clause.code is None else clause.code.digits
    yield clause.metric.value
    yield from _period(clause.period)
    yield None if figure is None else str(figure)
    yield None if figure is None else figure.digits
    yield clause.unit
    yield _money(figure)
    yield None if clause.direction is None else clause.direction.value
    yield None if clause.change is None else str(clause.change)
    yield _money(clause.change)
    yield None if clause.percent is None else str(clause.percent)
    yield from _period(clause.base)
    yield clause.reason
    yield clause.reason_text


def _period(period: Period | None) -> tuple[Value, Value]:
    if period is None:
        return None, None
    return period.year, None if period.stage is None else period.stage.value


def _money(figure: Figure | None) -> str | None:
    return None if figure is None else in_yuan(figure.fen)


# --- projects ---------------------------------------------------------------------------------------------


def _project_sheets(reading: Reading) -> Iterator[Sheet]:
    projects = reading.projects
    listed = tuple(
        (
            *(p.code, p.name, None if p.unread else yuan(p.amount)),
            None if "fiscal_amount" in p.unread else yuan(p.fiscal_amount),
            None if "other_amount" in p.unread else yuan(p.other_amount),
            *(p.purpose, "\n".join(objective.text for objective in p.objectives)),
        )
        for p in projects
    )
    yield Sheet("projects", "项目", _PROJECTS, listed)
    yield Sheet("indicators", "项目绩效指标", _INDICATORS, tuple(_indicators(projects)))
    plans = tuple(
        (project.code, month, f"{step:f}")
        for project in projects
        for month, step in zip(_MONTHS, project.payment_plan.steps, strict=True)
        if step is not None
    )
    yield Sheet("payment_plans", "资金支出计划", _PLANS, plans)
    own = tuple(
        (objective.text, indicator.name, str(indicator.target))
        for objective in reading.objectives
        for indicator in objective.indicators
    )
    yield Sheet("objectives", "部门绩效目标", _OBJECTIVES, own)


def _indicators(projects: Sequence[Project]) -> Iterator[tuple[Value, ...]]:
    for project in projects:
        for indicator in project.indicators:
            yield (
                *(project.code, indicator.kind.value, indicator.name),
                *(indicator.description, str(indicator.target), *_parsed(indicator.target)),
                indicator.basis,
            )


def _parsed(target: Target) -> tuple[Value, ...]:
    """Kind, comparison, number and measure of a target; the kind alone where it is no number."""
    kind = "未能解析" if isinstance(target, Unparsed) else _TARGETS.get(type(target).__name__, "")
    if not isinstance(target, Quantity):
        return kind, None, None, None
    measure = None if target.measure is None else str(target.measure)
    return kind, target.operator.value, target.digits.replace(",", ""), measure


_TARGETS = {
    "Quantity": "定量",
    "Phrase": "定性",
    "Trend": "增减",
    "DueDate": "时限",
    "Masked": "涉密",
}
