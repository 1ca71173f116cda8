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
    rf"(?P<amount>{AMOUNT.pattern})(?P<opener>[,，;；]?\(?(?:其中|包括|分别[为是]|具体[为是]|具体包括|分配[为是]|(?:主要|具体|分别|资金|其中|全部|专项)?用于|分为|(?:具体)?(?:安排|分配|构成|组成)(?:如下|[为是]))[:：]?|[:：]|\((?=[^()]*[,，、;；])|[,，](?=[^,，。;；\d]{{2,12}}[\d.]+[万亿]?元)|[,，](?=20\d\d年))"
)
# Where the money comes from, or the stages it goes by: a list of them needs no word that opens it.
_SOURCES = pattern(
    r"^(?:安排|申请|争取|使用|由|来自)?(?:中央|省级?|市级?|县级?|区级?|上级|本级|地方|自治区|州级?|镇级?|乡级?)*(?:财政|预算|补助|专项|转移支付|配套|自筹|自有|债券|贷款|社会|单位|统筹|帮扶|资金|资本|投资|补贴|承担|安排|内)+$"
)
_STAGES = pattern(
    r"^(?:[一二三四五六]期|第[一二三四五六](?:期|阶段|批|标段)|20\d\d年)[^,，。;；]{0,10}$"
)
_ENTIRE = pattern(r"项目|工程|总投资|投资额|概算|总预算|总额|总资金")
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
    yield from grants_make_the_project(evidence)
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
        is_bare = not opener.strip(",，")
        if is_bare and not _is_divided(label, [name for name, _ in parts], is_more=is_more):
            continue
        is_complete = is_bare or (
            bool(_COMPLETE.search(opener)) and not _PARTIAL.search(opener + lead)
        )
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


def _is_divided(label: str, names: Sequence[str], *, is_more: bool) -> bool:
    """Tell whether a list that nothing opens divides the amount before it: by source, or by stage where they exceed it."""
    if not _ENTIRE.search(label) or _SOURCES.search(label):
        return False
    # Stages may have begun earlier, or go on later.
    form = _STAGES if is_more and _STAGES.search(names[0]) else _SOURCES
    return all(form.search(name) for name in names)


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


# --- what each of many gets -------------------------------------------------------------------------------

_GRANTED = pattern(
    rf"(?:安排|申请|预算|投入|下达|需|资金|经费|金额)(?:共计|共|计|为|:)*(?P<amount>{AMOUNT.pattern})"
)
_EACH = pattern(
    rf"每(?P<of>[个名家户人所村亩场期台套处条座辆件次班校院]|[一-龥]{{2}})(?P<words>(?:平均|给予|奖补|补助|补贴|资助|安排|救助|奖励|支持|投入|标准|费用|经费|资金|按|为|约)*)(?P<price>{AMOUNT.pattern})(?!/)"
)
_NUMBERED = pattern(
    r"(?<![\d.第])(?P<n>\d{1,6})(?P<unit>[个名家户人所亩场期台套处条座辆件次班])(?P<what>[一-龥]{0,8})"
)
# More money than this, money of other times, prices of several kinds.
_OPEN = pattern(
    r"等|约|余|多|左右|以上|以内|不超过|不低于|首批|先行|预拨|部分|剩余|其余|其他|配套|另|分年|每年|每月|每天|每日|[个/]月|[/天周]|上年|去年|结转|分别|自筹|累计|已|最高|至多|不等"
)


def grants_make_the_project(evidence: Evidence) -> Iterator[Verdict]:
    """So many, so much each: their product is the money of the project, where the sentence says nothing else."""
    clean, places = evidence.squeezed
    for sentence in _REST.finditer(clean):
        text = sentence[0]
        price, money_of = _one(_EACH, text), _one(_GRANTED, text)
        if price is None or money_of is None or len(AMOUNT.findall(text)) != 2:  # noqa: PLR2004
            continue
        counted = [m for m in _NUMBERED.finditer(text) if _is_of(m, price["of"])]
        total, each = AMOUNT.search(money_of["amount"]), AMOUNT.search(price["price"])
        numbers = _NUMBERED.findall(text)
        if len(counted) != 1 or len(numbers) != 1 or not total or not each or _OPEN.search(text):
            continue
        whole, one, number = figure_in(total), figure_in(each), int(counted[0]["n"])
        product = one.interval * Interval.exact(number)
        if product.overlaps(whole.interval):
            yield passed()
            continue
        if product.value < whole.interval.value and "、" in text:
            # The rest is for what else is named.
            continue
        yield failed(
            f"“{counted[0]['n']}{counted[0]['unit']}”×“{price[0]}” = {money(round(product.value))}，"
            f"项目资金为 {whole}",
            evidence.where(places[sentence.start() + money_of.start()]),
            expected=whole.fen,
            actual=round(product.value),
            severity=Severity.WARNING,
        )


def _one(form: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = list(form.finditer(text))
    return found[0] if len(found) == 1 else None


def _is_of(counted: re.Match[str], each: str) -> bool:
    """Tell whether a number counts what gets so much each: 12个村 and 每村, 30人 and 每人."""
    return counted["unit"] == each or each in counted["what"]


# --- money of objectives ----------------------------------------------------------------------------------

_OBJECTIVES = pattern(
    rf"绩效目标[^。;；\n\d]{{0,30}}(?:项目)?[^。;；\n\d]{{0,12}}(?:\d+个[^。;；\n\d]{{0,6}})?[,，]?[^。;；\n\d]{{0,12}}(?:涉及|覆盖|金额|资金)[^。;；\n\d]{{0,20}}(?P<amount>{AMOUNT.pattern})"
)
_EVALUATED = pattern(r"评价|自评|监控|跟踪|完成|上年|部门整体|整体支出")
_YEAR = pattern(r"(?<!\d)(20\d\d)年")


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
        if (
            _EVALUATED.search(clean[start : match.end()])
            or "项目" not in clean[start : match.end()]
        ):
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
    projects = [cell for cell in own if _is_of_projects(cell)]
    largest = max(projects, key=_by_extent, default=None)
    if largest is None or not _is_total(largest):
        return None
    if largest.region.funding == ALL_FUNDING:
        return largest
    beside = [c.value for c in own if c.key[:2] == largest.key[:2]]
    known = max(beside, default=0)
    said = max((figure.fen or 0 for figure in evidence.amounts), default=0)
    return largest if max(said, *(cell.value for cell in own)) <= known else None


def _is_of_projects(cell: Cell) -> bool:
    """Tell whether a cell holds project spending; a table of two columns leaves 经营支出 and the like with it."""
    nature = cell.region.nature
    return Nature.PROJECT in nature and Nature.BASIC not in nature


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
