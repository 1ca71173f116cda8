"""What to write where, in the words of the people who fill the workbook in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core import fields as f

if TYPE_CHECKING:
    from yusuan.core.records import Record

SHEETS = {
    "department": "部门名称、编码、年度、版式、审签信息，每个部门一份",
    "units": "纳入本部门预算的单位，一行一个",
    "lines": "每笔资金从哪里来、用到哪里去，各张公开表都由这里汇总",
    "projects": "项目库中有本年资金的项目，一行一个",
    "costing": "项目资金用途的测算：数量 × 单价 × 期数",
    "project_objectives": "项目的绩效目标，一行一条",
    "indicators": "项目的绩效指标，一行一条",
    "objectives": "部门整体绩效目标的分项，写明责任科室",
    "objective_indicators": "部门绩效目标对应的指标",
    "procurement": "政府采购预算，一行一项",
    "assets": "上年末国有资产占用和本年拟购置情况",
    "prior_year": "上年公开的数字，用来说明增减变化",
    "narrative": "情况说明中由本部门撰写的文字",
}
STEPS = (
    "蓝色表头是固定的，请不要改动；其余区域可以填写，可增删行、可筛选、可调整列宽。",
    "带下拉箭头的单元格请从列表中选择；科目可以选择，也可以只填编码。",
    "编码按文本填写（保留前面的 0）；金额以元为单位，至多两位小数；百分数填 95 或 95%。",
    "不要使用公式和合并单元格：从别处复制时请“选择性粘贴”为数值。",
    "鼠标停在表头上可以看到这一栏怎么填；“目录”列出全部科目和说明项。",
    "填好后运行 yusuan check 文件名.xlsx；提示会写明工作表和单元格，例如“预算明细!I5”。",
)
_FIELDS = {
    "department.name": "部门全称，与批复一致",
    "department.short_name": "标题中使用的简称，没有可不填",
    "department.code": "财政部门编制的部门编码",
    "department.division": "六位财政区划代码，如 130311",
    "department.division_name": "财政区划名称",
    "department.edition": "公开版式的编号，如 hebei；运行 yusuan editions 查看全部",
    "department.fiscal_year": "四位年份",
    "department.published_on": "向社会公开的日期；批复后二十日内",
    "department.approved_on": "财政部门批复本部门预算的日期",
    "department.rounding": "adds-up：各表合计与所列各项之和相符；each：逐格四舍五入",
    "department.secrecy_review": "公开前作保密审查的人",
    "department.head": "签字同意公开的负责人",
    "department.overall_objective": "部门整体绩效目标，一段话",
    "units.code": "单位编码，各表都用它指称单位",
    "units.rank": "如 正科级",
    "units.funding_form": "如 财政拨款、财政性资金基本保证",
    "lines.unit": "“预算单位”表中的单位编码",
    "lines.source": "财政拨款三本预算填“财政拨款收入”",
    "lines.function": "选到项级（七位）；从下拉列表选择或只填编码",
    "lines.function_name": "“目录”里没有这个编码时必填；填了就与编码核对",
    "lines.economic_name": "“目录”里没有这个编码时必填；填了就与编码核对",
    "projects.function_name": "“目录”里没有这个编码时必填",
    "procurement.catalogue_name": "品目名称；填了就与编码核对",
    "lines.economic": "选到款级（五位）；只有年终结转结余可以空白",
    "lines.project": "项目支出必须填写“项目”表中的项目编码；基本支出空白",
    "projects.code": "项目库编码（21 位，末位是校验码）",
    "projects.fiscal_amount": "三本预算安排的部分，应与预算明细一致；没有填 0",
    "projects.other_amount": "其他资金安排的部分，应与预算明细一致；没有填 0",
    "projects.purpose": "用到哪里、做什么，一段话",
    "projects.march": "到 3 月底累计支出占全年的百分比，四个时点只增不减、年底 100",
    "projects.mask_ground": "涉密字段的定密依据，不公开",
    "costing.periods": "按月、按次重复的次数，不重复填 1",
    "indicators.target": "如 ≥95%、12人、≤850元/人、比上年提高、2026年10月底前",
    "indicators.basis": "目标值从哪里来：规划、标准、上年实际等",
    "objectives.number": "从 1 开始，不重复",
    "objectives.responsible": "负责落实这一目标的科室",
    "objective_indicators.objective": "“部门绩效目标”表中的序号",
    "procurement.catalogue_code": "政府集中采购目录编码，如 C16079900",
    "procurement.sme_reserve": "面向中小企业预留的金额",
    "assets.planned_purchase": "应与政府采购和项目一致；没有填 0",
    "prior_year.table": "表的编号，运行 yusuan tables 查看，如 expenditure",
    "prior_year.row": "科目编码、合计，或去掉序号的行标题",
    "prior_year.column": "列标题，多级之间用 / 连接",
    "narrative.name": "从下拉列表选择，含义见“目录”",
}


def explained(record: Record, field: f.Field) -> str:
    """Whether a field must be filled, what belongs there, and how it is written."""
    need = "必填" if field.is_required else "可空"
    own = _FIELDS.get(f"{record.name}.{field.name}", field.help)
    # Every text may hold nearly everything: saying so helps nobody.
    form = "" if field.kind is f.TEXT else field.kind.allowed
    return "。".join(part for part in (need, own, form) if part)
