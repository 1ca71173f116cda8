"""What an inspection of a published document checks, item by item, and the dimension each item counts in.

The five dimensions are those of the national inspection of budget disclosure; which item counts where is our
reading of them and is written out here, so that anyone can argue with it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cache

from yusuan.rules.books import book


class Dimension(enum.Enum):
    """A dimension of the national inspection of budget disclosure."""

    COMPLETENESS = "completeness"
    DETAIL = "detail"
    TIMELINESS = "timeliness"
    MANNER = "manner"
    TRUTHFULNESS = "truthfulness"

    @property
    def label(self) -> str:
        """The word inspectors use."""
        return _LABELS[self]


_LABELS = {
    Dimension.COMPLETENESS: "完整性",
    Dimension.DETAIL: "细化程度",
    Dimension.TIMELINESS: "及时性",
    Dimension.MANNER: "公开方式",
    Dimension.TRUTHFULNESS: "真实性",
}


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One item of a check sheet: a rule, what it claims in plain words, and its dimension.

    `looks_through`: the rule goes through all that was read and speaks only of what is wrong, so that of a
    document without such an outcome it can be said that nothing was found.
    """

    rule: str
    claim: str
    dimension: Dimension
    looks_through: bool = False


_COMPLETENESS, _DETAIL, _TIMELINESS, _MANNER, _TRUTH = Dimension

# Where the rules of the books count, by their finding class.
_OF_CLASS = {
    "missing-document": _COMPLETENESS,
    "missing-table": _COMPLETENESS,
    "missing-section": _COMPLETENESS,
    "missing-nil-statement": _COMPLETENESS,
    "placeholder-left": _COMPLETENESS,
    "performance-missing": _COMPLETENESS,
    "not-detailed": _DETAIL,
    "vehicles-not-split": _DETAIL,
    "change-without-reason": _DETAIL,
    "target-quality": _DETAIL,
    "late": _TIMELINESS,
    # What is withheld, and what should have been, is a matter of how one publishes.
    "secret-exposed": _MANNER,
    "mask-without-ground": _MANNER,
    "wording": _MANNER,
    "table-arithmetic": _TRUTH,
    "cross-table": _TRUTH,
    "cross-year": _TRUTH,
    "code-name-mismatch": _TRUTH,
    "wrong-year": _TRUTH,
    "text-disagrees-with-table": _TRUTH,
    "change-direction": _TRUTH,
    "procurement": _TRUTH,
    "assets": _TRUTH,
    "calculation": _TRUTH,
    "payment-plan": _TRUTH,
}

