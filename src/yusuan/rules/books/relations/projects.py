"""Projects in a text: parts against the amount of the project, money of objectives against project spending."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from yusuan.core.interval import Interval
from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.core.terms import Nature
from yusuan.narrative.figures import AMOUNT, Figure, figure_in
from yusuan.rules.books._words import money
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed, passed
from yusuan.tables.region import ALL_FUNDING, OWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict
    from yusuan.tables.table import Cell

# --- parts of a project -----------------------------------------------------------------------------------

_WHOLE = pattern(
    rf"(?P<label>[^。;；\n,，:：()、\d]{{0,20}}(?:预算|资金|经费|投资|概算|总额|金额)(?:总额|总计|合计|资金|金额|安排|规模|数)*)(?:共计|共|计|为|约|:)*"
    rf"(?P<amount>{AMOUNT.pattern})(?P<opener>[,，;；]?\(?(?:其中|包括|分别[为是]|具体[为是]|具体包括|主要用于|用于)[:：]?|[:：]|\((?=[^()]*[,，、;；]))"
)
# What other rules hold together, and what is no project: totals of the budget, its funds and its items.
_NO_PROJECT = pattern(
    r"三公|采购|收入|支出|拨款|运行经费|运行费|资产|接待|出国|用车|基本|公用|人员|公共预算|基金|国有资本|专户|结转|结余|年初|决算|涉及"
)
_IS_PROJECT = pattern(r"项目|专项|工程|安排|投资|投入|概算|需|申请|本年|年度|资金|经费")
# Changes, prices, rounded figures, what is done already: no parts of the amount.
_NO_PART = pattern(
    r"比|较|增|减|上年|去年|占|结转|剩余|结余|累计|已|每|均|标准|单价|预计|左右|另|×|\*|不超过|以上|以内|其中|含|元/|余|超|不足"
)
_TOTALLED = pattern(r"合计|共计|总计|小计|^共|总额")
_PARTIAL = pattern(r"等|主要")
_COMPLETE = pattern(r"[:：]$|分别|\($")
_SIGNS = pattern(r"[,，;；。:：]")
_NESTED = pattern(r"[,，]?(?:[:：]|其中|包括|用于|主要|具体|分别|\d)")
_BRACKETS = pattern(r"\([^()]*\)")
_REST = pattern(r"[^。\n]*")


def parts_make_the_project(evidence: Evidence) -> Iterator[Verdict]:
    """The parts named of a project's money are no more than it, and make it where the list is complete."""
    clean, places = evidence.squeezed
    for match in _WHOLE.finditer(clean):
        label = match["label"]
        if _NO_PROJECT.search(label) or not _IS_PROJECT.search(label):
            continue
        found = AMOUNT.search(match["amount"])
        parts = _parts(clean, match)
        if found is None or not parts:
            continue
        whole = figure_in(found)
        total = sum((part.interval for _, part in parts), Interval.exact(0))
        if total.overlaps(whole.interval) or _starts_with(parts, whole):
            yield passed()
            continue
        is_more = total.value > whole.interval.value
        opener, lead = match["opener"], clean[match.end() : match.end() + 2]
        is_complete = bool(_COMPLETE.search(opener)) and not _PARTIAL.search(opener + lead)
        if not is_more and (not is_complete or _PARTIAL.search(_rest(clean, match))):
            continue
        words = " + ".join(f"{name[-12:]} {part}" for name, part in parts)
        yield failed(
            f"{label[-16:]} {whole}，所列各部分 {words} = {money(round(total.value))}",
            evidence.where(places[match.start()]),
            expected=whole.fen,
            actual=round(total.value),
            severity=None if is_more else Severity.WARNING,
        )


def _starts_with(parts: Sequence[tuple[str, Figure]], whole: Figure) -> bool:
    """Tell whether the first parts make the whole: what follows them is another list."""
    sums = accumulate((part.interval for _, part in parts), initial=Interval.exact(0))
    return any(n > 1 and one.overlaps(whole.interval) for n, one in enumerate(sums))


def _rest(clean: str, match: re.Match[str]) -> str:
    """What follows the opener up to the end of the sentence, or to the bracket that closes."""
    found = _REST.match(clean, match.end())
    rest = "" if found is None else found[0]
    if "(" in match["opener"]:
        depth = 1
        for place, sign in enumerate(rest):
            depth += {"(": 1, ")": -1}.get(sign, 0)
            if depth == 0:
                return rest[:place]
    return rest


