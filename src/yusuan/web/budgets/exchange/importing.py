"""Take over what a file says of a part: prepared, confirmed once, undone as long as nobody has typed since."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from yusuan.core.errors import NotReady
from yusuan.web.acting import acting
from yusuan.web.budgets.entry.sheet import records_of
from yusuan.web.budgets.exchange.planning import Change, planned
from yusuan.web.budgets.exchange.reading import require_readable
from yusuan.web.budgets.models import Import, Part, Row
from yusuan.web.budgets.saving import allow_for, as_said, locked_part, raise_revisions
from yusuan.web.clock import now
from yusuan.web.store import keep
from yusuan.web.tasks.queue import ask
from yusuan.web.visible import chain_of_book, subject_of_part

if TYPE_CHECKING:
    from yusuan.web.acting import Act
    from yusuan.web.budgets.exchange.planning import Typed
    from yusuan.web.budgets.exchange.reading import Read
    from yusuan.web.policy import Actor

READ = "read_workbook"
# More files than anybody sends of a day's work.
MOST_A_DAY = 100


def present(part: Part) -> list[Typed]:
    """The rows of a part, in order."""
    return [(row.record, dict(row.values)) for row in _rows(part)]


def receive(actor: Actor, part: Part, content: bytes, name: str) -> Import:
    """Take a file in, to be read in the background; raises NotAllowed, and NotReady for what nobody can read."""
    allow_for(part).require(actor, subject_of_part(part))
    require_readable(len(content), name)
    _require_few(actor)
    digest = keep(content)
    name = name.replace("\\", "/").rpartition("/")[2]
    with transaction.atomic():
        made = Import.objects.create(
            part=part, user_id=actor.user_id, at=now(), name=name[-200:], sha256=digest
        )
        ask(READ, str(made.pk), {"import": made.pk}, actor.username, part.book)
    return made


def _require_few(actor: Actor) -> None:
    """Raise NotReady for somebody who sends without end: each file stays on the disk."""
    sent = Import.objects.filter(user=actor.user_id, at__gt=now() - dt.timedelta(days=1))
    if sent.count() >= MOST_A_DAY:
        raise NotReady(_("一天最多导入 %(most)d 个文件，请明天再试") % {"most": MOST_A_DAY})


def prepare(found: Import, read: Read) -> None:
    """Keep what the file says of the part until somebody confirms, or what is wrong with it."""
    part = Part.objects.select_for_update().get(pk=found.part_id)
    known = {record.name for record in records_of(part)}
    own = read.rows.get(part.unit_id or "", [])
    found.rows = [(record, values) for record, values in own if record in known]
    found.faults = read.faults
    found.state = Import.State.READ
    if not found.rows or read.faults:
        found.state = Import.State.REFUSED
        found.error = "" if read.faults else _("文件里没有这个单位的内容，请确认选对了文件")
    found.seen_revision, found.before = part.revision, present(part)
    found.save()


def changes_of(found: Import) -> list[Change]:
    """What it would change, or did."""
    return planned(_typed(found.before), _typed(found.rows))


def confirm(actor: Actor, found: Import) -> None:
    """Take it over, once; raises NotReady where somebody typed since the preview, NotAllowed."""
    with acting(actor, allow_for(found.part), subject_of_part(found.part)) as act:
        part = _locked(actor, found)
        fresh = Import.objects.get(pk=found.pk)
        if fresh.done_revision is not None:
            act.is_idle = True
            return
        if fresh.state != Import.State.READ:
            raise NotReady(_("这个文件没有读完，或者不能采用"))
        if part.revision != fresh.seen_revision:
            raise NotReady(_("预览以后有人改过这一份，请重新导入，看清楚再确认"))
        _apply(act, part, _typed(fresh.rows), _("导入 %(name)s") % {"name": fresh.name})
        fresh.done_revision = part.revision
        fresh.save(update_fields=["done_revision"])


def undo(actor: Actor, found: Import) -> None:
    """Put back what stood there before; raises NotReady where somebody typed since, NotAllowed."""
    with acting(actor, allow_for(found.part), subject_of_part(found.part)) as act:
        part = _locked(actor, found)
        fresh = Import.objects.get(pk=found.pk)
        if fresh.undone or fresh.done_revision != part.revision:
            raise NotReady(_("导入以后有人改过这一份，不能整个撤销；可在日志里查看逐行的改动"))
        _apply(act, part, _typed(fresh.before), _("撤销导入 %(name)s") % {"name": fresh.name})
        fresh.undone = True
        fresh.save(update_fields=["undone"])


def _locked(actor: Actor, found: Import) -> Part:
    part = locked_part(found.part_id)
    allow_for(part).require(actor, subject_of_part(part))
    return part


def _apply(act: Act, part: Part, wanted: list[Typed], note: str) -> None:
    rows = _rows(part)
    chain = chain_of_book(part.book)
    last: dict[str, int] = {}
    for row in rows:
        last[row.record] = max(last.get(row.record, 0), row.position)
    changes = planned([(row.record, dict(row.values)) for row in rows], wanted)
    made: list[tuple[Row, Change]] = []
    kept: list[tuple[Row, Change]] = []
    gone: list[tuple[Row, Change]] = []
    for change in changes:
        if change.at is None:
            last[change.record] = last.get(change.record, 0) + 1
            row = Row(part=part, record=change.record, position=last[change.record], revision=1)
            made.append((row, change))
        elif change.new is None:
            gone.append((rows[change.at], change))
            continue
        else:
            row = rows[change.at]
            row.revision += 1
            kept.append((row, change))
        row.values = change.new or {}
    Row.objects.bulk_create([row for row, _change in made])
    Row.objects.bulk_update([row for row, _change in kept], ["values", "revision"], batch_size=200)
    for row, change in (*made, *kept, *gone):
        before = None if change.old is None else as_said(row, change.old)
        after = None if change.new is None else as_said(row, change.new)
        act.record(row, before, after, chain=chain, note=note)
    Row.objects.filter(pk__in=[row.pk for row, _change in gone]).delete()
    raise_revisions(part)
    if not changes:
        act.record(part, None, {"changes": 0}, chain=chain, note=note)


def _rows(part: Part) -> list[Row]:
    known = [record.name for record in records_of(part)]
    return list(part.rows.filter(record__in=known).order_by("record", "position", "pk"))


def _typed(kept: list[list[object]]) -> list[Typed]:
    return [(str(record), dict(values)) for record, values in kept]  # type: ignore[call-overload]
