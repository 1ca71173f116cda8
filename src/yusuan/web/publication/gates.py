"""The two gates: secrecy review and the head's signature, by two persons, neither of whom prepared the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from yusuan.core.errors import NotReady
from yusuan.web.acting import acting, as_record
from yusuan.web.clock import now, today
from yusuan.web.policy.actions import HEAD_SIGNS, PUBLISH, SECRECY
from yusuan.web.publication.frozen import budget_of
from yusuan.web.publication.models import Gate, Publication
from yusuan.web.publication.seen import standing, subject_of
from yusuan.web.visible import chain_of_book

if TYPE_CHECKING:
    import datetime as dt

    from yusuan.web.policy import Actor, Allow

_KIND = Gate.Kind
_LONGEST = 500
ALLOWS: dict[str, Allow] = {_KIND.SECRECY: SECRECY, _KIND.HEAD: HEAD_SIGNS}


def locked(publication: Publication) -> Publication:
    """The publication as it is now, kept so until the transaction ends."""
    found = Publication.objects.select_for_update(of=("self",))
    return found.select_related("book__department", "book__year", "version").get(pk=publication.pk)


def decide_gate(
    actor: Actor,
    publication: Publication,
    kind: str,
    digest: str,
    *,
    passes: bool,
    reason: str = "",
) -> Gate:
    """Let exactly the files named by `digest` through a gate, or send them back with a reason.

    Raises NotAllowed, NotReady: other files than those looked at, no reason, or not the person the files name.
    """
    allow = ALLOWS[kind]
    with acting(actor, allow, subject_of(publication)) as act:
        found = locked(publication)
        allow.require(actor, subject_of(found))
        if not digest or digest != found.digest:
            raise NotReady(_("文件已经重新生成，请看过现在的文件再办理"))
        if not passes and not reason.strip():
            raise NotReady(_("不予通过须写明原因"))
        if len(reason) > _LONGEST:
            raise NotReady(_("意见请写在 %(count)d 字以内") % {"count": _LONGEST})
        if passes:
            _require_named(actor, found, kind)
        gate = Gate.objects.create(
            publication=found,
            kind=kind,
            is_passed=passes,
            reason=reason.strip(),
            digest=found.digest,
            user_id=actor.user_id,
            at=now(),
        )
        act.record(gate, None, as_record(gate), chain=chain_of_book(found.book), note=gate.reason)
    return gate


def _require_named(actor: Actor, publication: Publication, kind: str) -> None:
    """What the files say of who released them, and when, must be so."""
    signed = budget_of(bytes(publication.dataset)).department.sign_offs
    name, day = (
        (signed.secrecy_review, signed.secrecy_reviewed_on)
        if kind == _KIND.SECRECY
        else (signed.head, signed.head_signed_on)
    )
    label = Gate.Kind(kind).label
    if name != actor.name:
        raise NotReady(
            _("文件写明%(gate)s由“%(name)s”办理；由别人办理的，请重新准备")
            % {"gate": label, "name": name}
        )
    if day is not None and day < today():
        raise NotReady(
            _("文件写明%(gate)s在 %(day)s，今天已是 %(today)s；请按实际日期重新准备")
            % {"gate": label, "day": day, "today": today()}
        )


def hindrances(publication: Publication) -> list[str]:
    """What stands between the files and the public, in words."""
    missing = []
    state = Publication.State(publication.state)
    if state is not Publication.State.MADE:
        return [_("现在是“%(state)s”") % {"state": state.label}]
    gates = standing(publication)
    for kind in Gate.Kind:
        gate = gates.get(kind)
        if gate is None:
            missing.append(_("还没有%(gate)s") % {"gate": kind.label})
        elif not gate.is_passed:
            said = {"gate": kind.label, "reason": gate.reason}
            missing.append(_("%(gate)s没有通过：%(reason)s") % said)
    if len({gate.user_id for gate in gates.values()}) < len(gates):
        missing.append(_("保密审查和审签须由两人办理"))
    missing.extend(_day_wrong(publication.dated))
    return missing


def _day_wrong(dated: dt.date) -> list[str]:
    told = {"day": dated, "today": timezone.localtime(now()).date()}
    if told["today"] > dated:
        said = _("文件写明 %(day)s 公开，今天已是 %(today)s；请按实际日期重新准备")
        return [said % told]
    if told["today"] < dated:
        return [_("文件写明 %(day)s 公开，到那一天才能公开") % told]
    return []


def may_publish(actor: Actor, publication: Publication) -> bool:
    """Tell whether the button is shown."""
    return bool(PUBLISH.decide(actor, subject_of(publication))) and not hindrances(publication)
