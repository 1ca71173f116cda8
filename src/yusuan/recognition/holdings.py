"""The asset table and the procurement table of a published document, told by their headers and row labels."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.holdings import Holding, Holdings, Purchase, Purchases
from yusuan.core.money import MoneyUnit, Printed, amount_or_none
from yusuan.core.outcomes import Where
from yusuan.core.patterns import pattern
from yusuan.recognition.tables import dense, title_of, unit_of
from yusuan.vocabulary.folding import folded
from yusuan.vocabulary.words import meaning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.grid import RawCell
    from yusuan.recognition.tables import Line, Logical

_UNIT = pattern(r"(万元|元)")
_BRACKETS = pattern(r"\([^()]*\)")
_NO_MONEY = pattern(r"[-—－]*|/|无")
_TOTAL = "资产总额"
_ASSET_TOTAL = pattern(r"(固定)?资产(总额|合计|总计)|合计|总计")
_ASSET_ROW = pattern(r"(固定)?资产总[额计]|房屋|办公用房|车辆|单价.*设备|其他固定资产")
_QUANTITY = pattern(r"数量(\(.*\))?")
_VALUE = pattern(r"(账面)?(价值|原值|净值|金额)(\(.*\))?")
_MEMBERS = 2


# --- assets -----------------------------------------------------------------------------------------------


def asset_holdings(
    others: Sequence[Logical], source: str, unit: MoneyUnit | None = None
) -> Holdings | None:
    """The asset table, its parts on following pages joined; None where a document prints none.

    `unit` is that of tables which state none; without it their amounts are not read.
    """
    total: Printed | None = None
    place: Where | None = None
    rows: dict[str, Holding] = {}
    page: int | None = None
    total_unread = ""
    for table in others:
        found = list(_asset_rows(table, source, unit))
        if not any(_ASSET_ROW.match(row.label) for row in found):
            continue
        page = table.page if page is None else page
        for row in found:
            if _ASSET_TOTAL.fullmatch(row.label) and row.label not in rows:
                total, place, total_unread = row.value, row.where, row.unread
            else:
                rows.setdefault(row.label, row)
    if sum(1 for label in rows if _ASSET_ROW.match(label)) < _MEMBERS:
        return None
    return Holdings(total, place or Where(source, page, "", _TOTAL), rows, page, total_unread)


def _asset_rows(table: Logical, source: str, told: MoneyUnit | None) -> Iterator[Holding]:
    """The rows of a table headed 数量 | 价值. Blank total rows are told from a header by their label only."""
    title = title_of(table)
    columns: tuple[int, int] | None = None
    unit = unit_of(table) or told
    for grid in table.grids:
        for row in dense(grid):
            texts = ["" if cell is None else folded(cell.text) for cell in row]
            quantity = next((n for n, t in enumerate(texts) if _QUANTITY.fullmatch(t)), None)
            value = next((n for n, t in enumerate(texts) if _VALUE.fullmatch(t)), None)
            if quantity is not None and value is not None:
                columns = quantity, value
                named = _UNIT.search(texts[value])
                unit = MoneyUnit.from_label(named[1]) if named else unit
            elif columns is not None and texts[0] and max(columns) < len(row):
                yield _holding(row, columns, unit, Where(source, grid.page, title))


def _holding(
    row: Sequence[RawCell | None], columns: tuple[int, int], unit: MoneyUnit | None, place: Where
) -> Holding:
    quantity, value = (row[n] for n in columns)
    label = "" if row[0] is None else row[0].text
    name = _BRACKETS.sub("", folded(label))
    text = "" if value is None else "".join(value.text.split())
    printed = None if unit is None else amount_or_none(text, unit)
    where = Where(
        place.file, place.page, place.table, name, "价值", None if value is None else value.box
    )
    return Holding(
        name,
        "" if quantity is None else quantity.text.strip(),
        printed,
        where,
        is_part="其中" not in label,
        unread="" if printed is not None or _NO_MONEY.fullmatch(text) else text,
        has_unit=unit is not None,
    )


# --- purchases --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Columns:
    """What stands in which column of a procurement table; `funds` None where the header is torn."""

    amount: int
    quantity: int
    price: int
    name: int | None
    code: int | None
    unit: int | None
    project: int | None
    funds: tuple[int, ...] | None
    price_unit: MoneyUnit | None


_ROLES = (
    ("name", pattern(r"采购物品名称|(采购)?(物品|货物|品目)名称|采购(品目|内容|物品)")),
    ("code", pattern(r".*(目录序号|目录编码|品目编码|目录代码)")),
    ("unit", pattern(r"计量单位")),
    ("quantity", pattern(r"(采购)?数量")),
    ("price", pattern(r"(采购)?(预算)?单价(\(.*\))?")),
    ("project", pattern(r"项目名称")),
)
_AMOUNT = pattern(r"合计|小计|(采购)?(预算)?(总金额|金额|总价|总额)(\(.*\))?")
_SUBTOTAL = pattern(r"(小计|合计|总计)$")


def published_purchases(
    others: Sequence[Logical], source: str, told: MoneyUnit | None = None
) -> Purchases | None:
    """The procurement table; None where a document prints none. Without a unit its amounts are not read."""
    total: Printed | None = None
    place: Where | None = None
    items: list[Purchase] = []
    unread: list[str] = []
    is_printed, has_unit = False, True
    page: int | None = None
    for table in others:
        columns, unit = _columns(table), unit_of(table) or told
        if columns is None:
            continue
        is_printed = True
        page = table.page if page is None else page
        for line in table.lines:
            text = line.text(columns.amount)
            amount = None if unit is None else amount_or_none(text, unit)
            has_unit = has_unit and unit is not None
            if amount is None or unit is None:
                unread += [] if _NO_MONEY.fullmatch(text) else [text]
                continue
            label = next((t for n in range(len(line.cells)) if (t := folded(line.text(n)))), "")
            cell = line.cells[columns.amount]
            where = Where(
                source,
                table.page,
                title_of(table),
                label,
                "合计",
                None if cell is None else cell.box,
            )
            if label in {"合计", "总计"}:
                total, place = (amount, where) if total is None else (total, place)
            elif not _SUBTOTAL.search(label):
                items.append(_purchase(line, columns, unit, amount, where))
    if not is_printed:
        return None
    return Purchases(
        total, place or Where(source, page), tuple(items), page, tuple(unread), has_unit
    )


def _columns(table: Logical) -> _Columns | None:
    paths = [tuple(folded(word) for word in path) for path in table.header]
    found: dict[str, int] = {}
    for number, path in enumerate(paths):
        for role, words in _ROLES:
            if path and words.fullmatch(path[-1]):
                found.setdefault(role, number)
    amount = next((n for n, p in enumerate(paths) if p and _AMOUNT.fullmatch(p[-1])), None)
    if amount is None or not {"quantity", "price"} <= set(found):
        return None
    if not {"name", "code"} & set(found):
        return None
    price = _UNIT.search("".join(paths[found["price"]]))
    return _Columns(
        amount,
        found["quantity"],
        found["price"],
        found.get("name"),
        found.get("code"),
        found.get("unit"),
        found.get("project"),
        _fund_columns(paths, amount),
        MoneyUnit.from_label(price[1]) if price else None,
    )


def _fund_columns(paths: Sequence[tuple[str, ...]], amount: int) -> tuple[int, ...] | None:
    """The columns after the amount that say what pays; None where carried money and reserves share one."""
    if any("中小" in "".join(path) and "结转" in "".join(path) for path in paths):
        return None
    funds = tuple(
        n
        for n, path in enumerate(paths)
        if n > amount and path and "中小" not in "".join(path) and meaning(path[-1]) is not None
    )
    return funds or None


def _purchase(
    line: Line, columns: _Columns, unit: MoneyUnit, amount: Printed, where: Where
) -> Purchase:
    def text(column: int | None) -> str:
        return "" if column is None else line.text(column)

    funds: tuple[Printed, ...] | None = None
    unread: set[str] = set()
    if columns.funds is not None:
        paid = [(text(n), amount_or_none(text(n), unit)) for n in columns.funds]
        if all(p is not None or _NO_MONEY.fullmatch(t) for t, p in paid):
            funds = tuple(p for _, p in paid if p is not None)
        else:
            unread.add("funds")
    price = amount_or_none(text(columns.price), columns.price_unit or unit)
    if price is None and not _NO_MONEY.fullmatch("".join(text(columns.price).split())):
        unread.add("price")
    return Purchase(
        text(columns.name),
        "".join(unicodedata.normalize("NFKC", text(columns.code)).split()).upper(),
        text(columns.quantity),
        text(columns.unit),
        price,
        amount,
        where,
        text(columns.project),
        funds,
        frozenset(unread),
    )
