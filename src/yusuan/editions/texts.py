"""The sentences of an explanation, each figure bound to a figure of the national tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.narrative.sentence import Change, FigureName, Level, Sentence

if TYPE_CHECKING:
    from yusuan.narrative.sentence import Slot

_TOTAL_IN = FigureName("summary", "收入总计", "收入/预算数")
_TOTAL_OUT = FigureName("expenditure", "合计", "合计")
_BASIC = FigureName("expenditure", "合计", "基本支出")
_PROJECT = FigureName("expenditure", "合计", "项目支出")
_OPERATING = FigureName("general_basic", "合计", "一般公共预算基本支出/公用经费")
_PERSONNEL = FigureName("general_basic", "合计", "一般公共预算基本支出/人员经费")


def _income(row: str) -> Level:
    return Level(FigureName("summary", row, "收入/预算数"))


def three_public(row: str) -> FigureName:
    """A row of the three-public table."""
    return FigureName("three_public", row, "资金性质/合计")


def reading(sentence: Sentence, **slots: Slot) -> Sentence:
    """The same words where another form prints the figures elsewhere."""
    return replace(sentence, slots={**sentence.slots, **slots})


INTRODUCTION = Sentence(
    "依据《中华人民共和国预算法》及其实施条例关于预算公开的规定，{department}将{year}年部门预算及有关事项说明如下。"
)

SPENDING = Sentence(
    "{year}年预算支出共{total}。其中：基本支出{basic}，项目支出{project}。"
    "一般公共预算安排的基本支出中，人员经费{personnel}，公用经费{operating}。"
    "[project:项目支出主要用于{project_summary}。]",
    {
        "total": Level(_TOTAL_OUT),
        "basic": Level(_BASIC),
        "project": Level(_PROJECT),
        "personnel": Level(_PERSONNEL),
        "operating": Level(_OPERATING),
    },
)
SPENDING_CHANGE = Sentence(
    "与{last_year}年预算相比，支出总额{total}，其中：基本支出{basic}[basic:，主要原因是{change_basic}]；"
    "项目支出{project}[project:，主要原因是{change_project}]。",
    {
        "total": Change(_TOTAL_OUT),
        "basic": Change(_BASIC),
        "project": Change(_PROJECT),
    },
    otherwise="上年没有可比的预算数（{no_prior_year}），本年不作比较。",
)

OVERVIEW: tuple[tuple[str, tuple[Sentence, ...]], ...] = (
    (
        "1、收入说明",
        (
            Sentence(
                "本部门的全部收入都编入预算。{year}年预算收入共{total}，其中：一般公共预算拨款{general}，"
                "政府性基金预算拨款{government}，国有资本经营预算拨款{capital}，财政专户管理资金{special}，"
                "单位资金{own}，上年结转结余{carried}。",
                {
                    "total": Level(_TOTAL_IN),
                    "general": _income("一般公共预算拨款收入"),
                    "government": _income("政府性基金预算拨款收入"),
                    "capital": _income("国有资本经营预算拨款收入"),
                    "special": _income("财政专户管理资金收入"),
                    "own": _income("单位资金"),
                    "carried": _income("上年结转结余"),
                },
            ),
        ),
    ),
    (
        "2、支出说明",
        (SPENDING,),
    ),
    (
        "3、与上年相比的变化",
        (SPENDING_CHANGE,),
    ),
)

AGENCY_RUNNING_COSTS = (
    Sentence(
        "{year}年安排机关运行经费{operating}，即一般公共预算基本支出中的公用经费"
        "[operating:，主要用于{agency_running_costs}]。",
        {"operating": Level(_OPERATING)},
    ),
)

THREE_PUBLIC = (
    Sentence(
        "{year}年财政拨款安排“三公”经费{total}。其中：因公出国（境）费{travel}；公务用车购置及运维费{vehicles}"
        "（公务用车购置费{purchase}，公务用车运行维护费{operation}）；公务接待费{hospitality}。",
        {
            "total": Level(three_public("合计")),
            "travel": Level(three_public("因公出国（境）费")),
            "vehicles": Level(three_public("公务用车购置及运维费")),
            "purchase": Level(three_public("公务用车购置费")),
            "operation": Level(three_public("公务用车运行维护费")),
            "hospitality": Level(three_public("公务接待费")),
        },
    ),
    Sentence(
        "与{last_year}年相比，“三公”经费{total}[total:，主要原因是{three_public_change}]。",
        {"total": Change(three_public("合计"))},
        otherwise="上年没有可比的“三公”经费预算数（{no_prior_year}），本年不作比较。",
    ),
)

TERMS: tuple[tuple[str, str], ...] = (
    (
        "财政拨款收入",
        "由本级财政从一般公共预算、政府性基金预算和国有资本经营预算中拨给部门、当年使用的资金。",
    ),
    ("财政专户管理资金收入", "按规定缴入财政专户、专门管理的教育收费。"),
    (
        "单位资金收入",
        "既不属于财政拨款、也不属于财政专户管理资金的各项收入：事业收入（不含教育收费）、上级补助收入、附属单位上缴收入、事业单位经营收入和其他收入。",
    ),
    ("事业收入", "事业单位从事专业业务及其辅助活动取得的收入。"),
    ("经营收入", "事业单位在专业业务之外、不独立核算的经营活动取得的收入。"),
    ("上年结转", "以前年度已经安排、本年继续按原用途使用的资金。"),
    (
        "基本支出",
        "保障机构正常运转、完成日常工作的支出，由人员经费和公用经费组成；对应人员类项目和公用经费项目。",
    ),
    (
        "项目支出",
        "为完成特定任务或事业发展目标，在基本支出之外发生的支出；对应其他运转类项目和特定目标类项目。",
    ),
    (
        "“三公”经费",
        "由财政拨款负担的因公出国（境）费、公务用车购置及运行维护费和公务接待费，基本支出和项目支出都计入。",
    ),
    (
        "机关运行经费",
        "为保障机构运转，用一般公共预算购买货物和服务的公用经费，如办公、印刷、邮电、差旅、会议、维修、水电、取暖、公务用车运行等费用。",
    ),
    ("政府采购", "用财政性资金采购集中采购目录以内或者限额标准以上的货物、工程和服务。"),
    ("绩效目标", "预算资金在一定期限内计划达到的产出、效益和满意程度，用绩效指标衡量。"),
)

PROCUREMENT_NOTE = "注：同一目录编码的物品因配置不同，单价可以不同，均不超过资产配置标准；涉密采购按有关规定执行，不在本表列示。"
