"""The sentences of an explanation beside Shanghai's tables, each figure bound to a table figure."""

from __future__ import annotations

from yusuan.narrative.sentence import Change, FigureName, Level, Sentence

_TOTAL_OUT = FigureName("expenditure", "合计", "支出预算/合计")
_BASIC = FigureName("expenditure", "合计", "支出预算/基本支出")
_PROJECT = FigureName("expenditure", "合计", "支出预算/项目支出")
_HEAD = "一般公共预算基本支出"
_PERSONNEL = FigureName("general_basic", "合计", f"{_HEAD}/人员经费")
_OPERATING = FigureName("general_basic", "合计", f"{_HEAD}/公用经费")


def _income(row: str) -> Level:
    return Level(FigureName("summary", row, "本年收入/预算数"))


def _three_public(*path: str) -> FigureName:
    return FigureName("three_public", "合计", "/".join(path))


OVERVIEW: tuple[tuple[str, tuple[Sentence, ...]], ...] = (
    (
        "1、收入说明",
        (
            Sentence(
                "{year}年预算收入共{total}，其中：财政拨款收入{appropriation}，事业收入{service}，"
                "事业单位经营收入{business}，其他收入{other}。",
                {
                    "total": _income("收入总计"),
                    "appropriation": _income("财政拨款收入"),
                    "service": _income("事业收入"),
                    "business": _income("事业单位经营收入"),
                    "other": _income("其他收入"),
                },
            ),
        ),
    ),
    (
        "2、支出说明",
        (
            Sentence(
                "{year}年预算支出共{total}。其中：基本支出{basic}，项目支出{project}。"
                "一般公共预算安排的基本支出中，人员经费{personnel}，公用经费{operating}。"
                "项目支出主要用于{project_summary}。",
                {
                    "total": Level(_TOTAL_OUT),
                    "basic": Level(_BASIC),
                    "project": Level(_PROJECT),
                    "personnel": Level(_PERSONNEL),
                    "operating": Level(_OPERATING),
                },
            ),
        ),
    ),
    (
        "3、与上年相比的变化",
        (
            Sentence(
                "与{last_year}年预算相比，支出总额{total}，其中：基本支出{basic}，主要原因是{change_basic}；"
                "项目支出{project}，主要原因是{change_project}。",
                {
                    "total": Change(_TOTAL_OUT),
                    "basic": Change(_BASIC),
                    "project": Change(_PROJECT),
                },
                otherwise="上年没有可比的预算数，本年不作比较。",
            ),
        ),
    ),
)

AGENCY_RUNNING_COSTS = (
    Sentence(
        "{year}年安排机关运行经费{operating}，即一般公共预算基本支出中的公用经费，主要用于{agency_running_costs}。",
        {"operating": Level(_OPERATING)},
    ),
)

THREE_PUBLIC = (
    Sentence(
        "{year}年财政拨款安排“三公”经费{total}。其中：因公出国（境）费{travel}；公务用车购置及运行维护费{vehicles}"
        "（公务用车购置费{purchase}，公务用车运行维护费{operation}）；公务接待费{hospitality}。",
        {
            "total": Level(_three_public("合计")),
            "travel": Level(_three_public("因公出国（境）费")),
            "vehicles": Level(_three_public("公务用车购置及运行维护费", "小计")),
            "purchase": Level(_three_public("公务用车购置及运行维护费", "购置费")),
            "operation": Level(_three_public("公务用车购置及运行维护费", "运行维护费")),
            "hospitality": Level(_three_public("公务接待费")),
        },
    ),
    Sentence(
        "与{last_year}年相比，“三公”经费{total}，主要原因是{three_public_change}。",
        {"total": Change(_three_public("合计"))},
        otherwise="上年没有可比的“三公”经费预算数，本年不作比较。",
    ),
)
