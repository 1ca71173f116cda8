"""The rows of an export as lines: what a blank cell repeats, which rows are sums, and what nobody understands."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.budget import BudgetLine, Project
from yusuan.core.codes import code
from yusuan.core.dataset.code_names import CodeName
from yusuan.core.errors import Fault, Faults
from yusuan.core.money import MoneyUnit, parse_amount
from yusuan.core.terms import APPROPRIATED, Fund, Nature, Origin, ProjectCategory
from yusuan.readers.export.found import Imported
from yusuan.readers.export.keys import Keys, keys_of, path_of
from yusuan.readers.export.mapping import (
    AMOUNT,
    IGNORED,
    NIL,
    TOTAL,
    ColumnMap,
    Money,
    money_of,
    nature_of,
)
from yusuan.readers.export.propose import body_rows, columns_of, says_sum
from yusuan.readers.export.totals import Row, reconciled
from yusuan.vocabulary.words import meaning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.readers.export.propose import Column
    from yusuan.readers.export.sheet import ExportSheet

# What a blank cell may repeat from above, where no cell left of it says anything new.
_REPEATED = (
    "单位", "单位名称", "功能科目", "功能科目名称", "项目编码", "项目名称", "项目类别", "资金性质",
    "部门经济科目", "部门经济科目名称", "支出性质",
)  # fmt: skip
_SHOWN = 40


def imported(sheet: ExportSheet, mapping: ColumnMap) -> Imported:
    """The lines of one sheet by its mapping; `faults` name every cell that was not understood."""
    return _Export(sheet, mapping).read()


class _Export:
    """One sheet being read."""

    def __init__(self, sheet: ExportSheet, mapping: ColumnMap) -> None:
        self.sheet, self.mapping = sheet, mapping
        self.unit = MoneyUnit.from_label(mapping.unit)
        self.columns = columns_of(sheet, mapping.header)
        self.role = {one.number: mapping.columns[one.header] for one in self.columns}
        self.number = {
            role: n for n, role in self.role.items() if role in _REPEATED or role in _ALSO
        }
        self.money = {n: found for n, role in self.role.items() if (found := _money_of(role))}
        self.total = next((n for n, role in self.role.items() if role == TOTAL), None)
        self.found = Imported()
        self.repeated: Counter[str] = Counter()
        self.known: set[str] = set()

    def read(self) -> Imported:
        """Every row, then what they add up to."""
        found = self.found
        rows = self._rows()
        for row in rows:
            if row.lines:
                self._across(row)
        # A row that was not understood makes every sum above it differ: it has been said.
        found.sums += reconciled(self.sheet, rows, Faults() if len(found.faults) else found.faults)
        for row in rows:
            found.lines += row.lines
        found.rows = sum(bool(row.lines) for row in rows)
        for role, count in self.repeated.items():
            found.remarks.append(f"{count} 行的“{role}”空白，按上一行读入。")
        for one in self.columns:
            self._left_out(one)
        found.projects = self._amounts_of_projects()
        return found

    def _rows(self) -> list[Row]:
        rows = []
        before: dict[str, str] = {}
        for number in body_rows(self.sheet, self.mapping.header):
            texts = self._texts(number, before)
            amounts = self._amounts(number)
            if not amounts:
                self._without_money(number)
                continue
            row = self._row(number, texts, amounts)
            rows.append(row)
            if not row.is_sum:
                before = texts
            if row.lines:
                cells = self.sheet.rows[number]
                blank = [role for role, n in self.number.items() if texts[role] and n not in cells]
                self.repeated.update(blank)
            elif not any(amounts.values()):
                self.found.remarks.append(f"{self.sheet.place(number)}金额为 0，不生成明细。")
        return rows

    # --- cells --------------------------------------------------------------------------------------------

    def _texts(self, number: int, before: Mapping[str, str]) -> dict[str, str]:
        """What the row says by role; a blank repeats the row above where nothing left of it is new."""
        texts: dict[str, str] = {}
        cells = self.sheet.rows[number]
        is_new = False
        for column, role in sorted(self.role.items()):
            if role not in self.number:
                continue
            value = cells.get(column)
            text = value.text.strip() if value else ""
            if not text and not is_new and role in _REPEATED and before.get(role):
                texts[role] = before[role]
            else:
                texts[role] = text
                is_new = is_new or bool(text and not (value and value.is_merged))
        return texts

    def _amounts(self, number: int) -> dict[int, int]:
        """The amounts of a row by column, fen; what is no amount is a fault."""
        found = {}
        for column, value in self.sheet.rows[number].items():
            role = self.role.get(column, IGNORED)
            if column not in self.money and role != TOTAL:
                continue
            place = self.sheet.place(number, column)
            if value.odd:
                allowed = "数值（公式请在导出文件中“选择性粘贴”为数值）"
                self.found.faults.append(Fault(place, "", value.odd, allowed))
                continue
            if value.is_merged or not (text := value.text.strip()) or text in _DASHES:
                continue
            try:
                found[column] = parse_amount(text, self.unit).fen
            except ValueError:
                self.found.faults.append(Fault(place, "", f"“{text[:_SHOWN]}”", "金额"))
        return found

    def _without_money(self, number: int) -> None:
        texts = [v.text.strip() for v in self.sheet.rows[number].values() if v.text.strip()]
        if texts:
            self.found.remarks.append(
                f"{self.sheet.place(number)}没有金额，未读入：“{texts[0][:_SHOWN]}”。"
            )

    def _left_out(self, one: Column) -> None:
        role = self.role[one.number]
        if role in {IGNORED, NIL} and one.is_money and not one.is_nil and not _counts(one):
            self.found.remarks.append(
                f"“{one.header[:_SHOWN]}”列按“不读”处理，其中 {len(one.texts)} 个数未读入。"
            )

    # --- rows ---------------------------------------------------------------------------------------------

    def _row(self, number: int, texts: Mapping[str, str], amounts: Mapping[int, int]) -> Row:
        said = _sum_said(self.sheet, number, amounts)
        row = Row(
            number, dict(amounts), is_sum=bool(said), is_whole=bool(said) and "小计" not in said
        )
        row.depth = self._depth(number)
        if row.is_sum or not any(amounts.values()):
            return row
        # Amounts alone repeat nothing: they are a sum whose name is missing, or a mistake.
        keys, missing = keys_of(texts, self.mapping) if row.depth else (None, "科目等全部编码")
        if keys is None:
            row.missing = missing
            row.path = path_of(texts)
            return row
        count = len(self.found.faults)
        row.lines = self._lines(number, keys, amounts)
        row.is_said = len(self.found.faults) > count
        return row

    def _depth(self, number: int) -> int:
        """The first column of the row that says anything of its own."""
        cells = self.sheet.rows[number]
        own = [n for n, v in cells.items() if n in self.number.values() and v.text.strip()]
        return min((n for n in own if not cells[n].is_merged), default=0)

    def _lines(self, number: int, keys: Keys, amounts: Mapping[int, int]) -> list[BudgetLine]:
        lines = []
        for column, amount in amounts.items():
            if column not in self.money or amount == 0:
                continue
            place = self.sheet.place(number, column)
            line = self._line(place, keys, self.money[column], amount)
            if line is not None:
                lines.append(line)
                self._remember(keys, line)
        return lines

    def _line(self, place: str, keys: Keys, own: Money, amount: int) -> BudgetLine | None:
        """One amount as a line; None, with a fault, where what it is does not follow."""
        told, faults = keys.money, self.found.faults
        if own.fund and told.fund and own.fund is not told.fund:
            found = f"资金性质写“{told.fund.value}”，金额在“{own.fund.value}”栏"
            faults.append(Fault(place, "", found, "同一种资金；请核对导出文件或改对应关系"))
            return None
        fund = own.fund or told.fund
        source = own.source or (told.source if fund is None or fund not in APPROPRIATED else None)
        money = Money(fund, source).completed()
        nature = own.nature or told.nature
        if nature is None and keys.category is not None:
            nature = nature_of(keys.category)
        for what, known, word in (
            ("资金性质", money.fund, "一般公共预算"),
            ("收入来源", money.source, "单位资金/事业收入"),
            ("支出性质或项目类别", nature, "项目支出"),
        ):
            if known is None:
                allowed = f"能判断{what}的栏目；可在 import.toml 里写明，如“{word}”"
                faults.append(Fault(place, what, "判断不出", allowed))
                return None
        if amount < 0:
            faults.append(Fault(place, "", f"负数 {amount / 100:,.2f}", "非负金额；冲减请并入原行"))
            return None
        assert keys.unit is not None and keys.function is not None and keys.economic is not None  # noqa: S101, PT018
        assert money.fund is not None and money.source is not None and nature is not None  # noqa: S101, PT018
        is_project = nature is Nature.PROJECT
        if is_project and keys.project is None:
            faults.append(Fault(place, "项目编码", "空白", "项目支出须有项目编码"))
            return None
        line = BudgetLine(
            keys.unit.code,
            money.fund,
            money.source,
            own.origin or told.origin or Origin.CURRENT_YEAR,
            code(keys.function.code),
            code(keys.economic.code),
            nature,
            keys.project.code if is_project and keys.project else "",
            amount,
        )
        for name, takes in line.contradictions():
            field = r.LINES.field(name)
            faults.append(Fault(place, name if field is None else field.label, "", takes))
        return line

    # --- what stands beside the lines ---------------------------------------------------------------------

    def _remember(self, keys: Keys, line: BudgetLine) -> None:
        found = self.found
        assert keys.unit is not None  # noqa: S101  a line has one
        found.units[line.unit] = found.units.get(line.unit) or keys.unit.name
        for of, one in (("function", keys.function), ("economic", keys.economic)):
            if one is not None and one.name:
                found.names[of, one.code] = CodeName(of, one.code, one.name)
        if line.project and line.project not in self.known:
            self.known.add(line.project)
            assert keys.project is not None  # noqa: S101  it gave the line its code
            if keys.category is None:
                found.remarks.append(
                    f"项目 {line.project} 没有类别，按“部门预算项目”登记，请核对。"
                )
            category = keys.category or ProjectCategory.DEPARTMENTAL
            found.projects.append(
                Project(line.project, keys.project.name, category, line.unit, line.function)
            )

    def _amounts_of_projects(self) -> list[Project]:
        fiscal: Counter[str] = Counter()
        other: Counter[str] = Counter()
        for line in self.found.lines:
            (fiscal if line.fund in APPROPRIATED else other)[line.project] += line.amount
        return [
            replace(one, fiscal_amount=fiscal[one.code], other_amount=other[one.code])
            for one in self.found.projects
        ]

    def _across(self, row: Row) -> None:
        """Hold a row's sum column against its parts."""
        if self.total is None or self.total not in row.amounts:
            return
        parts = [n for n in row.amounts if n in self.money]
        added = sum(row.amounts[n] for n in parts)
        stated = row.amounts[self.total]
        self.found.sums += 1
        if added != stated:
            place = self.sheet.place(row.number, self.total)
            found = f"合计 {stated / 100:,.2f} 元，各资金栏相加 {added / 100:,.2f} 元"
            self.found.faults.append(Fault(place, "", found, "两者相等；有未读入的金额栏请改定"))


_ALSO = ("收入来源", "年份来源")
_DASHES = frozenset("-—–－/")


def _counts(one: Column) -> bool:
    found = meaning(one.header.split("/")[-1])
    return found is not None and "序号" in one.header


def _money_of(role: str) -> Money | None:
    return Money() if role == AMOUNT else money_of(role)


def _sum_said(sheet: ExportSheet, number: int, amounts: Mapping[int, int]) -> str:
    """The cell that says that its row is a sum; empty where none does."""
    texts = (value.text for c, value in sheet.rows[number].items() if c not in amounts)
    return next((text for text in texts if says_sum(text)), "")


__all__ = ["Fund", "Imported", "imported"]
