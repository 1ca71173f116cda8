"""Changes from last year: a reason for each, words in the direction of the figures (财预〔2016〕143号)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.money import MoneyUnit, format_amount, last_digit
from yusuan.core.outcomes import Pair, Severity
from yusuan.core.patterns import pattern
from yusuan.core.terms import Direction, Stage
from yusuan.narrative.agreement.contradiction import Kind
from yusuan.narrative.agreement.reasons import Causes, fits
from yusuan.narrative.clauses.read import read_prose
from yusuan.narrative.contradictions import contradictions
from yusuan.rules.books._words import at, judged, money
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, insufficient, on_facts
from yusuan.tables.spec import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.core.budget import StatedFigure
    from yusuan.narrative.clauses.clause import Prose
    from yusuan.rules.spec import Subject, Verdict

# Which text explains which figures; an empty column stands for every column of the table.
_EXPLAINED_BY = (
    ("expenditure", "基本支出", "change_basic"),
    ("expenditure", "项目支出", "change_project"),
    ("three_public", "", "three_public_change"),
)
_SUBTOTAL, _TOTAL = "小计", "合计"
_MONEY = r"(?:支出|经费|费用|开支|资金|预算|拨款|安排|费)"
_WORDS = {
    Direction.INCREASE: r"(?:增加|增长|上升|提高|增多|上涨)",
    Direction.DECREASE: r"(?:减少|下降|降低|压减|压缩|缩减|核减|削减)",
    Direction.UNCHANGED: r"(?:持平|不变|没有变化|无变化|一致)",
}
_SAID = {
    direction: pattern(rf"{_MONEY}[^，,。；;]{{0,10}}{word}|{word}[^，,。；;]{{0,10}}{_MONEY}")
    for direction, word in _WORDS.items()
}
_CLAUSE = pattern(r"[，,。；;\n]")
# 因上年增加了…: what happened last year says nothing about this year's direction.
_LAST_YEAR_ITSELF = pattern(r"(?<![较比与同和])(?:上年|去年|往年|20\d\d年)")
_ITEMS = (
    ("出国", pattern(r"出国|出境")),
    ("接待", pattern(r"接待")),
    ("用车", pattern(r"用车|公车|车辆")),
)


def _now(subject: Subject, prior: StatedFigure) -> int:
    """The figure of the same name this year; a blank or a row no longer printed is nothing budgeted."""
    return subject.amount(prior.table, prior.row, prior.column) or 0


def _direction(subject: Subject, prior: StatedFigure) -> Direction:
    """Where a figure went; last year's was printed, so half its last digit is no change."""
    spec = subject.tables[prior.table].spec
    step = last_digit(spec.unit, spec.decimals)
    half = step // 2 if prior.amount % step == 0 else 0
    change = _now(subject, prior) - prior.amount
    return Direction.of(change if abs(change) > half else 0)


def _explained(subject: Subject) -> Iterator[tuple[str, list[StatedFigure]]]:
    """Each text with last year's figures it has to explain."""
    for table, column, text in _EXPLAINED_BY:
        if table in subject.tables:
            yield (
                text,
                [
                    s
                    for s in subject.budget.prior_year
                    if s.table == table
                    and (s.column.rpartition("/")[2] == column if column else True)
                    and (table != "expenditure" or s.row == _TOTAL)
                ],
            )


def changes_have_reasons(subject: Subject) -> Iterable[Verdict]:
    """A figure that moved has its reason in words. Cannot judge the reason; without last year's figures: insufficient."""
    if not subject.budget.prior_year:
        return [insufficient("没有填写上年数，无法核对增减变化及其原因", at(r.PRIOR_YEAR))]
    groups = [(text, stated) for text, stated in _explained(subject) if stated]
    return judged(
        (
            failed(
                f"{moved[0].row}“{moved[0].column}”由上年 {money(moved[0].amount)} 变为 "
                f"{money(_now(subject, moved[0]))}，没有说明{r.NARRATIVE_TEXTS[text].removesuffix('（半句）')}",
                at(r.NARRATIVE, text, "text"),
                expected=moved[0].amount,
                actual=_now(subject, moved[0]),
            )
            for text, stated in groups
            if (moved := [s for s in stated if _direction(subject, s) is not Direction.UNCHANGED])
            and not subject.budget.narrative.get(text, "").strip()
        ),
        applies=groups,
    )


def directions_match(subject: Subject) -> Iterable[Verdict]:
    """A clause that says money rose, fell or stayed agrees with the figures it is about.

    Reads only words bound to money in one clause; silent where a clause says both, or speaks of last year itself.
    """
    groups = [
        (text, words, stated)
        for text, stated in _explained(subject)
        if stated and (words := subject.budget.narrative.get(text, ""))
    ]
    return judged(
        (
            failed(
                f"“{clause}”说的是{'、'.join(d.value for d in said)}，而 {figures[0].row}由上年 "
                f"{money(figures[0].amount)} 变为 {money(_now(subject, figures[0]))}",
                at(r.NARRATIVE, text, "text"),
                expected=figures[0].amount,
                actual=_now(subject, figures[0]),
            )
            for text, words, stated in groups
            for clause, said in _clauses(words)
            if (figures := _about(clause, stated))
            and not said & {_direction(subject, figure) for figure in figures}
        ),
        applies=groups,
    )


# What is explained by staff, and what is not.
_CAUSES = {"change_basic": Causes.OF_STAFF}


