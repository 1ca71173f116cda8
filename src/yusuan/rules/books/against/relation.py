"""Whether it can be told how two documents are related."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity, Status, Where
from yusuan.rules.books.against._pair import related
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, Verdict, passed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.rules.evidence import Evidence


def relation_is_told(evidence: Evidence) -> Iterator[Verdict]:
    """The documents themselves say how they are related; where they do not, nothing is compared."""
    refused = evidence.once(related).refused
    for other, reason in refused:
        yield Verdict(
            Status.REFUSED,
            f"两份文件没有对照：{reason}",
            (Where(evidence.source), Where(other.source)),
            severity=Severity.WARNING,
            hint="请核对给出的文件；封面和表头应写明部门（单位）全称、年度和文件种类。",
        )
    if not refused:
        yield passed()


RULES = (
    Rule(
        id="against-relation",
        claim="两份文件的关系可以判明",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对给出的文件；封面和表头应写明部门（单位）全称、年度和文件种类。",
        check=relation_is_told,
        needs=(Part.BESIDE,),
    ),
)
