"""What a correction changes, between two public views: nothing classified is compared."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yusuan.core.money import format_amount
from yusuan.pipeline import Run
from yusuan.reports.comparison import Comparison, FigureChange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.web.publication.models import Publication

_KINDS = {"added": "新增", "removed": "删去", "changed": "改动"}
# Of every publication its own.
_OWN = frozenset({"公开日期", "保密审查人", "保密审查日期", "审签负责人", "审签日期"})


def difference(old: Run, new: Run) -> dict[str, Any]:
    """The figures and records that differ, as texts; amounts in the unit their table prints."""
    # Public views on both sides, so that the page may be public.
    compared = Comparison(
        Run.of(old.public.budget, old.edition), Run.of(new.public.budget, new.edition)
    )
    return {
        "sentences": list(compared.sentences),
        "figures": [_figure(change) for change in compared.figures],
        "records": [
            {
                "record": change.record.label,
                "name": change.name,
                "kind": _KINDS[change.kind],
                "fields": fields,
            }
            for change in compared.records
            if (fields := [list(one) for one in change.fields if one[0] not in _OWN])
            or change.kind != "changed"
        ],
    }


def _figure(change: FigureChange) -> dict[str, str]:
    spec = change.spec

    def printed(fen: int | None) -> str:
        return "" if fen is None else format_amount(fen, spec.unit, spec.decimals)

    sign = "+" if change.change > 0 else ""
    return {
        "table": f"{spec.title}（{spec.unit.label}）",
        "row": change.label,
        "column": change.column,
        "old": printed(change.old),
        "new": printed(change.new),
        "change": f"{sign}{printed(change.change)}",
    }


def in_words(publication: Publication, found: dict[str, Any]) -> str:
    """The difference and its reason as the file that is published with a correction."""
    return "\n".join(_lines(publication, found)) + "\n"


def _lines(publication: Publication, found: dict[str, Any]) -> Iterator[str]:
    replaced = publication.supersedes
    book = publication.book
    told = {"name": book.department.name, "year": book.year_id}
    yield _("%(name)s%(year)d年部门预算公开更正说明") % told
    yield ""
    yield _("更正日期：%(day)s") % {"day": publication.dated.isoformat()}
    if replaced is not None:
        before = {"day": replaced.dated.isoformat(), "digest": replaced.digest}
        yield _("原公开日期：%(day)s（文件摘要 %(digest)s，原文件继续保留）") % before
    yield _("更正原因：%(reason)s") % {"reason": publication.reason}
    yield from found["sentences"]
    for table, figures in groupby(found["figures"], key=lambda one: one["table"]):
        yield ""
        yield str(table)
        for one in figures:
            yield f"  {one['row']}（{one['column']}）：{one['old'] or '—'} → {one['new'] or '—'}"
    for record, changes in groupby(found["records"], key=lambda one: one["record"]):
        yield ""
        yield str(record)
        for one in changes:
            yield f"  {one['kind']} {one['name']}"
            for label, was, is_now in one["fields"]:
                yield f"    {label}：{was or '—'} → {is_now or '—'}"
