"""What each column of an export is, and what its words mean: proposed once, edited by people, remembered as TOML."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from yusuan.core.coded import coded
from yusuan.core.errors import Fault, ReadError
from yusuan.core.terms import (
    APPROPRIATED,
    CARRIED,
    UNIT_SOURCES,
    Fund,
    Nature,
    Origin,
    ProjectCategory,
    RevenueSource,
)
from yusuan.core.toml import toml
from yusuan.readers.text.plain import toml_fault
from yusuan.vocabulary.field_words import BASIC_CATEGORIES, CATEGORY_WORDS
from yusuan.vocabulary.folding import folded
from yusuan.vocabulary.words import meaning

if TYPE_CHECKING:
    import enum
    from collections.abc import Callable

# What a column may be, beside money: the fields of a line and of its project.
KEYS = (
    "单位",
    "单位名称",
    "项目编码",
    "项目名称",
    "项目类别",
    "功能科目",
    "功能科目名称",
    "部门经济科目",
    "部门经济科目名称",
    "资金性质",
    "收入来源",
    "年份来源",
    "支出性质",
)
CATEGORY = "项目类别"
SPOKEN = (CATEGORY, "资金性质", "收入来源", "年份来源", "支出性质")
AMOUNT, TOTAL, IGNORED, NIL, UNKNOWN = "金额", "合计", "不读", "无金额", "待定"

UNITS = ("元", "千元", "万元")


@dataclass(frozen=True, slots=True)
class Money:
    """What a word says of money: where it is from, of which year, what for; None where it does not say."""

    fund: Fund | None = None
    source: RevenueSource | None = None
    origin: Origin | None = None
    nature: Nature | None = None

    @property
    def is_nothing(self) -> bool:
        """Tell whether it says nothing."""
        return self == Money()

    def __str__(self) -> str:
        parts = (self.fund, self.source, self.origin, self.nature)
        shown = [str(part.value) for part in parts if part is not None]
        # The source follows from the fund, except within a unit's own money.
        if self.fund is not None and self.fund is not Fund.UNIT_FUNDS and self.source is not None:
            shown.remove(self.source.value)
        return "/".join(shown)

    def completed(self) -> Money:
        """The same with the source its fund has, or the fund that has its source."""
        fund, source = self.fund, self.source
        if source is RevenueSource.SPECIAL_ACCOUNT or fund is Fund.SPECIAL_ACCOUNT:
            fund, source = Fund.SPECIAL_ACCOUNT, RevenueSource.SPECIAL_ACCOUNT
        elif fund is None and source in UNIT_SOURCES:
            fund = Fund.UNIT_FUNDS
        elif source is None and fund in APPROPRIATED:
            source = RevenueSource.APPROPRIATION
        return Money(fund, source, self.origin, self.nature)


def money_of(written: str) -> Money | None:
    """The money that labels joined by `/` stand for; None for any other word."""
    told: dict[type[enum.Enum], Any] = {}
    for part in map(str.strip, written.split("/")):
        if part not in _MEMBERS:
            return None
        told[type(_MEMBERS[part])] = _MEMBERS[part]
    found = Money(told.get(Fund), told.get(RevenueSource), told.get(Origin), told.get(Nature))
    return found.completed()


_MEMBERS: dict[str, enum.Enum] = {
    str(member.value): member
    for members in (Fund, RevenueSource, Origin, Nature)
    for member in members
}


def money_meant(text: str) -> Money:
    """What a printed word says of money, by the vocabulary of documents; nothing where it is not understood."""
    exact = money_of(text.strip())
    if exact is not None:
        return exact
    found = meaning(text)
    if found is None:
        return Money()
    region = found.region
    funds = {fund for fund, _ in region.funding}
    sources = {source for _, source in region.funding}
    origin = None
    if region.origin < frozenset(Origin):
        wholly = region.origin <= CARRIED
        origin = next(iter(region.origin)) if len(region.origin) == 1 else None
        if origin is None and wholly:
            origin = Origin.BALANCE if "结余" in text and "结转" not in text else Origin.CARRY_OVER
    return Money(
        next(iter(funds)) if len(funds) == 1 else None,
        next(iter(sources)) if len(sources) == 1 else None,
        origin,
        next(iter(region.nature)) if len(region.nature) == 1 else None,
    )


def category_meant(text: str) -> ProjectCategory | None:
    """The category of a project that a system's word stands for."""
    plain = folded(text)
    for category in ProjectCategory:
        if plain == category.value:
            return category
    for category, words in CATEGORY_WORDS.items():
        if plain.startswith(tuple(words.split())):
            return category
    return None


def nature_of(category: ProjectCategory) -> Nature:
    """Whether what a project pays for is basic expenditure."""
    return Nature.BASIC if category in BASIC_CATEGORIES else Nature.PROJECT


