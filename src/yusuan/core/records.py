"""The records a dataset is made of, field by field; one definition for every interchange format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core import fields as f
from yusuan.core.fields import Field
from yusuan.core.terms import (
    AssetCategory,
    ControlMeasure,
    Fund,
    IndicatorKind,
    Nature,
    Origin,
    ProjectCategory,
    RevenueSource,
    Rounding,
    UnitNature,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Record:
    """A kind of record: its sheet's identifier and label, and its fields in order."""

    name: str
    label: str
    fields: tuple[Field, ...]
    # What may be marked as classified: masking knows how to hide it.
    maskable: frozenset[str] = frozenset()
    # Known inside the house only: no publication holds it, and a source may lack it.
    is_internal: bool = False

    def field(self, name: str) -> Field | None:
        """Find a field by identifier or by the label clerks see."""
        return next((field for field in self.fields if name in {field.name, field.label}), None)


# The texts an edition can ask for, by the name of their file or row; what each is for.
NARRATIVE_TEXTS: dict[str, str] = {
    "duties": "部门职责和内设机构",
    "agency_running_costs": "机关运行经费用途（半句）",
    "project_summary": "项目支出主要用途（半句）",
    "change_basic": "基本支出增减原因（半句）",
    "change_project": "项目支出增减原因（半句）",
    "three_public_change": "“三公”经费增减原因（半句）",
    "safeguards": "工作保障措施",
    "special_funds": "部门主管专项资金；没有时写“无”",
    "no_prior_year": "上年没有可比数的原因（半句，如“本部门为新设部门”）；填了上年数的不写",
    "procurement": "政府采购的补充说明；没有采购时写“无”",
    "assets": "国有资产的补充说明",
    "other_matters": "其他需要说明的事项",
}
# What people call them.
NARRATIVE_NAMES: dict[str, str] = {
    "duties": "部门职责",
    "agency_running_costs": "机关运行经费用途",
    "project_summary": "项目支出用途",
    "change_basic": "基本支出增减原因",
    "change_project": "项目支出增减原因",
    "three_public_change": "三公经费增减原因",
    "safeguards": "工作保障措施",
    "special_funds": "主管专项资金",
    "no_prior_year": "上年无可比数原因",
    "procurement": "政府采购补充说明",
    "assets": "国有资产补充说明",
    "other_matters": "其他事项",
}
ROUNDING_WORDS = {"adds-up": "合计与各项相符", "each": "逐格四舍五入"}
_PROJECT = Field("project", "项目编码", f.CODE, is_required=True)


def _with_mask(
    name: str, label: str, fields: tuple[Field, ...], maskable: Mapping[str, str] | None = None
) -> Record:
    """A record some of whose fields may be classified: those named (identifier: label), or all but the project."""
    hidden = maskable or {field.name: field.label for field in fields if field is not _PROJECT}
    help_ = "内容涉密、公开时以“涉密”代替的字段名"
    mask = Field("classified", "涉密字段", f.names_of(hidden), help=help_)
    # The ground for a mask is written behind it.
    at = next((n for n, field in enumerate(fields) if field.name == "mask_ground"), len(fields))
    return Record(name, label, (*fields[:at], mask, *fields[at:]), frozenset(hidden))


