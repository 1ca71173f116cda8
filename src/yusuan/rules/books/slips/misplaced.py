"""Amounts under an item, a unit or a fund that they do not belong to."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from yusuan.catalog import functional
from yusuan.core.codes import Level, code
from yusuan.core.errors import CatalogError
from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.core.terms import Fund, Nature
from yusuan.rules.books.slips._lines import called, in_yuan, place
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, on_facts, passed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.catalog.classification import Classification
    from yusuan.core.budget import BudgetLine
    from yusuan.core.codes import Code
    from yusuan.rules.spec import Subject, Verdict

    Numbered = tuple[int, BudgetLine]

# Sections that only government-managed funds pay: 国有土地使用权出让收入安排的支出, 旅游发展基金支出.
_OF_FUNDS = pattern(r"基金|安排的支出|专项债|国债")
# Items that go by the nature of the unit: an institution has the other of the pair.
_OF_AGENCIES = frozenset({"行政运行", "行政单位离退休", "行政单位医疗"})
_STATE_CAPITAL = code("223")
_PENSIONERS = code("20805")
# Pensions, medical insurance and housing: each a line of its own in any unit. Transfers and others hold anything.
_OWN_ITEMS = frozenset({"20805", "20808", "20899", "21011", "22102", "22103"})
_ANYTHING = frozenset({"229", "230"})
_TRAINING = ("20508", "30216")
_PAID_TO_PENSIONERS = frozenset({"30301", "30302"})
_STAFF = frozenset({"301", "303"})
# A unit with so many lines of one kind has a custom to go by.
_CUSTOM = 5


def funds_fit_items(subject: Subject) -> Iterable[Verdict]:
    """A line's item is one its fund pays. Judges by the official names; a code the catalogue lacks is passed over."""
    try:
        book = functional(subject.form.year)
    except CatalogError:
        return []
    lines = subject.budget.lines
    known: dict[tuple[str, str], str] = {}
    found = []
    for n, line in enumerate(lines):
        key = (line.function.digits, line.fund.value)
        if key not in known:
            known[key] = _unfit(line, book)
        if why := known[key]:
            message = (
                f"{called(n, line)} {in_yuan(line.amount)}的资金性质是{line.fund.value}，{why}"
            )
            found.append(failed(message, place(n, "fund")))
    return found or ([passed()] if lines else [])


def _unfit(line: BudgetLine, book: Classification) -> str:
    section = line.function.at(Level.SECTION)
    entry = book.get(section) if section is not None else None
    if entry is None:
        return ""
    is_capital = line.function.within(_STATE_CAPITAL)
    if is_capital and line.fund is not Fund.STATE_CAPITAL:
        return f"而 {_STATE_CAPITAL} 类只列国有资本经营预算支出"
    if line.fund is Fund.GOVERNMENT_FUNDS and not _OF_FUNDS.search(entry.name):
        category = line.function.category.digits
        return "" if category in _ANY_FUND else f"而 {section} {entry.name} 不是政府性基金的科目"
    if line.fund is Fund.STATE_CAPITAL and not is_capital:
        category = line.function.category.digits
        return "" if category in {*_ANY_FUND, "208"} else f"而功能科目不在 {_STATE_CAPITAL} 类"
    return ""


_ANY_FUND = frozenset({"229", "230", "231", "232", "233", "234"})


def items_fit_units(subject: Subject) -> Iterable[Verdict]:
    """Basic spending stands under items of the unit's own nature and custom.

    A single line apart from all the others of its unit is asked about; contributions have items of their own.
    """
    units = {unit.code: unit for unit in subject.budget.units}
    basic: dict[str, list[Numbered]] = defaultdict(list)
    for n, line in enumerate(subject.budget.lines):
        if line.nature is Nature.BASIC and line.unit in units and line.economic is not None:
            basic[line.unit].append((n, line))
    if not basic:
        return []
    names = _names(subject)
    found = []
    for unit, lines in basic.items():
        if units[unit].is_public_institution:
            found += list(_of_agencies(lines, names))
        found += list(_alone(lines, is_agency=not units[unit].is_public_institution))
    found += list(_pensioners([one for lines in basic.values() for one in lines]))
    said = {verdict.where[0]: verdict for verdict in reversed(found)}
    return list(said.values())[::-1] or [passed()]


