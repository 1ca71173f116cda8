"""Parts of a project's money in a text, against the amount of the project."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from yusuan.core.interval import Interval
from yusuan.core.outcomes import Pair, Severity
from yusuan.core.patterns import pattern
from yusuan.narrative.figures import AMOUNT, Figure, figure_in
from yusuan.rules.books._words import money
from yusuan.rules.books.relations._grants import grants_make_the_project
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed, passed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

_BEARS = r"(?:组成|构成|承担|负担|分担|出资|筹措|筹集)"
_WHOLE = pattern(
    rf"(?P<label>[^。;；\n,，:：()、\d]{{0,20}}(?:预算|资金|经费|投资|概算|总额|金额|安排|投入|下达|落实|申请|项目|工程)(?:总额|总计|合计|资金|金额|安排|规模|数)*)(?:共计|共|计|为|约|:)*"
    rf"(?P<amount>{AMOUNT.pattern})(?P<opener>[,，;；]?\(?(?:其中|包括|包含|分别[为是]|具体[为是]|具体包括|分配[为是]|由(?!于)(?=[^。;；\n]{{4,200}}?{_BEARS})|(?:主要|具体|分别|资金|其中|全部|专项)?用于|分为|(?:具体)?(?:安排|分配|构成|组成)(?:如下|[为是]))[:：]?|[:：]|\((?=[^()]*[,，、;；])|[,，](?=[^,，。;；\d]{{2,12}}[\d.]+[万亿]?元)|[,，](?=20\d\d年))"
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
_IS_PROJECT = pattern(r"项目|专项|工程|投资|概算|需|申请|本年|年度|资金|经费|(?<=.)(?:安排|投入)")
# A label that names no project, or is a mere verb: 预算88万元, 安排76万元.
_PLAIN_LABEL = pattern(
    r"^(?:本?年度?)?(?:财政|项目|总|共|拟|计划)*(?:预算|资金|经费|安排|投入|下达|落实|申请)(?:总额|总计|合计|资金|金额|安排|规模|数)*$"
)
# The project before it: the heading of a paragraph (1.数字校园建设：), or what is called a project.
_NAMED = pattern(
    r"(?:^|[。;；\n])[(（]?(?:[\d一二三四五六七八九十]{1,3}|[①-⑳])?[)）]?[、.．]?"
    r"(?P<name>[^\d,，:：。;；\n、.．()（）][^\d,，:：。;；\n]{2,30})(?P<sign>[:：,，]?)(?:20\d\d年?度?)?$"
)
# The same on a line of its own above, and what may stand before the amount then.
_HEADING = pattern(
    r"^[(（]?(?:[\d一二三四五六七八九十]{1,3}|[①-⑳])[)）]?[、.．]?"
    r"(?P<name>[^\d,，:：。;；、.．()（）][^\d,，。;；]{2,30})[:：]?$"
)
_NO_WORDS = pattern(r"^(?:项目)?(?:20\d\d年?度?)?$")
_YEAR_WORD = pattern(r"^年度?")
_CALLED = pattern(r"(?:项目|工程|专项|行动|计划|试点)$")
_OVERVIEW = pattern(r"收支|总体|部门|单位|财政|情况|说明|总计|合计")
# Changes, prices, rounded figures, what is done already: no parts of the amount.
_NO_PART = pattern(
    r"比|较|增|减|上年|去年|占|结转|剩余|结余|累计|已|每|均|标准|单价|预计|左右|另|×|\*|不超过|以上|以内|其中|含|元/|余|超|不足"
)
_TOTALLED = pattern(r"合计|共计|总计|小计|^共|总额")
_PARTIAL = pattern(r"等|主要|其余|剩余|余下|余款|部分用于|另有|另外")
_LEFT_OVER = pattern(r"^[。;；\n]?(?:其余|剩余|余下|余款|另)")
# The rest has a part of its own: nothing is left out.
_OF_THE_REST = pattern(r"^(?:其他|其它|其余)")
_COMPLETE = pattern(r"[:：]$|分别|\($|由$")
_INCLUDED = pattern(r"其中|包括|包含|用于")
_SIGNS = pattern(r"[,，;；。:：]")
_NESTED = pattern(r"[,，]?(?:[:：]|其中|包括|用于|主要|具体|分别|\d)")
_BRACKETS = pattern(r"\([^()]*\)")
_REST = pattern(r"[^。\n]*")
# What closes a list after its last amount: …三部分, …组成, …共同承担.
_COUNTED = pattern(r"^等?(?P<n>[两二三四五六七八九]|\d)(?:个|大)?(?:部分|方面|块|类|项)")
_CLOSED = pattern(
    rf"{AMOUNT.pattern}(?:等?[两二三四五六七八九\d](?:个|大)?(?:部分|方面|块|类|项)|共同|分别)?{_BEARS}"
)
_NUMERALS = {sign: n for n, sign in enumerate("二三四五六七八九", 2)} | {"两": 2}
_FEW = 2
# A list that a word of inclusion opens may leave parts out; so close to the whole it hardly means to.
_NEAR = Fraction(1, 20)
_FAR = Fraction(1, 5)


@dataclass(frozen=True)
class _Listed:
    """The parts named of an amount, in printed order, and what their words tell of whether all are named."""

    parts: Sequence[tuple[str, Figure]]
    is_closed: bool = False
    is_partial: bool = False
    is_last: bool = False

    @property
    def total(self) -> Interval:
        """What the parts add up to."""
        return sum((part.interval for _, part in self.parts), Interval.exact(0))

    @property
    def names(self) -> Sequence[str]:
        """What the parts are called."""
        return [name for name, _ in self.parts]

    def starts_with(self, whole: Figure) -> bool:
        """Tell whether the first parts make the whole: what follows them is another list."""
        sums = accumulate((part.interval for _, part in self.parts), initial=Interval.exact(0))
        return any(n > 1 and one.overlaps(whole.interval) for n, one in enumerate(sums))

    def nearly_makes(self, whole: Figure) -> bool:
        """Tell whether less is missing than the smallest part could be: a slip rather than a part left out."""
        gap = whole.interval.value - self.total.value
        smallest = min(part.interval.value for _, part in self.parts)
        is_near = 0 < gap <= whole.interval.value * _NEAR and gap * 2 < smallest
        return is_near and self.is_last and len(self.parts) > _FEW


def parts_make_the_project(evidence: Evidence) -> Iterator[Verdict]:
    """The parts named of a project's money are no more than it, and make it where the list is complete."""
    yield from grants_make_the_project(evidence)
    clean, places = evidence.squeezed
    for match in _WHOLE.finditer(clean):
        label = _label(clean, match)
        found = AMOUNT.search(match["amount"])
        listed = _listed(clean, match) if label else None
        if found is None or listed is None:
            continue
        whole = figure_in(found)
        if listed.total.overlaps(whole.interval) or listed.starts_with(whole):
            yield passed()
            continue
        severity = _severity(match["opener"], label, listed, whole)
        if severity is None:
            continue
        words = " + ".join(f"{name[-12:]} {part}" for name, part in listed.parts)
        left_out = "，未说明其余用于什么" if severity is Severity.INFO else ""
        yield failed(
            f"{label[-16:]} {whole}，所列各部分 {words} = {money(round(listed.total.value))}{left_out}",
            evidence.where(places[match.start()]),
            expected=whole.fen,
            actual=round(listed.total.value),
            severity=severity,
        )


