"""Quality of targets: advice on how indicators are worded and measured (财预〔2021〕101号). Never more than a hint."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from yusuan.catalog import folded
from yusuan.core import records as r
from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.core.target import Operator, Phrase, Quantity, Trend
from yusuan.core.terms import IndicatorKind
from yusuan.rules.books._words import at, at_indicator, is_open, judged, listed, project_name
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, on_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from yusuan.core.budget import PerformanceIndicator, Project
    from yusuan.rules.spec import FactsCheck, Subject, Verdict

    Doubt = Callable[[PerformanceIndicator], bool]

_CEILINGS = frozenset({Operator.AT_MOST, Operator.LESS_THAN})
_SATISFACTION = frozenset({IndicatorKind.SATISFACTION, IndicatorKind.BENEFICIARY})
_OUTPUTS = frozenset({IndicatorKind.QUANTITY, IndicatorKind.QUALITY, IndicatorKind.TIMELINESS})
_OUTCOMES = frozenset(
    {
        IndicatorKind.OUTCOME,
        IndicatorKind.ECONOMIC,
        IndicatorKind.SOCIAL,
        IndicatorKind.ENVIRONMENTAL,
        IndicatorKind.SUSTAINABILITY,
    }
)
_SHARE = pattern(r"率|比例|比重|占|÷|/|百分比|程度")
_PER_EACH = pattern(r"每[个人名次件条套台户处场月年]|人均|平均每")
_DURATIONS = frozenset({"年", "月", "天"})
_COPIES = 3
_FULL = 100


def _doubted(doubt: Doubt, says: str) -> FactsCheck:
    """A rule on single indicators: it fails where the doubt applies to an open one."""

    def check(subject: Subject) -> Iterable[Verdict]:
        indicators = list(_open(subject))
        return judged(
            (
                failed(
                    f"{project_name(project)}{i.kind.value}“{i.name}”（{i.target}）{says}",
                    at_indicator(project, i),
                )
                for project, i in indicators
                if doubt(i)
            ),
            applies=indicators,
        )

    check.__doc__ = doubt.__doc__
    return check


def _open(subject: Subject) -> Iterator[tuple[Project, PerformanceIndicator]]:
    return ((p, i) for p in subject.budget.projects for i in p.indicators if is_open(i))


def _ratio(indicator: PerformanceIndicator) -> Quantity | None:
    target = indicator.target
    is_ratio = isinstance(target, Quantity) and target.measure and target.measure.is_ratio
    return target if isinstance(target, Quantity) and is_ratio else None


def _lacks_measure(i: PerformanceIndicator) -> bool:
    """A number says of what. Cannot see a measure written into the name."""
    return isinstance(i.target, Quantity) and i.target.measure is None


def _is_ratio_as_quantity(i: PerformanceIndicator) -> bool:
    """A quantity indicator counts things. Cannot see a share that is the only measure there is."""
    return i.kind is IndicatorKind.QUANTITY and _ratio(i) is not None


def _is_capped_quantity(i: PerformanceIndicator) -> bool:
    """A quantity indicator has a floor. Cannot see what should rightly be kept low."""
    return (
        i.kind is IndicatorKind.QUANTITY
        and isinstance(i.target, Quantity)
        and i.target.operator in _CEILINGS
    )


def _is_vague_output(i: PerformanceIndicator) -> bool:
    """An output is a number or a date. Outcomes may be words, and are left to another rule."""
    is_vague = isinstance(i.target, Phrase) or (isinstance(i.target, Trend) and i.target.by is None)
    return i.kind in _OUTPUTS and is_vague


def _is_total_called_unit(i: PerformanceIndicator) -> bool:
    """A cost named per person or thing has a denominator. Reads the name only."""
    measure = i.target.measure if isinstance(i.target, Quantity) else None
    return measure is not None and measure.is_money and bool(_PER_EACH.search(i.name))


def _is_duration_as_outcome(i: PerformanceIndicator) -> bool:
    """A social or economic outcome is no span of years, months or days. Waiting times in minutes are fine."""
    measure = i.target.measure if isinstance(i.target, Quantity) else None
    return (
        i.kind in {IndicatorKind.SOCIAL, IndicatorKind.ECONOMIC}
        and measure is not None
        and not measure.is_rate
        and measure.base in _DURATIONS
    )


def _is_share_of_nothing(i: PerformanceIndicator) -> bool:
    """An outcome in percent says of what, in name or description. Reads customary words only."""
    return (
        i.kind in _OUTCOMES
        and _ratio(i) is not None
        and "description" not in i.classified
        and not _SHARE.search(i.name + i.description)
    )


def _lacks_basis(i: PerformanceIndicator) -> bool:
    """A target says where it comes from. Cannot judge the ground given."""
    return not i.basis


def not_all_full(subject: Subject) -> Iterable[Verdict]:
    """Of several ratio targets some are below 100 %. Cannot see duties where 100 % is right."""
    ratios = [
        (p, found)
        for p in subject.budget.projects
        if len(found := [t for i in p.indicators if is_open(i) and (t := _ratio(i))]) > 1
    ]
    return judged(
        (
            failed(
                f"{project_name(project)}的 {len(found)} 个比率指标全部是 100%",
                at(r.INDICATORS, project.code, "target"),
            )
            for project, found in ratios
            if all(target.number == _FULL for target in found)
        ),
        applies=ratios,
    )


def not_copied(subject: Subject) -> Iterable[Verdict]:
    """A name or description serves fewer than three projects. Satisfaction is asked alike everywhere, and left out."""
    users: dict[tuple[str, str], dict[str, Project]] = defaultdict(dict)
    for project, i in _open(subject):
        if i.kind in _SATISFACTION:
            continue
        users["三级指标", folded(i.name)][project.code] = project
        if i.description and "description" not in i.classified:
            users["绩效指标描述", folded(i.description)][project.code] = project
    return judged(
        (
            failed(
                f"{what}“{text}”在 {len(projects)} 个项目里相同："
                f"{listed(project_name(p).removeprefix('项目') for p in projects.values())}",
                *(at(r.INDICATORS, code, what) for code in projects),
            )
            for (what, text), projects in users.items()
            if len(projects) >= _COPIES
        ),
        applies=users,
    )


def outcomes_differ(subject: Subject) -> Iterable[Verdict]:
    """An outcome says something its project's outputs do not. Compares names and descriptions literally."""
    found: list[Verdict] = []
    looked_at = 0
    for project in subject.budget.projects:
        shown = [i for i in project.indicators if is_open(i) and "description" not in i.classified]
        outputs = [i for i in shown if i.kind in _OUTPUTS]
        said = {folded(text) for i in outputs for text in (i.name, i.description) if text}
        for i in shown:
            if i.kind in _OUTCOMES:
                looked_at += 1
                if said & {folded(i.name), folded(i.description)}:
                    message = f"{project_name(project)}{i.kind.value}“{i.name}”与产出指标内容相同"
                    found.append(failed(message, at_indicator(project, i)))
    return judged(found, applies=looked_at)


