"""Sixty typing errors in three made-up departments: how many are noticed, with control totals and without.

    uv run python -m benchmarks.bench_typing [ROUNDS] [FIRST-SEED] [--list]

The clerk types lines, projects and last year's figures; an error is made in one place of what was typed, as written in
the file, and everything else stays. It is noticed when the source is refused or a finding (warning or error) appears
that the clean book does not have. `--list` prints every error and what noticed it. Exit code 1 below the goal:
95 in 100 with control totals, 70 without, at most 2 warnings a clean book.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.budget import StatedFigure
from yusuan.core.dataset import Sheet, SheetRow, dump, load
from yusuan.core.errors import ReadError
from yusuan.core.money import FEN_PER_YUAN, yuan
from yusuan.core.outcomes import Severity, Status
from yusuan.core.terms import APPROPRIATED, Fund, Nature
from yusuan.pipeline import Run
from yusuan.synthetic import Size, synthesise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yusuan.core.budget import BudgetLine, DepartmentalBudget
    from yusuan.core.codes import Code

Rows = list[dict[str, str]]
Book = dict[str, Rows]
Found = Counter[tuple[str, ...]]

YEAR = 2026
SIZES = (Size(1, 6), Size(3, 14), Size(8, 30, is_complete=True))
EDITIONS = ("national", "hebei", "national")
GOAL_WITH, GOAL_WITHOUT, MOST_WARNINGS = 0.95, 0.70, 2
_THREE_PUBLIC = ("30212", "30217", "30231", "30913", "31013")
_FUNDS = {
    Fund.GENERAL_PUBLIC: "general_public",
    Fund.GOVERNMENT_FUNDS: "government_funds",
    Fund.STATE_CAPITAL: "state_capital",
    Fund.SPECIAL_ACCOUNT: "special_account",
    Fund.UNIT_FUNDS: "unit_funds",
}


# --- three departments, as their clerks typed them --------------------------------------------------------


def last_year(budget: DepartmentalBudget, chance: random.Random) -> DepartmentalBudget:
    """The year before: amounts moved a little, some projects not there yet, others since ended."""
    old = {
        line.project for line in budget.lines if line.economic and _is_three_public(line.economic)
    }
    codes = [project.code for project in budget.projects if project.code not in old]
    new = {code for code in codes if chance.random() < 0.2}
    lines = []
    for line in budget.lines:
        if line.project in new:
            continue
        low, high = (0.75, 1.3) if line.project else (0.92, 1.07)
        if line.economic is not None and _is_three_public(line.economic):
            # The law lets them only fall.
            low, high = 1.0, 1.15
        lines.append(replace(line, amount=int(round(line.amount * chance.uniform(low, high), -4))))
        if line.project and chance.random() < 0.15:
            lines.append(
                replace(line, amount=int(round(line.amount * chance.uniform(0.2, 0.8), -4)))
            )
    return replace(budget, lines=tuple(lines), prior_year=())


def approved(budget: DepartmentalBudget) -> Rows:
    """What the finance bureau approved, for the department and every unit, reckoned here and nowhere else."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for line in budget.lines:
        for unit in ("", line.unit):
            for measure in _measures(line):
                sums[unit, measure] += line.amount
    return [
        {"unit": unit, "measure": measure, "amount": yuan(amount)}
        for (unit, measure), amount in sums.items()
    ]


def _measures(line: BudgetLine) -> Iterator[str]:
    yield "total"
    yield _FUNDS[line.fund]
    if line.nature is Nature.BASIC:
        yield "basic"
    if line.nature is Nature.PROJECT:
        yield "project"
    if line.fund in APPROPRIATED and line.economic and _is_three_public(line.economic):
        yield "three_public"


def _is_three_public(economic: Code) -> bool:
    """Travel abroad (but not to teach), vehicles, receptions."""
    return economic.digits[:5] in _THREE_PUBLIC and economic.digits != "3021201"


def book_of(size: Size, edition: str, seed: int) -> Book:
    """All a clerk typed, as sheets of written fields."""
    chance = random.Random(seed)  # noqa: S311
    budget = synthesise(seed, YEAR, edition, size, in_hundreds=True)
    before = Run.of(last_year(budget, chance))
    stated: dict[tuple[str, str, str], int] = {}
    for table in before.printed:
        for cell in table.figures():
            # A label that a form repeats under another heading is the first one's.
            stated.setdefault((table.id, cell.row, cell.key.column), cell.value)
    figures = tuple(StatedFigure(*key, amount) for key, amount in stated.items() if amount >= 0)
    book = dump(replace(budget, prior_year=figures))
    for row in book["narrative"]:
        row["text"] = _reasons(budget, before.budget).get(row["name"], row["text"])
    book["approved"] = approved(budget)
    return book


