"""What a published document was taken for, and how sure that is, in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.reports.language import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.recognition.profile import Profile


def in_words(profile: Profile) -> str:
    """Kind, year, publisher and form, each with its confidence; a form never seen before is said to be so."""
    parts = list(_parts(profile))
    if profile.is_unfamiliar:
        parts.append(say("版式没有见过，表格按表头的意思读出，请留意核对"))
    return " · ".join(parts)


def _parts(profile: Profile) -> Iterator[str]:
    kind, edition = profile.kind, profile.edition
    readings = (
        (say("类型"), None if kind.value is None else kind.value.value, kind.confidence),
        (say("年度"), profile.year.value, profile.year.confidence),
        (say("单位名称"), profile.department.value or None, profile.department.confidence),
        (say("版式"), edition.value, edition.confidence),
    )
    for label, value, confidence in readings:
        if value is not None:
            yield f"{label} {value}（{confidence:.0%}）"
        elif label != say("版式"):
            yield f"{label} {say('未能判定')}"
    units = dict.fromkeys(r.value.label for r in profile.units.values() if r.value is not None)
    if units:
        yield f"{say('金额单位')} {'、'.join(units)}"
