"""Figures of a form by the names clerks give them: title, row and column as printed; identifiers are understood too.

`部门支出总表`, `合计`, `基本支出` and `expenditure`, `合计`, `基本支出` are one figure. What is said of an unknown
name are the nearest known ones.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from yusuan.catalog import CLASSIFICATIONS
from yusuan.core.codes import code
from yusuan.core.dataset import dump
from yusuan.core.errors import CatalogError
from yusuan.core.patterns import pattern
from yusuan.editions import edition as find_edition
from yusuan.narrative.sentence import Change, FigureName
from yusuan.tables.spec import Tree
from yusuan.vocabulary.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.editions.edition import Edition
    from yusuan.tables.spec import Column, Panel, TableSpec

    Place = tuple[Panel, Column]

_BASE = "national"
_CODE = pattern(r"(\d{3}|\d{5}|\d{7})(?:\D.*)?")
_LEVELS = pattern(r"[/／>＞→]")
_OFFERED = 6
_LONGEST = 110


class Unnamed(NamedTuple):
    """A name nobody knows: the field it stands in, and in Chinese the nearest known names."""

    field: str
    allowed: str


@dataclass(frozen=True)
class Names:
    """The names of one edition's tables, rows and columns."""

    edition: Edition

    def figure(self, table: str, row: str, column: str) -> FigureName | Unnamed:
        """The figure that a title, a row and a column name."""
        spec = self._titles.get(folded(table))
        if spec is None:
            return Unnamed("table", offered(table, (t.title for t in self.edition.tables)))
        places = _columns(spec, column)
        if not places:
            headings = (c.path for p in spec.panels for c in p.columns)
            return Unnamed("column", f"{spec.title}的列：{offered(column, headings)}")
        found = dict.fromkeys(
            FigureName(spec.id, key, panel.column_path(one))
            for panel, one in places
            for key in self._rows(panel, row)
        )
        if not found:
            panels = dict.fromkeys(panel for panel, _ in places)
            labels = (name for panel in panels for name in _row_names(panel))
            return Unnamed("row", f"{spec.title}的行：{offered(row, labels)}{_codes(panels)}")
        if len({name.row for name in found}) > 1:
            same = "、".join(name.row for name in list(found)[:_OFFERED])
            return Unnamed("row", f"科目编码（同名的有 {same}）")
        if len(found) > 1:
            return Unnamed("column", f"写明是哪一列：{'、'.join(name.column for name in found)}")
        return next(iter(found))

    def in_words(self, table: str, row: str, column: str) -> tuple[str, str, str]:
        """A figure's names as clerks write them; as they are where the edition has no such table."""
        spec = next((t for t in self.edition.tables if t.id == table), None)
        return (table if spec is None else spec.title, row, column)

    def _rows(self, panel: Panel, wanted: str) -> Iterator[str]:
        plain = folded(wanted)
        if not isinstance(panel.rows, Tree):
            # A form may repeat a label under another heading: the contract names the first.
            keys = (row.key for row in panel.rows if row.region is not None)
            yield from dict.fromkeys(key for key in keys if folded(key) == plain)
            return
        if plain == folded(panel.rows.total):
            yield panel.rows.total
            return
        match = _CODE.fullmatch(wanted.strip())
        if match is None:
            yield from _called(panel.rows.dimension, self.edition.year, plain)
            return
        try:
            yield code(match[1]).digits
        except ValueError:
            return

    @cached_property
    def _titles(self) -> Mapping[str, TableSpec]:
        """Every name of a table: its identifier, its title with and without what stands before it, the base's."""
        prefix, found = self.edition.title_prefix, {}
        base = {table.id: table.title for table in find_edition(_BASE, self.edition.year).tables}
        for spec in reversed(self.edition.tables):
            other = base.get(spec.id, spec.title)
            own = spec.title.removeprefix("部门")
            for title in (other, own, f"部门{own}", f"{prefix}{spec.title}"):
                found[folded(title)] = spec
        # An own title or identifier outweighs what another table is called elsewhere.
        for spec in self.edition.tables:
            found[folded(spec.title)] = found[folded(spec.id)] = spec
        return found


@lru_cache(maxsize=64)
def names_of(edition: Edition) -> Names:
    """The names of an edition."""
    return Names(edition)


def _columns(spec: TableSpec, wanted: str) -> list[Place]:
    """The columns a heading may mean: the whole path, else its last levels."""
    asked = [folded(level) for level in _LEVELS.split(wanted) if level.strip()]
    every = [(panel, column) for panel in spec.panels for column in panel.columns]

    def path(panel: Panel, column: Column) -> list[str]:
        return [folded(level) for level in _LEVELS.split(panel.column_path(column))]

    whole = [place for place in every if path(*place) == asked]
    return whole or [place for place in every if asked and path(*place)[-len(asked) :] == asked]


