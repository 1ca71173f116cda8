"""Wrong rows and wrong codes in the official tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.mutations.corpus.figures import ARITHMETIC
from tests.mutations.corpus.tree import Mutation, Place, spots, with_rows, with_text
from yusuan.catalog import departmental_economic, functional
from yusuan.core.codes import Level, code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.mutations.corpus.tree import Maker, Spot
    from yusuan.catalog import Classification
    from yusuan.documents.publication import GridCell, Publication
    from yusuan.synthetic.draw import Draw

CODES = frozenset(
    {
        "code-name-mismatch",
        "codes-carry-their-official-names",
        "codes-carry-their-expected-names",
        "code-differs-between-tables",
        "function-codes-are-known",
        "economic-codes-are-known",
    }
)
_LEAST = 100 * 10_000  # 1 万元 in fen: below it a row may vanish in rounding


def _coded(publication: Publication) -> Iterator[tuple[Spot, str]]:
    """The code cells of the official tables with their digits, of leaf rows that hold a sum worth seeing."""
    for spot in spots(publication):
        text = spot.cell.text
        is_code = text.isdecimal() and len(text) >= Level.SECTION and not spot.cell.key
        if not spot.at.section.is_table or not is_code:
            continue
        row = spot.grid.rows[spot.row]
        name = row[spot.place + 1] if spot.place + 1 < len(row) else None
        is_leaf = not any(
            cell.text.startswith(text) and cell.text != text
            for other in spot.grid.rows
            for cell in other[:3]
        )
        worth = max((cell.amount or 0 for cell in row), default=0)
        if name is not None and name.text and not name.key and is_leaf and worth >= _LEAST:
            yield spot, text


def _book(publication: Publication, digits: str) -> Classification:
    year = publication.fiscal_year
    is_function = digits.startswith("2")
    return functional(year) if is_function else departmental_economic(year)


def _place(spot: Spot, digits: str) -> Place:
    name = spot.grid.rows[spot.row][spot.place + 1].text
    return Place(spot.at.section.id, spot.at.section.title, digits, words=name)


def _renumbered(rows: list[tuple[GridCell, ...]], heads: int) -> tuple[tuple[GridCell, ...], ...]:
    """Rows with their running numbers made right again, as a spreadsheet would."""
    if not rows[heads:] or rows[heads][0].text != "1":
        return tuple(rows)
    body = [(replace(row[0], text=str(n)), *row[1:]) for n, row in enumerate(rows[heads:], start=1)]
    return (*rows[:heads], *body)


def _dropped(publication: Publication, draw: Draw) -> Mutation | None:
    # The only child of its parent: what is left is less detailed, not wrong.
    chosen = [(spot, digits) for spot, digits in _coded(publication) if _has_siblings(spot, digits)]
    if not chosen:
        return None
    spot, digits = draw.one(chosen)
    rows = [row for n, row in enumerate(spot.grid.rows) if n != spot.row]
    changed = with_rows(publication, spot, _renumbered(rows, spot.grid.header_rows))
    # What is left shows it: the row above, whose parts no longer add up to it.
    place = replace(_place(spot, digits), row=str(code(digits).parent), column=digits)
    return Mutation("", changed, place, digits, "", ARITHMETIC)


def _has_siblings(spot: Spot, digits: str) -> bool:
    """Tell whether the table prints another code of the same parent."""
    printed = {cell.text for row in spot.grid.rows for cell in row[:3]} - {digits}
    return any(
        len(t) == len(digits) and t.startswith(digits[:-2]) for t in printed if t.isdecimal()
    )


def _doubled(publication: Publication, draw: Draw) -> Mutation | None:
    chosen = list(_coded(publication))
    if not chosen:
        return None
    spot, digits = draw.one(chosen)
    rows = [*spot.grid.rows[: spot.row + 1], *spot.grid.rows[spot.row :]]
    changed = with_rows(publication, spot, _renumbered(rows, spot.grid.header_rows))
    rules = ARITHMETIC | {"row-printed-twice", "rows-are-printed-once"}
    return Mutation("", changed, _place(spot, digits), digits, f"{digits} ×2", rules)


def _code_digit(publication: Publication, draw: Draw) -> Mutation | None:
    """A digit of a code mistyped, so that the code is unknown or another item's."""
    chosen = list(_coded(publication))
    if not chosen:
        return None
    spot, digits = draw.one(chosen)
    place = draw.whole(len(digits) - 2, len(digits) - 1)
    other = draw.one([d for d in "0123456789" if d != digits[place]])
    wrong = digits[:place] + other + digits[place + 1 :]
    if any(cell.text == wrong for row in spot.grid.rows for cell in row[:3]):
        return None
    return _recoded(publication, spot, digits, wrong)


def _code_of_another(publication: Publication, draw: Draw) -> Mutation | None:
    """The code of a sibling that the table does not print, beside the old name."""
    for spot, digits in draw.some(chosen := list(_coded(publication)), len(chosen)):
        printed = {cell.text for row in spot.grid.rows for cell in row[:3]}
        others = [
            str(entry.code)
            for entry in _siblings(_book(publication, digits), digits)
            if str(entry.code) not in printed
        ]
        if others:
            return _recoded(publication, spot, digits, draw.one(others))
    return None


def _recoded(publication: Publication, spot: Spot, digits: str, wrong: str) -> Mutation:
    place = replace(_place(spot, digits), column=wrong)
    changed = with_text(publication, spot, wrong)
    return Mutation("", changed, place, digits, wrong, CODES | ARITHMETIC)


def _siblings(book: Classification, digits: str) -> list:  # type: ignore[type-arg]
    parent = code(digits).parent
    return [e for e in book if e.code.parent == parent and str(e.code) != digits]


def _name_of_another(publication: Publication, draw: Draw) -> Mutation | None:
    """The name of a sibling beside the right code."""
    for spot, digits in draw.some(chosen := list(_coded(publication)), len(chosen)):
        book = _book(publication, digits)
        name = spot.grid.rows[spot.row][spot.place + 1].text
        entry = book.get(code(digits))
        # The name only: a sibling's that is not the same word by chance.
        others = [e.name for e in _siblings(book, digits) if e.name != name]
        if entry is not None and entry.name == name and others:
            return _renamed(publication, spot, digits, draw.one(others))
    return None


def _old_name(publication: Publication, draw: Draw) -> Mutation | None:
    """The name a code had in an earlier year."""
    chosen = []
    for spot, digits in _coded(publication):
        if not digits.startswith("2"):
            continue
        now = functional(publication.fiscal_year).get(code(digits))
        for year in range(2014, publication.fiscal_year):
            then = functional(year).get(code(digits))
            if now is not None and then is not None and then.name != now.name:
                chosen.append((spot, digits, then.name))
                break
    if not chosen:
        return None
    spot, digits, name = draw.one(chosen)
    return _renamed(publication, spot, digits, name)


def _renamed(publication: Publication, spot: Spot, digits: str, name: str) -> Mutation:
    was = spot.grid.rows[spot.row][spot.place + 1].text
    beside = spot._replace(place=spot.place + 1)
    return Mutation(
        "", with_text(publication, beside, name), _place(spot, digits), was, name, CODES
    )


ROWS: Mapping[str, Maker] = {
    "row-dropped": _dropped,
    "row-doubled": _doubled,
    "code-digit-changed": _code_digit,
    "code-of-another-item": _code_of_another,
    "name-of-another-item": _name_of_another,
    "name-of-an-earlier-year": _old_name,
}
