"""What an export seems to be: where its header stands, its unit of money, and what each column holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.coded import coded
from yusuan.core.money import MoneyUnit, amount_or_none
from yusuan.core.patterns import pattern
from yusuan.core.plain_text import half_width
from yusuan.readers.export.mapping import (
    AMOUNT,
    IGNORED,
    KEYS,
    NIL,
    SPOKEN,
    TOTAL,
    UNITS,
    UNKNOWN,
    ColumnMap,
    Money,
    money_meant,
    said_by,
)
from yusuan.readers.typed import label_of
from yusuan.vocabulary.field_words import FIELD_WORDS
from yusuan.vocabulary.words import Role, meaning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.readers.export.sheet import ExportSheet

_DEEPEST_HEADER = 40
_UNIT = pattern(r"(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*(千元|万元|元)")
_WHOSE = pattern(r"(?:单位|部门)(?:名称)?\s*[:：]\s*(\S+)")
_YEAR = pattern(r"(20\d{2})\s*年")
_FUNCTION, _ECONOMIC = pattern(r"2\d{2}(?:\d{2}){0,2}"), pattern(r"3\d{2}(?:\d{2})?")
_GOVERNMENT = pattern(r"5\d{2}(?:\d{2})?")
_FIELDS = {
    "单位": (("lines", "unit"), ("units", "code")),
    "单位名称": (("units", "name"),),
    "项目编码": (("lines", "project"), ("projects", "code")),
    "项目名称": (("projects", "name"),),
    "项目类别": (("projects", "category"),),
    "功能科目": (("lines", "function"),),
    "功能科目名称": (("lines", "function_name"),),
    "部门经济科目": (("lines", "economic"),),
    "部门经济科目名称": (("lines", "economic_name"),),
    "资金性质": (("lines", "fund"),),
    "收入来源": (("lines", "source"),),
    "年份来源": (("lines", "origin"),),
    "支出性质": (("lines", "nature"),),
}
_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Column:
    """A column below the header: its number, its header (levels joined by `/`), and how it is filled."""

    number: int
    header: str
    texts: tuple[str, ...]

    @property
    def is_money(self) -> bool:
        """Tell whether what it holds are amounts, a cell or two perhaps miswritten."""
        return 2 * len(self.amounts) >= len(self.texts)

    @property
    def is_nil(self) -> bool:
        """Tell whether it holds no amount but zeros."""
        return not any(self.amounts)

    @property
    def amounts(self) -> list[int]:
        """The amounts among its texts, whatever their unit: only whether they are nought counts."""
        found = [amount_or_none(text, MoneyUnit.WAN_YUAN) for text in self.texts]
        return [one.fen for one in found if one is not None]


def words_of_roles() -> dict[str, str]:
    """What a header may say for each role, folded."""
    words: dict[str, str] = {}
    for role, fields in _FIELDS.items():
        words.setdefault(label_of(role).word, role)
        for field in fields:
            for word in FIELD_WORDS.get(field, "").split():
                words.setdefault(label_of(word).word, role)
    return words | {"单位编码": "单位", "项目": "项目名称"}


def header_rows(sheet: ExportSheet) -> tuple[int, ...]:
    """The rows of the header: those whose cells say most of what columns are; empty where none does."""
    words = words_of_roles()
    scores = {}
    rows = [row for row in sorted(sheet.rows) if row <= _DEEPEST_HEADER]
    for row in rows:
        texts = {value.text.strip() for value in sheet.rows[row].values() if value.text.strip()}
        scores[row] = sum(_is_header(text, words) for text in texts)
    best = max(scores, key=lambda row: (scores[row], -row), default=0)
    if not best or scores[best] < len(_NEEDED):
        return ()
    found = [best]
    for step in (-1, 1):
        row = best + step
        cells = sheet.rows.get(row, {})
        told = {v.text.strip() for v in cells.values() if v.text.strip()}
        is_part = any(_is_header(text, words) for text in told)
        holds_facts = any(amount_or_none(text, MoneyUnit.WAN_YUAN) for text in told)
        if is_part and not holds_facts and len(told) > 1 and not any(map(coded, told)):
            found.append(row)
    return tuple(sorted(found))


_NEEDED = ("功能科目", "部门经济科目")


def _is_header(text: str, words: dict[str, str]) -> bool:
    if label_of(text).word in words:
        return True
    found = meaning(text)
    return found is not None and bool(found.topics or found.is_total or Role.LABEL in found.roles)


def body_rows(sheet: ExportSheet, header: Sequence[int]) -> list[int]:
    """The rows below the header, without the one that counts the columns."""
    rows = [row for row in sorted(sheet.rows) if row > max(header, default=0)]
    for row in rows[:2]:
        texts = [v.text.strip() for _, v in sorted(sheet.rows[row].items()) if v.text.strip()]
        numbers = [text for text in texts if text.isdecimal()]
        if len(numbers) > 2 and [int(n) for n in numbers] == list(  # noqa: PLR2004  three in a row
            range(int(numbers[0]), int(numbers[0]) + len(numbers))
        ):
            rows.remove(row)
            break
    return rows


def columns_of(sheet: ExportSheet, header: Sequence[int]) -> list[Column]:
    """The columns by what their header cells say, from the top down; twins carry their letter."""
    body = body_rows(sheet, header)
    numbers = sorted(
        {column for row in sheet.rows for column in sheet.rows[row] if row >= min(header)}
    )
    found = []
    above: str = ""
    for number in numbers:
        parts: list[str] = []
        for row in header:
            text = "".join(sheet.text(row, number).split())
            if row == header[0] and len(header) > 1:
                # A group's name stands over its first column where nobody merged the others.
                above = text or above
                text = text or (above if sheet.text(header[-1], number) else "")
            if text and text not in parts:
                parts.append(text)
        texts = tuple(t for row in body if (t := sheet.text(row, number)))
        if parts or texts:
            found.append(Column(number, "/".join(parts) or "（无表头）", texts))
    twins = {name for name, n in Counter(one.header for one in found).items() if n > 1}
    return [
        Column(one.number, f"{one.header}（第{one.number}列）", one.texts)
        if one.header in twins
        else one
        for one in found
    ]


def unit_of(sheet: ExportSheet, header: Sequence[int]) -> str:
    """The unit of money that the sheet states above its table or in its header; empty where it states none."""
    for row in sorted(sheet.rows):
        if row > max(header, default=0):
            break
        for value in sheet.rows[row].values():
            found = _UNIT.search(value.text)
            if found:
                return found[1]
            if row in header and label_of(value.text).unit in UNITS:
                return label_of(value.text).unit
    return ""


def says_sum(text: str) -> bool:
    """Tell whether a cell says that its row is a sum: 合计, 某某小计."""
    plain = "".join(text.split()).strip("：:()（）")
    return plain.endswith(("合计", "小计", "总计", "共计")) and coded(plain) is None


def whose_of(sheet: ExportSheet, header: Sequence[int]) -> str:
    """The unit, code and name, that is named above the table; empty where none is."""
    for row in sorted(sheet.rows):
        if row >= min(header, default=0):
            break
        for value in sheet.rows[row].values():
            found = _WHOSE.search(value.text)
            if found and coded(found[1]):
                return found[1]
    return ""


def year_of(sheet: ExportSheet, header: Sequence[int]) -> int | None:
    """The year that the title names."""
    for row in sorted(sheet.rows):
        if row >= min(header, default=0):
            break
        for value in sheet.rows[row].values():
            if found := _YEAR.search(value.text):
                return int(found[1])
    return None


def proposed(sheet: ExportSheet, given: ColumnMap | None = None) -> ColumnMap:
    """The mapping of a sheet; what is given (remembered, edited) goes before what is guessed."""
    header = given.header if given and given.header else header_rows(sheet)
    columns = columns_of(sheet, header) if header else []
    known = given.columns if given else {}
    # What held no amount when it was decided about is looked at again when it does.
    roles = {
        one.header: known[one.header]
        for one in columns
        if one.header in known and (known[one.header] != NIL or one.is_nil)
    }
    for header_, role in _roles(columns, set(roles.values())):
        roles.setdefault(header_, role)
    ordered = {one.header: roles[one.header] for one in columns}
    unit = (given.unit if given else "") or (unit_of(sheet, header) if header else "")
    whose = given.budget_unit if given else ""
    if not whose and "单位" not in ordered.values():
        whose = whose_of(sheet, header)
    words = {}
    for one in columns:
        if ordered[one.header] in SPOKEN:
            for text in dict.fromkeys(t for t in one.texts if not says_sum(t)):
                words[text] = said_by(ordered[one.header], text)
    words |= given.words if given else {}
    return ColumnMap(sheet.name, tuple(header), unit, whose, ordered, words)


def _roles(columns: Sequence[Column], taken: set[str]) -> Iterator[tuple[str, str]]:
    words = words_of_roles()
    keys: dict[str, list[tuple[bool, Column]]] = {}
    left = []
    for one in columns:
        role = _key(one, words)
        if role is None:
            left.append(one)
        else:
            keys.setdefault(role, []).append((label_of(one.header).word in words, one))
    for role, found in keys.items():
        # Of several columns that may be it: the one whose header says so, and the first of those.
        found.sort(key=lambda pair: not pair[0])
        for n, (_, one) in enumerate(found):
            yield one.header, role if n == 0 and role not in taken else IGNORED
    meant = {one.header: _money(one) for one in left}
    has_funds = any(not m.is_nothing for m in meant.values() if m is not None)
    for one in left:
        money = meant[one.header]
        if money is None:
            yield one.header, IGNORED
        elif not money.is_nothing:
            yield one.header, str(money)
        else:
            yield one.header, _plain_money(one, has_funds=has_funds)


def _key(one: Column, words: dict[str, str]) -> str | None:
    """The role of a column that says what money is for, by what stands in it and above it."""
    last = one.header.split("/")[-1]
    said = words.get(label_of(last).word) or words.get(label_of(one.header).word)
    codes = [found.code if (found := coded(text)) else half_width(text) for text in one.texts]
    for role, form, sign in (
        ("功能科目", _FUNCTION, "功能"),
        ("部门经济科目", _ECONOMIC, "经济"),
        (IGNORED, _GOVERNMENT, "经济"),
    ):
        share = sum(bool(form.fullmatch(code)) for code in codes) / max(len(codes), 1)
        is_said = said == role or any(word in one.header for word in (sign, "科目", "编码"))
        if share >= _MOSTLY and (is_said or any(coded(text) for text in one.texts)):
            return role
        if said is None and role != IGNORED and sign in one.header and "名称" in one.header:
            return f"{role}名称" if "政府" not in one.header else IGNORED
    if said in _NEEDED and one.texts and not any(c.isdecimal() for c in "".join(codes)):
        return f"{said}名称"
    return said


def _money(one: Column) -> Money | None:
    """What a column of amounts says of its money; None for a column that holds none."""
    if not one.is_money or _counts(one):
        return None
    parts = one.header.split("/")
    found = money_meant(parts[-1])
    for part in reversed(parts[:-1]):
        above = money_meant(part)
        found = Money(
            found.fund or above.fund,
            found.source or above.source,
            found.origin or above.origin,
            found.nature or above.nature,
        )
    return found.completed()


def _counts(one: Column) -> bool:
    found = meaning(one.header.split("/")[-1])
    return found is not None and (
        Role.NOT_MONEY in found.roles or (Role.LABEL in found.roles and not found.topics)
    )


def _plain_money(one: Column, *, has_funds: bool) -> str:
    """The role of amounts whose header names no kind of money: the sum of those beside it, or all there is."""
    last = one.header.split("/")[-1]
    found = meaning(last)
    is_amount = label_of(last).word in {
        label_of(word).word for word in ("金额", *FIELD_WORDS["lines", "amount"].split())
    }
    if is_amount or (found is not None and found.roles):
        return TOTAL if has_funds else AMOUNT
    return NIL if one.is_nil else UNKNOWN


__all__ = ["KEYS", "Column", "body_rows", "columns_of", "proposed", "year_of"]
