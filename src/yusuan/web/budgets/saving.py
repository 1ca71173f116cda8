"""Saving: what was changed since somebody last looked, in one transaction, nobody's edit lost.

A change names a field of a row, what stood there when it was typed over, and what stands there now. Changes of other
fields of the same row merge; a field that somebody else has changed meanwhile is answered with all three texts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yusuan.core.errors import NotReady
from yusuan.web.acting import acting
from yusuan.web.budgets.models import Book, Operation, Part, Row
from yusuan.web.budgets.normal import normal
from yusuan.web.budgets.owning import Owning
from yusuan.web.policy.actions import EDIT, EDIT_DEPARTMENT
from yusuan.web.visible import chain_of_book, subject_of_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yusuan.web.acting import Act
    from yusuan.web.policy import Actor, Allow

MOST_CHANGES = 20_000
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a row: `row` is its number, or a word of the sender's for a row that is not there yet."""

    row: int | str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Inserted:
    """A new row of a record, called `token` by the sender, before the row `before` (None: at the end)."""

    token: str
    record: str
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Everything one save asks for; `operation` names it, so that sent twice it is done once."""

    operation: str
    changes: Sequence[Change] = ()
    inserted: Sequence[Inserted] = ()
    # Rows to remove, with the values they had when that was decided.
    removed: Sequence[tuple[int, dict[str, str]]] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field two people changed: what stood there, what the sender typed, what stands there now (None: row gone)."""

    row: int | str
    field: str
    base: str
    mine: str
    theirs: str | None


@dataclass
class Saved:
    """What became of an edit: new rows by their words, the rows as they stand, conflicts that were not saved."""

    revision: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    values: dict[int, dict[str, str]] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """As it is answered and kept."""
        return {
            "revision": self.revision,
            "rows": self.rows,
            "values": {str(row): values for row, values in self.values.items()},
            "conflicts": [
                {
                    "row": one.row,
                    "field": one.field,
                    "base": one.base,
                    "mine": one.mine,
                    "theirs": one.theirs,
                }
                for one in self.conflicts
            ],
        }


def allow_for(part: Part) -> Allow:
    """The permission that editing a part takes: a unit's, or the department's own."""
    return EDIT if part.unit_id is not None else EDIT_DEPARTMENT


def save(actor: Actor, part: Part, edit: Edit) -> dict[str, Any]:
    """Do an edit once, and answer as `Saved.as_json`; raises NotAllowed, NotReady. A conflict saves all but itself."""
    done = _answered(part, edit)
    if done is not None:
        return done
    _require_sane(edit)
    try:
        return _save(actor, part, edit)
    except IntegrityError:
        # The same operation, sent twice at once: the other one did it.
        done = _answered(part, edit)
        if done is None:
            raise
        return done


def _answered(part: Part, edit: Edit) -> dict[str, Any] | None:
    """What the same operation was answered; raises NotReady for a name that was given to a save of another part."""
    done = Operation.objects.filter(pk=edit.operation).first()
    if done is None:
        return None
    if done.part_id != part.pk:
        raise NotReady(_("保存请求不完整，请刷新页面后重试"))
    return dict(done.answer)


def _save(actor: Actor, part: Part, edit: Edit) -> dict[str, Any]:
    with transaction.atomic():
        # First the lock, then the state: a step taken meanwhile is seen here.
        locked = locked_part(part.pk)
        with acting(actor, allow_for(locked), subject_of_part(locked)) as act:
            saved = _apply(act, locked, edit)
            answer = saved.as_json()
            Operation.objects.create(
                pk=edit.operation, part=locked, user_id=actor.user_id, at=act.at, answer=answer
            )
            act.is_idle = not act.said
            return answer


def locked_part(pk: int) -> Part:
    """A part with its book locked, inside a transaction: its state stays until the end of it."""
    part = Part.objects.select_related("unit").get(pk=pk)
    books = Book.objects.select_for_update(of=("self",)).select_related(
        "department__division", "year"
    )
    part.book = books.get(pk=part.book_id)
    part.refresh_from_db(fields=["state", "is_returned", "revision"])
    return part


def as_said(row: Row, values: Mapping[str, str] | None) -> dict[str, Any]:
    """A row as the journal keeps it: with its part, so that its history is read when it is gone."""
    return {"part": row.part_id, "record": row.record, "values": values and dict(values)}


def raise_revisions(part: Part) -> None:
    """Say that what is in a part has changed, inside an act."""
    part.book.revision += 1
    part.revision += 1
    part.book.save(update_fields=["revision"])
    part.save(update_fields=["revision"])


def _require_sane(edit: Edit) -> None:
    if len(edit.changes) > MOST_CHANGES or len(edit.inserted) > MOST_CHANGES:
        raise NotReady(_("一次改动过多，请分几次粘贴"))
    if any(len(change.new) > _LONGEST for change in edit.changes):
        raise NotReady(_("有一格的内容过长"))
    if not edit.operation or len(edit.operation) > 40:  # noqa: PLR2004  the length of the key
        raise NotReady(_("保存请求不完整"))


