"""One invented department and its money: every table of every place is summed from these lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from yusuan.catalog import departmental_economic, functional, government_economic

YEAR = 2026
DEPARTMENT = "青岩县水务局"


class Fen(int):
    """A figure to be printed, in fen."""


class Money(NamedTuple):
    """A line of the budget, with everything a table may ask of it."""

    unit: str
    fund: str
    carried: bool
    function: str
    economic: str
    government: str
    nature: str
    project: str
    amount: int
    early: bool = False
    year: int = YEAR


UNITS = {"318001": "青岩县水务局本级", "318002": "青岩县水库管理处"}
OWN = ("事业", "经营", "上级", "附属", "其他")
APPROPRIATED = ("一般", "基金", "国资")
PERSONNEL = ("301", "303")
OPERATING = ("302", "310")

# unit, function, {economic: yuan}: basic expenditure from general public money
_BASIC: tuple[tuple[str, str, dict[str, int]], ...] = (
    ("318001", "2130301", {
        "30101": 1_862_400, "30102": 1_233_600, "30103": 1_540_300, "30112": 21_700, "30199": 96_000,
        "30201": 183_500, "30202": 21_000, "30205": 12_400, "30206": 46_100, "30207": 38_800,
        "30211": 94_300, "30213": 27_600, "30215": 18_200, "30216": 15_900, "30217": 23_400,
        "30226": 31_000, "30228": 58_700, "30229": 46_600, "30231": 67_500, "30239": 214_800,
        "30299": 35_100, "30305": 18_900, "31002": 42_300,
    }),
    ("318002", "2130304", {
        "30101": 743_200, "30102": 155_800, "30107": 812_600, "30112": 14_300,
        "30201": 52_700, "30205": 6_300, "30206": 18_500, "30211": 23_900, "30228": 21_400,
        "30231": 25_600, "30299": 12_800,
    }),
    ("318001", "2080501", {"30302": 356_700, "30299": 9_200}),
    ("318002", "2080502", {"30302": 118_300}),
    ("318001", "2080505", {"30108": 586_400}),
    ("318002", "2080505", {"30108": 231_500}),
    ("318001", "2080506", {"30109": 293_200}),
    ("318001", "2101101", {"30110": 241_900}),
    ("318002", "2101102", {"30110": 97_600}),
    ("318001", "2101103", {"30111": 118_700}),
    ("318001", "2210201", {"30113": 512_300}),
    ("318002", "2210201", {"30113": 203_800}),
    ("318001", "2210203", {"30102": 84_500}),
)  # fmt: skip
# unit, fund, carried over, function, economic, project, yuan, told early by the level above
_PROJECTS: tuple[tuple[str, str, bool, str, str, str, int, bool], ...] = (
    ("318001", "一般", False, "2130302", "30227", "水资源管理", 864_000, False),
    ("318001", "一般", False, "2130302", "30216", "水资源管理", 43_500, False),
    ("318001", "一般", False, "2130302", "30215", "河长制工作", 27_600, False),
    ("318001", "一般", False, "2130314", "30218", "防汛物资储备", 1_243_800, False),
    ("318001", "一般", False, "2130314", "30231", "防汛物资储备", 34_200, False),
    ("318001", "一般", False, "2130314", "31013", "防汛物资储备", 186_000, False),
    ("318002", "一般", False, "2130306", "30213", "水库维修养护", 2_156_300, True),
    ("318002", "一般", False, "2130306", "31006", "水库维修养护", 978_400, True),
    ("318001", "一般", True, "2130399", "30227", "农村饮水监测", 327_900, False),
    ("318002", "一般", True, "2130306", "31006", "水库维修养护", 415_600, False),
    ("318002", "基金", False, "2136601", "31005", "库区基础设施", 3_462_700, False),
    ("318002", "基金", True, "2136601", "30213", "库区基础设施", 271_400, False),
)  # fmt: skip
# Money of state capital, which few departments have: only tables that ask for it hold it.
_ASIDE = 9999
_CAPITAL = (
    (
        "318001",
        "国资",
        False,
        "2230105",
        "30305",
        "50901",
        "项目",
        "退休人员社会化管理",
        6_380_000,
        False,
    ),
)
_OWN: tuple[tuple[str, str, bool, str, str, str, str, int], ...] = (
    ("318002", "专户", False, "2130304", "30226", "基本", "", 136_900),
    ("318002", "事业", False, "2130304", "30103", "基本", "", 247_300),
    ("318002", "事业", False, "2130306", "30227", "项目", "水库维修养护", 158_600),
    ("318002", "事业", True, "2130306", "30299", "项目", "水库维修养护", 52_800),
    ("318002", "经营", False, "2130399", "30226", "经营", "", 74_500),
    ("318002", "上级", False, "2130306", "30214", "项目", "水库维修养护", 39_100),
    ("318001", "其他", False, "2130302", "30299", "项目", "水资源管理", 28_300),
)
_GOVERNMENT = {
    "301": ("50101", "50501"), "302": ("50201", "50502"), "303": ("50905", "50905"),
    "310": ("50306", "50601"),
}  # fmt: skip
_PRECISE = {
    "30108": "50102", "30109": "50102", "30110": "50102", "30111": "50102", "30112": "50102",
    "30113": "50103", "30199": "50199", "30215": "50202", "30216": "50203", "30217": "50206",
    "30218": "50204", "30226": "50205", "30227": "50205", "30231": "50208", "30213": "50209",
    "30299": "50299", "30305": "50901", "31005": "50302", "31013": "50303",
}  # fmt: skip


def _government(unit: str, economic: str) -> str:
    organ, institution = _GOVERNMENT[economic[:3]]
    return _PRECISE.get(economic, organ) if unit == "318001" else institution


@cache
def lines() -> tuple[Money, ...]:
    """The lines of this year, then last year's (all of them a little lower, two projects missing)."""
    found = []
    for unit, function, items in _BASIC:
        for economic, yuan in items.items():
            government = _government(unit, economic)
            found.append(
                Money(
                    unit,
                    "一般",
                    carried=False,
                    function=function,
                    economic=economic,
                    government=government,
                    nature="基本",
                    project="",
                    amount=yuan * 100,
                )
            )
    for unit, fund, carried, function, economic, project, yuan, early in _PROJECTS:
        government = _government(unit, economic)
        found.append(
            Money(unit, fund, carried, function, economic, government, "项目", project,
                  yuan * 100, early)
        )  # fmt: skip
    for unit, fund, carried, function, economic, nature, project, yuan in _OWN:
        government = _government(unit, economic)
        found.append(
            Money(unit, fund, carried, function, economic, government, nature, project, yuan * 100)
        )
    before = [
        one._replace(amount=one.amount * 93 // 100 // 10_000 * 10_000, year=YEAR - 1)
        for one in found
        if one.project != "河长制工作"
    ]
    capital = Money(*_CAPITAL[0], year=_ASIDE)
    return (*found, *before, capital)


@dataclass(frozen=True)
class Cut:
    """A choice of lines; cuts are joined with `&`."""

    wanted: tuple[tuple[str, Any], ...] = ()

    def __and__(self, other: Cut) -> Cut:
        return Cut((*self.wanted, *other.wanted))

    def admits(self, line: Money) -> bool:
        """Tell whether a line is chosen: texts by their beginning, groups by any of them."""
        return all(_matches(getattr(line, name), value) for name, value in self.wanted)


def _matches(found: object, wanted: object) -> bool:
    if isinstance(wanted, tuple):
        return any(_matches(found, one) for one in wanted)
    if isinstance(wanted, str) and isinstance(found, str):
        return found.startswith(wanted)
    return found == wanted


def cut(**wanted: Any) -> Cut:  # noqa: ANN401 - the value of any field of a line
    """A choice of lines by the values of their fields."""
    return Cut(tuple(wanted.items()))


def econ(*codes_wanted: str) -> Cut:
    """The money of economic classes."""
    return cut(economic=codes_wanted)


ALL = cut()
GENERAL, FUND, CAPITAL = cut(fund="一般"), cut(fund="基金"), cut(fund="国资")
APPROPRIATION = cut(fund=APPROPRIATED)
ACCOUNT, UNIT_FUNDS = cut(fund="专户"), cut(fund=OWN)
BASIC, PROJECT, BUSINESS = cut(nature="基本"), cut(nature="项目"), cut(nature="经营")
STAFF, OFFICE = BASIC & cut(economic=PERSONNEL), BASIC & cut(economic=OPERATING)
NEW, CARRIED = cut(carried=False), cut(carried=True)
TRAVEL, CARS, BUYING, DRIVING, GUESTS = (
    cut(economic=codes) for codes in ("30212", ("30231", "31013"), "31013", "30231", "30217")
)
MEETINGS, TRAINING = cut(economic="30215"), cut(economic="30216")
THREE = cut(economic=("30212", "30231", "31013", "30217"))
THREE_COLUMNS = [THREE, TRAVEL, CARS, BUYING, DRIVING, GUESTS]
SERVICE, TRADE, GRANT, REMITTED, OTHER = (cut(fund=name) for name in OWN)
NOTHING = cut(economic="none")
WITH_CAPITAL = cut(year=(YEAR, _ASIDE))
LAST_YEAR = cut(year=YEAR - 1)


def m(*cuts: Cut) -> Fen:
    """The money of some cuts together; of this year where none names a year."""
    chosen = ALL
    for one in cuts:
        chosen &= one
    if not any(name == "year" for name, _ in chosen.wanted):
        chosen &= cut(year=YEAR)
    return Fen(sum(line.amount for line in lines() if chosen.admits(line)))


_BOOKS = {
    "function": functional,
    "economic": departmental_economic,
    "government": government_economic,
}


def name_of(kind: str, code: str) -> str:
    """The official name of a code."""
    return next(entry.name for entry in _BOOKS[kind](YEAR) if entry.code.digits == code)


def codes(kind: str, within: Cut, lengths: tuple[int, ...] = (3, 5, 7)) -> list[str]:
    """The codes with money, parents before children."""
    chosen = within & (ALL if any(n == "year" for n, _ in within.wanted) else cut(year=YEAR))
    used = {getattr(line, kind) for line in lines() if chosen.admits(line)}
    return sorted({code[:length] for code in used for length in lengths if len(code) >= length})
