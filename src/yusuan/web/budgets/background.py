"""What the worker does for entry: reads workbooks where no page is served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yusuan.web.budgets.exchange.importing import READ, prepare
from yusuan.web.budgets.exchange.reading import Read, read_file
from yusuan.web.budgets.models import Import
from yusuan.web.store import kept
from yusuan.web.tasks.handling import handles

if TYPE_CHECKING:
    from yusuan.web.tasks.handling import Progress


def _done(arguments: dict[str, Any], result: dict[str, Any]) -> None:
    found = _reading(arguments)
    if found is not None:
        prepare(found, Read(result["rows"], result["faults"]))


def _failed(arguments: dict[str, Any], message: str) -> None:
    found = _reading(arguments)
    if found is not None:
        found.state, found.error = Import.State.REFUSED, message
        found.save(update_fields=["state", "error"])


@handles(READ, done=_done, failed=_failed)
def run(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Read a workbook that was sent; what is wrong with its cells is part of the result."""
    found = Import.objects.get(pk=arguments["import"])
    progress(_("读取 %(name)s") % {"name": found.name[:60]})
    read = read_file(kept(found.sha256), found.name)
    return {"rows": read.rows, "faults": read.faults}


def _reading(arguments: dict[str, Any]) -> Import | None:
    waiting = Import.objects.select_for_update().filter(state=Import.State.READING)
    return waiting.filter(pk=arguments["import"]).first()
