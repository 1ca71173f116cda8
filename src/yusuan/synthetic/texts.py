"""What a made-up department says about itself: duties, reasons for change, objectives, safeguards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.budget import DepartmentObjective, ObjectiveIndicator
from yusuan.core.terms import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.budget import Project
    from yusuan.synthetic.organisation import Organisation

_BASIC = {
    Direction.INCREASE: "人员正常晋级和社会保障缴费基数提高，相应支出增加",
    Direction.DECREASE: "部分人员退休，同时压减日常办公开支，相应支出减少",
    Direction.UNCHANGED: "人员和定额标准都没有变化",
}
_PROJECT = {
    Direction.INCREASE: "今年新设的项目多于结束的项目，相应支出增加",
    Direction.DECREASE: "部分一次性项目已经结束，相应支出减少",
    Direction.UNCHANGED: "延续性项目按上年规模安排",
}
_THREE_PUBLIC = {
    Direction.INCREASE: "按更新计划安排公务用车，相应支出增加",
    Direction.DECREASE: "继续从严控制接待和用车，相应支出减少",
    Direction.UNCHANGED: "从严控制，与上年规模相同",
}
_OBJECTIVES = 3
_LISTED = 3


def narrative(
    organisation: Organisation,
    projects: Sequence[Project],
    *,
    basic: Direction,
    project: Direction,
    three_public: Direction,
) -> dict[str, str]:
    """Every text an edition asks for; the reasons fit the direction of the changes."""
    name, duty = organisation.department.name, organisation.theme.duty
    units = "\n".join(
        f"- {e.unit.name}（{e.unit.nature.value}）" for e in organisation.establishments
    )
    subjects = "、".join(dict.fromkeys(p.name for p in projects[:_LISTED]))
    return {
        "duties": f"{name}负责{duty}。\n\n## 机构设置\n\n纳入本部门预算的单位如下：\n\n{units}",
        "agency_running_costs": "办公、印刷、水电、邮电、差旅、维修和公务用车运行等日常开支",
        "project_summary": f"{subjects}等任务",
        **reasons(basic=basic, project=project, three_public=three_public),
        "safeguards": "## 落实责任\n\n把年度目标分解到单位和岗位，按季度对照检查。\n\n"
        "## 加快支出\n\n项目批复后及时启动采购，达到付款条件的尽快支付。\n\n"
        "## 公开透明\n\n按规定公开预算和绩效目标，接受各方面监督。",
        "special_funds": "无",
        "other_matters": "没有其他需要说明的事项。",
    }


def reasons(*, basic: Direction, project: Direction, three_public: Direction) -> dict[str, str]:
    """The reasons of changes, each fitting where its figures went."""
    return {
        "change_basic": _BASIC[basic],
        "change_project": _PROJECT[project],
        "three_public_change": _THREE_PUBLIC[three_public],
    }


def overall_objective(organisation: Organisation) -> str:
    """The department's goal of the year in a sentence."""
    year, theme = organisation.department.fiscal_year, organisation.theme
    return f"{year}年，围绕{theme.duty}，突出{'、'.join(theme.subjects[:3])}三项重点，把资金用在群众看得见的地方。"


def objectives(
    organisation: Organisation, projects: Sequence[Project]
) -> Iterator[DepartmentObjective]:
    """Sub-objectives, each answered for by a section and measured as the projects measure it."""
    for n, project in enumerate(projects[:_OBJECTIVES], start=1):
        yield DepartmentObjective(
            group=f"{organisation.theme.subjects[n - 1]}工作",
            responsible=f"业务{'一二三'[n - 1]}科",
            text=project.objectives[0].text,
            indicators=tuple(
                ObjectiveIndicator(indicator.name, indicator.target)
                for indicator in project.indicators[:2]
            ),
        )