def _label(clean: str, match: re.Match[str]) -> str:
    """What the amount is called, with the project named before it; empty where it is no project's."""
    label = match["label"]
    if _NO_PROJECT.search(label):
        return ""
    if not _PLAIN_LABEL.match(label) and _IS_PROJECT.search(label):
        return label
    of = _project_before(clean, match.start())
    if of:
        return f"{of}，{_YEAR_WORD.sub('', label)}"
    return label if _IS_PROJECT.search(label) else ""


def _project_before(clean: str, place: int) -> str:
    """The project a paragraph is about, where its first amount stands there: by its own words, or by the heading above."""
    start = max(clean.rfind(sign, 0, place) for sign in "。;；\n") + 1
    said = clean[start:place]
    named = _NAMED.search(said)
    if named is None and _NO_WORDS.match(said):
        above = clean[clean.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)]
        named = _HEADING.match(above)
        is_heading = named is not None
    else:
        is_heading = named is not None and named["sign"] in {":", "："}
    if named is None or _NO_PROJECT.search(named["name"]):
        return ""
    is_called = _CALLED.search(named["name"]) is not None
    is_project = is_called or (is_heading and not _OVERVIEW.search(named["name"]))
    return named["name"] if is_project else ""


def _severity(opener: str, label: str, listed: _Listed, whole: Figure) -> Severity | None:
    """How sure it is that parts which do not make the whole are wrong; None where they may well be right."""
    is_more = listed.total.value > whole.interval.value
    if not opener.strip(",，") and not _is_divided(label, listed.names, is_more=is_more):
        return None
    if is_more:
        return Severity.ERROR
    if listed.is_partial and opener.strip(",，"):
        return None
    if listed.is_closed or _is_complete(opener, listed, whole):
        return Severity.WARNING
    return Severity.INFO if listed.nearly_makes(whole) else None