def mostly_measurable(subject: Subject) -> Iterable[Verdict]:
    """At least half of all targets are numbers or dates; one remark for the whole department."""
    indicators = list(_open(subject))
    vague = [(p, i) for p, i in indicators if isinstance(i.target, Phrase | Trend)]
    if 2 * len(vague) <= len(indicators):
        return judged((), applies=indicators)
    message = f"{len(indicators)} 个指标里有 {len(vague)} 个只有定性要求，无法量化考核"
    return [failed(message, *(at_indicator(p, i) for p, i in vague))]


def _advice(
    rule_id: str, claim: str, hint: str, check: FactsCheck, *, severity: Severity = Severity.INFO
) -> Rule:
    return Rule(
        id=rule_id,
        claim=claim,
        law="caiyu-2021-101",
        severity=severity,
        dimension=Dimension.DETAIL,
        hint=hint,
        check=on_facts(check),
    )


RULES = (
    _advice(
        "numbers-carry-their-measure",
        "数字指标值写明计量单位",
        "请补上计量单位（如 人、次、%）。",
        _doubted(_lacks_measure, "没有计量单位"),
        severity=Severity.WARNING,
    ),
    _advice(
        "quantities-count-things",
        "数量指标是数量，不是比率",
        "比率请放到质量指标或时效指标，数量指标写完成多少。",
        _doubted(_is_ratio_as_quantity, "是比率，不是数量"),
    ),
    _advice(
        "quantities-are-not-capped",
        "数量指标用下限，不用上限",
        "产出一般写“≥”或“=”；确属控制数的请在描述里说明。",
        _doubted(_is_capped_quantity, "只有上限，完成得越少越达标"),
    ),
    _advice(
        "outputs-are-quantified",
        "产出指标有数字",
        "请写成可以量化的指标值；难以量化的写明判断标准。",
        _doubted(_is_vague_output, "只有定性要求"),
    ),
    _advice(
        "unit-costs-carry-a-denominator",
        "按单位计的成本写明按什么计",
        "请写成单价（如 元/人），或者把名称改为总额。",
        _doubted(_is_total_called_unit, "名称按单位计，指标值是金额，缺少分母"),
    ),
    _advice(
        "durations-are-no-benefit",
        "服务期限不当作效益",
        "年限说明服务多久，不说明带来什么；请写服务产生的效果。",
        _doubted(_is_duration_as_outcome, "是时间长短，不是效益"),
    ),
    _advice(
        "outcome-ratios-say-of-what",
        "效益比率说明怎样计算",
        "请在描述里写明分子和分母。",
        _doubted(_is_share_of_nothing, "是百分数，没有说明怎样计算"),
    ),
    _advice(
        "targets-have-a-basis",
        "指标值有确定依据",
        "请写明来自计划、行业标准、历史数据还是合同。",
        _doubted(_lacks_basis, "没有写明指标值确定依据"),
    ),
    _advice(
        "ratios-are-not-all-full",
        "比率指标不全是100%",
        "请按历史完成情况设定有区分度的目标。",
        not_all_full,
    ),
    _advice(
        "indicators-are-not-copied",
        "指标按项目编写，不照搬",
        "请结合各项目的内容改写。",
        not_copied,
    ),
    _advice(
        "outcomes-do-not-repeat-outputs",
        "效益指标不重复产出指标",
        "请写产出带来的变化，而不是产出本身。",
        outcomes_differ,
    ),
    _advice(
        "targets-are-mostly-measurable",
        "多数指标可以量化",
        "请优先设置定量指标。",
        mostly_measurable,
    ),
)
