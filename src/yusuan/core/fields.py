"""How one field of a record is written down and read back; the same in TOML, CSV, Excel and open data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yusuan.core.codes import Code, Level, code
from yusuan.core.money import MoneyUnit, parse_amount, yuan
from yusuan.core.patterns import pattern
from yusuan.core.plain_text import half_width
from yusuan.core.target import parse_target
from yusuan.core.terms import Stage

if TYPE_CHECKING:
    import enum
    from collections.abc import Callable, Mapping

_LONGEST_TEXT = 20_000
_LONGEST_NAME = 100
_CONTROL = pattern(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
# At most twelve digits before the point: a quantity, not an exponent that fills the memory.
_NUMBER = pattern(r"[0-9]{1,3}(?:,[0-9]{3}){0,4}(?:\.[0-9]{1,20})?|[0-9]{1,13}(?:\.[0-9]{1,20})?")
_NAME = pattern(r"[^\W_][\w-]{0,39}")
_PLAIN_CODE = pattern(r"[0-9A-Za-z][0-9A-Za-z._-]{0,59}")
_YEAR_OR_NUMBER = pattern(r"([0-9]{1,6})年?(?:度)?")
_DATE = pattern(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T].*)?")
_TRUE, _FALSE = frozenset({"是", "true", "TRUE", "1"}), frozenset({"否", "false", "FALSE", "0", ""})


@dataclass(frozen=True, slots=True)
class Kind:
    """A way of writing a value. `parse` raises ValueError; `allowed` says in Chinese what it takes."""

    name: str
    allowed: str
    parse: Callable[[str], Any]
    write: Callable[[Any], str]
    choices: tuple[str, ...] = ()
    # What people see and may write instead of an identifier (identifier: words).
    words: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)

    def shown(self, written: str) -> str:
        """A written value in the words of people; of several identifiers each in its own."""
        return "、".join(self.words.get(part, part) for part in written.split("、"))


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record: identifier, the label clerks see, and how it is written."""

    name: str
    label: str
    kind: Kind
    is_required: bool = False
    help: str = ""
    # Kept in the house: no publication holds it.
    is_internal: bool = False


def _text(raw: str) -> str:
    if len(raw) > _LONGEST_TEXT:
        msg = "too long"
        raise ValueError(msg)
    if _CONTROL.search(raw):
        msg = "control characters"
        raise ValueError(msg)
    return raw.replace("\r\n", "\n").strip()


def _name(raw: str) -> str:
    # It becomes a file name in the dataset folder.
    if not _NAME.fullmatch(raw):
        raise ValueError(raw)
    return raw


def _amount(raw: str) -> int:
    fen = parse_amount(raw, MoneyUnit.YUAN).fen
    if fen < 0:
        msg = "negative"
        raise ValueError(msg)
    return fen


def _code_text(raw: str) -> str:
    plain = half_width(raw)
    # Full-width letters and digits of a code are those of a keyboard; any other text stays as it is.
    return plain if _PLAIN_CODE.fullmatch(plain) else _text(raw)


def _number(raw: str) -> Decimal:
    plain = half_width(raw)
    if not _NUMBER.fullmatch(plain):
        raise ValueError(raw)
    return Decimal(plain.replace(",", ""))


