"""`--year --unit --kind --edition --publisher`: what a published document does not say, or says wrongly."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from yusuan.cli.failures import Refusal
from yusuan.reports.lines import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from yusuan.pipeline import Inspection, Run
    from yusuan.recognition.told import Told

# In either script: not every terminal lets people type Chinese.
_UNITS = {"元": "元", "万元": "万元", "yuan": "元", "wan-yuan": "万元"}
_KINDS = {
    "部门预算": "部门预算",
    "单位预算": "单位预算",
    "部门决算": "部门决算",
    "单位决算": "单位决算",
    "department-budget": "部门预算",
    "unit-budget": "单位预算",
    "department-accounts": "部门决算",
    "unit-accounts": "单位决算",
}
_OPTIONS = (
    click.option(
        "--year",
        type=click.IntRange(2000, 2099),
        metavar="YEAR",
        help="公开文件的年度：文件没有写明或写错时指定",
    ),
    click.option(
        "--unit",
        type=click.Choice(tuple(_UNITS)),
        metavar="UNIT",
        help="没有注明金额单位的表按此单位读（元、万元）；已注明的不变",
    ),
    click.option(
        "--kind",
        type=click.Choice(tuple(_KINDS)),
        metavar="KIND",
        help="公开文件的种类（部门预算、单位预算、部门决算、单位决算），同 --year",
    ),
    click.option("--edition", metavar="NAME", help="公开文件的版式，同 --year"),
    click.option("--publisher", metavar="NAME", help="公开文件的部门（单位）名称，同 --year"),
)


def told_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The five options, handed to the command together as `told`."""

    @wraps(function)
    def with_told(*args: object, **given: Any) -> object:  # noqa: ANN401  click passes what the options hold
        names = ("year", "unit", "kind", "edition", "publisher")
        return function(*args, told=_told(*(given.pop(name) for name in names)), **given)

    for option in reversed(_OPTIONS):
        with_told = option(with_told)
    return with_told


def _told(
    year: int | None, unit: str | None, kind: str | None, edition: str | None, publisher: str | None
) -> Told:
    from yusuan.core.money import MoneyUnit
    from yusuan.recognition.self_description import DocumentKind
    from yusuan.recognition.told import Told

    return Told(
        year,
        None if unit is None else MoneyUnit.from_label(_UNITS[unit]),
        None if kind is None else DocumentKind(_KINDS[kind]),
        None if edition is None else _known(edition),
        "".join(publisher.split()) or None if publisher else None,
    )


def _known(edition: str) -> str:
    from yusuan.core.errors import CatalogError
    from yusuan.editions import EDITIONS

    if edition not in EDITIONS:
        msg = f"no edition {edition!r}"
        raise CatalogError(msg, nearest=tuple(EDITIONS))
    return edition


def opened(source: Path, told: Told) -> Run | Inspection:
    """Open a source; refuses what is told of a source that is no published document."""
    from yusuan.pipeline import open_source
    from yusuan.readers import is_document

    if told.stated and not is_document(source):
        said = say(
            "{options} 只用于已公开的文件（PDF、Word、Excel、网页、文本）",
            options="、".join(told.stated),
        )
        raise Refusal(said)
    return open_source(source, told)