def _reasons(budget: DepartmentalBudget, before: DepartmentalBudget) -> dict[str, str]:
    """Why spending went where it went, in the words of a clerk."""

    def change(measure: str) -> int:
        now, then = (
            sum(x.amount for x in of.lines if measure in _measures(x)) for of in (budget, before)
        )
        return now - then

    return {
        "change_basic": "人员增加" if change("basic") > 0 else "人员减少",
        "change_project": "新增工作任务" if change("project") > 0 else "压减一般性支出",
        "three_public_change": "厉行节约，压减开支",
    }


# --- errors ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slip:
    """One kind of typing error: how many of sixty, and what it does to a book."""

    name: str
    times: int
    make: Callable[[Book, random.Random], str]


def _a_line(book: Book, chance: random.Random) -> dict[str, str]:
    lines = [row for row in book["lines"] if float(row["amount"]) > 0]
    return chance.choice(lines)


def _amount(change: Callable[[str, random.Random], str]) -> Callable[[Book, random.Random], str]:
    def make(book: Book, chance: random.Random) -> str:
        while True:
            line = _a_line(book, chance)
            new = change(line["amount"], chance)
            if new != line["amount"]:
                said = f"{line['amount']} → {new}"
                line["amount"] = new
                return said

    return make


def _digit(amount: str, chance: random.Random) -> str:
    places = [n for n, sign in enumerate(amount.partition(".")[0]) if sign.isdigit()]
    # The last noughts of a round amount are seldom what is mistyped.
    places = [n for n in places if amount[n] != "0"] or places
    at = chance.choice(places)
    return amount[:at] + chance.choice("123456789") + amount[at + 1 :]


def _swap(amount: str, chance: random.Random) -> str:
    whole = amount.partition(".")[0]
    places = [n for n in range(len(whole) - 1) if whole[n] != whole[n + 1]]
    if not places:
        return amount
    at = chance.choice(places)
    swapped = whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]
    return swapped + amount[len(whole) :]


def _times(factor: int) -> Callable[[str, random.Random], str]:
    return lambda amount, _: yuan(round(float(amount) * factor * FEN_PER_YUAN))


def _left_out(book: Book, chance: random.Random) -> str:
    line = _a_line(book, chance)
    book["lines"].remove(line)
    return f"without {line['function']} {line['economic']} {line['amount']}"


def _twice(book: Book, chance: random.Random) -> str:
    line = _a_line(book, chance)
    book["lines"].insert(book["lines"].index(line), dict(line))
    return f"twice {line['function']} {line['economic']} {line['amount']}"


def _other(field: str) -> Callable[[Book, random.Random], str]:
    def make(book: Book, chance: random.Random) -> str:
        known = sorted({row[field] for row in book["lines"]})
        line = _a_line(book, chance)
        others = [value for value in known if value != line[field]]
        if not others:
            others = ["2019999"] if field == "function" else ["999999"]
        said = f"{line[field]} → {(new := chance.choice(others))} of {line['amount']}"
        line[field] = new
        return said

    return make


def _fund(book: Book, chance: random.Random) -> str:
    funds = [fund.value for fund in APPROPRIATED]
    line = chance.choice([row for row in book["lines"] if row["fund"] in funds])
    new = chance.choice(sorted(fund for fund in funds if fund != line["fund"]))
    said = f"{line['fund']} → {new} of {line['amount']}"
    line["fund"] = new
    return said


def _in_wan(book: Book, _chance: random.Random) -> str:
    for line in book["lines"]:
        line["amount"] = yuan(round(float(line["amount"]) / 10_000 * FEN_PER_YUAN))
    return "every line in 万元"


def _before(book: Book, chance: random.Random) -> str:
    rows = [row for row in book["prior_year"] if float(row["amount"]) > 0]
    row = chance.choice(rows)
    change = chance.choice((_digit, _swap, _times(10)))
    new = row["amount"]
    while new == row["amount"]:
        new = change(row["amount"], chance)
        change = _digit
    said = f"{row['table']} {row['row']} {row['column']}: {row['amount']} → {new}"
    row["amount"] = new
    return said


