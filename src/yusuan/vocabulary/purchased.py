"""The words of government procurement: what an amount or a share of a procurement paragraph is, by what is said before it.

Every entry is a regular expression over text without blanks, in half-width signs; the first that fits says it.
"""

from __future__ import annotations

SMALL = r"小微企业|小型、?微型企业|小型(?:和|及|与)微型企业|小(?:、|和)微企业"
MEDIUM = r"中小企业|中小微企业|中、小企业"
_AWARDED = r"授予|签订|合同金额"
_PLACES = r"项目中|部分中|采购中"

# Longest claims first: what was won in reserved purchases names the reserve too.
ROLES: tuple[tuple[str, str, str], ...] = (
    ("won_small", rf"预留[^。;]*(?:{_PLACES})[^。;]*(?:{SMALL})|(?:{SMALL})[^。;]*预留[^。;]*(?:{_PLACES})", "小微企业中标"),
    ("won_reserved", rf"(?:{MEDIUM})[^。;]*预留[^。;]*(?:{_PLACES})|预留[^。;]*(?:{_PLACES})[^。;]*(?:{MEDIUM})", "预留项目中中小企业成交"),
    ("won_elsewhere", rf"(?:其他|其它|其余|非预留)[^。;]*(?:{_PLACES})[^。;]*(?:{MEDIUM})", "其他项目中中小企业成交"),
    ("awarded_small", rf"(?:{_AWARDED})[^。;,]*(?:{SMALL})|(?:{SMALL})[^。;,]*(?:{_AWARDED})", "授予小微企业合同金额"),
    ("awarded", rf"(?:{_AWARDED})[^。;,]*(?:{MEDIUM})|(?:{MEDIUM})[^。;,]*(?:{_AWARDED})", "授予中小企业合同金额"),
    ("reserved_small", rf"(?:面向|预留|留给|专门)[^。;,]*(?:{SMALL})", "面向小微企业预留"),
    ("reserved", rf"(?:面向|预留|留给|专门)[^。;,]*(?:{MEDIUM})", "面向中小企业预留"),
    ("goods", r"货物[^、,。;:]*$", "货物"),
    ("works", r"工程[^、,。;:]*$", "工程"),
    ("services", r"服务[^、,。;:]*$", "服务"),
    ("total", r"政府采购[^、,。;:]*(?:\([^()]*\))?[^、,。;:\d]{0,6}$|采购(?:总额|总金额)[^、,。;:\d]{0,4}$|(?:部门|单位|年度?|全年)采购(?:预算|计划)[^、,。;:\d]{0,6}$", "政府采购总额"),
)  # fmt: skip
KINDS = ("goods", "works", "services")
# A total that was planned, which need not be what was bought.
PLANNED = r"采购(?:项目)?(?:预算|计划)(?!单位|执行|支出)"
# An amount after one of these is a change, or another year's.
OTHERWISE = r"比|较|同比|增[加长]|减少|下降|上升|上年|去年|结转|节约|节支|其他|未"

# What a share is of, by the words after 占.
WHOLES: tuple[tuple[str, str], ...] = (
    (
        "reserved",
        rf"(?:预留|专门|面向)[^。;]*(?:{MEDIUM})|(?:{MEDIUM})[^。;]*预留|预留(?:采购)?(?:份额|金额|总额|总量|部分|资金|预算)",
    ),
    ("awarded", rf"(?:{MEDIUM})"),
    ("goods", r"货物"),
    ("works", r"工程"),
    ("services", r"服务"),
    ("planned", PLANNED),
    ("total", r"采购(?:支出|预算|合同|项目)*(?:总额|总金额|总支出|金额|支出|预算|比重|比例|的|$)"),
)