def _is_complete(opener: str, listed: _Listed, whole: Figure) -> bool:
    """Tell whether the words before a list promise all its parts; two parts far from the whole are 其中 without more."""
    if not opener.strip(",，"):
        return True
    gap = whole.interval.value - listed.total.value
    is_vague = _INCLUDED.search(opener) and len(listed.parts) <= _FEW
    return bool(_COMPLETE.search(opener)) and not (is_vague and gap > whole.interval.value * _FAR)


def _is_divided(label: str, names: Sequence[str], *, is_more: bool) -> bool:
    """Tell whether a list that nothing opens divides the amount before it: by source, or by stage where they exceed it."""
    if not _ENTIRE.search(label) or _SOURCES.search(label):
        return False
    # Stages may have begun earlier, or go on later.
    form = _STAGES if is_more and _STAGES.search(names[0]) else _SOURCES
    return all(form.search(name) for name in names)


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


def _listed(clean: str, match: re.Match[str]) -> _Listed | None:
    """The parts by name; None where any of them may be something else."""
    whole_rest = _rest(clean, match)
    rest = _BRACKETS.sub("", whole_rest)
    is_made_of = match["opener"].endswith("由")
    closer = _CLOSED.search(rest) if is_made_of else None
    if closer is not None:
        rest = rest[: closer.end("unit")]
    found = list(AMOUNT.finditer(rest))
    if "(" in rest or len(found) < _FEW:
        return None
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
            return None
        parts.append((name, figure_in(amount)))
    if len(parts) < _FEW:
        return None
    after = clean[match.end() + len(whole_rest) :][:_LOOK_ON]
    counted = _COUNTED.match(rest[floor:])
    n = 0 if counted is None else _NUMERALS.get(counted["n"]) or int(counted["n"])
    is_closed = (
        closer is not None or n == len(parts) or any(_OF_THE_REST.search(name) for name, _ in parts)
    )
    is_partial = (
        (is_made_of and closer is None)
        or bool(_LEFT_OVER.search(after))
        or (not n and bool(_PARTIAL.search(match["opener"] + whole_rest)))
    )
    return _Listed(parts, is_closed, is_partial, is_last=not rest[floor:].strip(",，;；"))


_LOOK_ON = 6

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
        pair=Pair("项目资金", "所列各部分"),
    ),
)