@dataclass(slots=True)
class ColumnMap:
    """One export understood: its sheet, its header, its unit, its columns by header, and its words."""

    sheet: str = ""
    header: tuple[int, ...] = ()
    unit: str = ""
    # Whose every row is, where no column says it.
    budget_unit: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    @property
    def open_words(self) -> list[str]:
        """The words nobody has decided about."""
        return [word for word, said in self.words.items() if said == UNKNOWN]

    @property
    def open_columns(self) -> list[str]:
        """The headers nobody has decided about."""
        return [header for header, role in self.columns.items() if role == UNKNOWN]


def read_mapping(name: str, text: str) -> ColumnMap:
    """A mapping from its file; raises ReadError for whatever it cannot mean."""
    try:
        content = toml(text)
    except tomllib.TOMLDecodeError as error:
        raise ReadError(name, [toml_fault(name, error)]) from error
    faults: list[Fault] = []
    columns, words = content.get("栏目", {}), content.get("词语", {})
    head = {key: content.get(key, "") for key in ("工作表", "金额单位", "预算单位")}
    header = content.get("表头", [])
    if not isinstance(columns, dict) or not isinstance(words, dict):
        faults.append(
            Fault(name, "栏目", "不是表", '[栏目] 下一行一项，如 "金额" = "一般公共预算"')
        )
        columns, words = {}, {}
    if not isinstance(header, list) or not all(type(n) is int and n > 0 for n in header):
        faults.append(Fault(name, "表头", str(header)[:60], "表头所在的行号，如 [3] 或 [3, 4]"))
        header = []
    if head["金额单位"] not in {"", *UNITS}:
        faults.append(Fault(name, "金额单位", str(head["金额单位"])[:60], "、".join(UNITS)))
    allowed = {*KEYS, AMOUNT, TOTAL, IGNORED, NIL, UNKNOWN}
    for key, role in columns.items():
        if role not in allowed and (not isinstance(role, str) or money_of(role) is None):
            known = "、".join((*KEYS, AMOUNT, TOTAL, IGNORED))
            form = f"{known}，或资金性质（如“单位资金/事业收入”“一般公共预算/上年结转”）"
            faults.append(Fault(name, str(key)[:40], f"“{str(role)[:40]}”", form))
    for key, word in words.items():
        is_known = isinstance(word, str) and (money_of(word) or category_meant(word))
        if not is_known and word not in {UNKNOWN, IGNORED}:
            form = "资金性质、收入来源、年份来源、支出性质或项目类别中的词"
            faults.append(Fault(name, str(key)[:40], f"“{str(word)[:40]}”", form))
    if faults:
        raise ReadError(name, faults)
    return ColumnMap(
        str(head["工作表"]),
        tuple(header),
        head["金额单位"],
        columns=dict(columns),
        words=dict(words),
    )


def written_mapping(mapping: ColumnMap, quoted: Callable[[str], str]) -> str:
    """The file of a mapping; `quoted` writes a TOML string."""
    pairs = [(quoted(key), quoted(value)) for key, value in mapping.columns.items()]
    words = [(quoted(key), quoted(value)) for key, value in mapping.words.items()]
    lines = [
        "# 由 yusuan import 提出的对应关系，可以修改；改后再运行同一条命令。",
        f"# 栏目可以是：{'、'.join((*KEYS, AMOUNT, TOTAL, IGNORED))}，或者一种资金，如",
        "# 一般公共预算、单位资金/事业收入、一般公共预算/上年结转、上年结转；“待定”须改定。",
        f'"工作表" = {quoted(mapping.sheet)}',
        f'"表头" = [{", ".join(map(str, mapping.header))}]',
        f'"金额单位" = {quoted(mapping.unit)}  # 元、千元或万元',
    ]
    if mapping.budget_unit or "单位" not in mapping.columns.values():
        lines.append(f'"预算单位" = {quoted(mapping.budget_unit)}  # 没有单位栏时，写“编码-名称”')
    lines += ["", '["栏目"]', *(f"{key} = {value}" for key, value in pairs)]
    lines += ["", "# 各栏里的词：资金性质、支出性质或项目类别；“待定”须改定。", '["词语"]']
    return "\n".join([*lines, *(f"{key} = {value}" for key, value in words)]) + "\n"


def said_by(role: str, text: str) -> str:
    """What a word stands for in a column of categories or of money; `UNKNOWN` where nobody knows."""
    found = coded(text)
    for word in (text, found.name if found else ""):
        if role == CATEGORY and word and (category := category_meant(word)):
            return category.value
        if role != CATEGORY and word and not (money := money_meant(word)).is_nothing:
            return str(money)
    return UNKNOWN
