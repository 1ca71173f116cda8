"""What the user says of a document beforehand, where it does not say so itself or says it wrongly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yusuan.core.money import MoneyUnit
    from yusuan.recognition.self_description import DocumentKind


@dataclass(frozen=True, slots=True)
class Told:
    """Year, kind, edition and publisher overrule the document; the unit holds where a table states none."""

    year: int | None = None
    unit: MoneyUnit | None = None
    kind: DocumentKind | None = None
    edition: str | None = None
    publisher: str | None = None

    @property
    def stated(self) -> dict[str, str]:
        """What was told, by the option that tells it, as plain words."""
        words = {
            "--year": None if self.year is None else str(self.year),
            "--unit": None if self.unit is None else self.unit.label,
            "--kind": None if self.kind is None else self.kind.value,
            "--edition": self.edition,
            "--publisher": self.publisher,
        }
        return {option: word for option, word in words.items() if word is not None}


NOTHING_TOLD = Told()
