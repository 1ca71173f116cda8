"""Chains: an entry's digest covers the one before it, so nothing can be changed or taken out unseen."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder

from yusuan.web.journal.models import Entry, Head

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

# Of what belongs to no budget: users, units, years.
PLACE_CHAIN = "place"
NOTHING = "0" * 64


@dataclass(frozen=True, slots=True)
class Said:
    """What was done to one object, before it has its place in a chain."""

    chain: str
    action: str
    kind: str
    key: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    note: str = ""


def chain_of(division: str, year: int) -> str:
    """The chain of a finance division and a year."""
    return f"{division}/{year}"


def append(said: Iterable[Said], username: str, actor: str, at: dt.datetime) -> None:
    """Add entries to the ends of their chains, inside the caller's transaction; heads are locked in one order."""
    by_chain: dict[str, list[Said]] = {}
    for one in said:
        by_chain.setdefault(one.chain, []).append(one)
    for chain in sorted(by_chain):
        head = _locked(chain)
        made = []
        for one in by_chain[chain]:
            entry = Entry(
                chain=chain,
                sequence=head.sequence + 1,
                at=at,
                username=username,
                actor=actor,
                action=one.action,
                kind=one.kind,
                key=one.key,
                before=_plain(one.before),
                after=_plain(one.after),
                note=one.note,
                previous=head.digest,
            )
            entry.digest = digest(entry)
            head.sequence, head.digest = entry.sequence, entry.digest
            made.append(entry)
        Entry.objects.bulk_create(made)
        head.save()


def digest(entry: Entry) -> str:
    """SHA-256 over the entry's canonical JSON, the digest before it included."""
    said = {
        "chain": entry.chain,
        "sequence": entry.sequence,
        "at": entry.at.timestamp(),
        "username": entry.username,
        "actor": entry.actor,
        "action": entry.action,
        "kind": entry.kind,
        "key": entry.key,
        "before": entry.before,
        "after": entry.after,
        "note": entry.note,
        "previous": entry.previous,
    }
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _locked(chain: str) -> Head:
    Head.objects.get_or_create(chain=chain, defaults={"digest": NOTHING})
    return Head.objects.select_for_update().get(chain=chain)


def _plain(values: dict[str, Any] | None) -> dict[str, Any] | None:
    """Values as JSON gives them back: what is digested is what is read again."""
    if values is None:
        return None
    again: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return again