DEPARTMENT = Record(
    "department",
    "部门",
    (
        Field("name", "部门名称", f.TEXT, is_required=True),
        Field("short_name", "部门简称", f.TEXT),
        Field("code", "部门编码", f.CODE, is_required=True),
        Field("division", "财政区划编码", f.CODE, is_required=True),
        Field("division_name", "财政区划名称", f.TEXT, is_required=True),
        Field("edition", "版式", f.TEXT, is_required=True),
        Field("fiscal_year", "预算年度", f.WHOLE, is_required=True),
        Field("published_on", "公开日期", f.DATE),
        Field("approved_on", "批复日期", f.DATE),
        Field("approval_number", "批复文号", f.TEXT),
        Field("rounding", "取整方式", f.one_of(Rounding, ROUNDING_WORDS)),
        Field("secrecy_review", "保密审查人", f.TEXT),
        Field("secrecy_reviewed_on", "保密审查日期", f.DATE),
        Field("head", "审签负责人", f.TEXT),
        Field("head_signed_on", "审签日期", f.DATE),
        Field("timing_reason", "逾期或补办原因", f.TEXT, is_internal=True),
        Field("timing_approver", "原因批准人", f.TEXT, is_internal=True),
        Field("overall_objective", "总体绩效目标", f.TEXT),
    ),
)
UNITS = Record(
    "units",
    "预算单位",
    (
        Field("code", "单位编码", f.CODE, is_required=True),
        Field("name", "单位名称", f.TEXT, is_required=True),
        Field("nature", "单位性质", f.one_of(UnitNature), is_required=True),
        Field("rank", "单位规格", f.TEXT),
        Field("funding_form", "经费保障形式", f.TEXT),
    ),
)
LINES = Record(
    "lines",
    "预算明细",
    (
        Field("unit", "单位编码", f.CODE, is_required=True),
        Field("fund", "资金性质", f.one_of(Fund), is_required=True),
        Field("source", "收入来源", f.one_of(RevenueSource), is_required=True),
        Field("origin", "年份来源", f.one_of(Origin), is_required=True),
        Field("function", "功能科目", f.FUNCTION, is_required=True),
        Field("economic", "部门经济科目", f.ECONOMIC),
        Field("nature", "支出性质", f.one_of(Nature), is_required=True),
        Field("project", "项目编码", f.CODE),
        Field("amount", "金额（元）", f.AMOUNT, is_required=True),
        Field(
            "stage", "数据阶段", f.STAGE, help="决算中年初预算的行填“预算”；其他行和部门预算空白"
        ),
        Field("function_name", "功能科目名称", f.CODE_NAME),
        Field("economic_name", "部门经济科目名称", f.CODE_NAME),
    ),
)
PROJECTS = _with_mask(
    "projects",
    "项目",
    (
        Field("code", "项目编码", f.CODE, is_required=True),
        Field("name", "项目名称", f.TEXT, is_required=True),
        Field("category", "项目类别", f.one_of(ProjectCategory), is_required=True),
        Field("unit", "单位编码", f.CODE, is_required=True),
        Field("function", "功能科目", f.FUNCTION, is_required=True),
        Field("fiscal_amount", "财政资金（元）", f.AMOUNT),
        Field("other_amount", "其他资金（元）", f.AMOUNT),
        Field("purpose", "资金用途", f.TEXT),
        Field("march", "3月底支出计划（%）", f.PERCENT),
        Field("june", "6月底支出计划（%）", f.PERCENT),
        Field("october", "10月底支出计划（%）", f.PERCENT),
        Field("december", "12月底支出计划（%）", f.PERCENT),
        Field("early_notice", "提前下达", f.FLAG),
        Field("mask_ground", "定密依据", f.TEXT),
        Field("function_name", "功能科目名称", f.CODE_NAME),
    ),
    {"name": "项目名称", "purpose": "资金用途", "amount": "金额"},
)
COSTING = _with_mask(
    "costing",
    "项目测算",
    (
        _PROJECT,
        Field("name", "测算内容", f.TEXT, is_required=True),
        Field("amount", "金额（元）", f.AMOUNT),
        Field("quantity", "数量", f.NUMBER),
        Field("measure", "计量单位", f.TEXT),
        Field("unit_price", "单价（元）", f.AMOUNT),
        Field("periods", "期数", f.WHOLE),
        Field("note", "说明", f.TEXT),
    ),
)
PROJECT_OBJECTIVES = _with_mask(
    "project_objectives",
    "项目绩效目标",
    (_PROJECT, Field("text", "绩效目标", f.TEXT, is_required=True)),
)
INDICATORS = _with_mask(
    "indicators",
    "项目绩效指标",
    (
        _PROJECT,
        Field("kind", "指标类型", f.one_of(IndicatorKind), is_required=True),
        Field("name", "三级指标", f.TEXT, is_required=True),
        Field("description", "绩效指标描述", f.TEXT),
        Field("target", "指标值", f.TARGET, is_required=True),
        Field("basis", "指标值确定依据", f.TEXT),
    ),
    {
        "name": "三级指标",
        "description": "绩效指标描述",
        "target": "指标值",
        "basis": "指标值确定依据",
    },
)
OBJECTIVES = Record(
    "objectives",
    "部门绩效目标",
    (
        Field("number", "序号", f.WHOLE, is_required=True),
        Field("group", "工作领域", f.TEXT, is_required=True),
        Field("responsible", "责任科室", f.TEXT),
        Field("text", "绩效目标", f.TEXT, is_required=True),
    ),
)
OBJECTIVE_INDICATORS = Record(
    "objective_indicators",
    "部门绩效指标",
    (
        Field("objective", "目标序号", f.WHOLE, is_required=True),
        Field("name", "绩效指标", f.TEXT, is_required=True),
        Field("target", "指标值", f.TARGET, is_required=True),
    ),
)
PROCUREMENT = _with_mask(
    "procurement",
    "政府采购",
    (
        _PROJECT,
        Field("name", "采购物品名称", f.TEXT, is_required=True),
        Field("catalogue_code", "采购目录编码", f.CODE, is_required=True),
        Field("measure", "计量单位", f.TEXT, is_required=True),
        Field("quantity", "数量", f.NUMBER, is_required=True),
        Field("unit_price", "单价（元）", f.AMOUNT, is_required=True),
        Field("general_public", "一般公共预算拨款（元）", f.AMOUNT),
        Field("government_funds", "基金预算拨款（元）", f.AMOUNT),
        Field("state_capital", "国有资本经营预算拨款（元）", f.AMOUNT),
        Field("special_account", "财政专户核拨（元）", f.AMOUNT),
        Field("unit_funds", "单位资金（元）", f.AMOUNT),
        Field("carry_over", "上年结转结余（元）", f.AMOUNT),
        Field("sme_reserve", "预留中小微企业份额（元）", f.AMOUNT),
        Field("catalogue_name", "采购目录名称", f.CODE_NAME),
    ),
)
ASSETS = Record(
    "assets",
    "国有资产",
    (
        Field("category", "资产类别", f.one_of(AssetCategory), is_required=True),
        Field("quantity", "数量", f.NUMBER),
        Field("value", "价值（元）", f.AMOUNT),
        Field("planned_purchase", "本年拟购置（元）", f.AMOUNT),
    ),
)
_MEASURES = f.called(
    ControlMeasure,
    {
        **dict.fromkeys(("总计", "支出合计", "支出总计", "收支总计"), ControlMeasure.TOTAL),
        **dict.fromkeys(("收入合计", "收入总计", "总额"), ControlMeasure.TOTAL),
        "一般公共": ControlMeasure.GENERAL_PUBLIC,
        **dict.fromkeys(("政府性基金", "基金"), ControlMeasure.GOVERNMENT_FUNDS),
        **dict.fromkeys(("国有资本经营", "国有资本"), ControlMeasure.STATE_CAPITAL),
        **dict.fromkeys(("财政专户", "财政专户核拨", "专户"), ControlMeasure.SPECIAL_ACCOUNT),
        "自有": ControlMeasure.UNIT_FUNDS,
    },
)
APPROVED = Record(
    "approved",
    "批复数",
    (
        Field("unit", "单位编码", f.TEXT, help="空白表示全部门"),
        Field("measure", "批复项", _MEASURES, is_required=True),
        Field("amount", "金额（元）", f.AMOUNT, is_required=True),
    ),
    is_internal=True,
)
TRANSFERS = Record(
    "transfers",
    "内部往来",
    (
        Field("payer", "付款单位", f.CODE, is_required=True, help="本部门的单位编码"),
        Field("receiver", "收款单位", f.CODE, is_required=True, help="本部门的另一个单位"),
        Field("nature", "付款单位支出性质", f.one_of(Nature), is_required=True),
        Field("source", "收款单位收入来源", f.one_of(RevenueSource), is_required=True),
        Field("amount", "金额（元）", f.AMOUNT, is_required=True),
        Field("note", "说明", f.TEXT),
    ),
    is_internal=True,
)
PRIOR_YEAR = Record(
    "prior_year",
    "上年数",
    (
        Field("table", "表", f.TEXT, is_required=True, help="公开表的名称，如 部门支出总表"),
        Field(
            "row", "行", f.TEXT, is_required=True, help="合计、科目编码，或印出的行名（序号可不写）"
        ),
        Field("column", "列", f.TEXT, is_required=True, help="列标题，如 基本支出；多级以 / 连接"),
        Field("amount", "金额（元）", f.AMOUNT, help="不知道的空着：空白不作零"),
    ),
)
NARRATIVE = Record(
    "narrative",
    "文字说明",
    (
        Field("name", "说明项", f.named(NARRATIVE_NAMES), is_required=True),
        Field("text", "内容", f.TEXT),
    ),
)

RECORDS = (
    DEPARTMENT,
    UNITS,
    LINES,
    PROJECTS,
    COSTING,
    PROJECT_OBJECTIVES,
    INDICATORS,
    OBJECTIVES,
    OBJECTIVE_INDICATORS,
    PROCUREMENT,
    ASSETS,
    APPROVED,
    TRANSFERS,
    PRIOR_YEAR,
    NARRATIVE,
)
BY_NAME: Mapping[str, Record] = {record.name: record for record in RECORDS}