def _parts(clean: str, match: re.Match[str]) -> Sequence[tuple[str, Figure]]:
    """The parts by name; none where any of them may be something else."""
    rest = _BRACKETS.sub("", _rest(clean, match))
    found = list(AMOUNT.finditer(rest))
    if "(" in rest or len(found) < 2:  # noqa: PLR2004
        return ()
    between = rest[found[0].end() : found[1].start()]
    if not re.search(r"[;；]", between):
        # What follows a semicolon is another subject, unless the parts themselves are set off by it.
        rest = re.split(r"[;；]", rest)[0]
    parts: list[tuple[str, Figure]] = []
    floor = 0
    for amount in AMOUNT.finditer(rest):
        name = rest[floor : amount.start()].strip(",，、;；和及:")
        floor = amount.end()
        if _TOTALLED.search(name):
            break
        if not name or _NO_PART.search(name) or _SIGNS.search(name) or _NESTED.match(rest, floor):
            return ()
        parts.append((name, figure_in(amount)))
    return parts if len(parts) > 1 else ()


# --- money of objectives ----------------------------------------------------------------------------------

_OBJECTIVES = pattern(
    rf"绩效目标[^。;；\n\d]{{0,30}}(?:项目)?[^。;；\n\d]{{0,12}}(?:\d+个[^。;；\n\d]{{0,6}})?[,，]?[^。;；\n\d]{{0,12}}(?:涉及|金额|资金)[^。;；\n\d]{{0,20}}(?P<amount>{AMOUNT.pattern})"
)
_EVALUATED = pattern(r"评价|自评|监控|跟踪|完成|上年|部门整体|整体支出")
_YEAR = pattern(r"(?<!\d)(20\d\d)年")
_PROJECT = frozenset({Nature.PROJECT})


def objectives_within_projects(evidence: Evidence) -> Iterator[Verdict]:
    """Objectives are set for projects, so their money is no more than all project spending the tables print."""
    printed = _project_spending(evidence)
    clean, places = evidence.squeezed
    for match in _OBJECTIVES.finditer(clean) if printed is not None else ():
        start = max(clean.rfind(sign, 0, match.start()) for sign in "。;；\n") + 1
        years = {int(year) for year in _YEAR.findall(clean[start : match.start()])}
        found = AMOUNT.search(match["amount"])
        if found is None or printed is None or not years <= {evidence.year}:
            continue
        if _EVALUATED.search(clean[start : match.end()]) or "项目" not in match[0]:
            continue
        stated = figure_in(found)
        limit = printed.value + (0 if printed.printed is None else printed.printed.half_digit)
        if stated.interval.low <= limit:
            yield passed()
            continue
        where = evidence.where(places[match.start()])
        yield failed(
            f"编报绩效目标的项目涉及 {stated}，大于表中全部项目支出 {money(printed.value)}",
            *((where,) if printed.where is None else (where, printed.where)),
            expected=printed.value,
            actual=stated.fen,
        )


def _project_spending(evidence: Evidence) -> Cell | None:
    """The largest total of project spending of the year's own tables, where no money is left out of it.

    A total of one fund is no limit where the tables, or the text, know of more money than that fund's.
    """
    own = [
        cell
        for table in evidence.tables
        for cell in table.cells.values()
        if cell.region.ledger == OWN and cell.amount is not None and not cell.region.is_empty
    ]
    projects = [cell for cell in own if cell.region.nature == _PROJECT]
    largest = max(projects, key=_by_extent, default=None)
    if largest is None or not _is_total(largest):
        return None
    if largest.region.funding == ALL_FUNDING:
        return largest
    beside = [c.value for c in own if c.key[:2] == largest.key[:2]]
    known = max(beside, default=0)
    said = max((figure.fen or 0 for figure in evidence.amounts), default=0)
    return largest if max(said, *(cell.value for cell in own)) <= known else None


def _is_total(cell: Cell) -> bool:
    return cell.region.function.within is None and cell.region.economic.within is None


def _by_extent(cell: Cell) -> tuple[int, bool, int]:
    return cell.value, _is_total(cell), len(cell.region.funding)


RULES = (
    Rule(
        id="project-parts-make-its-amount",
        claim="文字所列项目各部分之和等于项目金额",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对项目总额和各部分（内容、资金来源、年度）的金额。",
        check=parts_make_the_project,
        needs=(Part.PRINT, Part.TEXT),
    ),
    Rule(
        id="objectives-are-within-project-spending",
        claim="编报绩效目标的项目金额不超过项目支出",
        law="budget-law-14",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对编报绩效目标的项目金额与项目支出合计。",
        check=objectives_within_projects,
        needs=(Part.PRINT, Part.TEXT, Part.TABLES),
    ),
)
