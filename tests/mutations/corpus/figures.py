"""Wrong figures in the official tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.mutations.corpus.tree import Mutation, Place, Spot, amounts, with_cells, with_text
from yusuan.core.money import MoneyUnit, format_amount, last_digit, parse_amount

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.mutations.corpus.tree import Maker
    from yusuan.documents.publication import Publication
    from yusuan.synthetic.draw import Draw

ARITHMETIC = frozenset({"table-arithmetic", "cross-table"})
# A change of fewer last digits than this may hide in the rounding of a long sum.
_LEAST_DIGITS = 60


def unit_of(publication: Publication, spot: Spot) -> MoneyUnit:
    """The money unit of the table a cell stands in."""
    return next(t.spec.unit for t in publication.tables if t.id == spot.at.section.id)


def _is_sum(publication: Publication, spot: Spot) -> bool:
    key = spot.cell.key
    explained = publication.explanations.get(key) if key is not None else None
    return explained is not None and bool(explained.sum_of)


def _is_total(_: Publication, spot: Spot) -> bool:
    key = spot.cell.key
    return key is not None and key.row.endswith(("合计", "总计"))


def _is_leaf(publication: Publication, spot: Spot) -> bool:
    return not _is_sum(publication, spot) and not _is_total(publication, spot)


def _is_subtotal(publication: Publication, spot: Spot) -> bool:
    return _is_sum(publication, spot) and not _is_total(publication, spot)


def _altered(
    which: Callable[[Publication, Spot], bool], change: Callable[[str, Draw], str]
) -> Maker:
    """A maker that prints another text in a figure of some sort, if that is too far off for rounding."""

    def make(publication: Publication, draw: Draw) -> Mutation | None:
        chosen = [spot for spot in amounts(publication) if which(publication, spot)]
        for spot in draw.some(chosen, len(chosen)):
            after = change(spot.cell.text, draw)
            if _is_far(spot, after, unit_of(publication, spot)):
                return damaged(publication, spot, after)
        return None

    return make


def damaged(publication: Publication, spot: Spot, after: str) -> Mutation:
    """The mutation of one figure."""
    key = spot.cell.key
    assert key is not None
    return Mutation(
        "",
        with_text(publication, spot, after),
        Place(key.table, spot.at.section.title, key.row, key.column),
        spot.cell.text,
        after,
        ARITHMETIC,
        cells=(key,),
        right=spot.cell.amount,
    )


def _is_far(spot: Spot, after: str, unit: MoneyUnit) -> bool:
    if after == spot.cell.text:
        return False
    was = spot.cell.amount or 0
    now = parse_amount(after, unit).fen if after else 0
    return abs(now - was) >= _LEAST_DIGITS * last_digit(unit, 2)


def _digit(text: str, draw: Draw) -> str:
    places = [n for n, c in enumerate(text) if c.isdecimal()]
    place = draw.one(places[:-2] or places)
    # Never a leading nought: nobody prints one.
    other = draw.one([d for d in "123456789" if d != text[place]])
    return text[:place] + other + text[place + 1 :]


def _swap(text: str, draw: Draw) -> str:
    pairs = [
        n
        for n in range(len(text) - 1)
        if text[n].isdecimal()
        and text[n + 1].isdecimal()
        and text[n] != text[n + 1]
        and not (n == 0 and text[1] == "0" and len(text) > 2 and text[2] != ".")
    ]
    if not pairs:
        return text
    n = draw.one(pairs)
    return text[:n] + text[n + 1] + text[n] + text[n + 2 :]


def _scaled(factor: int) -> Callable[[str, Draw], str]:
    def change(text: str, draw: Draw) -> str:
        fen = parse_amount(text, MoneyUnit.WAN_YUAN).fen
        up = draw.chance(50) or fen < factor * 100 * last_digit(MoneyUnit.WAN_YUAN, 2)
        return format_amount(fen * factor if up else fen // factor, MoneyUnit.WAN_YUAN)

    return change


def _point_lost(text: str, draw: Draw) -> str:
    del draw
    return text.replace(".", "").lstrip("0") or text


def _sign(text: str, draw: Draw) -> str:
    del draw
    return text[1:] if text.startswith("-") else f"-{text}"


def _blank(text: str, draw: Draw) -> str:
    del text, draw
    return ""


def _neighbour(publication: Publication, draw: Draw) -> Mutation | None:
    """A figure printed one column off, where the next column is blank."""
    chosen = [
        (spot, place)
        for spot in amounts(publication)
        if _is_leaf(publication, spot)
        for place in (spot.place - 1, spot.place + 1)
        if 0 <= place < len(spot.grid.rows[spot.row])
        and (near := spot.grid.rows[spot.row][place]).key is not None
        and near.amount is None
        and near.key.row == (spot.cell.key or near.key).row
        and _is_far(spot, "", unit_of(publication, spot))
    ]
    if not chosen:
        return None
    spot, place = draw.one(chosen)
    key, near_key = spot.cell.key, spot.grid.rows[spot.row][place].key
    assert key is not None
    assert near_key is not None
    texts = {(spot.row, spot.place): "", (spot.row, place): spot.cell.text}
    return Mutation(
        "",
        with_cells(publication, spot, texts),
        Place(key.table, spot.at.section.title, key.row, near_key.column),
        f"{key.column} {spot.cell.text}",
        f"{near_key.column} {spot.cell.text}",
        ARITHMETIC,
        cells=(key, near_key),
        right=spot.cell.amount,
    )


FIGURES: Mapping[str, Maker] = {
    "digit-changed": _altered(_is_leaf, _digit),
    "digits-swapped": _altered(_is_leaf, _swap),
    "ten-times": _altered(_is_leaf, _scaled(10)),
    "hundred-times": _altered(_is_leaf, _scaled(100)),
    "yuan-for-ten-thousand": _altered(_is_leaf, _scaled(10_000)),
    "point-lost": _altered(_is_leaf, _point_lost),
    "sign-flipped": _altered(_is_leaf, _sign),
    "total-wrong": _altered(_is_total, _digit),
    "subtotal-wrong": _altered(_is_subtotal, _digit),
    "figure-left-out": _altered(_is_leaf, _blank),
    "figure-in-next-column": _neighbour,
}