def stated_reasons_fit(subject: Subject, stage: Stage) -> Iterable[Verdict]:
    """A reason is one for the way its figure went: nothing grows because a project is completed.

    Silent where it speaks of both ways, or in words that may mean either; of accounts, where what is completed is paid.
    """
    is_budget = stage is Stage.BUDGET
    groups = [
        (text, words, figures[0])
        for text, stated in _explained(subject)
        if (words := subject.budget.narrative.get(text, "").strip().rstrip("。；;"))
        and (figures := _wholes(stated))
    ]
    return judged(
        (
            failed(
                f"“{words}”与增减方向相反：{figure.row}“{figure.column}”由上年 {money(figure.amount)} "
                f"变为 {money(_now(subject, figure))}",
                at(r.NARRATIVE, text, "text"),
                expected=figure.amount,
                actual=_now(subject, figure),
            )
            for text, words, figure in groups
            if fits(
                words,
                _direction(subject, figure),
                _CAUSES.get(text, Causes.OF_ANY) if is_budget else None,
            )
            is False
        ),
        applies=groups,
    )


_SPOKEN_OF = {
    "change_basic": "基本支出预算",
    "change_project": "项目支出预算",
    "three_public_change": "“三公”经费预算",
}


def stated_changes_add_up(subject: Subject) -> Iterable[Verdict]:
    """Amounts a reason names as parts of a change make up the change it stands behind when printed."""
    groups = [
        (text, words, figures[0])
        for text, stated in _explained(subject)
        if "元" in (words := subject.budget.narrative.get(text, "").strip().rstrip("。；;"))
        and (figures := _wholes(stated))
    ]
    return judged(
        (
            failed(claim.message, at(r.NARRATIVE, text, "text"), severity=claim.severity)
            for text, words, figure in groups
            for claim in contradictions(_as_printed(subject, text, words, figure), _ADDED)
            if claim.is_finding and claim.kind in _ADDED
        ),
        applies=groups,
    )


_ADDED = frozenset({Kind.CHANGE_PARTS})


def _as_printed(subject: Subject, text: str, words: str, figure: StatedFigure) -> Prose:
    """The sentence the explanation prints, with the reason as the list of parts that it is read as."""
    year, now = subject.form.year, _now(subject, figure)
    change, wan = now - figure.amount, MoneyUnit.WAN_YUAN
    moved = (
        f"{Direction.of(change).value}{format_amount(abs(change), wan)}万元" if change else "持平"
    )
    said = (
        f"{year}年{_SPOKEN_OF[text]}{format_amount(now, wan)}万元，较上年{moved}，其中：{words}。"
    )
    return read_prose(said, year=year, stage=Stage.BUDGET)


def _clauses(words: str) -> Iterator[tuple[str, frozenset[Direction]]]:
    for clause in _CLAUSE.split(words):
        if not _LAST_YEAR_ITSELF.search(clause):
            said = frozenset(d for d, pattern in _SAID.items() if pattern.search(clause))
            if said:
                yield clause.strip(), said


def _about(clause: str, stated: Sequence[StatedFigure]) -> list[StatedFigure]:
    """The figures a clause speaks of: the items it names, else the subtotal or total."""
    named = [item for item, pattern in _ITEMS if pattern.search(clause)]
    if named:
        return [s for s in stated if any(item in s.row for item in named)]
    return _wholes(stated)


def _wholes(stated: Sequence[StatedFigure]) -> list[StatedFigure]:
    subtotals = [s for s in stated if _SUBTOTAL in s.row]
    return subtotals or [s for s in stated if _TOTAL in s.row]


def three_public_does_not_grow(subject: Subject) -> Iterable[Verdict]:
    """Three-public spending is held down. Growth may be justified: the finding asks for the reason."""
    if "three_public" not in subject.tables:
        return []
    wholes = _wholes([s for s in subject.budget.prior_year if s.table == "three_public"])
    return judged(
        (
            failed(
                f"{s.row}“{s.column}”由上年 {money(s.amount)} 增加到 {money(_now(subject, s))}，"
                f"增加 {money(_now(subject, s) - s.amount)}",
                at(r.PRIOR_YEAR, s.row, s.column),
                expected=s.amount,
                actual=_now(subject, s),
            )
            for s in wholes
            if _direction(subject, s) is Direction.INCREASE
        ),
        applies=wholes,
    )


def prior_figures_placed(subject: Subject) -> Iterable[Verdict]:
    """A figure of last year names a table, a column and, where the form lists rows, a row of this form.

    A code without money this year has no row, and is fine.
    """
    titles = subject.form.table_titles
    return judged(
        (
            failed(
                f"上年数“{titles.get(s.table, s.table)} {s.row} {s.column}”在本版式里找不到，不会参与比较",
                at(r.PRIOR_YEAR, s.row, s.column),
            )
            for s in subject.budget.prior_year
            if not _has_place(subject, s)
        ),
        applies=subject.budget.prior_year,
    )


def _has_place(subject: Subject, stated: StatedFigure) -> bool:
    if stated.table not in subject.tables:
        return False
    return any(
        stated.column in {panel.column_path(column) for column in panel.columns}
        and (
            stated.row.isdigit() or stated.row == panel.rows.total
            if isinstance(panel.rows, Tree)
            else any(row.key == stated.row for row in panel.rows)
        )
        for panel in subject.tables[stated.table].spec.panels
    )


RULES = (
    Rule(
        id="three-public-does-not-grow",
        claim="“三公”经费不比上年增加",
        law="organ-affairs-regulation-12",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="“三公”经费应从严控制，请核对数字，并在说明里写清增加的依据。",
        check=on_facts(three_public_does_not_grow),
        pair=Pair.YEARS,
    ),
    Rule(
        id="prior-year-figures-find-their-place",
        claim="上年数都能对应到本年的表、行、列",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对上年数的表名、行名和列名（可用 yusuan cells 查看）。",
        check=on_facts(prior_figures_placed),
    ),
)
