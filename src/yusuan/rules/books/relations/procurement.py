"""What a text says of procurement against itself: kinds and their total, small firms within all, shares of what is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from yusuan.core.interval import Interval, compare
from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.core.terms import Stage
from yusuan.narrative.figures import AMOUNT, NUMBER, Figure, figure_in
from yusuan.rules.books._words import money
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed, passed
from yusuan.vocabulary.purchased import KINDS, OTHERWISE, PLANNED, ROLES, WHOLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

# From the beginning of a line only: tried from every place, a long line would take its length squared.
_SECTION = pattern(r"(?:^[^\n]*(?:采购|中标|成交)[^\n]*\n?)+", re.MULTILINE)
_FIGURE = pattern(
    rf"{AMOUNT.pattern}|占(?P<whole>[^\d。;,、]{{2,40}}?)(?:的|比重|比例|为|:)*(?P<share>{NUMBER})[%％]",
    re.ASCII,
)
_ROLES = tuple((role, pattern(words), label) for role, words, label in ROLES)
_LABELS = {role: label for role, _, label in ROLES} | {"planned": "政府采购预算"}
_WHOLES = tuple((role, pattern(words)) for role, words in WHOLES)
_OTHERWISE = pattern(OTHERWISE)
_PLANNED = pattern(PLANNED)
# A total of one fund says nothing of the others.
_OF_FUND = pattern(
    r"(?:公共预算|基金|国有资本|财政拨款|财政性|专户|单位资金|自有|自筹|事业)[^,，。;；:：]*$"
)
_LONGEST = 40
_YEAR = pattern(r"(?<!\d)(20\d\d)年")
_SENTENCE_END = pattern(r"[。;；]")
_BEFORE_SUBJECT = pattern(r"[,，。;；:：]")
_TOTALS = frozenset({"total", "planned"})
_HUNDRED = Fraction(100)
_NOTHING = Interval.exact(0)


@dataclass
class _Said:
    """What one paragraph (or several that follow each other) says, the first amount of each kind."""

    amounts: dict[str, Figure] = field(default_factory=dict)
    # Part, whole, percent, place; the part is the kind of purchase where the share names it.
    shares: list[tuple[str, str, str, int]] = field(default_factory=list)

    def plan(self, figure: Figure) -> None:
        """Take a total of what is planned; that of a unit or a part may come before that of all."""
        known = self.amounts.get("planned", figure)
        self.amounts["planned"] = max(known, figure, key=lambda one: one.interval.high)

    def value(self, *roles: str) -> Interval:
        """The sum of amounts; those not said are nothing."""
        return sum((self.amounts[r].interval for r in roles if r in self.amounts), _NOTHING)


def relations_hold(evidence: Evidence) -> Iterator[Verdict]:
    """Kinds make the total, small firms' part stays within, shares are those of what the words name."""
    clean, places = evidence.squeezed
    is_plan = evidence.stage is Stage.BUDGET
    for said in _read(clean, evidence.year, is_plan=is_plan):
        for message, roles, shares in _broken(said):
            if not message:
                yield passed()
                continue
            spots = [said.amounts[role].span[0] for role in roles if role in said.amounts]
            where = [evidence.where(places[spot]) for spot in (*spots, *shares)]
            yield failed(message, *where)


