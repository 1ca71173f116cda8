"""The words for money: each topic with its spellings and the region it stands for.

Words are written folded; choices stand in brackets (`expanded`). Names of classifications are not here:
the catalogue has them (`vocabulary.names`).
"""

from __future__ import annotations

from typing import NamedTuple

from yusuan.core.terms import CARRIED, UNSPENT, Fund, Nature, Origin, RevenueSource
from yusuan.tables import classes
from yusuan.tables.region import (
    APPROPRIATED_FUNDING,
    OPERATING_SPENDING,
    PERSONNEL_SPENDING,
    Region,
    funds,
    sources,
)


class Topic(NamedTuple):
    """What words stand for: an identifier, a label, spellings separated by blanks, and the money meant.

    `short` are spellings that mean it only below another topic: 购置费 below 公务用车.
    """

    id: str
    label: str
    words: str
    region: Region
    short: tuple[str, str] = ("", "")


def _nature(*natures: Nature) -> Region:
    return Region(nature=frozenset(natures))


FUNDS: tuple[Topic, ...] = (
    Topic(
        "appropriation", "财政拨款",
        "财政拨款 本级财政拨款 同级财政拨款 财政预算拨款 预算拨款 财政资金 财政性资金 财政补助",
        Region(APPROPRIATED_FUNDING),
    ),
    Topic(
        "general_public", "一般公共预算",
        "一般公共预算 一般公共服务预算 公共财政预算 公共预算 一般预算 公共财政拨款",
        Region(funds(Fund.GENERAL_PUBLIC)),
    ),
    Topic(
        "government_funds", "政府性基金",
        "政府性基金 政府基金 基金预算",
        Region(funds(Fund.GOVERNMENT_FUNDS)),
    ),
    Topic(
        "state_capital", "国有资本经营预算",
        "国有资本经营 国有资本 国资预算",
        Region(funds(Fund.STATE_CAPITAL)),
    ),
    Topic(
        "special_account", "财政专户管理资金",
        "财政专户 财政专户管理 财政专户管理资金 财政专户管理事业收入 财政专户事业收入 教育收费 专户资金 教育专户资金"
        " 专户管理资金 纳入<财政>专户<预算>管理的<非税><事业>收入 财政专户管理资金收入(教育收费) 财政专户管理的<事业>收入"
        " 财政专户核拨<资金><收入> 预算外资金<收入>",
        Region(sources(RevenueSource.SPECIAL_ACCOUNT)),
    ),
    Topic(
        "unit_funds", "单位资金", "单位<自有>资金 自有资金 其他资金<收入> 其他非财政资金",
        Region(funds(Fund.UNIT_FUNDS)),
    ),
)  # fmt: skip
SOURCES: tuple[Topic, ...] = (
    Topic(
        "service", "事业收入",
        "事业收入 事业收入(不含教育收费) 事业收入(含教育收费) 事业预算收入",
        Region(sources(RevenueSource.SERVICE)),
    ),
    Topic(
        "business", "经营收入",
        "<事业><单位>经营<服务|性>收入 <事业><单位>经营预算收入",
        Region(sources(RevenueSource.BUSINESS)),
    ),
    Topic(
        "superior_grant", "上级补助收入",
        "上级<单位>补助<收入> 上级补助预算收入", Region(sources(RevenueSource.SUPERIOR_GRANT)),
    ),
    Topic(
        "subsidiary_remittance", "附属单位上缴收入",
        "<对>附属单位[上缴|缴款|上缴款]<收入> 附属单位上缴预算收入 下级单位上缴<收入>",
        Region(sources(RevenueSource.SUBSIDIARY_REMITTANCE)),
    ),
    Topic(
        "other_revenue", "其他收入",
        "其他<各项>收入 其他预算收入", Region(sources(RevenueSource.OTHER)),
    ),
)  # fmt: skip
ORIGINS: tuple[Topic, ...] = (
    Topic(
        "own_balance", "使用非财政拨款结余",
        "<使用|动用>非财政拨款<资金>结余<资金> 用事业基金弥补收支差额 使用专用结余 使用非财政拨款结余<和专用结余>"
        " 用一般结余弥补收支差额",
        Region(origin=frozenset({Origin.OWN_BALANCE})),
    ),
    Topic(
        "opening", "上年结转结余",
        "[上年|上年度|年初|以前年度|历年]<财政拨款>[结转|结余]<和|及|与|、|,><结余|结转><资金><收入>"
        " 财政拨款[结转|结余]<和|及|、><结余|结转> [上年|年初]<财政><拨款>资金[结转|结余] 上年[结转|结余]<数>"
        " [上年|年初]结转(结余) [上年|年初]结余(结转)"
        " 单位[上年|年初][结余|结转]<结余> 单位上年结余(不包括国库集中支付额度结余)"
        " 动用上年[结余|结转]<结余|结转> 上年累计结余 上年财政结余 使用上年[结转|结余] 结转结余资金 上年结转(含结余) 上年末结转<结余>"
        " 上年资金结转<结余>",
        Region(origin=CARRIED),
    ),
)  # fmt: skip
NATURES: tuple[Topic, ...] = (
    Topic("basic", "基本支出", "基本支出 人员经费和公用经费<支出> 人员支出和公用支出", _nature(Nature.BASIC)),
    Topic(
        "project", "项目支出",
        "项目支出 专项业务<经>费<支出> 专项业务费<支出> 发展项目支出 项目经费 项目资金 按项目管理<的>"
        " 专项支出 其他运转类和特定目标类<项目><支出> 特定目标类和其他运转类<项目><支出>",
        _nature(Nature.PROJECT),
    ),
    Topic("business_spending", "经营支出", "<事业><单位>经营<服务|性>支出", _nature(Nature.BUSINESS)),
    Topic(
        "superior_remittance", "上缴上级支出",
        "[上解|上缴]上级<单位><支出>",
        _nature(Nature.SUPERIOR_REMITTANCE),
    ),
    Topic(
        "subsidiary_grant", "对附属单位补助支出",
        "对[附属|下级|所属]单位补助<支出> 对附属单位的补助支出 补助下级支出",
        _nature(Nature.SUBSIDIARY_GRANT),
    ),
    Topic(
        "distribution", "结余分配", "结余分配 非财政拨款结余分配",
        _nature(Nature.SURPLUS_DISTRIBUTION),
    ),
    Topic(
        "closing", "年终结转结余",
        "[年终|年末]<财政拨款>[结转|结余]<和|及|与|、><结余|结转><资金> [结转|结余|结转结余]下年<度><支出|资金|使用|收入>"
        " 下年[结转|结余] 结转至下年 单位结转下年 [结转|结余][和|及|、][结余|结转]下年<度>",
        Region(nature=UNSPENT),
    ),
    Topic(
        "personnel", "人员经费", "人员[经费|支出|类|费用]<支出|经费> 人员[类|经费|经费类]项目<支出>", PERSONNEL_SPENDING,
    ),
    Topic(
        "operating", "公用经费",
        "<日常>公用[经费|支出|类|费用]<支出> 日常公用 公用经费<类>项目<支出> 公用类项目<支出>", OPERATING_SPENDING,
    ),
)  # fmt: skip
ITEMS: tuple[Topic, ...] = (
    Topic(
        "three_public", "“三公”经费",
        '"三公"经费 三公经费 "三公" 三公 "三公经费" 三公两费',
        Region(economic=classes.THREE_PUBLIC),
    ),
    Topic(
        "travel_for_teaching", "教学科研人员因公出国（境）费",
        "教学科研人员<学术交流>因公出国<、>(境)<费><用><支出>", Region(economic=classes.TRAVEL_FOR_TEACHING),
    ),
    Topic("other_travel", "其他因公出国（境）费", "其他因公出国(境)<费><用><支出>", Region(economic=classes.OTHER_TRAVEL)),
    Topic(
        "overseas_travel", "因公出国（境）费",
        "[因公]出国<、>[(境)|境]<费|经费><用><支出> 因公出国<费|经费><用><支出>",
        Region(economic=classes.OVERSEAS_TRAVEL),
    ),
    Topic(
        "official_vehicles", "公务用车购置及运行维护费",
        "[公务用车|公车]购置[及|和|与|、|]<用车>[运行|运维|运行维护|运行及维护]<费|经费><用><支出>"
        " 公务用车<费|经费><用><支出> 公务车辆购置及运行<维护><费>",
        Region(economic=classes.VEHICLES),
    ),
    Topic(
        "vehicle_purchase", "公务用车购置费",
        "[公务用车|公车|公务车]购置<费|经费><用><支出>", Region(economic=classes.VEHICLE_PURCHASE),
        ("official_vehicles", "购置<费|经费><用><支出>"),
    ),
    Topic(
        "vehicle_operation", "公务用车运行维护费",
        "[公务用车|公车|公务车][运行|运维|运行维护|运行及维护]<费|经费><用><支出>",
        Region(economic=classes.VEHICLE_OPERATION),
        ("official_vehicles", "[运行|运维|运行维护|运行及维护]<费|经费><用><支出>"),
    ),
    Topic("hospitality", "公务接待费", "<国内>公务接待<费|经费><用><支出> 接待费<支出>", Region(economic=classes.HOSPITALITY)),
    Topic("meetings", "会议费", "会议<费|经费><用><支出>", Region(economic=classes.MEETINGS)),
    Topic("training", "培训费", "培训<费|经费><用><支出>", Region(economic=classes.TRAINING)),
)  # fmt: skip
# Single items of spending: words that also name projects, so they count only among their like.
ITEM_TOPICS = frozenset(topic.id for topic in ITEMS)
TOPICS = (*FUNDS, *SOURCES, *ORIGINS, *NATURES, *ITEMS)
