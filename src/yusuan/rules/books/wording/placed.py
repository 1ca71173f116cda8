"""Items named along their branch: what is called a 款 or 项 of a 类 is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.codes import Level
from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.rules.books._item_codes import item_codes
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed
from yusuan.vocabulary.names import codes_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.codes import Code
    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

_MARK = r"[(\[【〔]{0}级?[)\]】〕]"
_NAME = r"[一-龥、]{{2,30}}?(?:\([一-龥、]{{1,8}}\))?"
_LEVELS = {"类": Level.CATEGORY, "款": Level.SECTION, "项": Level.ITEM}
_BRANCH = pattern(
    rf"(?P<类>{_NAME.format()}){_MARK.format('类')}[-—、,]?"
    rf"(?P<款>{_NAME.format()}){_MARK.format('款')}"
    rf"(?:[-—、,]?(?P<项>{_NAME.format()}){_MARK.format('项')})?"
)
# Words before a name that are no part of it: 其中，主要为….
_LEAST = 4


def items_stand_under_their_own(evidence: Evidence) -> Iterator[Verdict]:
    """A 款 or 项 is named below its own 类. Sees names that the classification and the tables know in other 类 only."""
    clean, places = evidence.squeezed
    seen: set[str] = set()
    for match in _BRANCH.finditer(clean):
        top = match["类"].strip("、")
        category = _categories(top, evidence.year)
        if not category:
            continue
        wrong = []
        for word in "款项":
            name = match[word]
            if not name or len(name) < _LEAST or name.startswith("其他"):
                continue
            codes = item_codes(evidence, name)
            # A name of the 类 on another level is written on the wrong level, not in the wrong place.
            other = [code for code in codes if code.level is _LEVELS[word]]
            if other and not any(code.lineage[0] in category for code in codes):
                wrong.append((name, word, other[0]))
        if wrong and match[0] not in seen:
            seen.add(match[0])
            said = "、".join(f"“{name}（{word}）”" for name, word, _ in wrong)
            code = wrong[-1][2]
            yield failed(
                f"文字说明把{said}写在“{top}（类）”下，{code} 属于 {code.lineage[0]} 类",
                evidence.where(places[match.start()]),
            )


def _categories(name: str, year: int) -> Sequence[Code]:
    """The 类 a name ends in: words of the sentence may stand before it."""
    for start in range(len(name) - _LEAST + 1):
        codes = [
            c for c in codes_named("function", name[start:], year) if c.level is Level.CATEGORY
        ]
        if codes:
            return codes
    return ()


RULES = (
    Rule(
        id="items-stand-under-their-own",
        claim="文字所写的款、项属于所写的类",
        law="classification",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照当年政府收支分类科目，写明这一科目所属的类。",
        check=items_stand_under_their_own,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
)