def _read(clean: str, year: int, *, is_plan: bool) -> Iterator[_Said]:
    """What each procurement section says of one year: its paragraphs together, since lines break inside sentences.

    A budget only plans; final amounts tell what was bought, and beside it what had been planned: two wholes.
    """
    for section in _SECTION.finditer(clean):
        whole, kinds = _Said(), _Said()
        is_nested, of_year = False, year
        for said_of, role, figure, share in _figures(clean, *section.span(), year):
            if said_of != of_year:
                yield from (kinds, whole)
                whole, kinds, is_nested, of_year = _Said(), _Said(), False, said_of
            if not isinstance(figure, Figure):
                of = "total" if is_plan and figure == "planned" else figure
                whole.shares.append((role, of, *share))
            elif role in _TOTALS:
                yield kinds
                is_first = (role == "total" or is_plan) and "total" not in whole.amounts
                # 其中：一般公共预算政府采购…: kinds that follow divide this part, firms go on being those of all.
                kinds, is_nested = _Said({} if is_first else {"total": figure}), not is_first
                if is_first:
                    whole.amounts["total"] = figure
                begin = figure.span[0]
                if (is_plan or role == "planned") and not _OF_FUND.search(
                    clean, max(section.start(), begin - _LONGEST), begin
                ):
                    whole.plan(figure)
            else:
                target = kinds if is_nested and role in KINDS else whole
                target.amounts.setdefault(role, figure)
        yield from (kinds, whole)


def _figures(
    clean: str, start: int, end: int, year: int
) -> Iterator[tuple[int, str, Figure | str, tuple[str, int]]]:
    """The amounts and shares of a section, of which year and what they are; changes are left out."""
    floor, before = start, ""
    for match in _FIGURE.finditer(clean, start, end):
        ends = (m.end() for m in _SENTENCE_END.finditer(clean, floor, match.start()))
        words = clean[max(ends, default=floor) : match.start()].replace("\n", "")
        nearest = _BEFORE_SUBJECT.split(words)[-1]
        year = int([year, *_YEAR.findall(words)][-1])
        floor = match.end()
        if match["share"] is None:
            role = next((role for role, form, _ in _ROLES if form.search(words)), "")
            if role == "total" and _PLANNED.search(nearest):
                role = "planned"
            is_level = not _OTHERWISE.search(nearest.replace("其他政府采购", ""))
            # 货物采购授予中小企业96万元: what firms get of one kind is neither.
            is_of_kind = "企业" in nearest and any(_LABELS[kind] in nearest for kind in KINDS)
            before = role if is_level and not is_of_kind else ""
            if before:
                yield year, role, figure_in(match), ("", 0)
            continue
        whole = next((role for role, form in _WHOLES if form.search(match["whole"])), "")
        # A share with a subject of its own has no amount: 货物采购授予中小企业合同金额占…
        part = next((k for k in KINDS if _LABELS[k] in nearest), "") if nearest else before
        if whole and part:
            yield year, part, whole, (match["share"], match.start())


def _broken(said: _Said) -> Iterator[tuple[str, Sequence[str], Sequence[int]]]:
    """Every relation that can be told, with its message where it is broken."""
    yield from _kinds(said)
    for part, whole in (
        ("awarded", "total"),
        ("awarded_small", "awarded"),
        ("reserved_small", "reserved"),
    ):
        if part in said.amounts and whole in said.amounts:
            yield _within(said, (part,), whole)
    yield from _reserve(said)
    won = tuple(role for role in ("won_reserved", "won_elsewhere") if role in said.amounts)
    whole = next((role for role in ("awarded", "total") if role in said.amounts), "")
    if won and whole:
        yield _within(said, won, whole)
    yield from _shares(said)


def _reserve(said: _Said) -> Iterator[tuple[str, Sequence[str], Sequence[int]]]:
    """What is reserved for smaller firms is part of what is planned."""
    part = next((role for role in ("reserved", "reserved_small") if role in said.amounts), "")
    if part and "planned" in said.amounts:
        yield _within(said, (part,), "planned")


def _within(
    said: _Said, parts: Sequence[str], whole: str
) -> tuple[str, Sequence[str], Sequence[int]]:
    roles = (*parts, whole)
    value, limit = said.value(*parts), said.value(whole)
    if value.low <= limit.high:
        return "", roles, ()
    words = " + ".join(f"{_LABELS[part]} {said.amounts[part]}" for part in parts)
    total = f" = {_wan(value)}" if len(parts) > 1 else ""
    return f"{words}{total}，大于{_LABELS[whole]} {said.amounts[whole]}", roles, ()


