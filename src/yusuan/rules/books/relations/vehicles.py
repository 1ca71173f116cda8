"""Counts behind the three public costs: vehicles against the money for buying, vehicles said twice, guests of receptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity, Where
from yusuan.core.patterns import pattern
from yusuan.narrative.figures import AMOUNT, NUMBER, figure_in
from yusuan.rules.books._words import money
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed, passed
from yusuan.tables import classes
from yusuan.tables.region import OWN

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

_NONE = r"(?:未|不|没有|无)"
# 安排购置车辆0辆, 经批准购置的2辆公务用车, 新增配置公务用车1辆, 未安排购置车辆.
_BOUGHT = pattern(
    rf"(?P<first>公务用?车|公车|车辆)?(?:购置|购买|新购|更新|新增配置|采购)(?:数|数量|的|了|:)?(?:(?P<official>公务用?车|公车)|车辆|公务车辆|机动车)?(?:购置)?(?:数量?|数)?(?:为|共|共计|合计|:)?"
    rf"(?P<digits>{NUMBER})[辆台](?P<after>公务用?车|公车|车辆)?|{_NONE}(?:安排|计划)?(?:购置|购买|新购)(?P<none>车辆|公务用?车|公车)",
)
_SENTENCE = pattern(r"[^。;；\n]*")
_YEAR = pattern(r"(?<!\d)(20\d\d)年")
# Another year's, another plan's.
_ELSEWHEN = pattern(r"上年|去年|往年|截至|截止|累计|拟于|下年|计划于|申请于|保有|现有")
_MONEY = pattern(
    rf"(?:(?:公务用?车|公车)(?:辆)?购置(?:费用?|支出|经费)|(?<=[(,，、;；:])购置(?:费用?|支出))(?:\([^()]*\))?"
    rf"(?:预算|决算|支出|安排|数|为|是|:)*(?P<amount>{AMOUNT.pattern})",
)
_BEFORE_MONEY = pattern(r"(?:公务用?车|公车)[^。\n]{0,60}$")
_HELD = pattern(
    rf"(?P<official>公务用?车|公车|车辆)(?:的)?保有量(?:数)?(?:为|共|是|:)*(?P<kept>{NUMBER})[辆台]|(?:共有|拥有|实有)(?:公务)?(?:用)?车辆?(?:共|为|:)*(?P<held>{NUMBER})[辆台]|(?<=[(,，、])(?:现)?保有(?:公务用?车|公车|车辆)?(?P<run>{NUMBER})[辆台](?!以)"
    rf"|(?:现有|保障|用于|按照?)(?P<runs>{NUMBER})[辆台](?=公务用?车|公车|车辆|[、,，]每[辆台])",
)
_YEAR_END = pattern(r"12月31日|年末|年底")


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number of vehicles, or fen, with its place and whether the words say official vehicles."""

    value: int
    place: int
    words: str = ""
    is_official: bool = False


def bought_with_money(evidence: Evidence) -> Iterator[Verdict]:
    """No vehicle bought means no money for buying. Official vehicles bought and no money: the other way round."""
    clean, places = evidence.squeezed
    bought = list(_bought(clean, evidence.year))
    paid = list(_paid(clean, evidence.year))
    printed = list(_printed(evidence))
    if not bought or not (paid or printed):
        return
    amounts = [(value.value, evidence.where(places[value.place])) for value in paid] + printed
    spent = [(fen, where) for fen, where in amounts if fen > 0]
    if all(one.value == 0 for one in bought) and spent:
        first = bought[0]
        yield failed(
            f"文字说明购置车辆 0 辆（“{first.words}”），公务用车购置费却有 {money(spent[0][0])}",
            evidence.where(places[first.place]),
            *(where for _, where in spent),
            actual=spent[0][0],
        )
    elif (official := next((b for b in bought if b.value and b.is_official), None)) and not spent:
        yield failed(
            f"文字说明购置公务用车 {official.value} 辆（“{official.words}”），公务用车购置费却为 0",
            evidence.where(places[official.place]),
            *(where for _, where in amounts),
            actual=0,
        )
    else:
        yield passed()


def _own(clean: str, match: re.Match[str], year: int) -> bool:
    """Tell whether the sentence around a match speaks of the document's own year."""
    start = max(clean.rfind(sign, 0, match.start()) for sign in "。;；\n") + 1
    before = clean[start : match.start()]
    years = [int(found) for found in _YEAR.findall(before)]
    piece = before[max(before.rfind(sign) for sign in ",，:：") + 1 :]
    return (not years or years[-1] == year) and not _ELSEWHEN.search(piece)


