"""Check one source, derived or read: one list of checks, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Outcomes, Severity, Status, Where
from yusuan.identities.causes import check_identities, one_for_each_difference, under_their_causes
from yusuan.rules.books import book
from yusuan.rules.spec import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.rules.evidence import Evidence


def check(evidence: Evidence) -> Outcomes:
    """All outcomes on a source, and on it beside others; what fails because of something else stands under it."""
    if evidence.facts is not None:
        return Outcomes.of(check_evidence(evidence))
    from yusuan.identities.inferred_figures import with_hint
    from yusuan.rules.published import under_wrong_codes

    found = one_for_each_difference(under_wrong_codes(under_their_causes(check_evidence(evidence))))
    # The pages in doubt are those of the source, not of what lies beside it.
    said = with_hint(found, evidence.doubtful_pages)
    if not evidence.beside:
        return Outcomes.of(said)
    from yusuan.rules.against import check_against

    return Outcomes.of((*said, *check_against(evidence)))


def check_evidence(evidence: Evidence) -> Iterator[Outcome]:
    """The sums, the rules on facts or else on print, the document as a whole, what was doubted or refused."""
    yield from check_identities(evidence.tables, evidence.identities)
    if evidence.facts is not None:
        yield from run(book(), evidence)
        return
    from yusuan.rules.paper import check_document
    from yusuan.rules.published import check_published

    yield from run(book(), evidence)
    yield from check_published(evidence)
    yield from check_document(evidence)
    if evidence.inferred is not None:
        yield from evidence.inferred.outcomes(evidence.doubts)
    yield from _refusals(evidence)
    yield from _remarks(evidence)


def _refusals(evidence: Evidence) -> Iterator[Outcome]:
    """The tables that were seen and not trusted."""
    for refusal in evidence.refused:
        yield Outcome(
            "table-recognised",
            Status.REFUSED,
            Severity.INFO,
            f"“{refusal.title or '未命名的表'}”未予采信：{refusal.reason}",
            "请对照原件人工核对这张表。",
            "practice",
            where=(Where(evidence.source, refusal.page, refusal.title),),
        )


def _remarks(evidence: Evidence) -> Iterator[Outcome]:
    """What the reader did not read: nothing printed is passed over without a word."""
    for remark in evidence.remarks:
        yield Outcome(
            "document-read-whole",
            Status.REFUSED,
            Severity.INFO,
            remark,
            "请对照原件人工核对未读出的部分。",
            "practice",
            where=(Where(evidence.source),),
        )
