"""The closed vocabularies of a budget line; every value is the official Chinese label."""

from __future__ import annotations

import enum


class Fund(enum.Enum):
    """Fund (资金性质)."""

    GENERAL_PUBLIC = "一般公共预算"
    GOVERNMENT_FUNDS = "政府性基金预算"
    STATE_CAPITAL = "国有资本经营预算"
    SPECIAL_ACCOUNT = "财政专户管理资金"
    UNIT_FUNDS = "单位资金"


APPROPRIATED = frozenset({Fund.GENERAL_PUBLIC, Fund.GOVERNMENT_FUNDS, Fund.STATE_CAPITAL})


class RevenueSource(enum.Enum):
    """Source of revenue (收入来源); determined by the fund except within the unit's own funds."""

    APPROPRIATION = "财政拨款收入"
    SPECIAL_ACCOUNT = "财政专户收入"
    SERVICE = "事业收入"
    BUSINESS = "经营收入"
    SUPERIOR_GRANT = "上级补助收入"
    SUBSIDIARY_REMITTANCE = "附属单位上缴收入"
    OTHER = "其他收入"


UNIT_SOURCES = (
    RevenueSource.SERVICE,
    RevenueSource.BUSINESS,
    RevenueSource.SUPERIOR_GRANT,
    RevenueSource.SUBSIDIARY_REMITTANCE,
    RevenueSource.OTHER,
)


class Stage(enum.Enum):
    """Stage of an amount (数据阶段)."""

    BUDGET = "预算"
    ADJUSTED = "调整预算"
    EXECUTED = "执行数"
    FINAL = "决算"


class Origin(enum.Enum):
    """The year money comes from (本年 / 上年结转 / 上年结余), or the unit's own balance that fills a gap."""

    CURRENT_YEAR = "本年"
    CARRY_OVER = "上年结转"
    BALANCE = "上年结余"
    OWN_BALANCE = "使用非财政拨款结余"


CARRIED = frozenset(set(Origin) - {Origin.CURRENT_YEAR})


class Nature(enum.Enum):
    """Nature of expenditure (支出性质), and what is not spent: surplus given to funds, money kept for next year."""

    BASIC = "基本支出"
    PROJECT = "项目支出"
    BUSINESS = "经营支出"
    SUPERIOR_REMITTANCE = "上解上级支出"
    SUBSIDIARY_GRANT = "对附属单位补助支出"
    SURPLUS_DISTRIBUTION = "结余分配"
    CLOSING_BALANCE = "年终结转结余"


UNSPENT = frozenset({Nature.SURPLUS_DISTRIBUTION, Nature.CLOSING_BALANCE})
SPENT = frozenset(set(Nature) - UNSPENT)
# The other natures are defined as spending of non-fiscal money (政府会计制度): an appropriation never pays them.
APPROPRIATION_NATURES = frozenset({Nature.BASIC, Nature.PROJECT, Nature.CLOSING_BALANCE})
APPROPRIATION_SPENDING = APPROPRIATION_NATURES & SPENT
# Only a unit's own balance is a non-fiscal one (政府会计制度: 非财政拨款结余).
APPROPRIATION_ORIGINS = frozenset(set(Origin) - {Origin.OWN_BALANCE})


class BasicKind(enum.Enum):
    """What basic expenditure is for (预算法实施条例 40): 人员经费 or 公用经费."""

    PERSONNEL = "人员经费"
    OPERATING = "公用经费"


class UnitNature(enum.Enum):
    """Nature of a unit (单位性质)."""

    ADMINISTRATIVE = "行政单位"
    CIVIL_SERVICE = "参公事业单位"
    PUBLIC_INSTITUTION = "事业单位"


class ProjectCategory(enum.Enum):
    """Project category (项目类别)."""

    PERSONNEL = "人员类项目"
    STANDARD_OPERATIONS = "公用经费项目"
    OTHER_OPERATIONS = "其他运转类项目"
    DEPARTMENTAL = "部门预算项目"
    SPECIAL_FUNDS = "专项资金项目"


class IndicatorKind(enum.Enum):
    """Indicator kind; the edition decides its place in the tree (成本 stands at level 2 or 1)."""

    COST = "成本指标"
    ECONOMIC_COST = "经济成本指标"
    SOCIAL_COST = "社会成本指标"
    ENVIRONMENTAL_COST = "生态环境成本指标"
    OUTPUT = "产出指标"
    QUANTITY = "数量指标"
    QUALITY = "质量指标"
    TIMELINESS = "时效指标"
    OUTCOME = "效益指标"
    ECONOMIC = "经济效益指标"
    SOCIAL = "社会效益指标"
    ENVIRONMENTAL = "生态效益指标"
    SUSTAINABILITY = "可持续影响指标"
    SATISFACTION = "满意度指标"
    BENEFICIARY = "服务对象满意度指标"


class AssetCategory(enum.Enum):
    """Row of the asset table (固定资产占用情况)."""

    # As the asset report states it; the rows below must add up to it.
    TOTAL = "资产总额"
    BUILDINGS = "房屋"
    OFFICE_SPACE = "办公用房"
    VEHICLES = "车辆"
    EQUIPMENT = "大型设备"
    OTHER = "其他固定资产"


# What a department's assets are made of; office space is counted within buildings.
ASSET_PARTS = (
    AssetCategory.BUILDINGS,
    AssetCategory.VEHICLES,
    AssetCategory.EQUIPMENT,
    AssetCategory.OTHER,
)


class Direction(enum.Enum):
    """Direction of a change from last year (增减变化)."""

    INCREASE = "增加"
    DECREASE = "减少"
    UNCHANGED = "持平"

    @classmethod
    def of(cls, change: int) -> Direction:
        """The direction of a signed change in fen."""
        if change == 0:
            return cls.UNCHANGED
        return cls.INCREASE if change > 0 else cls.DECREASE


class Rounding(enum.Enum):
    """How facts in fen become printed figures."""

    ADDS_UP = "adds-up"
    EACH = "each"
