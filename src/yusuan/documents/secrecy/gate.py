"""The one way out: what may be printed of a budget, and what in it would give away what may not.

Every publication, draft, package and public conversion takes the `PublicView` made here. It is attacked before it
leaves: by sums, beside what was published before, and in words. Where anything is found nothing leaves at all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.catalog.thresholds import parameter
from yusuan.core.budget import Project
from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.documents.secrecy.companions import Case
from yusuan.documents.secrecy.mask import AMOUNT, NOTHING, Item, classified_amounts, masked
from yusuan.documents.secrecy.printed import Goal, Purchase, factors_told
from yusuan.documents.secrecy.statements import Amount, Search, plain, words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.documents.secrecy.companions import Secret
    from yusuan.documents.secrecy.mask import Withheld

SHARED, STATED = "withheld-amount-shared", "withheld-amount-not-stated"
_LAW = "secrecy-law-35"
_MOST_QUOTED = 24


@dataclass(frozen=True, slots=True)
class PublicView:
    """The budget as the public may see it, what of it is withheld, and what would give that away."""

    budget: DepartmentalBudget
    withheld: Withheld = NOTHING
    exposures: tuple[Outcome, ...] = ()
    # Withheld only to protect others: projects and costing items in words.
    companions: tuple[str, ...] = ()


def public_view(
    budget: DepartmentalBudget, earlier: Sequence[DepartmentalBudget] = ()
) -> PublicView:
    """Mask what is classified, withhold what would tell it, and attack the result.

    `earlier` are public views published before, of this year and of last; others are passed over.
    """
    hidden_purchases = any(line.classified for line in budget.procurement)
    marked = classified_amounts(budget)
    has_goals = any("target" in i.classified for p in budget.projects for i in p.indicators)
    same_year = _of(budget, earlier, 0)
    is_plain = not (marked.projects or marked.items or hidden_purchases or has_goals or same_year)
    if is_plain or is_public(budget):
        return PublicView(_published(masked(budget, NOTHING)))
    percent = parameter("secret-amount-margin").on(budget.department.dated)
    withheld, found = Case(budget, same_year, percent).chosen()
    planned = _as_budgeted(budget, withheld)
    # What goes with a secret of the budget beside final accounts goes in them too.
    told_of_plan = Case(planned, (), percent).chosen() if planned.lines else (NOTHING, ())
    withheld = withheld.and_also(*told_of_plan[0].projects)
    # Which of them this version would tell by itself: what to do is not the same.
    by_itself = Case(budget, (), percent).chosen()[1] if found and same_year else found
    public = _published(masked(budget, withheld))
    search = _search(budget, withheld, _of(budget, earlier, 1), percent)
    exposures = (
        *(_shared(budget, secret, percent, is_old=secret not in by_itself) for secret in found),
        *(_shared(planned, secret, percent, is_old=False) for secret in told_of_plan[1]),
        *(
            _stated(budget, statement.project, statement.place, statement.where)
            for statement in search.in_texts(public)
        ),
        *_unchanged(budget, marked, _of(budget, earlier, 1)),
        *_divided(budget, withheld, percent),
    )
    return PublicView(public, withheld, exposures, tuple(_companions(budget, marked, withheld)))


def _as_budgeted(budget: DepartmentalBudget, withheld: Withheld) -> DepartmentalBudget:
    """The budget beside final accounts, by itself: its lines are all of it that is printed."""
    of_project: dict[str, int] = defaultdict(int)
    for line in budget.budgeted:
        of_project[line.project] += line.amount
    return replace(
        budget,
        lines=budget.budgeted,
        budgeted=(),
        projects=tuple(
            Project(
                project.code,
                project.name,
                project.category,
                project.unit,
                project.function,
                fiscal_amount=of_project[project.code],
                classified=frozenset({AMOUNT} if project.code in withheld.projects else ()),
            )
            for project in budget.projects
            if of_project[project.code]
        ),
        procurement=(),
        assets=(),
    )


def _published(view: DepartmentalBudget) -> DepartmentalBudget:
    """Without what is kept in the house: why a day was late, and what facts are checked by.

    A unit's approved total can be the amount of its one secret project.
    """
    department = replace(view.department, timing_reason="", timing_approver="")
    return replace(view, department=department, approved=None, transfers=())


def is_public(budget: DepartmentalBudget) -> bool:
    """Tell whether a budget is a public view already: its secrets are not in it, so that nothing can be asked of it."""
    marked = classified_amounts(budget)
    # A project without an amount may still have lines that tell it.
    with_lines = {line.project for line in (*budget.lines, *budget.budgeted)}
    held = [
        p
        for p in budget.projects
        if p.code in marked.projects and (not p.is_withheld or p.code in with_lines)
    ]
    items = [
        item
        for project in budget.projects
        for n, item in enumerate(project.costing)
        if n in marked.items.get(project.code, ()) and item.amount is not None
    ]
    return bool(marked.projects or marked.items) and not held and not items


def _of(
    budget: DepartmentalBudget, earlier: Sequence[DepartmentalBudget], years_back: int
) -> tuple[DepartmentalBudget, ...]:
    """What the same department published of a year."""
    own = budget.department
    return tuple(
        publication
        for publication in earlier
        if publication.department.code == own.code
        and publication.department.fiscal_year == own.fiscal_year - years_back
    )


def _search(
    budget: DepartmentalBudget,
    withheld: Withheld,
    last_year: Sequence[DepartmentalBudget],
    percent: int,
) -> Search:
    """What must not be stated, and the sums a share of it could be told by."""
    before = {p.code: p.amount for one in last_year for p in one.projects if not p.is_withheld}
    sums: dict[object, int] = defaultdict(int)
    of_project: dict[str, set[object]] = defaultdict(set)
    for line in budget.lines:
        keys = ("", line.nature, line.fund, (line.fund, line.nature), line.function)
        for key in keys:
            sums[key] += line.amount
        if line.project:
            of_project[line.project].update(keys)
    totals = {p: sorted({sums[key] for key in keys}) for p, keys in of_project.items()}
    amounts = []
    for project in budget.projects:
        if project.code in withheld.projects:
            steps = tuple(step for step in project.payment_plan.steps if step is not None)
            words, last = words_for(project), before.get(project.code)
            amounts.append(Amount(project.code, words, project.amount, steps, last))
        for place in sorted(withheld.items.get(project.code, ())):
            item = project.costing[place]
            if project.code not in withheld.projects and item.amount:
                amounts.append(
                    Amount(project.code, (plain(item.name),), item.amount, is_whole=False)
                )
    return Search(amounts, totals, percent, frozenset(p.code for p in budget.projects))


# --- what is said -----------------------------------------------------------------------------------------


def _called(project: Project | None, code: str) -> str:
    """A project in a message that may travel: its name unless that is classified."""
    if project is None or "name" in project.classified:
        return code
    name = project.name
    return f"“{name if len(name) <= _MOST_QUOTED else name[:_MOST_QUOTED] + '…'}”"


def _shared(budget: DepartmentalBudget, secret: Secret, percent: int, *, is_old: bool) -> Outcome:
    """A secret that follows from what is printed, now or together with what was printed before."""
    first = secret.parts[0]
    if isinstance(first, Purchase):
        place = f"政府采购第 {first.place + 1} 行"
        message = f"{place}涉密，但由拟购置资产总额减去公开的采购就能推出它的金额（误差不到 {percent}%）。"
        hint = "请与保密审查人商定：把拟购置资产金额改为不含涉密采购，或一并隐去同类采购。"
        return _exposure(SHARED, message, hint, Where(table="政府采购", row=str(first.place + 1)))
    called = _called(budget.project(first.project), first.project)
    match first:
        case Item():
            what = f"项目 {called} 第 {first.place + 1} 项测算的金额涉密"
            why = "由项目金额减去其他各项就能推出"
            hint = "请把该项目的金额（amount）或更多测算项的金额也标为涉密；项目只有这一项测算时，须隐去项目金额。"
        case Goal():
            what = f"项目 {called} 第 {first.place + 1} 项绩效指标的指标值涉密"
            why = "成本指标之和就是公开的项目金额，由此可以推出"
            hint = "请把该指标的名称也标为涉密，或把另一项成本指标的指标值一并标为涉密。"
        case _ if is_old:
            what, why = f"项目 {called} 的金额涉密", "与以前公开的版本对照就能推出"
            hint = (
                "以前公开的内容收不回来：只在这一版隐去没有用。请与保密审查人商定是否照常公开，或按程序申请不公开；"
                "输出目录里有别的版本的，请换一个目录。"
            )
        case _:
            what, why = f"项目 {called} 的金额涉密", "由公开表的合计、其他项目和拟购置资产能推出"
            hint = (
                "请与保密审查人商定：把同一科目、同一资金下的其他项目也标为涉密，改列到有其他项目的科目，或按程序申请不公开；"
                "只隐去这一个数没有用。"
            )
    where = Where(table="项目", row=first.project)
    return _exposure(SHARED, f"{what}，但{why}（误差不到 {percent}%）。", hint, where)


def _stated(budget: DepartmentalBudget, code: str, place: str, where: Where) -> Outcome:
    called = _called(budget.project(code), code)
    message = f"{place}的文字说出了或可以算出项目 {called} 不公开的金额。"
    hint = "请删去这句话里的金额、比例或增减数，或把该处标为涉密。"
    return _exposure(STATED, message, hint, where)


def _unchanged(
    budget: DepartmentalBudget, marked: Withheld, last_year: Sequence[DepartmentalBudget]
) -> Iterator[Outcome]:
    """Secrets whose amount was printed last year, to the fen."""
    for project in budget.projects:
        if project.code not in marked.projects or not project.amount:
            continue
        before = (publication.project(project.code) for publication in last_year)
        if any(p is not None and p.amount == project.amount for p in before):
            message = f"项目 {_called(project, project.code)} 的金额涉密，但与上年公开的金额相同。"
            hint = "请与保密审查人商定：金额已经公开过，只在今年隐去没有用。"
            yield _exposure(SHARED, message, hint, Where(table="项目", row=project.code))


def _divided(budget: DepartmentalBudget, withheld: Withheld, percent: int) -> Iterator[Outcome]:
    """Classified targets that follow from the project's amount and the other targets."""
    for project in budget.projects:
        if project.code in withheld.projects:
            continue
        for name in factors_told(project, percent):
            message = (
                f"项目 {_called(project, project.code)} 绩效指标“{name[:_MOST_QUOTED]}”的指标值涉密，"
                "但由项目金额除以公开的单价或数量指标就能推出。"
            )
            hint = "请把相乘的另一项指标值，或者该指标的名称，也标为涉密。"
            where = Where(table="项目绩效指标", row=project.code, column=name)
            yield _exposure(SHARED, message, hint, where)


def _exposure(rule: str, message: str, hint: str, where: Where) -> Outcome:
    return Outcome(rule, Status.FAILED, Severity.ERROR, message, hint, _LAW, where=(where,))


def _companions(budget: DepartmentalBudget, marked: Withheld, withheld: Withheld) -> Iterator[str]:
    """What is withheld only because of others."""
    for project in budget.projects:
        if project.code in withheld.projects - marked.projects:
            yield f"项目 {_called(project, project.code)}"
        elif project.code not in withheld.projects:
            own = marked.items.get(project.code, frozenset())
            for place in sorted(withheld.items.get(project.code, frozenset()) - own):
                yield f"项目 {_called(project, project.code)} 的第 {place + 1} 项测算"
