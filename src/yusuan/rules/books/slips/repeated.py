"""Lines entered twice, and lines that strayed to another unit."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from yusuan.catalog import parameter
from yusuan.core.outcomes import Severity
from yusuan.core.terms import Nature
from yusuan.rules.books._words import judged, listed, project_name
from yusuan.rules.books.slips._lines import called, in_yuan, place
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, on_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.core.budget import BudgetLine, Project
    from yusuan.rules.spec import Subject, Verdict

# Lines that are named, and groups that are told one by one.
_NAMED = 3
_MOST = 5
# Fewer basic lines show no habit.
_ENOUGH = 10


def lines_stand_once(subject: Subject) -> Iterable[Verdict]:
    """No line stands twice. Lines that differ in one dimension are two; two equal allotments may be right."""
    lines = subject.budget.lines
    often = Counter(line.amount for line in lines if line.amount)
    places: dict[BudgetLine, list[int]] = defaultdict(list)
    for n, line in enumerate(lines):
        if often[line.amount] > 1:
            places[line].append(n)
    twice = {line: of for line, of in places.items() if len(of) > 1}
    if len(twice) > _MOST:
        named = listed((called(of[0], line) for line, of in twice.items()), _NAMED)
        first = [of[1] for of in twice.values()][:_NAMED]
        message = f"有 {len(twice)} 组明细完全相同，可能重复录入：{named}"
        return [failed(message, *(place(n) for n in first))]
    return judged(
        (
            failed(
                f"{called(of[0], line)}与第{'、'.join(str(n + 1) for n in of[1 : _NAMED + 1])}笔完全相同，"
                f"都是 {in_yuan(line.amount)}：可能重复录入",
                *(place(n) for n in of),
            )
            for line, of in twice.items()
        ),
        applies=lines,
    )


def keys_stand_once(subject: Subject) -> Iterable[Verdict]:
    """Basic spending of one unit, fund, item and class is one line where the book is kept so.

    Silent on a book that splits such money anyway: two lines of one key say nothing there.
    """
    places: dict[tuple[object, ...], list[int]] = defaultdict(list)
    basic = 0
    for n, line in enumerate(subject.budget.lines):
        if line.nature is Nature.BASIC:
            basic += 1
            places[_key(line)].append(n)
    lines = subject.budget.lines
    split = [
        of
        for of in places.values()
        if len(of) > 1 and len({lines[n].amount for n in of}) == len(of)
    ]
    most = parameter("slip-split-share").on(subject.budget.department.dated)
    if basic < _ENOUGH or (len(split) > 1 and 100 * len(split) > most * basic):
        return []
    return judged((_split(of, lines) for of in split), applies=basic)


def _key(line: BudgetLine) -> tuple[object, ...]:
    economic = line.economic.digits if line.economic else ""
    of = (line.fund.value, line.source.value, line.origin.value)
    return (line.unit, *of, line.function.digits, economic)


def _split(of: Sequence[int], lines: Sequence[BudgetLine]) -> Verdict:
    amounts = listed((in_yuan(lines[n].amount) for n in of), _NAMED)
    return failed(
        f"{called(of[0], lines[of[0]])}与第{'、'.join(str(n + 1) for n in of[1 : _NAMED + 1])}笔的单位、资金和科目"
        f"完全相同，金额是 {amounts}；其余明细都不这样拆分，可能错列了单位或科目",
        *(place(n) for n in of),
    )


def units_match_projects(subject: Subject) -> Iterable[Verdict]:
    """A project's lines stand under its unit. Silent on merged lines of a public view."""
    units = {unit.code for unit in subject.budget.units}
    projects = {project.code: project for project in subject.budget.projects}
    lines = [
        (n, line, projects[line.project])
        for n, line in enumerate(subject.budget.lines)
        if line.project in projects and line.unit in units
    ]
    return judged(_strayed(lines), applies=lines)


def _strayed(lines: Iterable[tuple[int, BudgetLine, Project]]) -> Iterator[Verdict]:
    for n, line, project in lines:
        if line.unit != project.unit:
            yield failed(
                f"{project_name(project)}属于单位 {project.unit}，{called(n, line)} {in_yuan(line.amount)}"
                f"却列在单位 {line.unit}",
                place(n, "unit"),
            )


RULES = (
    Rule(
        id="lines-stand-once",
        claim="预算明细没有完全相同的两笔",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对是否重复录入；确是两笔的，可以合并成一笔，或者保留。",
        check=on_facts(lines_stand_once),
    ),
    Rule(
        id="basic-keys-stand-once",
        claim="同一单位、资金、科目的基本支出只有一笔",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对单位编码和科目；确是两笔的，可以合并成一笔，或者保留。",
        check=on_facts(keys_stand_once),
    ),
    Rule(
        id="project-unit-matches-its-lines",
        claim="项目的明细列在项目所属的单位",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对明细和项目的单位编码；几个单位共用一个项目的，保留即可。",
        check=on_facts(units_match_projects),
    ),
)