def _plain(value: Decimal) -> str:
    """Write a number without exponent and without zeros that say nothing."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _percent(raw: str) -> Decimal:
    value = _number(half_width(raw).removesuffix("%"))
    if value > 100:  # noqa: PLR2004  percent
        raise ValueError(raw)
    return value


def _date(raw: str) -> dt.date:
    found = _DATE.fullmatch(half_width(raw))
    if found is None:
        raise ValueError(raw)
    return dt.date(int(found[1]), int(found[2]), int(found[3]))


def _whole(raw: str) -> int:
    found = _YEAR_OR_NUMBER.fullmatch(half_width(raw))
    if found is None:
        raise ValueError(raw)
    return int(found[1])


def _flag(raw: str) -> bool:
    if raw in _TRUE:
        return True
    if raw in _FALSE:
        return False
    raise ValueError(raw)


def _function_code(raw: str) -> Code:
    member = code(half_width(raw))
    if member.level is not Level.ITEM:
        raise ValueError(raw)
    return member


def _economic_code(raw: str) -> Code:
    member = code(half_width(raw))
    if member.level is Level.CATEGORY:
        raise ValueError(raw)
    return member


def _code_name(raw: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in _text(raw).replace("／", "/").split("/"))
    if not all(names) or any(len(name) > _LONGEST_NAME or "\n" in name for name in names):
        raise ValueError(raw)
    return names


TEXT = Kind("text", "不含控制字符的文字（两万字以内）", _text, str)
CODE = Kind("code", "编码（字母、数字，不含控制字符）", _code_text, str)
NAME = Kind("name", "四十个以内的字母、数字、汉字、下划线", _name, str)
AMOUNT = Kind("amount", "非负金额（元，至多两位小数）", _amount, yuan)
NUMBER = Kind("number", "非负数字", _number, _plain)
PERCENT = Kind("percent", "0 到 100 的百分数", _percent, _plain)
WHOLE = Kind("whole", "整数", _whole, str)
DATE = Kind("date", "日期（如 2024-03-15）", _date, dt.date.isoformat)
FLAG = Kind("flag", "“是”或“否”", _flag, lambda value: "是" if value else "否", ("是", "否"))
FUNCTION = Kind("function", "七位功能分类项级编码（如 2013101）", _function_code, str)
ECONOMIC = Kind("economic", "五位部门经济分类款级编码（如 30101）", _economic_code, str)
CODE_NAME = Kind(
    "code_name",
    "科目表上的名称（上级也缺名称的，写作“类名/款名/项名”）",
    _code_name,
    "/".join,
)
TARGET = Kind("target", "指标值（如 ≥95%、12人、比上年提高）", parse_target, str)


def one_of(members: type[enum.Enum], words: Mapping[str, str] | None = None) -> Kind:
    """A field that takes the label of one member of a closed vocabulary, or (`words`) what people call it."""
    labels = tuple(str(member.value) for member in members)
    words = words or {}
    known = {word: label for label, word in words.items()}
    shown = tuple(words.get(label, label) for label in labels)

    def parse(raw: str) -> Any:  # noqa: ANN401  a member of any vocabulary
        return members(known.get(raw, raw))

    return Kind(members.__name__, "、".join(shown), parse, lambda m: str(m.value), labels, words)


def named(words: Mapping[str, str]) -> Kind:
    """A name that is an identifier or one of the words people know it by; any other name is the user's own."""
    known = {word: identifier for identifier, word in words.items()}
    return Kind(
        NAME.name,
        f"{'、'.join(words.values())}（或其他四十字以内的名称）",
        lambda raw: _name(known.get(raw, raw)),
        str,
        words=words,
    )


STAGE = one_of(Stage)
_QUOTES = str.maketrans("", "", "“”\"'‘’「」 　\t")
_MONEY_WORDS = pattern(r"(?:财政拨款|拨款|支出|收入|资金|预算|经费|小计)+$")


def called(members: type[enum.Enum], also: Mapping[str, enum.Enum]) -> Kind:
    """A field that takes a member's label or identifier, or a word for it, with or without quotes and words for money.

    `also` are the other words, as they stand without quotes and the words for money at their end.
    """
    labels = tuple(str(member.value) for member in members)
    known = {
        **{_bare(str(m.value)): m for m in members},
        **{m.name.casefold(): m for m in members},
        **also,
    }

    def parse(raw: str) -> enum.Enum:
        return known[_bare(raw)]

    return Kind(members.__name__, "、".join(labels), parse, lambda m: str(m.value), labels)


def _bare(text: str) -> str:
    plain = text.translate(_QUOTES).casefold()
    return _MONEY_WORDS.sub("", plain) or plain


_UNIT_OF_LABEL = pattern(r"（[^（）]*）$")


def names_of(fields: Mapping[str, str]) -> Kind:
    """Some fields of a record (identifier: label), written by either; a name of none of them is refused.

    What a clerk means to hide and does not name rightly would be published in full.
    """
    known = {name: name for name in fields}
    for name, label in fields.items():
        known |= {label: name, _UNIT_OF_LABEL.sub("", label): name}

    def parse(raw: str) -> frozenset[str]:
        return frozenset(known[part] for part in _BETWEEN_NAMES.split(raw) if part)

    words = {name: _UNIT_OF_LABEL.sub("", label) for name, label in fields.items()}
    return Kind(
        NAMES,
        f"以顿号分隔的字段名：{'、'.join(words.values())}",
        parse,
        lambda value: "、".join(sorted(value)),
        words=words,
    )


# The name of every kind made by `names_of`: formats with lists write a list.
NAMES = "names"
_BETWEEN_NAMES = pattern(r"[、,，;；\s]+")
