"""Texts that our own patterns admit, and numbers no table would hold: what reads them must say something, not fall over.

Every module-level pattern with digits in it is a caller of some parser of numbers. A text drawn from it stands in a
document that is otherwise sound, and the whole of recognition and all rules are run on that.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from tests.samples_path import samples_dir
from yusuan.core.outcomes import Status
from yusuan.core.patterns import _Pattern
from yusuan.narrative.forms.form import Form
from yusuan.pipeline import Inspection

if TYPE_CHECKING:
    from pathlib import Path

# What Chinese offices write; of all of Unicode most is no punctuation anybody reads.
_WRITTEN = st.characters(codec="gbk")
_DEPTH = 3
_ROOMS = ("core", "documents", "identities", "narrative", "recognition", "rules", "vocabulary")
_SOUND = "hebei-qinhuangdao-zfw-2024-budget.txt"
# Sentences that lead to figures of every kind; a number stands in each place.
_FRAMES = (
    "截至2023年末，固定资产总额为{}万元，本年购置固定资产{}元。",
    "2024年，部门收入预算{}万元，支出预算{}万元，比上年增加{}万元，增长{}%。",
    "现有公务用车{}辆，其中一般公务用车{}辆；下属单位{}个，编制{}人。",
    "政府采购预算{}万元，其中货物{}万元，占{}%；授予中小企业合同金额{}万元，占{}%。",
    "一般公共服务支出（类）行政运行（项）{}万元，占{}%，完成年初预算的{}%。",
    "培训{}人×{}元/人×{}天={}万元，分{}期，每期{}元。",
    "公务接待费{}万元，国内接待{}批次、{}人次，因公出国（境）团组{}个、{}人次。",
    "完成率达到{}%，目标不低于{}%，{}年{}月{}日前完成。",
)
# What typists, converters and people who mean harm write for a number.
_NUMBERS = st.one_of(
    st.from_regex(r"[\d,]{1,9}(?:\.\d{0,9})?", fullmatch=True),
    st.from_regex(r"[-−(（¥]?\d{1,3}[,，.]\d{1,4}[.．]?\d{0,3}[)）]?", fullmatch=True),
    st.sampled_from(
        (
            *("9,62.74", "962.7400001", ",", ",,", "1,", ",1", ".5", "5.", "0.0000000001", "00"),
            *("９６２．７４", "٣٤", "²", "①", "1e9", "1" * 45, "1" * 4400, "9" * 17 + ".99"),
            *(
                "1,234,56",
                "12,345,678,901,234,567",
                "0,000",
                "-0",
                "1.2.3",
                "1 2",
                "〇",
                "1\u200b2",
            ),
        )
    ),
)


def _of(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """The patterns a value of a module holds."""
    if isinstance(value, _Pattern):
        if isinstance(value.pattern, str):
            yield re.compile(value.pattern, value._asked)
    elif isinstance(value, Form):
        yield from _of(value.pattern)
    elif isinstance(value, Mapping):
        yield from _of((*value.keys(), *value.values()), depth + 1)
    elif isinstance(value, (tuple, list, frozenset, set)) and depth < _DEPTH:
        for one in value:
            yield from _of(one, depth + 1)


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """Every pattern that admits digits, in the order of its text."""
    found: dict[tuple[str, int], re.Pattern[str]] = {}
    for room in _ROOMS:
        package = importlib.import_module(f"yusuan.{room}")
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for value in vars(importlib.import_module(info.name)).values():
                found |= {(one.pattern, one.flags): one for one in _of(value)}
    return tuple(found[key] for key in sorted(found) if re.search(r"\\d|0-9", key[0]))


@cache
def _drawn_from(pattern: re.Pattern[str]) -> st.SearchStrategy[str]:
    try:
        return st.from_regex(pattern, alphabet=_WRITTEN)
    except InvalidArgument:
        # It names a character Chinese offices do not write.
        return st.from_regex(pattern)


def said() -> st.SearchStrategy[list[str]]:
    """Sentences: some our patterns admit, some with numbers that are none."""
    admitted = st.sampled_from(patterns()).flatmap(_drawn_from)
    framed = st.sampled_from(_FRAMES).flatmap(
        lambda frame: st.lists(
            _NUMBERS, min_size=frame.count("{}"), max_size=frame.count("{}")
        ).map(lambda numbers: frame.format(*numbers))
    )
    return st.lists(st.one_of(admitted, framed), min_size=8, max_size=40)


@cache
def _sound() -> str:
    return (samples_dir() / _SOUND).read_text(encoding="utf-8")


def broken_by(sentences: Iterable[str], folder: Path) -> list[str]:
    """Rules that could not be run on a document that says this; everything else raises."""
    path = folder / "said.txt"
    text = _sound() + "\n" + "\n".join(sentences) + "\n"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return [
        outcome.message
        for outcome in Inspection(path).outcomes.every
        if outcome.status is Status.REFUSED and "无法执行" in outcome.message
    ]
