"""Pages as a reader sees them: none is blank, none is cut at its edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity, Where
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed, passed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict


def no_blank_page(evidence: Evidence) -> Iterator[Verdict]:
    """No page holds nothing but its number; one finding for all. Knows only formats that have pages."""
    yield from _found(evidence, evidence.paper.blank_pages, "是空白页")


def pages_show_their_text(evidence: Evidence) -> Iterator[Verdict]:
    """No page's text runs over its edge; one finding for all. Knows only formats that have pages."""
    yield from _found(evidence, evidence.paper.cut_pages, "的文字超出纸边，显示不全")


def _found(evidence: Evidence, pages: Collection[int], said: str) -> Iterator[Verdict]:
    if pages:
        numbers = sorted(pages)
        places = (Where(evidence.source, page) for page in numbers)
        yield failed(f"第 {'、'.join(map(str, numbers))} 页{said}", *places)
    elif evidence.paper.pages:
        yield passed()


RULES = (
    Rule(
        id="no-blank-page",
        claim="没有空白页",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.MANNER,
        hint="请删去空白页，重新公开文件。",
        check=no_blank_page,
        needs=(Part.PRINT,),
    ),
    Rule(
        id="page-shows-its-text",
        claim="每页文字完整，不超出纸边",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.MANNER,
        hint="请调整版面，重新导出并公开文件。",
        check=pages_show_their_text,
        needs=(Part.PRINT,),
    ),
)
