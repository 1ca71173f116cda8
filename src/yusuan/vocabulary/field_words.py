"""What people call the fields of a dataset in workbooks and exports, beside their labels.

A word means one field. Words are compared folded: blanks, brackets and the unit of money in brackets do not count.
"""

from __future__ import annotations

from yusuan.core.terms import ProjectCategory

# Record and field: words separated by blanks.
FIELD_WORDS: dict[tuple[str, str], str] = {
    ("department", "name"): "部门全称 部门 单位全称",
    ("department", "short_name"): "简称",
    ("department", "edition"): "公开版式 版本",
    ("department", "fiscal_year"): "年度 预算年份 年份 财政年度",
    ("department", "published_on"): "公开时间 公开日",
    ("department", "approved_on"): "批复时间 批复日",
    ("department", "division"): "区划编码 行政区划编码 行政区划代码 财政区划代码 区划",
    ("department", "division_name"): "区划名称 行政区划名称",
    ("units", "code"): "预算单位编码 单位代码 预算单位代码",
    ("units", "name"): "预算单位名称 预算单位 单位",
    ("lines", "unit"): "预算单位 预算单位编码 单位代码 预算单位代码 用款单位 单位",
    ("lines", "fund"): "资金性质类型 资金类型 预算类型",
    ("lines", "source"): "收入类别 收入类型 收入项目",
    ("lines", "origin"): "资金年份 年份性质 资金年度",
    ("lines", "function"): (
        "功能分类 支出功能分类 功能分类科目 支出功能分类科目 功能科目编码 功能分类编码 功能分类科目编码"
        " 支出功能科目 支出功能分类编码 支出功能分类科目编码 功能科目代码"
    ),
    (
        "lines",
        "function_name",
    ): "功能分类名称 功能分类科目名称 支出功能分类名称 支出功能分类科目名称",
    ("lines", "economic"): (
        "经济分类 经济科目 部门经济分类 部门预算经济分类 支出经济分类 部门支出经济分类 部门预算支出经济分类"
        " 经济分类科目 部门经济分类科目 部门预算支出经济分类科目 部门预算经济科目 支出经济分类科目 经济科目编码"
        " 经济分类编码 部门经济科目编码 部门经济分类编码"
    ),
    ("lines", "economic_name"): "经济科目名称 经济分类名称 部门经济分类名称 部门预算经济分类名称",
    ("lines", "nature"): "支出类别 支出类型 支出结构",
    ("lines", "project"): "项目 项目代码 预算项目 预算项目编码 支出项目编码",
    (
        "lines",
        "amount",
    ): "预算金额 预算数 安排金额 预算安排数 指标金额 本年预算数 年初预算数 支出金额 下达金额",
    ("projects", "code"): "项目代码 预算项目编码 支出项目编码",
    ("projects", "name"): "预算项目名称 支出项目名称 项目",
    ("projects", "category"): "项目类型 支出项目类别 项目分类",
    ("projects", "unit"): "预算单位 单位代码 预算单位编码",
    ("procurement", "catalogue_code"): "品目编码 采购品目编码 采购目录代码",
    ("procurement", "catalogue_name"): "品目名称 采购品目名称",
    ("procurement", "name"): "采购内容 物品名称",
}

# What systems call the categories of projects (and with them the nature of the spending), beside their labels; a word
# stands at the beginning. 特定目标类 may be either of two: it is taken for the first, and shown.
CATEGORY_WORDS: dict[ProjectCategory, str] = {
    ProjectCategory.PERSONNEL: "人员类 人员经费 人员支出 工资福利",
    ProjectCategory.STANDARD_OPERATIONS: "公用经费 公用类 标准公用 定额公用 日常公用",
    ProjectCategory.OTHER_OPERATIONS: "其他运转类 其他运转",
    ProjectCategory.SPECIAL_FUNDS: "专项资金 专项类",
    ProjectCategory.DEPARTMENTAL: "特定目标类 部门预算项目 部门项目",
}
BASIC_CATEGORIES = frozenset({ProjectCategory.PERSONNEL, ProjectCategory.STANDARD_OPERATIONS})
