"""Pages as a reader sees them: none is blank, none is cut at its edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Severity, Status, Where

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from yusuan.rules.evidence import Evidence


def check_pages(evidence: Evidence) -> Iterator[Outcome]:
    """One finding for all blank pages, one for all pages whose text runs over the edge."""
    source, blank, cut = evidence.source, evidence.paper.blank_pages, evidence.paper.cut_pages
    if blank:
        yield _finding("no-blank-page", source, blank, "是空白页", "请删去空白页，重新公开文件。")
    if cut:
        said = "的文字超出纸边，显示不全"
        yield _finding("page-shows-its-text", source, cut, said, "请调整版面，重新导出并公开文件。")


def _finding(rule: str, source: str, pages: Collection[int], said: str, hint: str) -> Outcome:
    numbers = sorted(pages)
    return Outcome(
        rule,
        Status.FAILED,
        Severity.WARNING,
        f"第 {'、'.join(map(str, numbers))} 页{said}。",
        hint,
        "practice",
        where=tuple(Where(source, page) for page in numbers),
    )
