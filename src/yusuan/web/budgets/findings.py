"""Everything the rules say of a book: what blocks first, each with the cells it is about and the reason for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from yusuan.core import records as r
from yusuan.core.dataset.sheets import label_of
from yusuan.web.asking import asker
from yusuan.web.budgets.checking import checked
from yusuan.web.budgets.models import Row
from yusuan.web.clock import today
from yusuan.web.comments.waivers import waited_for, waived
from yusuan.web.policy.actions import WAIVE
from yusuan.web.visible import books, parts, sees_whole, subject_of_book

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from yusuan.web.budgets.checking import Checked, Problem
    from yusuan.web.budgets.models import Book
    from yusuan.web.policy import Actor

_PLACES = 5


@require_GET
def findings(request: HttpRequest, pk: int) -> HttpResponse:
    """The findings of a book; somebody of a unit sees those about its own rows."""
    actor = asker(request)
    book = get_object_or_404(books(actor), pk=pk)
    found = checked(book)
    seen = set(parts(actor).filter(book=book).values_list("pk", flat=True))
    rows = placed(found, seen)
    whole = sees_whole(actor, book)
    own = None if whole else rows
    explained = waived(book, today())
    reasons = waited_for(actor, book, today())
    shown = [
        {
            **_shown(problem.read_with(own), rows),
            "is_explained": problem.id in explained,
            "is_theirs": whole or problem.is_of(rows),
            "asked": reasons.get(problem.id),
        }
        for problem in found.problems
        if whole or any(cell.row in rows for cell in problem.cells)
    ]
    groups = [
        ("错误：改正后才能报送", [one for one in shown if one["blocks"]]),
        ("提示：改正，或写明理由", [one for one in shown if one["is_warning"]]),
        ("供参考", [one for one in shown if not one["blocks"] and not one["is_warning"]]),
    ]
    content = {
        "book": book,
        "groups": [(title, ones) for title, ones in groups if ones],
        "may_waive": _may_waive(actor, book),
        "rules_hash": found.rules_hash,
    }
    return render(request, "budgets/findings.html", content)


def _may_waive(actor: Actor, book: Book) -> bool:
    own = parts(actor).filter(book=book).exclude(unit=None).values_list("unit_id", flat=True)
    subject = subject_of_book(book)
    return any(WAIVE.decide(actor, replace(subject, unit=unit)) for unit in (None, *own))


def placed(found: Checked, part_ids: set[int]) -> dict[int, tuple[Row, str]]:
    """The rows findings name that lie in some parts, each with what a person calls it."""
    named = {cell.row for problem in found.problems for cell in problem.cells}
    rows = Row.objects.filter(pk__in=named, part__in=part_ids).select_related("part__unit")
    return {row.pk: (row, called(row)) for row in rows}


def called(row: Row) -> str:
    """What a person calls a row: its kind, its number, and whose it is."""
    whose = row.part.unit.name if row.part.unit else ""
    return f"{whose} {r.BY_NAME[row.record].label} 第{row.position}行".strip()


def _column(record: str, field: str) -> str:
    """What a column is called; nothing where a whole row is meant."""
    return "" if r.BY_NAME[record].field(field) is None else label_of(record, field)


def _shown(problem: Problem, rows: dict[int, tuple[Row, str]]) -> dict[str, Any]:
    cells = [
        {
            "row": rows[cell.row][0],
            "called": f"{rows[cell.row][1]} {_column(rows[cell.row][0].record, cell.field)}".strip(),
            "field": cell.field,
        }
        for cell in problem.cells
        if cell.row in rows
    ]
    return {
        "problem": problem,
        "blocks": problem.blocks,
        "is_warning": problem.is_warning,
        "cells": cells[:_PLACES],
        "more": max(len(cells) - _PLACES, 0),
    }
