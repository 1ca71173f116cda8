"""Every address of the place: what it is about, how its arguments are made, who reads it, who writes by it.

Written by hand; `test_addresses.py` refuses an address that is not here. 单: unit preparer, 部: department reviewer,
业: finance division, 绩: performance, 预: budget division, 公: publisher, 保: secrecy reviewer, 负: head, 审: auditor,
管: administrator.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.urls import URLResolver, get_resolver

from tests.web.place.publication.approved import AT
from tests.web.place.small import YEAR
from yusuan.web.budgets.checking import checked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.web.place.security.world import Things

ALL = "单部业绩预公保负审管"
# An administrator sees no budget.
READERS = "单部业绩预公保负审"
# Who reads a department whole.
WHOLE = "部业绩预公保负审"
KEEPERS = "预管"
_TODAY = AT.date().isoformat()


class Of(Enum):
    """Whose a thing is: what is out of somebody's scope is not there."""

    PLACE = "nobody's in particular"
    DEPARTMENT = "a department's"
    UNIT = "a unit's"


@dataclass(frozen=True)
class Address:
    """An address; `reads` and `writes` are the roles answered by GET, and whose POST writes, of their own things."""

    name: str
    methods: str
    of: Of = Of.PLACE
    args: Callable[[Things], Sequence[object]] = lambda _: ()
    reads: str = ""
    writes: str = ""
    data: Callable[[Things], dict[str, Any]] = lambda _: {}
    query: Callable[[Things], dict[str, object]] = lambda _: {}
    # It belongs to whoever is signed in, or to nobody: a stranger is answered too.
    is_open: bool = False
    # Asked by a script.
    is_json: bool = False
    posts: bool = field(init=False)
    gets: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "posts", "POST" in self.methods)
        object.__setattr__(self, "gets", "GET" in self.methods)


def named() -> Iterator[tuple[str, str]]:
    """Name and route of every address there is."""
    yield from _named(get_resolver().url_patterns, "", "")


def _named(patterns: list[Any], space: str, route: str) -> Iterator[tuple[str, str]]:
    for one in patterns:
        at = f"{route}{one.pattern}"
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _named(one.url_patterns, inner, at)
        else:
            yield f"{space}{one.name}", at


def _printed(things: Things) -> str:
    run = checked(things.book).run
    assert run is not None
    return run.printed[0].id


def _warning(things: Things) -> str:
    return checked(things.book).warnings[0].id


def _duties(things: Things) -> str:
    rows = things.book.parts.get(unit=None).rows
    kept = rows.get(record="narrative", values__name="duties").values["text"]
    return str(kept)


def _unit(things: Things) -> dict[str, Any]:
    return {
        "begins": _TODAY,
        "department": things.book.department_id,
        "nature": "行政单位",
        "rank": "科级",
        "funding_form": "财政拨款",
    }


