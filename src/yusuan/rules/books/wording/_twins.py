"""Purposes of two items that are the same word for word, and fit one of them only."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from yusuan.catalog import UNKNOWN, folded, names
from yusuan.core.codes import Level
from yusuan.core.patterns import pattern
from yusuan.narrative.clauses.clause import Metric
from yusuan.rules.evidence import plain
from yusuan.rules.spec import failed

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from yusuan.core.codes import Code
    from yusuan.core.outcomes import Where
    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

PURPOSE = pattern(
    r"(?:用于|用途(?:是|为|:)|支出内容(?:是|为|:)|内容包括):?(?P<words>[^。;,]{2,60})"
)
# Shorter ones are the same by chance.
_LEAST = 8
# What names of items share with each other, and with every purpose.
_SHARED = pattern(
    r"其他|支出|管理|事务|服务|工程|项目|建设|行政|运行|一般|综合|业务|补助|补贴|资金|基金|经费|机关|事业|单位|人员|工作|发展|专项|活动|机构|公共|社会"
    r"|国家|城乡|基本|日常|[与和及的等、()]"
)
# Money by where it comes from, or of whatever is left: its purpose may be any.
_OF_ANYTHING = pattern(r"其他|附加|基金|资金|收入|债券|拨款|统筹|预备|转移支付|对口")


class _Told(NamedTuple):
    """An item with what its money is said to be for."""

    code: Code
    name: str
    words: str
    where: Where


def copied_purposes(evidence: Evidence, known: Container[str]) -> Iterator[Verdict]:
    """A purpose that is of one item by its name stands at another that has nothing to do with it; `known` is told."""
    said: dict[str, list[_Told]] = defaultdict(list)
    for one in _told(evidence):
        if len(one.words) >= _LEAST and one.words not in known:
            said[one.words].append(one)
    for words, told in said.items():
        if len({one.code for one in told}) < 2:  # noqa: PLR2004
            continue
        owners = [one for one in told if _is_told_by(one.name, words)]
        for one in told:
            if owners and _is_strange(one, owners[0].code, evidence.year):
                yield failed(
                    f"{one.name}的用途“{words}”与{owners[0].name}的完全相同，与本科目无关，疑为误抄",
                    one.where,
                    owners[0].where,
                )


def _told(evidence: Evidence) -> Iterator[_Told]:
    """The first purpose of each paragraph, where one item and no other is named before it."""
    levels = evidence.prose.of(Metric.LEVEL)
    for start, block in zip(evidence.starts, evidence.texts, strict=True):
        match = PURPOSE.search(plain(block.text))
        if match is None:
            continue
        end = start + max(
            block.text.find(sign) for sign in ("用于", "用途", "支出内容", "内容包括")
        )
        said = [evidence.named(c.subject) for c in levels if start <= c.span[0] < end]
        codes = {subject.code for subject in said}
        code = codes.pop() if len(codes) == 1 else None
        if code is None or code.level is not Level.ITEM or not code.digits.startswith("2"):
            continue
        yield _Told(code, said[0].names[-1], match["words"], evidence.where(end, str(code)))


def _own_signs(name: str) -> list[str]:
    """What a name says that others do not."""
    return [piece for piece in _SHARED.sub(" ", folded(name)).split() if piece]


def _is_told_by(name: str, words: str) -> bool:
    """Tell whether a purpose holds two signs in a row of what a name says."""
    pairs = (piece[n : n + 2] for piece in _own_signs(name) for n in range(len(piece) - 1))
    return not _OF_ANYTHING.search(name) and any(pair in words for pair in pairs)


def _is_strange(one: _Told, owner: Code, year: int) -> bool:
    """Tell whether a purpose holds no sign of an item's name, and no word of what is above the item alone."""
    signs = "".join(_own_signs(one.name))
    if len(signs) < 2 or _OF_ANYTHING.search(one.name):  # noqa: PLR2004
        return False
    above = (part for part in one.code.lineage[:-1] if part not in owner.lineage)
    printed = (names(year)("function", part.digits) for part in above)
    return not any(sign in one.words for sign in signs) and not any(
        name != UNKNOWN and _is_told_by(name, one.words) for name in printed
    )