def _bought(clean: str, year: int) -> Iterator[_Figure]:
    for match in _BOUGHT.finditer(clean):
        if not _own(clean, match, year):
            continue
        if match["none"]:
            yield _Figure(0, match.start(), match[0])
        elif "车" in match[0] and "." not in match["digits"]:
            is_official = bool(
                match["official"]
                or any(
                    (match[word] or "").startswith(("公务", "公车")) for word in ("first", "after")
                )
            )
            digits = int(match["digits"].replace(",", ""))
            yield _Figure(digits, match.start(), match[0], is_official)


def _paid(clean: str, year: int) -> Iterator[_Figure]:
    for match in _MONEY.finditer(clean):
        is_short = not match[0].startswith(("公务", "公车"))
        if is_short and not _BEFORE_MONEY.search(clean, max(0, match.start() - 80), match.start()):
            continue
        found = AMOUNT.search(match["amount"])
        fen = None if found is None else figure_in(found).fen
        if fen is not None and _own(clean, match, year):
            yield _Figure(fen, match.start())


def _printed(evidence: Evidence) -> Iterator[tuple[int, Where]]:
    """What the tables print for buying vehicles, whoever pays."""
    purchase = classes.VEHICLE_PURCHASE
    for table in evidence.tables:
        for cell in table.cells.values():
            region = cell.region
            if region.economic == purchase and region.ledger == OWN and cell.amount is not None:
                yield cell.amount, cell.where or Where(evidence.source, table=table.spec.title)


def held_is_said_once(evidence: Evidence) -> Iterator[Verdict]:
    """Official vehicles kept at the end of the year are among the vehicles there are at that day."""
    clean, places = evidence.squeezed
    kept: list[_Figure] = []
    held: list[_Figure] = []
    run: list[_Figure] = []
    years: set[str] = set()
    for match in _HELD.finditer(clean):
        start = max(clean.rfind(sign, 0, match.start()) for sign in "。;；\n") + 1
        digits = (match["kept"] or match["held"] or match["run"] or match["runs"]).replace(",", "")
        if match["run"] or match["runs"]:
            # 运行维护费24万元(保有6辆,每辆4万元): those the money of the year is for.
            if digits.isdecimal() and "运行" in clean[start : match.start()]:
                run.append(_Figure(int(digits), match.start(), match[0]))
            continue
        if _YEAR_END.search(clean, start, match.end()) and digits.isdecimal():
            years |= set(_YEAR.findall(clean[start : match.start()]))
            found = _Figure(int(digits), match.start(), match[0])
            (kept if match["kept"] else held).append(found)
    if not kept and len({one.value for one in run}) == 1:
        kept = run = run[:1]
    if len(kept) != 1 or len(held) != 1 or len(years) > 1:
        return
    one, other = kept[0], held[0]
    bought = sum(b.value for b in _bought(clean, evidence.year)) if kept is run else 0
    if one.value <= other.value + bought:
        yield passed()
        return
    yield failed(
        f"文字说明“{one.words}”，多于资产说明的“{other.words}”",
        evidence.where(places[one.place]),
        evidence.where(places[other.place]),
    )


_RECEPTIONS = pattern(
    rf"接待[^。;；\n]{{0,24}}?(?P<groups>{NUMBER})[个]?(?:批次|批|团组)(?:团组)?(?P<between>[^。;；\n\d]{{0,16}}?)(?P<people>{NUMBER})人(?:次)?"
)


def receptions_have_guests(evidence: Evidence) -> Iterator[Verdict]:
    """Whoever was received came in at least one person a group; nobody came in no group."""
    clean, places = evidence.squeezed
    for match in _RECEPTIONS.finditer(clean):
        groups, people = (match[word].replace(",", "") for word in ("groups", "people"))
        if not groups.isdecimal() or not people.isdecimal() or "外" in match["between"]:
            continue
        if int(people) >= int(groups) and (int(people) == 0 or int(groups) > 0):
            yield passed()
            continue
        yield failed(
            f"文字说明接待 {groups} 批次、{people} 人次，人次应不少于批次，没有批次就没有人次",
            evidence.where(places[match.start()]),
        )


RULES = (
    Rule(
        id="vehicles-bought-have-money",
        claim="购置车辆的数量与公务用车购置费一致",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对购置数量和公务用车购置费；支付以前年度购车尾款的，请加以说明。",
        check=bought_with_money,
        needs=(Part.PRINT, Part.TEXT),
    ),
    Rule(
        id="vehicles-kept-are-among-those-held",
        claim="公务用车保有量不多于年末车辆总数",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照年末资产年报核对两处车辆数。",
        check=held_is_said_once,
        needs=(Part.PRINT, Part.TEXT),
    ),
    Rule(
        id="receptions-have-guests",
        claim="公务接待的人次与批次相称",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照公务接待清单核对批次和人次。",
        check=receptions_have_guests,
        needs=(Part.PRINT, Part.TEXT),
    ),
)
