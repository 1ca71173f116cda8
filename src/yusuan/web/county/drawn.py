"""The departments' budgets, drawn by seed and told as those of the county that does not exist."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from yusuan.synthetic.department import synthesise
from yusuan.synthetic.draw import Draw, Size
from yusuan.synthetic.organisation import organise
from yusuan.web.budgets.typed import typed_rows
from yusuan.web.county.cast import COUNTY, DRAWN_IN
from yusuan.web.county.paid_on import paid_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.synthetic.organisation import Establishment
    from yusuan.web.county.cast import Cast

EDITION = "hebei"
_PROJECTS = 6
# Days and signatures that the working place knows when they come.
_LATER = frozenset(
    {
        "published_on",
        "approved_on",
        "approval_number",
        "secrecy_review",
        "secrecy_reviewed_on",
        "head",
        "head_signed_on",
    }
)
Rows = list[tuple[str, dict[str, str]]]


@cache
def rows_of(cast: Cast, year: int) -> Mapping[str | None, Rows]:
    """The rows of a department's budget by unit; the department's own under None."""
    size = Size(units=cast.units, projects=_PROJECTS)
    budget = synthesise(cast.seed, year, EDITION, size, in_hundreds=True)
    if cast.pays_on:
        budget = paid_on(budget)
    return {
        unit: [
            (record, {k: told(cast, v) for k, v in values.items() if k not in _LATER})
            for record, values in rows
        ]
        for unit, rows in typed_rows(budget).items()
    }


def establishments(cast: Cast, year: int) -> Sequence[Establishment]:
    """The units with the staff their basic expenditure was drawn for."""
    drawn = organise(Draw(cast.seed, in_hundreds=True), year, EDITION, cast.units)
    return drawn.establishments


def head_of(cast: Cast, year: int) -> dict[str, str]:
    """The department's own record."""
    return next(values for record, values in rows_of(cast, year)[None] if record == "department")


def told(cast: Cast, text: str) -> str:
    """A text as it is told of the county."""
    said = text.replace(DRAWN_IN, COUNTY)
    for drawn, instead in cast.words:
        said = said.replace(drawn, instead)
    return said
