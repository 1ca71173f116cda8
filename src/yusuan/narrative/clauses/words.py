"""The words of budget prose: which name which subject, period, change and reason."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.core.terms import Fund, RevenueSource
from yusuan.narrative.clauses.clause import HELD, Extent, Period, Stage, Subject, Topic
from yusuan.narrative.forms.tokens import TOKENS

if TYPE_CHECKING:
    from yusuan.narrative.figures import Span

# ── Subjects ─────────────────────────────────────────────────────────────────────────────────

_GRANT = r"(?:当年|本年)?(?:财政)?(?:拨款)?"
_MONEY = (
    (
        Fund.GENERAL_PUBLIC,
        rf"一般公共预算{_GRANT}|一般公共服务预算{_GRANT}|一般公共财政(?:预算)?{_GRANT}",
    ),
    (Fund.GOVERNMENT_FUNDS, rf"政府性?基金(?:预算)?{_GRANT}|基金预算{_GRANT}"),
    (Fund.STATE_CAPITAL, rf"国有资本(?:经营)?(?:预算)?{_GRANT}"),
    (Fund.SPECIAL_ACCOUNT, r"财政专户(?:管理资金|核拨|管理)?的?(?:事业(?=收入))?"),
    (Fund.UNIT_FUNDS, r"单位(?:自有)?资金"),
    (RevenueSource.APPROPRIATION, r"财政拨款"),
    (RevenueSource.BUSINESS, r"(?:事业单位)?经营"),
    (RevenueSource.SERVICE, r"事业"),
    (RevenueSource.SUPERIOR_GRANT, r"上级补助"),
    (RevenueSource.SUBSIDIARY_REMITTANCE, r"附属单位上缴"),
    (RevenueSource.OTHER, r"(?<![一-龥])其[他它]|(?<=单位|本年|当年)其[他它]"),
)
_CAR = r"公务用?车(?:用车)?"
_RUN = r"(?:运行维护|运行|运维)(?:费用?|经费)?"
_TOPICS = (
    (Topic.THREE_PUBLIC, r"三公经费(?:财政拨款)?"),
    (Topic.OVERSEAS_TRAVEL, r"因公出国(?:\(境\))?(?:费用?|经费)?"),
    (Topic.OFFICIAL_VEHICLES, rf"{_CAR}购置(?:费用?)?(?:及|和|与|、)(?:{_CAR})?{_RUN}"),
    (Topic.VEHICLE_PURCHASE, rf"{_CAR}购置(?:费用?|经费)?"),
    (Topic.VEHICLE_OPERATION, rf"{_CAR}{_RUN}"),
    (Topic.OFFICIAL_HOSPITALITY, r"(?<!国内)公务接待(?:费用?|经费)?"),
    (Topic.AGENCY_RUNNING_COSTS, r"机关运行(?:经费|费)"),
    (Topic.SMALL, r"小(?:型(?:和|及|、)?微型?|微)企业[^，；]{0,20}"),
    (Topic.SME, r"中小(?:微)?企业[^，；]{0,20}"),
    (Topic.GOODS, r"拟?采购货物|(?:政府采购)?货物(?:类)?(?:采购)?"),
    (Topic.WORKS, r"(?:政府采购工程(?:类)?|工程类?采购|拟?采购工程)"),
    (Topic.SERVICES, r"(?:政府采购服务(?:类)?|服务类?采购|拟?采购服务|拟购买服务)"),
    (Topic.PROCUREMENT, r"政府采购"),
    (Topic.BASIC, r"基本支出"),
    (Topic.PROJECT, r"项目(?:支出|经费)"),
    (Topic.PERSONNEL, r"人员(?:经费|支出|部分)"),
    (Topic.OPERATING, r"(?:日常)?公用(?:经费|支出|部分)"),
    (Topic.BUSINESS, r"(?:事业单位)?经营支出"),
    (Topic.SUPERIOR_REMITTANCE, r"上[缴解]上级支出"),
    (Topic.SUBSIDIARY_GRANT, r"对附属单位补助支出"),
    (Topic.CARRY_OVER, r"(?:上年|年初)结转(?:(?:和|及|、)?结余)?(?:资金|收入)?"),
    (
        Topic.CLOSING,
        r"(?:年终|年末)结[转余](?:(?:和|及|、)?结?[转余])?(?:资金)?|结转下年(?:支出|使用)?",
    ),
    (Topic.MEETINGS, r"会议费"),
    (Topic.TRAINING, r"培训费"),
    (Topic.OBJECTIVES, r"涉及(?:项目)?(?:预算)?(?:资金|金额)"),
    (Topic.FIXED_ASSETS, r"固定资产"),
    (Topic.BOTH, r"收入支出|收支|收、支|收入、支出|收入和支出|收入总计、支出总计"),
    (Topic.REVENUE, r"收入"),
    (Topic.EXPENDITURE, r"支出|(?:当年|本年)(?:财政)?拨款(?!收入)"),
)
# These words also end other names: before them only money, a year or an organisation may stand.
_PLAIN = frozenset({Topic.REVENUE, Topic.EXPENDITURE, Topic.BOTH, Topic.BASIC, Topic.PROJECT})
_PLAIN |= {Topic.PERSONNEL, Topic.OPERATING, Topic.GOODS, Topic.FIXED_ASSETS}
_PAID = frozenset({Topic.REVENUE, Topic.EXPENDITURE, Topic.BOTH, Topic.BASIC, Topic.PROJECT})
_PAID |= {Topic.PERSONNEL, Topic.OPERATING, Topic.PROCUREMENT}
_HEAD = pattern(
    r"(?:^|[年度局院处办会心委厅所站校学队馆园社团府部系室司署庭法检道镇乡]|部门|单位|预算|决算|情况|说明|其中|包括"
    r"|中|本年|全年|当年|总|相应|安排的?|用于|下列|\d、|(?<![类款项])\)|和|及|共有?|、)$"
)
_FILLER = pattern(
    r"(?:预算|决算|执行|年初|调整|安排|下达|总额|金额|资金|数|总计|合计|共计|总|共|计|为|是|约|达到?|支出|开支|财政拨款|拨款"
    # A page's number may stand before the year.
    r"|列支|拨付|下达|核定|实际|当年|全年|上一?年度?(?!结[转余])|本年度?|(?:\d{1,3} (?=20))?\d{4}年度?|的|：|\([^()]*\)|各|均|经费|总体|情况|小计|项目)*"
)
_SUBJECT = pattern(
    "(?:"
    + "|".join(f"(?P<m{i}>{words})" for i, (_, words) in enumerate(_MONEY))
    + ")?(?P<side>安排的?|预算)?(?:"
    + "|".join(f"(?P<t{i}>{words})" for i, (_, words) in enumerate(_TOPICS))
    + ")"
)
# 其中：基本482万元，项目90万元; 人员部分…，公用部分….
_ELIDED = pattern(r"(基本|项目|人员|公用)(?:部分|类|方面|开支)?(?:为|共|计|：)?")
_NATURE_OF = {
    "基本": Topic.BASIC,
    "项目": Topic.PROJECT,
    "人员": Topic.PERSONNEL,
    "公用": Topic.OPERATING,
}
_MONEY_ALONE = pattern("|".join(f"(?P<m{i}>{words})" for i, (_, words) in enumerate(_MONEY[:6])))
# What may stand before money carried over that is still all there is of it.
_ALL_OF = pattern(r"(?:含|包括|另有?|加上?)$")
_CARRIED = pattern(r"结[转余]")
_NUMBER = pattern(
    r"^(?:\([\d一二三四五六七八九十]{1,3}\)|[\d一二三四五六七八九十]{1,3}[、.．]|[①-⑳])"
)
_LEADING = pattern(
    r"(?:\([\d一二三四五六七八九十]{1,3}\)|[\d一二三四五六七八九十]{1,3}[、.．]|[①-⑳]|、|20\d{2}年度?|本年|其中：?|安排|用于)*"
)
_BRACKETED = pattern(r"\([^()]*\)")


def leading(lead: str) -> int:
    """Where a name begins behind its number, year or 其中."""
    match = _LEADING.match(lead)
    return match.end() if match else 0


def moneys_in(text: str) -> list[Fund | RevenueSource]:
    """The moneys a text names, in order."""
    found = (_money_of(match, 6) for match in _MONEY_ALONE.finditer(text))
    return [money for money in found if money is not None]


def _is_qualified(match: re.Match[str], topic: Topic) -> bool:
    """Tell whether words we cannot read say that a noun is only a part: 上年结转的…收入, 某项目上年结转."""
    before = _BRACKETED.sub("", _NUMBER.sub("", match.string[: match.start()]))
    if topic is Topic.CARRY_OVER:
        is_named = before and not (_HEAD.search(before) or _ALL_OF.search(before))
        return bool(is_named or moneys_in(match.string))
    if topic not in _PAID:
        return False
    is_of = before.endswith("的") and not _HEAD.search(before[:-1])
    return is_of or _CARRIED.search(before) is not None


def subject_in(lead: str, above: Subject | None = None) -> Subject | None:
    """Name the subject a figure's lead ends with; None when the lead names none we know.

    `above` lends its side to a bare fund: 支出预算…，其中：一般公共预算….
    """
    lead = _NUMBER.sub("", lead)
    # The last name counts, unless it only fills: 支出 in 公务接待费支出.
    for match in reversed(list(_SUBJECT.finditer(lead))):
        found = _read(match, lead)
        if found is None:
            continue
        topic, money = found
        if _is_qualified(match, topic):
            return None
        if lead[: match.start()].endswith("涉及"):
            topic = Topic.OBJECTIVES  # 编报绩效目标的项目5个，涉及一般公共预算拨款50万元
        return Subject(topic, money, words=lead, extent=_extent(lead[max(0, match.start() - 2) :]))
    return _fund_of(lead, above)


def _read(match: re.Match[str], lead: str) -> tuple[Topic, Fund | RevenueSource | None] | None:
    """The topic and money of a name that a lead ends with; None where more follows, or it is the end of another name."""
    topic = next(t for i, (t, _) in enumerate(_TOPICS) if match[f"t{i}"] is not None)
    if not _FILLER.fullmatch(lead, match.end()):
        return None
    money = _money_of(match, len(_MONEY))
    if money is RevenueSource.BUSINESS and topic is Topic.EXPENDITURE:
        return Topic.BUSINESS, None
    if topic is Topic.EXPENDITURE and isinstance(money, RevenueSource) and money not in HELD:
        return None  # 其他支出 is the name of a row, or of nothing
    if money is not None and topic not in _PAID:
        # 其他固定资产 is no 固定资产.
        if topic in _PLAIN:
            return None
        money = None
    if money is None and topic in _PLAIN:
        if not _HEAD.search(lead[: match.start()]):
            return None
        if "财政拨款" in lead[match.end() :]:
            money = RevenueSource.APPROPRIATION
    return topic, money


def _fund_of(lead: str, above: Subject | None) -> Subject | None:
    """A bare fund as a part of the side above it, a bare nature as a part of spending."""
    if above is None or above.topic not in {
        Topic.REVENUE,
        Topic.EXPENDITURE,
        Topic.BOTH,
        Topic.BASIC,
    }:
        return None
    match = _ELIDED.fullmatch(lead, leading(lead))
    if match is not None and above.topic is not Topic.REVENUE:
        return Subject(_NATURE_OF[match[1]], above.money, words=lead)
    if above.topic not in {Topic.REVENUE, Topic.EXPENDITURE}:
        return None
    for match in reversed(list(_MONEY_ALONE.finditer(lead))):
        if _FILLER.fullmatch(lead, match.end()):
            return Subject(above.topic, _money_of(match, 6), words=lead)
    return None


_JOINT = pattern(r"[、和及与]")


def subjects_in(lead: str) -> list[Subject]:
    """The subjects of a lead that names several, side by side: 收、支总计, 基本支出和项目支出."""
    whole = subject_in(lead)
    if whole is not None and whole.topic is Topic.BOTH:
        return [replace(whole, topic=topic) for topic in (Topic.REVENUE, Topic.EXPENDITURE)]
    found = [subject_in(piece) for piece in _JOINT.split(lead)]
    return [one for one in found if one is not None] if None not in found else []


_GRAND = pattern(r"总计|总预算|总决算|总收入|总支出|收支总|收、支总")
_OF_THE_YEAR = pattern(r"本年|当年")
_GRANTED = pattern(r"(?:本年|当年)(?:财政)?拨款(?!收入)")


def is_granted(words: str) -> bool:
    """Tell 当年拨款, what was granted this year, from money that may have been carried over."""
    return _GRANTED.search(words) is not None


def _extent(words: str) -> Extent | None:
    """Whether a total is the grand one or the year's alone; None where the words leave it open."""
    if is_granted(words):
        return Extent.GRANTED
    if _GRAND.search(words):
        return Extent.GRAND
    return Extent.YEAR if _OF_THE_YEAR.search(words) else None