def _kinds(said: _Said) -> Iterator[tuple[str, Sequence[str], Sequence[int]]]:
    found = [kind for kind in KINDS if kind in said.amounts]
    if "total" not in said.amounts or not found:
        return
    total = said.value(*found)
    agreement = compare(total, said.value("total"))
    is_more = total.low > said.value("total").high
    if not agreement.is_beyond:
        yield "", (), ()
    elif len(found) == len(KINDS) or is_more:
        words = " + ".join(f"{_LABELS[kind]} {said.amounts[kind]}" for kind in found)
        yield (
            f"{words} = {_wan(total)}，不等于政府采购总额 {said.amounts['total']}",
            ("total", *found),
            (),
        )


def _shares(said: _Said) -> Iterator[tuple[str, Sequence[str], Sequence[int]]]:
    for part, whole, digits, place in said.shares:
        stated = Interval.printed(digits)
        if part not in KINDS and part in said.amounts and whole in said.amounts:
            yield _share(said, part, whole, digits, place)
        elif stated.low > _HUNDRED:
            yield f"{_LABELS[part]}所占比重为 {digits}%，大于 100%", (), (place,)
    yield from _shares_of_kinds(said)


def _share(
    said: _Said, part: str, whole: str, digits: str, place: int
) -> tuple[str, Sequence[str], Sequence[int]]:
    one, all_ = said.value(part), said.value(whole)
    stated = Interval.printed(digits)
    if all_.low <= 0:
        return "", (part, whole), ()
    low, high = one.low / all_.high * _HUNDRED, one.high / all_.low * _HUNDRED
    if stated.low <= high and low <= stated.high:
        return "", (part, whole), ()
    right = round(one.value / all_.value * _HUNDRED * _HUNDRED)
    words = f"{_LABELS[part]} {said.amounts[part]} ÷ {_LABELS[whole]} {said.amounts[whole]}"
    return f"{words} = {right // 100}.{right % 100:02d}%，文中为 {digits}%", (part, whole), (place,)


def _shares_of_kinds(said: _Said) -> Iterator[tuple[str, Sequence[str], Sequence[int]]]:
    """货物、工程、服务: shares of the part for small firms make up all of it, shares of each kind its amount."""
    if "awarded" not in said.amounts:
        return
    of_part = [(d, p) for part, whole, d, p in said.shares if part in KINDS and whole == "awarded"]
    if len(of_part) == len(KINDS):
        total = sum((Interval.printed(d) for d, _ in of_part), _NOTHING)
        words = " + ".join(f"{d}%" for d, _ in of_part)
        is_right = _HUNDRED in total
        yield (
            ""
            if is_right
            else f"货物、工程、服务占授予中小企业合同金额的比重 {words}，合计不是 100%",
            (),
            [p for _, p in of_part],
        )
    own = {part: (d, p) for part, whole, d, p in said.shares if part in KINDS and part == whole}
    if (
        not own
        or any(k not in own and said.value(k).high > 0 for k in KINDS)
        or not set(own) <= set(said.amounts)
    ):
        return
    percent = Interval.exact(Fraction(1, 100))
    total = sum(
        (said.value(k) * Interval.printed(d) * percent for k, (d, _) in own.items()), _NOTHING
    )
    words = "、".join(f"{_LABELS[k]} {said.amounts[k]} 的 {d}%" for k, (d, _) in own.items())
    is_right = total.overlaps(said.value("awarded"))
    message = f"按{words}合计 {_wan(total)}，与授予中小企业合同金额 {said.amounts['awarded']} 不符"
    yield "" if is_right else message, ("awarded",), [p for _, p in own.values()]


def _wan(value: Interval) -> str:
    return money(round(value.value))


RULES = (
    Rule(
        id="procurement-relations-hold",
        claim="文字所写政府采购各数之间的关系成立",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对政府采购总额、分类金额、中小企业金额和比重。",
        check=relations_hold,
        needs=(Part.PRINT, Part.TEXT),
    ),
)