_OWN = (
    Address("home", "GET HEAD", reads=ALL),
    Address("health", "GET HEAD", reads=ALL, is_open=True),
    Address("own", "GET HEAD", reads=ALL),
    Address("end_others", "POST"),
    Address("account_login", "GET HEAD POST", reads=ALL, is_open=True),
    Address("account_logout", "GET HEAD POST", reads=ALL, writes=ALL),
    Address("account_change_password", "GET HEAD POST", reads=ALL),
    Address("account_reauthenticate", "GET HEAD POST", reads=ALL),
    Address("mfa_authenticate", "GET HEAD POST", reads=ALL, is_open=True),
    Address("mfa_reauthenticate", "GET HEAD POST", reads=ALL),
    Address("mfa_activate_totp", "GET HEAD POST", reads=ALL),
    Address("mfa_deactivate_totp", "GET HEAD POST"),
    Address("mfa_view_recovery_codes", "GET HEAD"),
    Address("mfa_generate_recovery_codes", "GET HEAD POST", reads=ALL),
    Address("mfa_download_recovery_codes", "GET HEAD"),
    Address("account_signup", "GET HEAD", reads=ALL),
    Address("account_inactive", "GET HEAD", reads=ALL),
    Address("mfa_index", "GET HEAD", reads=ALL),
)
_USERS = (
    Address("accounts_users:list", "GET", reads="管"),
    Address(
        "accounts_users:new",
        "GET POST",
        reads="管",
        writes="管",
        data=lambda _: {"username": "neu-hier", "name": "新人"},
    ),
    Address(
        "accounts_users:user",
        "GET POST",
        args=lambda t: (t.user.pk,),
        reads="管",
        writes="管",
        data=lambda _: {"role": "auditor", "begins": _TODAY},
    ),
    Address("accounts_users:reset", "POST", args=lambda t: (t.user.pk,), writes="管"),
    Address("accounts_users:activate", "POST", args=lambda t: (t.user.pk,), writes="管"),
    Address("accounts_users:end_role", "POST", args=lambda t: (t.membership.pk,), writes="管"),
)
_STEPS = (
    Address("workflow:years", "GET", reads="预"),
    Address(
        "workflow:open",
        "POST",
        args=lambda _: (YEAR + 1,),
        data=lambda _: {"on": _TODAY},
        writes="预",
    ),
    Address("workflow:lock", "POST", args=lambda _: (YEAR - 1,), writes="预"),
    Address("workflow:ceilings", "GET", args=lambda _: (YEAR,), reads=ALL),
    Address(
        "workflow:take",
        "GET POST",
        of=Of.DEPARTMENT,
        args=lambda t: ("part", t.handed_in.pk, "accept_part"),
        reads=WHOLE,
        writes="部",
    ),
)
_BASE = (
    Address("organisation:home", "GET HEAD", reads=KEEPERS),
    Address(
        "organisation:new_year",
        "GET HEAD POST",
        reads=KEEPERS,
        writes=KEEPERS,
        data=lambda _: {
            "year": "2031",
            "edition": "hebei",
            "division": "130324",
            "division_name": "和山县",
        },
    ),
    Address(
        "organisation:new_division",
        "GET HEAD POST",
        reads=KEEPERS,
        writes=KEEPERS,
        data=lambda _: {"code": "xin", "name": "新业务科"},
    ),
    Address(
        "organisation:new_department",
        "GET HEAD POST",
        reads=KEEPERS,
        writes=KEEPERS,
        data=lambda t: {
            "code": "990",
            "name": "新部门",
            "division": t.book.department.division_id,
        },
    ),
    Address(
        "organisation:list",
        "GET HEAD POST",
        reads=KEEPERS,
        writes=KEEPERS,
        data=lambda _: {
            "begins": _TODAY,
            "rows": "xin\t新业务科\t990\t新部门\t990001\t新单位\t行政单位",
        },
    ),
    Address(
        "organisation:department",
        "GET HEAD POST",
        args=lambda t: (t.book.department_id,),
        reads=KEEPERS,
        writes=KEEPERS,
        data=lambda t: {
            "name": "改名的部门",
            "division": t.book.department.division_id,
            "revision": str(t.book.department.revision),
        },
    ),
    Address(
        "organisation:standard",
        "GET HEAD POST",
        args=lambda t: (t.standard.pk,),
        reads=KEEPERS,
        writes=KEEPERS,
        data=lambda t: {
            "code": t.standard.code,
            "name": "改名的定额",
            "per": "staff",
            "function": "",
            "economic": "30201",
            "nature": "基本支出",
            "yuan": "1",
            "revision": str(t.standard.revision),
        },
    ),
    Address(
        "organisation:new_unit",
        "GET HEAD POST",
        reads=KEEPERS,
        writes=KEEPERS,
        data=lambda t: {"code": "990001", "name": "新单位", **_unit(t)},
    ),
    Address(
        "organisation:unit",
        "GET HEAD POST",
        args=lambda t: (t.part.unit_id or "",),
        reads=KEEPERS,
        writes=KEEPERS,
        data=lambda t: {"what": "move", "revision": "0", **_unit(t)},
    ),
    Address(
        "organisation:year",
        "GET HEAD POST",
        args=lambda _: (YEAR,),
        reads=KEEPERS,
        writes=KEEPERS,
        data=lambda _: {"what": "day", "kind": "first_up", "on": _TODAY},
    ),
    Address("organisation:copy", "POST", args=lambda _: (YEAR,), writes=KEEPERS),
)
_BUDGETS = (
    Address("budgets:list", "GET", reads=ALL),
    Address("budgets:book", "GET", Of.DEPARTMENT, lambda t: (t.book.pk,), READERS),
    Address("budgets:findings", "GET", Of.DEPARTMENT, lambda t: (t.book.pk,), READERS),
    Address("budgets:tables", "GET", Of.DEPARTMENT, lambda t: (t.book.pk,), READERS),
    Address("budgets:table", "GET", Of.DEPARTMENT, lambda t: (t.book.pk, _printed(t)), READERS),
    Address("budgets:figure", "GET", Of.DEPARTMENT, lambda t: (t.book.pk, _printed(t), 0), READERS),
    Address("budgets:consolidation", "GET", Of.DEPARTMENT, lambda t: (t.book.pk,), WHOLE),
    Address("budgets:ceilings", "GET POST", Of.DEPARTMENT, lambda t: (t.book.pk,), WHOLE),
    Address(
        "budgets:texts",
        "GET POST",
        Of.DEPARTMENT,
        lambda t: (t.book.pk,),
        WHOLE,
        writes="部",
        data=lambda t: {"operation": "texts", "t-duties": "新", "o-duties": _duties(t)},
    ),
    Address("budgets:preview", "GET", Of.DEPARTMENT, lambda t: (t.book.pk,), WHOLE),
    Address("budgets:preview_page", "GET", Of.DEPARTMENT, lambda t: (t.book.pk,), WHOLE),
    Address("budgets:part", "GET", Of.UNIT, lambda t: (t.part.pk,), READERS),
    Address("budgets:import", "GET POST", Of.UNIT, lambda t: (t.part.pk,), READERS),
    Address("budgets:export", "GET", Of.UNIT, lambda t: (t.part.pk,), READERS),
    Address(
        "budgets:import_preview",
        "GET POST",
        Of.UNIT,
        lambda t: (t.taken.pk,),
        READERS,
        writes="单",
    ),
    Address("budgets:import_file", "GET", Of.UNIT, lambda t: (t.taken.pk,), READERS),
    Address("budgets:import_undo", "POST", Of.UNIT, lambda t: (t.taken.pk,)),
    Address(
        "budgets:save",
        "POST",
        Of.UNIT,
        lambda t: (t.part.pk,),
        writes="单",
        data=lambda t: {
            "record": "lines",
            "operation": "save",
            f"v-{t.row.pk}-amount": "5.00",
            f"r-{t.row.pk}": str(t.row.revision),
        },
    ),
    Address(
        "budgets:state",
        "POST",
        Of.UNIT,
        lambda t: (t.part.pk,),
        # A sign of life.
        writes=READERS,
        data=lambda _: {"record": "lines", "revision": "", "tab": "tab-1", "page": 1},
        is_json=True,
    ),
    Address(
        "budgets:names",
        "GET",
        Of.UNIT,
        lambda t: (t.part.pk,),
        READERS,
        query=lambda _: {"kind": "function", "q": "201"},
    ),
    Address("budgets:by_standard", "GET HEAD POST", Of.UNIT, lambda t: (t.part.pk,), READERS),
)
_PROJECTS = (
    Address("projects:list", "GET", reads=ALL),
    Address(
        "projects:new",
        "GET POST",
        reads="单",
        writes="单",
        data=lambda t: {
            "name": "新项目",
            "category": "部门预算项目",
            "first_year": "2026",
            "last_year": "2028",
            "unit": t.part.unit_id,
        },
    ),
    Address("projects:choose", "GET", Of.UNIT, lambda t: (t.part.pk,), READERS),
    Address("projects:chosen", "POST", Of.UNIT, lambda t: (t.part.pk, t.accepted.pk), writes="单"),
    Address("projects:one", "GET", Of.UNIT, lambda t: (t.project.pk,), READERS),
    Address(
        "projects:edit",
        "GET POST",
        Of.UNIT,
        lambda t: (t.project.pk,),
        "单",
        writes="单",
        data=lambda _: {"revision": "0", "projects-0-name": "改过的"},
    ),
    Address(
        "projects:lint",
        "GET",
        Of.UNIT,
        lambda t: (t.project.pk,),
        READERS,
        query=lambda _: {"kind": "数量指标", "name": "次数", "target": "≥3次"},
    ),
    Address(
        "projects:take",
        "GET POST",
        Of.UNIT,
        lambda t: (t.accepted.pk, "end"),
        "单部",
        writes="单部",
    ),
)
_COMMENTS = (
    Address("comments:list", "GET", reads=ALL),
    Address("comments:of_book", "GET", Of.DEPARTMENT, lambda t: (t.book.pk,), READERS),
    Address(
        "comments:open",
        "GET POST",
        Of.DEPARTMENT,
        lambda t: (t.book.pk,),
        READERS,
        writes=READERS,
        data=lambda t: {"text": "为什么？", "row": str(t.row.pk), "field": "amount"},
    ),
    Address(
        "comments:thread",
        "GET POST",
        Of.UNIT,
        lambda t: (t.thread.pk,),
        READERS,
        writes=READERS,
        data=lambda _: {"text": "因为。"},
    ),
    Address(
        "comments:waive",
        "POST",
        Of.DEPARTMENT,
        lambda t: (t.book.pk,),
        # The warning is none of the unit's.
        writes="部",
        data=lambda t: {"finding": _warning(t), "reason": "已核实", "expires": "2026-12-31"},
    ),
    Address(
        "comments:approve_waiver",
        "POST",
        Of.DEPARTMENT,
        lambda t: (t.waiver.pk,),
        writes="部业预",
    ),
    Address(
        "comments:withdraw_waiver",
        "POST",
        Of.DEPARTMENT,
        lambda t: (t.waiver.pk,),
        writes="部业预",
    ),
)
_VERSIONS = (
    Address("versions:list", "GET", Of.DEPARTMENT, lambda t: (t.book.pk,), WHOLE),
    Address(
        "versions:compare",
        "GET",
        reads=ALL,
        query=lambda t: {"old": t.version.pk, "new": t.later.pk},
    ),
    Address("versions:diff", "GET", Of.DEPARTMENT, lambda t: (t.version.pk, t.later.pk), WHOLE),
    Address("versions:file", "GET", Of.DEPARTMENT, lambda t: (t.version.pk,), WHOLE),
)
_PUBLICATION = (
    Address("publication:list", "GET HEAD", reads=ALL),
    Address("publication:of_book", "GET HEAD", Of.DEPARTMENT, lambda t: (t.approved.pk,), WHOLE),
    Address(
        "publication:prepare",
        "GET HEAD POST",
        Of.DEPARTMENT,
        lambda t: (t.approved.pk,),
        "公",
        writes="公",
        data=lambda _: {"dated": _TODAY, "secrecy_by": "保密审查0", "head": "负责人0"},
    ),
    Address(
        "publication:correct", "GET HEAD POST", Of.DEPARTMENT, lambda t: (t.approved.pk,), "公"
    ),
    Address("publication:one", "GET HEAD", Of.DEPARTMENT, lambda t: (t.publication.pk,), WHOLE),
    Address("publication:masked", "GET HEAD", Of.DEPARTMENT, lambda t: (t.publication.pk,), WHOLE),
    Address("publication:difference", "GET HEAD", Of.DEPARTMENT, lambda t: (t.publication.pk,)),
    Address("publication:dataset", "GET HEAD", Of.DEPARTMENT, lambda t: (t.publication.pk,), WHOLE),
    Address(
        "publication:file",
        "GET HEAD",
        Of.DEPARTMENT,
        lambda t: (t.publication.pk, t.file.sha256),
        WHOLE,
    ),
    Address(
        "publication:page",
        "GET HEAD",
        Of.DEPARTMENT,
        lambda t: (t.publication.pk, t.page.sha256),
        WHOLE,
    ),
    Address(
        "publication:gate",
        "POST",
        Of.DEPARTMENT,
        lambda t: (t.publication.pk, "secrecy"),
        writes="保",
        data=lambda t: {"decision": "no", "reason": "再看", "digest": t.publication.digest},
    ),
    Address("publication:publish", "POST", Of.DEPARTMENT, lambda t: (t.publication.pk,)),
    Address(
        "publication:abandon",
        "POST",
        Of.DEPARTMENT,
        lambda t: (t.publication.pk,),
        writes="公",
        data=lambda _: {"reason": "不要了"},
    ),
)
_OTHERS = (
    Address("journal:list", "GET", reads=ALL),
    Address("journal:object", "GET", Of.UNIT, lambda t: ("budgets.row", str(t.row.pk)), READERS),
    Address("tasks:state", "GET HEAD", Of.DEPARTMENT, lambda t: (t.task.pk,), WHOLE),
)
ADDRESSES = (
    *_OWN,
    *_USERS,
    *_STEPS,
    *_BASE,
    *_BUDGETS,
    *_PROJECTS,
    *_COMMENTS,
    *_VERSIONS,
    *_PUBLICATION,
    *_OTHERS,
)
