"""The sentences of final accounts, each figure bound to a table figure."""

from __future__ import annotations

from yusuan.narrative.sentence import Change, FigureName, Level, Sentence

_TOTAL_OUT = FigureName("expenditure", "合计", "本年支出合计")
_BASIC = FigureName("expenditure", "合计", "基本支出")
_PROJECT = FigureName("expenditure", "合计", "项目支出")
_GENERAL = FigureName("general_expenditure", "合计", "基本支出")


def _three_public(stage: str, *path: str) -> Level:
    return Level(FigureName("three_public", "合计", "/".join((*path, stage))))


INTRODUCTION = Sentence(
    "依据《中华人民共和国预算法》及其实施条例关于决算公开的规定，{department}将{year}年度部门决算及有关事项说明如下。"
)

OVERVIEW: tuple[tuple[str, tuple[Sentence, ...]], ...] = (
    (
        "1、收入决算说明",
        (
            Sentence(
                "{year}年度收入支出总计{total}。本年收入合计{income}，年初结转和结余{opening}，使用非财政拨款结余{own}。",
                {
                    "total": Level(FigureName("summary", "总计", "收入/决算数")),
                    "income": Level(FigureName("summary", "本年收入合计", "收入/决算数")),
                    "opening": Level(FigureName("summary", "年初结转和结余", "收入/决算数")),
                    "own": Level(FigureName("summary", "使用非财政拨款结余", "收入/决算数")),
                },
            ),
        ),
    ),
    (
        "2、支出决算说明",
        (
            Sentence(
                "{year}年度本年支出合计{total}。其中：基本支出{basic}，项目支出{project}。年末结转和结余{closing}。"
                "项目支出主要用于{project_summary}。",
                {
                    "total": Level(_TOTAL_OUT),
                    "basic": Level(_BASIC),
                    "project": Level(_PROJECT),
                    "closing": Level(FigureName("summary", "年末结转和结余", "支出/决算数")),
                },
            ),
        ),
    ),
    (
        "3、与上年相比的变化",
        (
            Sentence(
                "与{last_year}年度决算相比，本年支出{total}，其中：基本支出{basic}，主要原因是{change_basic}；"
                "项目支出{project}，主要原因是{change_project}。",
                {
                    "total": Change(_TOTAL_OUT),
                    "basic": Change(_BASIC),
                    "project": Change(_PROJECT),
                },
                otherwise="上年没有可比的决算数，本年不作比较。",
            ),
        ),
    ),
)

AGENCY_RUNNING_COSTS = (
    Sentence(
        "{year}年度一般公共预算财政拨款基本支出{basic}，其中机关运行经费主要用于{agency_running_costs}。",
        {"basic": Level(_GENERAL)},
    ),
)

THREE_PUBLIC = (
    Sentence(
        "{year}年度财政拨款“三公”经费支出预算为{budget}，支出决算为{total}。其中：因公出国（境）费支出决算{travel}；"
        "公务用车购置及运行维护费支出决算{vehicles}；公务接待费支出决算{hospitality}。",
        {
            "budget": _three_public("预算数", "合计"),
            "total": _three_public("决算数", "合计"),
            "travel": _three_public("决算数", "因公出国（境）费"),
            "vehicles": _three_public("决算数", "公务用车购置及运行维护费", "小计"),
            "hospitality": _three_public("决算数", "公务接待费"),
        },
    ),
)
