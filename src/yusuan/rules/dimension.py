"""The five dimensions of the national inspection of budget disclosure."""

from __future__ import annotations

import enum


class Dimension(enum.Enum):
    """A dimension of the national inspection of budget disclosure."""

    COMPLETENESS = "completeness"
    DETAIL = "detail"
    TIMELINESS = "timeliness"
    MANNER = "manner"
    TRUTHFULNESS = "truthfulness"

    @property
    def label(self) -> str:
        """The word inspectors use."""
        return _LABELS[self]


_LABELS = {
    Dimension.COMPLETENESS: "完整性",
    Dimension.DETAIL: "细化程度",
    Dimension.TIMELINESS: "及时性",
    Dimension.MANNER: "公开方式",
    Dimension.TRUTHFULNESS: "真实性",
}