def _names(subject: Subject) -> dict[Code, str]:
    try:
        book = functional(subject.form.year)
    except CatalogError:
        return {}
    used = {line.function for line in subject.budget.lines}
    return {member: entry.name for member in used if (entry := book.get(member)) is not None}


def _of_agencies(lines: Iterable[Numbered], names: dict[Code, str]) -> Iterator[Verdict]:
    for n, line in lines:
        if (name := names.get(line.function, "")) in _OF_AGENCIES:
            yield failed(
                f"{called(n, line)} {in_yuan(line.amount)}列在“{name}”，而单位 {line.unit} 是事业单位",
                place(n, "function"),
            )


def _alone(lines: list[Numbered], *, is_agency: bool) -> Iterator[Verdict]:
    """A line whose item, or whose fund, no other line of the unit has; institutions earn money for costs other than staff."""
    running = [
        (n, line)
        for n, line in lines
        if line.function.digits[:5] not in _OWN_ITEMS
        and line.function.digits[:3] not in _ANYTHING
        and not _is_training(line)
    ]
    items = Counter(line.function for _, line in running)
    appropriated = [(n, line) for n, line in lines if is_agency or _is_of_staff(line)]
    funds = Counter(line.fund for _, line in appropriated)
    usual, times = items.most_common(1)[0] if items else (None, 0)
    for n, line in running:
        if times >= _CUSTOM and items[line.function] == 1:
            yield failed(
                f"{called(n, line)} {in_yuan(line.amount)}的功能科目在该单位基本支出中只有这一笔，其余 {times} 笔都是 {usual}",
                place(n, "function"),
            )
    fund, times = funds.most_common(1)[0] if funds else (None, 0)
    for n, line in appropriated:
        if times >= _CUSTOM and funds[line.fund] == 1 and fund is not None:
            yield failed(
                f"{called(n, line)} {in_yuan(line.amount)}的资金性质是{line.fund.value}，"
                f"该单位{'' if is_agency else '人员'}基本支出的其余 {times} 笔是{fund.value}",
                place(n, "fund"),
            )


def _is_training(line: BudgetLine) -> bool:
    section, economic = _TRAINING
    return line.function.within(code(section)) and str(line.economic) == economic


def _is_of_staff(line: BudgetLine) -> bool:
    return line.economic is not None and line.economic.digits[:3] in _STAFF


def _pensioners(lines: Iterable[Numbered]) -> Iterator[Verdict]:
    """Pensions under another item, where the department has them under theirs."""
    paid = [(n, line) for n, line in lines if str(line.economic)[:5] in _PAID_TO_PENSIONERS]
    others = [(n, line) for n, line in paid if not line.function.within(_PENSIONERS)]
    if len(others) == 1 and len(paid) > 1:
        n, line = others[0]
        yield failed(
            f"{called(n, line)} {in_yuan(line.amount)}是离退休费，不在 {_PENSIONERS} 行政事业单位养老支出，"
            f"其余 {len(paid) - 1} 笔都在",
            place(n, "function"),
        )


RULES = (
    Rule(
        id="items-fit-their-fund",
        claim="功能科目是这项资金可以列支的科目",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照批复核对资金性质和功能科目，改正有误的一处。",
        check=on_facts(funds_fit_items),
    ),
    Rule(
        id="items-fit-their-unit",
        claim="基本支出的科目与单位性质、与本单位其他明细相符",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对功能科目、资金性质和单位编码；确应单列的，保留即可。",
        check=on_facts(items_fit_units),
    ),
)
