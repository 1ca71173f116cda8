"""The steps of 两上两下, each a value: forms, permissions, journal and the diagram read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from yusuan.web.organisation.models import StatutoryDay
from yusuan.web.policy import Role
from yusuan.web.policy import actions as a
from yusuan.web.versions.models import Version
from yusuan.web.workflow.states import BookState as B
from yusuan.web.workflow.states import PartState as P

if TYPE_CHECKING:
    from yusuan.web.policy import Allow


class Of(StrEnum):
    """What a step is taken with."""

    PART = "part"
    BOOK = "book"


class Need(StrEnum):
    """What must hold before a step may be taken; `hindrances.py` says in words what is missing."""

    # No error-level finding, and every warning with an approved reason.
    CLEAN = "clean"
    # As CLEAN, of what is about the unit's own rows.
    PART_CLEAN = "part_clean"
    PARTS_ACCEPTED = "parts_accepted"
    CEILINGS = "ceilings"
    WITHIN_CEILINGS = "within_ceilings"
    YEAR_OPEN = "year_open"
    # A budget without a line is no budget.
    LINES = "lines"
    # The department's approval of its units is given once.
    UNITS_WAIT = "units_wait"

    @property
    def words(self) -> str:
        """What the documentation says of it."""
        return _NEEDS[self]


_NEEDS = {
    Need.CLEAN: "没有错误，提示都有经同意的说明",
    Need.PART_CLEAN: "本单位的行没有错误，提示都有经同意的说明",
    Need.PARTS_ACCEPTED: "各单位都已审核通过",
    Need.CEILINGS: "填写了全部门的控制数合计",
    Need.WITHIN_CEILINGS: "不超过控制数",
    Need.YEAR_OPEN: "年度在编制中",
    Need.LINES: "填写了预算明细",
    Need.UNITS_WAIT: "还没有批复过",
}


@dataclass(frozen=True, slots=True)
class Transition:
    """A step from one state to another, and all that belongs to it.

    `hand` is remembered of who took it (`Subject.hands`); `clock` is the day by which the next step is due.
    """

    name: str
    label: str
    of: Of
    from_: tuple[str, ...]
    # None: the state stays.
    to: str | None
    allow: Allow
    needs: tuple[Need, ...] = ()
    needs_reason: bool = False
    is_return: bool = False
    freezes: Version.Event | None = None
    clock: StatutoryDay.Kind | None = None
    hand: str = ""
    # A book that comes back for changes opens its parts again.
    reopens_parts: bool = False
    # The figures become the control totals of the year.
    approves: bool = False
    is_primary: bool = True
    # Whose worklists it comes to.
    notifies: tuple[Role, ...] = ()
    # Written down by the publication room when its gates are passed; no form offers it.
    is_of_publication: bool = False


_DAY = StatutoryDay.Kind
TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "submit_part",
        "报送部门",
        Of.PART,
        (P.ENTERING,),
        P.SUBMITTED,
        a.SUBMIT_PART,
        (Need.YEAR_OPEN, Need.LINES, Need.PART_CLEAN),
        hand="submitted",
        notifies=(Role.DEPARTMENT_REVIEWER,),
    ),
    Transition(
        "accept_part",
        "审核通过",
        Of.PART,
        (P.SUBMITTED,),
        P.ACCEPTED,
        a.REVIEW_PART,
        (Need.YEAR_OPEN,),
        hand="accepted",
    ),
    Transition(
        "return_part",
        "退回单位",
        Of.PART,
        (P.SUBMITTED, P.ACCEPTED),
        P.ENTERING,
        a.REVIEW_PART,
        (Need.YEAR_OPEN,),
        needs_reason=True,
        is_return=True,
        notifies=(Role.UNIT_PREPARER,),
        is_primary=False,
    ),
    Transition(
        "submit_first",
        "报送财政（一上）",
        Of.BOOK,
        (B.FIRST_UP,),
        B.FIRST_REVIEW,
        a.SUBMIT_BOOK,
        (Need.YEAR_OPEN, Need.PARTS_ACCEPTED, Need.CLEAN),
        freezes=Version.Event.FIRST_UP,
        clock=_DAY.CEILINGS,
        hand="submitted",
        notifies=(Role.FINANCE_DIVISION, Role.BUDGET_DIVISION),
    ),
    Transition(
        "return_first",
        "退回部门",
        Of.BOOK,
        (B.FIRST_REVIEW,),
        B.FIRST_UP,
        a.RETURN_BOOK,
        (Need.YEAR_OPEN,),
        needs_reason=True,
        notifies=(Role.UNIT_PREPARER, Role.DEPARTMENT_REVIEWER),
        is_return=True,
        clock=_DAY.FIRST_UP,
        reopens_parts=True,
        is_primary=False,
    ),
    Transition(
        "issue_ceilings",
        "下达控制数",
        Of.BOOK,
        (B.FIRST_REVIEW,),
        B.SECOND_UP,
        a.CEILINGS,
        (Need.YEAR_OPEN, Need.CEILINGS),
        freezes=Version.Event.CEILINGS,
        notifies=(Role.UNIT_PREPARER, Role.DEPARTMENT_REVIEWER),
        clock=_DAY.SECOND_UP,
        reopens_parts=True,
    ),
    Transition(
        "submit_second",
        "报送财政（二上）",
        Of.BOOK,
        (B.SECOND_UP,),
        B.SECOND_REVIEW,
        a.SUBMIT_BOOK,
        (Need.YEAR_OPEN, Need.PARTS_ACCEPTED, Need.WITHIN_CEILINGS, Need.CLEAN),
        freezes=Version.Event.SECOND_UP,
        clock=_DAY.APPROVAL,
        hand="submitted",
        notifies=(Role.FINANCE_DIVISION, Role.BUDGET_DIVISION),
    ),
    Transition(
        "return_second",
        "退回部门",
        Of.BOOK,
        (B.SECOND_REVIEW,),
        B.SECOND_UP,
        a.RETURN_BOOK,
        (Need.YEAR_OPEN,),
        needs_reason=True,
        notifies=(Role.UNIT_PREPARER, Role.DEPARTMENT_REVIEWER),
        is_return=True,
        clock=_DAY.SECOND_UP,
        reopens_parts=True,
        is_primary=False,
    ),
    Transition(
        "approve",
        "批复",
        Of.BOOK,
        (B.SECOND_REVIEW,),
        B.APPROVED,
        a.APPROVE,
        (Need.YEAR_OPEN, Need.WITHIN_CEILINGS, Need.CLEAN),
        freezes=Version.Event.APPROVED,
        notifies=(Role.DEPARTMENT_REVIEWER, Role.PUBLISHER),
        clock=_DAY.PUBLICATION,
        hand="approved",
        approves=True,
    ),
    Transition(
        "approve_units",
        "批复所属单位",
        Of.BOOK,
        (B.APPROVED, B.PUBLISHED, B.CORRECTED),
        None,
        a.APPROVE_UNITS,
        (Need.UNITS_WAIT,),
        is_primary=False,
    ),
    Transition(
        "publish",
        "公开",
        Of.BOOK,
        (B.APPROVED,),
        B.PUBLISHED,
        a.PUBLISH,
        freezes=Version.Event.PUBLISHED,
        is_of_publication=True,
    ),
    Transition(
        "correct",
        "更正公开",
        Of.BOOK,
        (B.PUBLISHED, B.CORRECTED),
        B.CORRECTED,
        a.PUBLISH,
        needs_reason=True,
        freezes=Version.Event.CORRECTED,
        is_of_publication=True,
    ),
)
BY_NAME = {transition.name: transition for transition in TRANSITIONS}
# What sends a book or a part back: each gives its reason.
RETURNS = frozenset(one.name for one in TRANSITIONS if one.is_return)
