"""Check one source, derived or read: what its tables promise, then the book of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Outcomes, Severity, Status, Where
from yusuan.identities.causes import check_identities, one_for_each_difference, under_their_causes
from yusuan.rules.books import book
from yusuan.rules.books.statements._compared import stated_figures
from yusuan.rules.presented import presented
from yusuan.rules.spec import Part, run
from yusuan.rules.unit_words import under_unit_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.rules.evidence import Evidence


def check(evidence: Evidence) -> Outcomes:
    """All outcomes on a source, and on it beside others; what fails because of something else stands under it."""
    if evidence.facts is not None:
        return Outcomes.of(presented(check_evidence(evidence)))
    from yusuan.identities.inferred_figures import with_hint
    from yusuan.rules.wrong_codes import under_wrong_codes

    caused = under_wrong_codes(under_their_causes(check_evidence(evidence)))
    found = one_for_each_difference(under_unit_words(caused))
    # The pages in doubt are those of the source, not of what lies beside it.
    said = with_hint(found, evidence.doubtful_pages)
    return Outcomes.of(presented((*said, *check_beside(evidence))))


def check_evidence(evidence: Evidence) -> Iterator[Outcome]:
    """The sums, the rules, and of a document what was doubted or refused."""
    stated = evidence.once(stated_figures) if evidence.texts else {}
    yield from check_identities(evidence.tables, evidence.identities, stated)
    yield from run((rule for rule in book() if Part.BESIDE not in rule.needs), evidence)
    if evidence.facts is not None:
        yield from _remarks(evidence, "是填报内容的，请改正表名或表头；不是的，不必处理。")
        return
    if evidence.inferred is not None:
        yield from evidence.inferred.outcomes(evidence.doubts)
    yield from _refusals(evidence)
    yield from _remarks(evidence, "请对照原件人工核对未读出的部分。")


def check_beside(evidence: Evidence) -> list[Outcome]:
    """What the rules say of a document beside others."""
    return run((rule for rule in book() if Part.BESIDE in rule.needs), evidence)


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


def _remarks(evidence: Evidence, hint: str) -> Iterator[Outcome]:
    """What the reader did not read: nothing printed is passed over without a word."""
    for remark in evidence.remarks:
        yield Outcome(
            "document-read-whole",
            Status.REFUSED,
            Severity.INFO,
            remark,
            hint,
            "practice",
            where=(Where(evidence.source),),
        )