def _money_of(match: re.Match[str], count: int) -> Fund | RevenueSource | None:
    for i, (money, _) in enumerate(_MONEY[:count]):
        if match[f"m{i}"] is not None:
            return money
    return None


# ── Periods ──────────────────────────────────────────────────────────────────────────────────

_YEAR = pattern(r"(?<!\d)(?P<year>20\d{2})年(?!\d{1,2}月)", re.ASCII)
_LAST_YEAR = pattern(r"上一?年度?(?!结[转余])|去年|上一度")
_OWN_YEAR = pattern(r"本年(?!度?预算调整)|今年|当年(?!拨款)")
_NOT_A_STAGE = pattern(
    r"年初结[转余]|一般公共(?:服务)?预算|政府性?基金预算|国有资本经营预算|基金预算"
)
_STAGE = pattern(
    r"(?P<EXECUTED>执行)|(?P<ADJUSTED>调整后?预算|预算调整|调整后|全年预算)|(?P<FINAL>决算)|(?P<BUDGET>预算|年初)"
)


def years_in(text: str) -> list[int]:
    """The fiscal years a text names; dates are none."""
    return [int(match["year"]) for match in _YEAR.finditer(text)]


def period_in(text: str, default: Period, *, year: int | None) -> Period:
    """Read year and stage of a lead; what it does not say comes from the default."""
    years = years_in(text)
    found = years[-1] if years else default.year
    if not years and year is not None:
        last, own = _LAST_YEAR.search(text), _OWN_YEAR.search(text)
        if last is not None:
            found = year - 1
        if own is not None and (last is None or last.start() < own.start()):
            found = year
    plain = _NOT_A_STAGE.sub("", text)
    # The last word counts: 预算执行数 was executed, and a heading may stand before.
    names = [match.lastgroup for match in _STAGE.finditer(plain)]
    return Period(found, Stage[names[-1]] if names and names[-1] else default.stage)


