"""Every permission there is. A new action is one value here; nothing else grants anything."""

from __future__ import annotations

from yusuan.web.policy.allow import Allow, allow
from yusuan.web.policy.roles import Role

_FINANCE = (Role.FINANCE_DIVISION, Role.PERFORMANCE, Role.BUDGET_DIVISION)
_DEPARTMENT = (Role.DEPARTMENT_REVIEWER, Role.PUBLISHER, Role.SECRECY_REVIEWER, Role.HEAD)
# An administrator sees no budget: the role says so.
_READERS = (Role.UNIT_PREPARER, *_DEPARTMENT, *_FINANCE, Role.AUDITOR)
_UP = ("first_up", "second_up")

READ = allow("read", "查看", _READERS)
# State of a part: "<book state>/<part state>".
EDIT = allow(
    "edit",
    "填报",
    (Role.UNIT_PREPARER,),
    [f"{book}/entering" for book in _UP],
)
EDIT_DEPARTMENT = allow(
    "edit_department",
    "填报部门部分",
    (Role.DEPARTMENT_REVIEWER,),
    [f"{book}/entering" for book in _UP],
)
SUBMIT_PART = allow(
    "submit_part", "报送部门", (Role.UNIT_PREPARER,), [f"{book}/entering" for book in _UP]
)
REVIEW_PART = allow(
    "review_part",
    "审核单位",
    (Role.DEPARTMENT_REVIEWER,),
    [f"{book}/{part}" for book in _UP for part in ("submitted", "accepted")],
    not_hands=("submitted",),
)
SUBMIT_BOOK = allow("submit_book", "报送财政", (Role.DEPARTMENT_REVIEWER,), _UP)
RETURN_BOOK = allow(
    "return_book",
    "退回部门",
    (Role.FINANCE_DIVISION, Role.BUDGET_DIVISION),
    ("first_review", "second_review"),
)
CEILINGS = allow("ceilings", "下达控制数", (Role.BUDGET_DIVISION,), ("first_review", "second_up"))
APPROVE = allow(
    "approve", "批复", (Role.BUDGET_DIVISION,), ("second_review",), not_hands=("submitted",)
)
APPROVE_UNITS = allow(
    "approve_units",
    "批复所属单位",
    (Role.DEPARTMENT_REVIEWER,),
    ("approved", "published", "corrected"),
)
LOCK = allow("lock", "锁定年度", (Role.BUDGET_DIVISION,))
OPEN_YEAR = allow("open_year", "开启年度", (Role.BUDGET_DIVISION,))
COMMENT = allow("comment", "批注", _READERS)
SETTLE = allow("settle", "解决批注", (*_FINANCE, Role.DEPARTMENT_REVIEWER, Role.AUDITOR))
WAIVE = allow("waive", "说明提示", (Role.UNIT_PREPARER, Role.DEPARTMENT_REVIEWER), _UP)
APPROVE_WAIVER = allow(
    "approve_waiver",
    "同意说明",
    (Role.DEPARTMENT_REVIEWER, Role.FINANCE_DIVISION, Role.BUDGET_DIVISION),
    not_hands=("asked",),
)
PROJECT_EDIT = allow(
    "project_edit", "填报项目", (Role.UNIT_PREPARER,), ("declared", "in_library", "selected")
)
PROJECT_DEPARTMENT = allow(
    "project_department", "审核项目", (Role.DEPARTMENT_REVIEWER,), ("department_review",)
)
PROJECT_FINANCE = allow(
    "project_finance", "审核项目", (Role.FINANCE_DIVISION,), ("finance_review",)
)
PROJECT_PERFORMANCE = allow(
    "project_performance", "审核绩效", (Role.PERFORMANCE,), ("finance_review",)
)
PROJECT_SELECT = allow(
    "project_select",
    "列入预算",
    (Role.UNIT_PREPARER, Role.DEPARTMENT_REVIEWER),
    ("in_library", "selected"),
)
PREPARE_PUBLICATION = allow(
    "prepare_publication", "准备公开", (Role.PUBLISHER,), ("approved", "published", "corrected")
)
SECRECY = allow(
    "secrecy", "保密审查", (Role.SECRECY_REVIEWER,), ("made",), not_hands=("asked", "head")
)
HEAD_SIGNS = allow("head_signs", "审签", (Role.HEAD,), ("made",), not_hands=("asked", "secrecy"))
PUBLISH = allow("publish", "公开", (Role.PUBLISHER,), ("made",))
# What is not public yet; a unit's people see what is.
READ_PUBLICATION = allow(
    "read_publication", "查看待公开文件", (*_DEPARTMENT, *_FINANCE, Role.AUDITOR)
)
READ_JOURNAL = allow(
    "read_journal", "查看日志", (*_FINANCE, Role.DEPARTMENT_REVIEWER, Role.AUDITOR)
)
BASE_DATA = allow("base_data", "维护基础数据", (Role.ADMINISTRATOR, Role.BUDGET_DIVISION))
USERS = allow("users", "管理用户", (Role.ADMINISTRATOR,))

ACTIONS: dict[str, Allow] = {
    value.action: value for value in tuple(globals().values()) if isinstance(value, Allow)
}
