"""The journal as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yusuan.core import records as r
from yusuan.web.asking import asker
from yusuan.web.journal.reach import entries_for, history_of
from yusuan.web.policy import ACTIONS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from yusuan.web.journal.models import Entry

_A_PAGE = 50
# Whose a row is: it is said by the page it is read on.
_PART = "part"
_KINDS = {
    "budgets.row": "明细行",
    "budgets.part": "单位部分",
    "budgets.book": "部门预算",
    "budgets.ceiling": "控制数",
    "versions.version": "版本",
    "comments.thread": "批注",
    "comments.comment": "批注内容",
    "comments.waiver": "说明",
    "projects.project": "项目",
    "projects.review": "项目审核",
    "projects.choice": "列入预算",
    "publication.publication": "公开",
    "publication.gate": "审签",
    "accounts.user": "用户",
    "accounts.membership": "角色",
    "organisation.unit": "单位",
    "organisation.unitmembership": "单位归属",
    "organisation.department": "部门",
    "organisation.fiscalyear": "年度",
    "organisation.standard": "定额",
    "organisation.staffing": "人员编制",
    "organisation.statutoryday": "法定时间",
    "organisation.division": "业务科",
}
_LABELS = {field.name: field.label for record in r.RECORDS for field in record.fields}
_OWN = {
    "state": "状态",
    "is_returned": "退回",
    "values": "内容",
    "record": "类别",
    "reason": "原因",
}


@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """The newest entries first; by day, person and kind of thing."""
    actor = asker(request)
    found = entries_for(actor)
    who, day = request.GET.get("who", "").strip()[:60], request.GET.get("day", "").strip()[:10]
    if who:
        found = found.filter(actor__contains=who)
    if _is_day(day):
        found = found.filter(at__date=day)
    kind = request.GET.get("kind", "")
    if kind in _KINDS:
        found = found.filter(kind=kind)
    page = Paginator(found.order_by("-at", "-pk"), _A_PAGE).get_page(request.GET.get("page"))
    content = {
        "page": page,
        "rows": [_shown(one) for one in page],
        "who": who,
        "day": day,
        "kind": kind,
        "kinds": _KINDS,
    }
    return render(request, "journal/list.html", content)


@require_GET
def history(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Everything that happened to one object."""
    found = history_of(asker(request), kind, key).order_by("-at", "-sequence")
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    if not page.object_list:
        raise Http404
    content = {"page": page, "rows": [_shown(one) for one in page], "what": _KINDS.get(kind, kind)}
    return render(request, "journal/object.html", content)


def _is_day(text: str) -> bool:
    import datetime as dt

    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _shown(entry: Entry) -> dict[str, Any]:
    known = ACTIONS.get(entry.action)
    return {
        "entry": entry,
        "action": entry.action if known is None else known.label,
        "kind": _KINDS.get(entry.kind, entry.kind),
        "changes": list(_changes(entry.before, entry.after)),
    }


def _changes(
    before: dict[str, Any] | None, after: dict[str, Any] | None
) -> list[tuple[str, str, str]]:
    """Field by field: its name, what it was, what it became."""
    old, new = before or {}, after or {}
    found: list[tuple[str, str, str]] = []
    for name in dict.fromkeys((*old, *new)):
        one, other = old.get(name), new.get(name)
        if one == other or name == _PART:
            continue
        if isinstance(one, dict) or isinstance(other, dict):
            found += _changes(
                one if isinstance(one, dict) else None, other if isinstance(other, dict) else None
            )
        else:
            found.append((_OWN.get(name) or _LABELS.get(name, name), _text(one), _text(other)))
    return found


def _text(value: object) -> str:
    if value is None or value == "":
        return "（空白）"
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