def _row_names(panel: Panel) -> list[str]:
    if isinstance(panel.rows, Tree):
        return [panel.rows.total]
    return [row.key for row in panel.rows if row.region is not None]


def _codes(panels: Iterable[Panel]) -> str:
    return "，或科目编码" if any(isinstance(panel.rows, Tree) for panel in panels) else ""


@lru_cache(maxsize=8192)
def _called(dimension: str, year: int, plain: str) -> tuple[str, ...]:
    """The codes that bear a name: many items of different sections share one."""
    return tuple(
        entry.code.digits
        for entry in CLASSIFICATIONS[dimension](year)
        if folded(entry.name) == plain
    )


def offered(wanted: str, known: Iterable[str]) -> str:
    """The known names nearest to one nobody knows, as many as a message has room for."""
    every = list(dict.fromkeys(known))
    near = difflib.get_close_matches(wanted, every, _OFFERED, 0.3)
    ordered = dict.fromkeys([*near, *every])
    shown, length = [], 0
    for name in ordered:
        length += len(name) + 1
        if length > _LONGEST:
            break
        shown.append(name)
    return "、".join(shown) + ("等" if len(shown) < len(ordered) else "")


# --- a dataset's figures of last year ---------------------------------------------------------------------


def named(head: Mapping[str, Any], figure: Mapping[str, Any]) -> Mapping[str, str] | Unnamed:
    """The contract's names of a figure of last year, or which of its names the edition does not print.

    Where the department's edition is not known, names stay as they are: that has been said.
    """
    if head["edition"] is None or head["fiscal_year"] is None:
        return {}
    try:
        names = names_of(find_edition(head["edition"], head["fiscal_year"]))
    except CatalogError:
        return {}
    found = names.figure(figure["table"], figure["row"], figure["column"])
    return found if isinstance(found, Unnamed) else found._asdict()


def named_where_known(
    head: Mapping[str, Any], figure: Mapping[str, Any]
) -> Mapping[str, str] | Unnamed:
    """The same for a package published once, which must stay readable: an unknown name stays as it is."""
    found = named(head, figure)
    return {} if isinstance(found, Unnamed) else found


def sheets_of(budget: DepartmentalBudget) -> dict[str, list[dict[str, str]]]:
    """A budget as sheets of written fields for people: last year's figures under the names of the form."""
    sheets, edition = dump(budget), _edition(budget)
    if edition is None:
        return sheets
    names = names_of(edition)
    for row in sheets["prior_year"]:
        row |= dict(zip(_FIELDS, names.in_words(*(row[f] for f in _FIELDS)), strict=True))
    return sheets


def asked(edition: Edition) -> tuple[FigureName, ...]:
    """The figures of last year that the edition's sentences compare this year's with, in reading order."""
    return tuple(
        dict.fromkeys(
            slot.name
            for sentence in edition.sentences
            for slot in sentence.slots.values()
            if isinstance(slot, Change)
        )
    )


def to_fill_in(budget: DepartmentalBudget) -> list[dict[str, str]]:
    """Rows without an amount, for what sentences ask of last year and the budget does not state."""
    edition = _edition(budget)
    if edition is None:
        return []
    names, stated = names_of(edition), {(s.table, s.row, s.column) for s in budget.prior_year}
    wanted = dict.fromkeys((*asked(edition), *_beside_them(edition)))
    rows = (names.in_words(*name) for name in wanted if name not in stated)
    return [dict(zip(_FIELDS, row, strict=True)) | {"amount": ""} for row in rows]


_FIELDS = ("table", "row", "column")


def forms_names(budget: DepartmentalBudget) -> dict[str, list[str]]:
    """The names of a form's tables, of the rows it lists and of its columns, as a clerk chooses them."""
    edition = _edition(budget)
    specs = () if edition is None else edition.tables
    panels = [panel for spec in specs for panel in spec.panels]
    rows = [name for panel in panels for name in _row_names(panel)]
    columns = [panel.column_path(column) for panel in panels for column in panel.columns]
    return {
        "表": [spec.title for spec in specs],
        "行": list(dict.fromkeys(rows)),
        "列": list(dict.fromkeys(columns)),
    }


def _edition(budget: DepartmentalBudget) -> Edition | None:
    try:
        return find_edition(budget.department.edition, budget.department.fiscal_year)
    except CatalogError:
        return None


def _beside_them(edition: Edition) -> Iterator[FigureName]:
    """The other rows of a form's list that a sentence takes one row of, in the same column."""
    for name in asked(edition):
        for panel in edition.table(name.table).panels:
            is_here = any(panel.column_path(column) == name.column for column in panel.columns)
            if is_here and not isinstance(panel.rows, Tree):
                for row in panel.rows:
                    if row.region is not None:
                        yield name._replace(row=row.key)