# ── Changes ──────────────────────────────────────────────────────────────────────────────────

BASE = pattern(
    rf"{TOKENS['compared']}(?P<base>{TOKENS['base']})(?:相比较?|对比|相较|比)?(?P<after>[^，。；]*)$",
    re.ASCII,
)
# The base itself, with its amount right behind: 比2024年预算80万元.
AGAINST = pattern(rf"{TOKENS['compared']}(?P<base>{TOKENS['base_of_amount']})(?:为|是)?", re.ASCII)


def is_filler(text: str) -> bool:
    """Tell whether a lead names no subject of its own: 2024年预算安排, 支出决算为."""
    # 上年执行 names no subject; 项目支出上年 is said of another year than the parts beside it.
    plain = _LAST_YEAR.sub("", text.removesuffix("：").lstrip("、"))
    return _FILLER.fullmatch(plain) is not None


# ── Reasons and purposes ─────────────────────────────────────────────────────────────────────

# What was done, said right after a change and without 原因: 增加170万元，大力开展招商工作，.
DOING = pattern(
    r"，(?!其中|占|完成|与|比|较|同比|主要|用于|因|由于|系|具体|详细|详见|分别|共计|合计|总计|总体)"
    rf"(?:(?!原因|情况|如下|见表|{TOKENS['more_or_less']}|结转|预算|决算)[一-龥、()]){{6,60}}(?=[，。；])"
)
_STOP = pattern(
    r"[。；]|，?其中(?:：|，)|，(?=(?:与|比|较|同)[^，。；]{0,20}(?:预算|决算|执行|年))"
)


def stretch(text: str, start: int) -> Span:
    """The stretch of a reason or purpose that begins here: to the sentence's end at most."""
    stop = _STOP.search(text, start)
    end = stop.start() if stop else len(text)
    # A bracket that was open before the reason ends it.
    depth = 0
    for place in range(start, end):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth < 0:
            return start, place
    return start, end
