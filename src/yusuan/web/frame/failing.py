"""Answers where nothing else can be answered: no such page, a request nobody understands, a fault of ours."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yusuan.core.errors import passing_fault
from yusuan.web.asking import wants_json

if TYPE_CHECKING:
    from django.http import HttpRequest

_BUSY = 503
_FAULT = 500
# What databases say while they are well, but busy, full or away.
_PASSING = ("locked", "is full", "disk I/O", "could not connect", "connection", "deadlock", "space")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """400: no session, no user is known here."""
    return _bare(request, _("请求不能处理"), _("请从首页重新打开。"), 400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """404: not there, or out of scope, which is the same to whoever asks."""
    title, text = _("没有这一页"), _("网址不对，或者不在您负责的范围内。")
    if wants_json(request):
        return JsonResponse({"refused": text}, status=404)
    return render(request, "frame/refused.html", {"title": title, "text": text}, status=404)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's signature
    """403: a form that did not come from a page of ours."""
    text = _("页面已过期：请回到上一页，刷新后再提交；刚才输入的内容请先复制。")
    return _bare(request, _("没有提交"), text, 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 for what passes; nothing was saved, and the words of the exception stay in the log's place."""
    error = sys.exc_info()[1]
    if error is not None and _passes(error):
        text = _("数据库或磁盘现在不能写入（正忙或已满），没有保存；请稍后再试，并告诉管理员。")
        return _bare(request, _("系统正忙"), text, _BUSY)
    text = _("这是程序的问题，没有保存；请稍后再试，仍不行时告诉管理员出错的时间。")
    return _bare(request, _("出错了"), text, _FAULT)


def _passes(error: BaseException) -> bool:
    if passing_fault(error) is not None:
        return True
    return isinstance(error, DatabaseError) and any(mark in str(error) for mark in _PASSING)


def _bare(request: HttpRequest, title: str, text: str, status: int) -> HttpResponse:
    """A page that asks no database."""
    if wants_json(request):
        return JsonResponse({"refused": text}, status=status)
    page = render_to_string("frame/refused.html", {"title": title, "text": text})
    return HttpResponse(page, status=status)
