"""The profile of a published document as plain values, for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yusuan.recognition.profile import Profile


def profile_record(profile: Profile) -> dict[str, object]:
    """Kind, year, publisher, edition: value, confidence 0 to 1 and the signs (Chinese) of each, units by table."""
    kind, edition = profile.kind, profile.edition
    department = profile.department
    return {
        "kind": _value(kind.value and kind.value.name.lower(), kind.confidence, kind.evidence),
        "year": _value(profile.year.value, profile.year.confidence, profile.year.evidence),
        "department": _value(department.value, department.confidence, department.evidence),
        "edition": _value(edition.value, edition.confidence, edition.evidence),
        "unfamiliar": profile.is_unfamiliar,
        "units": {
            table: _value(unit.value and unit.value.label, unit.confidence, unit.evidence)
            for table, unit in profile.units.items()
        },
    }


def _value(value: object, confidence: float, evidence: tuple[str, ...]) -> dict[str, object]:
    return {"value": value, "confidence": confidence, "evidence": list(evidence)}
