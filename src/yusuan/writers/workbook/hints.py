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
    "approved": "财政部门批复的数，用来核对预算明细有没有录错；不公开",
    "transfers": "本部门一个单位付给另一个单位的钱，汇总时收支两边各抵销一次；没有可不填，不公开",
    "prior_year": "上年公开的数字，用来说明增减变化；已列出说明里要比较的行，填上金额即可",
    "narrative": "情况说明中由本部门撰写的文字",
}
STEPS = (
    "蓝色表头是固定的，请不要改动；其余区域可以填写，可增删行、可筛选、可调整列宽。",
    "带下拉箭头的单元格请从列表中选择；科目可以选择，也可以只填编码。",
    "编码按文本填写（保留前面的 0）；金额以元为单位，至多两位小数；百分数填 95 或 95%。",
    "不要使用公式和合并单元格：从别处复制时请“选择性粘贴”为数值。",
    "可以另加备注列和草稿表：名称不要与原有的相近，它们不读入，核对时会提一句。",
    "鼠标停在表头上可以看到这一栏怎么填；“目录”列出全部科目和说明项。",
    "填好后运行 yusuan check 文件名.xlsx；提示会写明工作表和单元格，例如“预算明细!I5”。",
)
_FIELDS = {
    "department.name": "部门全称，与批复一致",
    "department.short_name": "标题中使用的简称，没有可不填",
    "department.code": "财政部门编制的部门编码",
    "department.division": "六位财政区划代码，如 130311",
    "department.division_name": "财政区划名称",
    "department.edition": "公开版式，从下拉列表选择",
    "department.fiscal_year": "四位年份",
    "department.published_on": "向社会公开的日期；批复后二十日内",
    "department.approved_on": "财政部门批复本部门预算的日期",
    "department.approval_number": "财政部门批复文件的文号",
    "department.rounding": "合计是否与所列各项之和相符",
    "department.secrecy_review": "公开前作保密审查的人",
    "department.head": "签字同意公开的负责人",
    "department.timing_reason": "超过二十日公开、公开后补办审查等：日期如实填写，原因写在这里；只留存，不公开",
    "department.timing_approver": "批准上述原因的负责人",
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
    "lines.project": "项目支出必须填写“项目”表中的项目（从下拉列表选择，或只填编码）；基本支出空白",
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
    "approved.unit": "“预算单位”表中的单位编码；全部门的留空",
    "approved.measure": "批复文件里有哪几项就填哪几项，每项一行",
    "approved.amount": "批复文件上的数，换算成元；不要从预算明细里加出来",
    "transfers.nature": "付款单位在预算明细里列的支出性质，如 对附属单位补助支出",
    "transfers.source": "收款单位在预算明细里列的收入来源，如 上级补助收入",
    "transfers.amount": "双方的预算明细里都应有这么多",
    "prior_year.table": "从下拉列表选择公开表的名称，如 部门支出总表",
    "prior_year.row": "从下拉列表选择；也可填科目编码（如 2013101）或行名，序号可以不写",
    "prior_year.column": "从下拉列表选择，如 基本支出；同名的列写全，多级之间用 / 连接",
    "prior_year.amount": "上年公开的数，换算成元；不知道的空着，空白不作零，确实没有的填 0",
    "narrative.name": "从下拉列表选择，含义见“目录”",
}


def explained(record: Record, field: f.Field) -> str:
    """Whether a field must be filled, what belongs there, and how it is written."""
    need = "必填" if field.is_required else "可空"
    own = _FIELDS.get(f"{record.name}.{field.name}", field.help)
    # Every text may hold nearly everything: saying so helps nobody.
    form = "" if field.kind in {f.TEXT, f.CODE} else field.kind.allowed
    return "。".join(part for part in (need, own, form) if part)
