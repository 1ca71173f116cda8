"""Statutory mirrors: contributions stand in a function and in an economic class, and normally agree. Data, not code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.codes import code
from yusuan.core.outcomes import Pair, Severity, Where
from yusuan.core.terms import Fund, Nature
from yusuan.rules.books._words import money
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, insufficient, on_facts, passed
from yusuan.tables.codeset import CodeSet
from yusuan.tables.region import Region, funds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.rules.spec import Subject, Verdict
    from yusuan.tables.table import Cell


@dataclass(frozen=True, slots=True)
class Mirror:
    """Function items whose general public basic money is normally one economic section's."""

    id: str
    what: str
    functions: tuple[str, ...]
    economic: str

    def check(self, subject: Subject) -> Iterable[Verdict]:
        """Compare both sides. Silent when a project pays part of the contributions, or neither side is printed."""
        if self._is_paid_by_project(subject):
            return []
        left = [cell for digits in self.functions for cell in _figures(subject, digits, _BASIC)]
        right = list(_figures(subject, self.economic, _BASIC))
        if not left and not right:
            return []
        unread = [cell for cell in (*left, *right) if not cell.recognised]
        if unread:
            return [insufficient(f"{self.what}有未读出的数，无法对照", *_places(subject, unread))]
        functions, economic = sum(c.value for c in left), sum(c.value for c in right)
        if functions == economic:
            return [passed()]
        message = (
            f"{self.what}：功能科目 {'、'.join(self.functions)} 基本支出合计 {money(functions)} ≠ "
            f"经济科目 {self.economic} 的 {money(economic)}，相差 {money(abs(functions - economic))}"
        )
        return [
            failed(message, *_places(subject, (*left, *right)), expected=functions, actual=economic)
        ]

    def _is_paid_by_project(self, subject: Subject) -> bool:
        """Tell whether project money of the same codes is printed, or stands in the lines behind the tables."""
        if any(
            cell.value for digits in self.functions for cell in _figures(subject, digits, _PROJECT)
        ):
            return True
        economic = code(self.economic)
        return any(
            line.nature is Nature.PROJECT
            and line.fund is Fund.GENERAL_PUBLIC
            and line.economic is not None
            and line.economic.within(economic)
            for line in subject.budget.lines
        )

    @property
    def rule(self) -> Rule:
        """The mirror as a rule of the book."""
        return Rule(
            id=self.id,
            claim=f"{self.what}：功能科目 {'、'.join(self.functions)} 与经济科目 {self.economic} 相等",
            law="practice",
            severity=Severity.WARNING,
            dimension=Dimension.TRUTHFULNESS,
            hint="两边通常相等；由项目支出负担一部分或者尚未实缴的除外，请核对科目使用。",
            check=on_facts(self.check),
            pair=Pair("功能科目", "经济科目"),
        )


_GENERAL = Region(funds(Fund.GENERAL_PUBLIC))
_BASIC = _GENERAL & Region(nature=frozenset({Nature.BASIC}))
_PROJECT = _GENERAL & Region(nature=frozenset({Nature.PROJECT}))


def _figures(subject: Subject, digits: str, region: Region) -> Iterator[Cell]:
    """The first printed figure of a code's money in a region, in whichever table prints it."""
    codes = CodeSet.of(digits)
    wanted = {
        (region & Region(function=codes)).normal(),
        (region & Region(economic=codes)).normal(),
    }
    for table in subject.tables.values():
        for cell in table.cells.values():
            if cell.row == digits and cell.region in wanted:
                yield cell
                return


def _places(subject: Subject, cells: Iterable[Cell]) -> list[Where]:
    titles = {table.id: table.spec.title for table in subject.tables.values()}
    return [
        c.where or Where(table=titles[c.key.table], row=c.row, column=c.key.column) for c in cells
    ]


MIRRORS = (
    Mirror("pension-contributions-mirror", "机关事业单位基本养老保险缴费", ("2080505",), "30108"),
    Mirror("annuity-contributions-mirror", "职业年金缴费", ("2080506",), "30109"),
    Mirror("medical-insurance-mirror", "职工基本医疗保险缴费", ("2101101", "2101102"), "30110"),
    Mirror("civil-servants-medical-mirror", "公务员医疗补助缴费", ("2101103",), "30111"),
    Mirror("housing-fund-mirror", "住房公积金", ("2210201",), "30113"),
)
RULES = tuple(mirror.rule for mirror in MIRRORS)
