"""docs/glossary.md: the closed vocabularies of the core, from the code itself."""

from __future__ import annotations

import enum
import importlib
import inspect
import pkgutil
import re
from typing import TYPE_CHECKING

from tools.reference.markdown import code, one_line, table
from yusuan import core
from yusuan.core.codes import Level
from yusuan.core.money import MoneyUnit
from yusuan.core.project_code import CodeFamily
from yusuan.core.target import Operator
from yusuan.core.terms import Rounding

if TYPE_CHECKING:
    from collections.abc import Iterator

# Terms of members whose value is not the term itself.
_TERMS: dict[enum.Enum, str] = {
    Level.CATEGORY: "类",
    Level.SECTION: "款",
    Level.ITEM: "项",
    CodeFamily.P: "地方项目编码（P）",
    CodeFamily.RYT: "地方项目编码（R、Y、T）",
    CodeFamily.Z: "中央转移支付项目编码（Z）",
    CodeFamily.UNKNOWN: "其他编码",
    MoneyUnit.FEN: "分",
    MoneyUnit.YUAN: "元",
    MoneyUnit.WAN_YUAN: "万元",
    Operator.AT_LEAST: "≥ 不低于",
    Operator.MORE_THAN: "> 大于",
    Operator.AT_MOST: "≤ 不高于",
    Operator.LESS_THAN: "< 小于",
    Operator.EQUAL: "= 等于",
    Operator.NONE: "（无符号）",
    Rounding.ADDS_UP: "按合计平衡取整",
    Rounding.EACH: "逐格四舍五入",
}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def enums() -> Iterator[type[enum.Enum]]:
    """Every public enum the core defines, by name."""
    modules = (
        importlib.import_module(f"{core.__name__}.{m.name}")
        for m in pkgutil.iter_modules(core.__path__)
    )
    found = {
        name: value
        for module in modules
        for name, value in inspect.getmembers(module, inspect.isclass)
        if issubclass(value, enum.Enum) and value.__module__ == module.__name__
    }
    yield from (found[name] for name in sorted(found) if not name.startswith("_"))


def term(member: enum.Enum) -> str:
    """The Chinese term of a member: its value, its label, or the one written here."""
    if member in _TERMS:
        return _TERMS[member]
    label = str(getattr(member, "label", member.value))
    if not _CHINESE.search(label):
        raise AssertionError(f"{member} has no Chinese term: add it to {__file__}")
    return label


def vocabularies() -> str:
    """Every enum with its members and their terms."""
    text = ""
    for kind in enums():
        about = one_line((inspect.getdoc(kind) or "").split("\n\n", 1)[0])
        text += f"### `{kind.__name__}`\n\n{about}\n\n"
        text += table(
            ("identifier", "中文"),
            ((code(f"{kind.__name__}.{member.name}"), term(member)) for member in kind),
        )
    return text