def _apply(act: Act, part: Part, edit: Edit) -> Saved:
    saved, own = Saved(), Owning(part)
    for record in {one.record for one in edit.inserted}:
        own.require_record(record)
    made = _insert(part, edit.inserted, saved)
    wanted = {change.row for change in edit.changes if isinstance(change.row, int)}
    wanted |= {row for row, _values in edit.removed}
    rows = {row.pk: row for row in Row.objects.filter(part=part, pk__in=wanted)}
    before = {pk: dict(row.values) for pk, row in rows.items()}
    named: dict[int | str, Row] = dict([*made.items(), *rows.items()])
    changed = _changed(edit.changes, named, saved, own)
    removed = _remove(rows, edit.removed, saved)
    chain = chain_of_book(part.book)
    _write(act, chain, changed, before, saved)
    for row in made.values():
        if row.pk not in changed:
            act.record(row, None, _said(row), chain=chain)
    for pk in removed:
        act.record(rows[pk], as_said(rows[pk], before[pk]), None, chain=chain)
    if removed:
        Row.objects.filter(pk__in=removed).delete()
    if act.said:
        raise_revisions(part)
    saved.revision = part.revision
    return saved


def _write(
    act: Act,
    chain: str,
    changed: Mapping[int, Row],
    before: Mapping[int, dict[str, str]],
    saved: Saved,
) -> None:
    for pk, row in changed.items():
        row.revision += 1
        saved.values[pk] = row.values
        kept = before.get(pk)
        act.record(row, None if kept is None else {"values": kept}, _said(row), chain=chain)
    Row.objects.bulk_update(changed.values(), ["values", "revision"], batch_size=200)


def _changed(
    changes: Iterable[Change], rows: Mapping[int | str, Row], saved: Saved, own: Owning
) -> dict[int, Row]:
    """The rows that the changes made another, by their numbers; `rows` by number, or the sender's word."""
    changed: dict[int, Row] = {}
    for change in changes:
        row = rows.get(change.row)
        if row is None:
            lost = Conflict(change.row, change.field, change.old, change.new, None)
            saved.conflicts.append(lost)
        elif _change(row, change, saved, own):
            changed[row.pk] = row
    return changed


def _said(row: Row) -> dict[str, Any]:
    return as_said(row, row.values)


def _insert(part: Part, inserted: Sequence[Inserted], saved: Saved) -> dict[str, Row]:
    made: dict[str, Row] = {}
    for record in dict.fromkeys(one.record for one in inserted):
        new = [one for one in inserted if one.record == record]
        _make_room(part, record, new)
        stored = Row.objects.filter(part=part, record=record).order_by("position", "pk")
        at = dict(stored.values_list("pk", "position"))
        last = max(at.values(), default=0)
        rows = []
        for number, one in enumerate(new):
            if one.before is not None and one.before in at:
                position = at[one.before] - len(new) + number
            else:
                last += 1
                position = last
            rows.append(Row(part=part, record=record, position=max(position, 0)))
        for one, row in zip(new, Row.objects.bulk_create(rows), strict=True):
            made[one.token] = row
            saved.rows[one.token] = row.pk
            saved.values[row.pk] = {}
    return made


def _make_room(part: Part, record: str, new: Sequence[Inserted]) -> None:
    """Move the rows below an insertion down by as many rows as come in before them."""
    stored = list(Row.objects.filter(part=part, record=record).order_by("position", "pk"))
    targets = [one.before for one in new if one.before is not None]
    if not targets:
        return
    moved, shift = [], 0
    for number, row in enumerate(stored, start=1):
        shift += targets.count(row.pk)
        if row.position != number + shift:
            row.position = number + shift
            moved.append(row)
    Row.objects.bulk_update(moved, ["position"])


def _change(row: Row, change: Change, saved: Saved, own: Owning) -> bool:
    """Put one field right; False where it conflicts, or says what stands there already; raises NotReady."""
    field_ = own.field(row.record, change.field)
    new = normal(field_, change.new)
    present = row.values.get(field_.name, "")
    if present == new:
        return False
    if present != change.old:
        saved.conflicts.append(Conflict(row.pk, field_.name, change.old, new, present))
        return False
    own.require_own(row.record, field_.name, new)
    if new:
        row.values[field_.name] = new
    else:
        row.values.pop(field_.name, None)
    return True


def _remove(
    rows: dict[int, Row], removed: Iterable[tuple[int, dict[str, str]]], saved: Saved
) -> list[int]:
    """The rows that may go: those nobody has changed since it was decided."""
    gone = []
    for pk, seen in removed:
        row = rows.get(pk)
        if row is None:
            continue
        theirs = {name: text for name, text in row.values.items() if seen.get(name, "") != text}
        for name, text in theirs.items():
            saved.conflicts.append(Conflict(pk, name, seen.get(name, ""), "", text))
        if not theirs:
            gone.append(pk)
    return gone