# What is checked on published documents only, in the order of a check sheet.
_PUBLISHED = (
    CheckItem("missing-table", "法定的各张表都已公开", _COMPLETENESS),
    CheckItem("missing-section", "法定的说明事项都有文字", _COMPLETENESS),
    CheckItem("missing-nil-statement", "空表附有无此项资金的说明", _COMPLETENESS),
    CheckItem(
        "nil-note-under-filled-table",
        "有数字的表下面没有空表说明",
        _COMPLETENESS,
        looks_through=True,
    ),
    CheckItem("nil-statement-of-another-fund", "空表说明说的是本表的资金", _COMPLETENESS),
    CheckItem(
        "nil-statement-contradicted",
        "文字称没有的资金，表中也没有",
        _COMPLETENESS,
        looks_through=True,
    ),
    CheckItem("contents-entry-without-section", "目录所列各部分正文中都有", _COMPLETENESS),
    CheckItem(
        "placeholder-left", "没有未填写或未删去的模板字样", _COMPLETENESS, looks_through=True
    ),
    CheckItem("figure-left-blank", "文字中的金额和比例都已填写", _COMPLETENESS, looks_through=True),
    CheckItem("goals-stated", "所述绩效目标的项目数、金额与公开的一致", _COMPLETENESS),
    CheckItem("not-detailed", "功能分类列到项，基本支出经济分类列到款", _DETAIL),
    CheckItem("vehicles-not-split", "公务用车分列购置费和运行维护费", _DETAIL),
    CheckItem("change-without-reason", "增减变化写明原因", _DETAIL),
    CheckItem("empty-reason", "“主要原因是”之后写出了原因", _DETAIL, looks_through=True),
    CheckItem("late", "批复后二十日内公开", _TIMELINESS),
    CheckItem("table-recognised", "各张表都能机读、可以核对", _MANNER),
    CheckItem("document-read-whole", "文件的内容都能读出", _MANNER),
    CheckItem("no-blank-page", "没有空白页", _MANNER),
    CheckItem("page-shows-its-text", "每页文字完整，不超出纸边", _MANNER),
    CheckItem("attachment-disagrees-with-print", "所附开放数据与印出的数一致", _MANNER),
    CheckItem("secrecy-mark-left", "没有密级或内部使用的标志", _MANNER),
    CheckItem("withheld-amount-shared", "涉密金额不能由合计倒推出来", _MANNER),
    CheckItem("contents-page-numbers", "目录页码与正文相符", _MANNER),
    CheckItem("section-without-contents-entry", "正文各部分都列入目录", _MANNER),
    CheckItem("broken-reference", "目录和交叉引用没有失效", _MANNER, looks_through=True),
    CheckItem("template-word-left", "范本中的选择项已经取舍", _MANNER, looks_through=True),
    CheckItem("percent-sign-missing", "增减幅度带有百分号", _MANNER, looks_through=True),
    CheckItem("sentence-breaks-off", "句子都写完整", _MANNER, looks_through=True),
    CheckItem("word-doubled", "没有连续重复的词语", _MANNER, looks_through=True),
    CheckItem("bracket-not-closed", "括号成对", _MANNER, looks_through=True),
    CheckItem("author-name", "单位名称前后一致，没有误写成上级", _TRUTH, looks_through=True),
    CheckItem("level-of-government", "名词解释说的是本级财政", _TRUTH, looks_through=True),
    CheckItem("department-or-unit", "部门、单位的称呼与文件种类一致", _TRUTH, looks_through=True),
    CheckItem("wrong-year", "标题和文字中的年度是本年度", _TRUTH),
    CheckItem("wrong-unit", "各张表的金额单位一致、写明", _TRUTH, looks_through=True),
    CheckItem("table-arithmetic", "每张表内各行各列加总相符", _TRUTH),
    CheckItem("cross-table", "同一笔钱在不同表中一致", _TRUTH),
    CheckItem("text-disagrees-with-table", "文字所写金额与表格一致", _TRUTH),
    CheckItem("listed-item-has-no-money", "文字列举的支出在表中有金额", _TRUTH, looks_through=True),
    CheckItem("growth-rate", "增减幅度与按两年数重算的一致", _TRUTH),
    CheckItem("change-amount", "增减额等于两年数之差", _TRUTH),
    CheckItem("change-direction", "“增加”“减少”“持平”与数字相符", _TRUTH),
    CheckItem("negative-base", "由增减额推算的上年数不为负", _TRUTH),
    CheckItem("project-amounts-repeat", "同一项目前后所写金额一致", _TRUTH),
    CheckItem("contradictory-levels", "同一个数在文字各处相同", _TRUTH),
    CheckItem("revenue-equals-expenditure", "文字所写收入合计等于支出合计", _TRUTH),
    CheckItem("parts-add-up", "文字列出的各部分之和等于总数", _TRUTH),
    CheckItem("parts-of-a-change-add-up", "各项增减之和等于总的增减", _TRUTH),
    CheckItem("items-within-total", "逐项说明的金额之和不超过总额", _TRUTH),
    CheckItem("share", "所占比重与金额重算的一致", _TRUTH),
    CheckItem("completion-rate", "完成比例与预算数、决算数重算的一致", _TRUTH),
    CheckItem("reason-against-direction", "所述原因与增减方向一致", _TRUTH, looks_through=True),
    CheckItem(
        "copied-from-another-item", "用途和原因说的是本科目，没有误抄", _TRUTH, looks_through=True
    ),
    CheckItem("item-name-differs", "文字所写科目在表中有同名的行", _TRUTH, looks_through=True),
    CheckItem("code-name-mismatch", "科目名称与当年科目一致", _TRUTH, looks_through=True),
    CheckItem("codes-and-names-agree", "表中科目编码与名称相符", _TRUTH),
    CheckItem("code-format", "科目编码位数正确", _TRUTH),
    CheckItem(
        "code-differs-between-tables", "同一科目在各表中编码相同", _TRUTH, looks_through=True
    ),
    CheckItem("form-amounts-add-up", "项目绩效表的各项资金之和等于总额", _TRUTH),
    CheckItem("asset-parts-add-up", "资产各分项之和等于总额，文字与表一致", _TRUTH),
    CheckItem("purchases-claimed-are-listed", "文字所称列入采购的金额在采购表中", _TRUTH),
    CheckItem("purchases-add-up", "采购表各行、各资金来源之和等于合计", _TRUTH),
    CheckItem("quantity-times-price", "采购数量乘以单价等于金额", _TRUTH),
)
PUBLISHED_ITEMS = tuple(item.rule for item in _PUBLISHED)

# What is checked only on a scan, or when another document is at hand.
_ON_OCCASION = (
    CheckItem("scan-figure-inferred", "图片中的数识别无误", _MANNER),
    CheckItem("scan-figure-doubtful", "图片中的数字迹清楚", _MANNER),
    CheckItem("against-relation", "两份文件的关系可以判明", _TRUTH),
    CheckItem("against-prior-year", "所述上年数与上年公开的文件一致", _TRUTH),
    CheckItem("against-budget", "决算所述预算数与公开的预算一致", _TRUTH),
    CheckItem("against-units", "所属单位之和与部门数一致", _TRUTH),
    CheckItem("against-original", "重新公开的文件与原文件一致", _TRUTH),
)


@cache
def check_items() -> dict[str, CheckItem]:
    """Every item that is mapped on purpose, by rule id: those of published documents, then the books'."""
    items = {item.rule: item for item in (*_PUBLISHED, *_ON_OCCASION)}
    for rule in book():
        items[rule.id] = CheckItem(rule.id, rule.claim, _OF_CLASS[rule.finding_class])
    return items


def check_item(rule: str) -> CheckItem:
    """The item of a rule; what nobody has placed yet counts as truthfulness, as most of what is checked does."""
    return check_items().get(rule) or CheckItem(rule, rule, _TRUTH)
