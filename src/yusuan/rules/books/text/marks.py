"""Marks of secrecy left in a public document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.rules.books._print import NAMED, quoted
from yusuan.rules.books._words import listed
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed, passed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

_MARK = pattern(
    r"密级[:]?(?:绝密|机密|秘密)|仅供内部(?:参阅|参考|使用|传阅)|(?:绝密|机密|秘密)(?:[★☆*]|▲)(?:\d+年|长期|\d+个月)?|^(?:绝密|机密|秘密)$"
    r"|^[(\[【]?(?:内部资料|内部文件|内部材料|内部使用|注意保密|涉密文件|秘密文件)[,、]?(?:注意保[存密]|请勿外传|不得外传|严禁外传)?[)\]】]?$"
    r"|内部资料[,、]?(?:注意保[存密]|请勿外传|不得外传|严禁外传)"
)
_LONGEST_MARK = 40


def no_secrecy_mark(evidence: Evidence) -> Iterator[Verdict]:
    """No mark of secrecy or of internal use is left in a document that anybody may read."""
    marked = [
        line
        for line in evidence.paper.lines
        if len(line.plain) <= _LONGEST_MARK and _MARK.search(line.plain)
    ]
    if marked:
        said = listed((quoted(text) for text in dict.fromkeys(line.text for line in marked)), NAMED)
        yield failed(
            f"公开文件中留有密级或内部使用的标志：{said}", *(line.where for line in marked)
        )
    else:
        yield passed()


RULES = (
    Rule(
        id="secrecy-mark-left",
        claim="没有密级或内部使用的标志",
        law="disclosure-regulation-14",
        severity=Severity.ERROR,
        dimension=Dimension.MANNER,
        hint="请立即核实：属于国家秘密或内部资料的撤下文件；不属于的删去标志。",
        check=no_secrecy_mark,
        needs=(Part.PRINT,),
    ),
)