SLIPS = (
    Slip("digit", 6, _amount(_digit)),
    Slip("swap", 6, _amount(_swap)),
    Slip("ten times", 6, _amount(_times(10))),
    Slip("ten thousand times", 6, _amount(_times(10_000))),
    Slip("left out", 6, _left_out),
    Slip("twice", 6, _twice),
    Slip("wrong item", 6, _other("function")),
    Slip("wrong unit", 6, _other("unit")),
    Slip("wrong fund", 3, _fund),
    Slip("whole book in 万元", 3, _in_wan),
    Slip("last year's figure", 6, _before),
)


# --- what is noticed -------------------------------------------------------------------------------------


def findings(book: Book, *, has_totals: bool) -> Found:
    """Warnings and errors by rule and places; a source that is refused is one finding."""
    known = {record.name for record in r.RECORDS}
    sheets = {
        record.name: Sheet(
            record,
            [
                SheetRow(row, _place(record, n))
                for n, row in enumerate(book.get(record.name, []), 2)
            ],
        )
        for record in r.RECORDS
        if has_totals or record.name != "approved"
    }
    if has_totals and "approved" not in known:
        print("no control totals in the schema", file=sys.stderr)
    for record in r.RECORDS:
        sheets.setdefault(record.name, Sheet(record, []))
    try:
        run = Run.of(load("book", sheets))
        return Counter(
            (o.rule, *(f"{w.table} {w.row} {w.column}" for w in o.where))
            for o in run.outcomes.every
            if o.status is Status.FAILED and o.severity in {Severity.ERROR, Severity.WARNING}
        )
    except ReadError as error:
        return Counter({("refused", str(error)): 1})


def _place(record: r.Record, number: int) -> Callable[[str], str]:
    return lambda field: f"{record.label} {number} {field}"


def main() -> int:
    """Print how many errors of each kind were noticed; 1 below the goal."""
    numbers = [int(arg) for arg in sys.argv[1:] if arg.isdigit()]
    rounds, first = (*numbers, *(1, 2026)[len(numbers) :])[:2]
    is_listed = "--list" in sys.argv
    made: Counter[str] = Counter()
    noticed: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    warnings: dict[bool, list[int]] = {True: [], False: []}
    for turn in range(rounds):
        books = [
            book_of(size, edition, first + 10 * turn + n)
            for n, (size, edition) in enumerate(zip(SIZES, EDITIONS, strict=True))
        ]
        clean = {has: [findings(book, has_totals=has) for book in books] for has in (True, False)}
        for has, found in clean.items():
            warnings[has] += [sum(one.values()) for one in found]
            if is_listed:
                for one in found:
                    print("clean", "with" if has else "without", dict(one))
        chance = random.Random(first + turn)  # noqa: S311
        for slip in SLIPS:
            for number in range(slip.times):
                at = number % len(books)
                book = {name: [dict(row) for row in rows] for name, rows in books[at].items()}
                said = slip.make(book, chance)
                made[slip.name] += 1
                for has in (True, False):
                    new = findings(book, has_totals=has) - clean[has][at]
                    noticed[has][slip.name] += bool(new)
                    if is_listed:
                        by = ", ".join(sorted({key[0] for key in new})) or "NOT NOTICED"
                        print(f"{slip.name} [{at}] {'with' if has else 'without'}: {said}: {by}")
    total = sum(made.values())
    print(f"{'error':20} {'made':>5} {'with totals':>12} {'without':>8}")
    for name, times in made.items():
        print(f"{name:20} {times:5} {noticed[True][name]:12} {noticed[False][name]:8}")
    share = {has: sum(noticed[has].values()) / total for has in (True, False)}
    print(f"{'all':20} {total:5} {share[True]:12.1%} {share[False]:8.1%}")
    print(f"warnings in a clean book: with {warnings[True]}, without {warnings[False]}")
    # Without control totals their absence is said, and that is true.
    most = max(*warnings[True], *(n - 1 for n in warnings[False]))
    return int(share[True] < GOAL_WITH or share[False] < GOAL_WITHOUT or most > MOST_WARNINGS)


if __name__ == "__main__":
    sys.exit(main())
