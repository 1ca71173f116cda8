"""Purposes, reasons and names of prose that are another item's, or nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.catalog import folded
from yusuan.core.outcomes import Severity, Status
from yusuan.narrative.agreement.contradiction import Claim, Kind
from yusuan.narrative.agreement.reasons import PLAIN
from yusuan.narrative.item_names import accepted, bearer, code_by_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.catalog import Entry
    from yusuan.core.codes import Code
    from yusuan.narrative.clauses.clause import Clause, Item, Prose, Subject
    from yusuan.narrative.figures import Span

# ── Copied words ─────────────────────────────────────────────────────────────────────────────


def check_copied(prose: Prose) -> Iterator[Claim]:
    """Find a purpose or reason that names another item of the same text."""
    owners: dict[str, list[int]] = {}
    for place, item in enumerate(prose.items):
        for name in _own_names(item):
            owners.setdefault(name, []).append(place)
    for place, item in enumerate(prose.items):
        wrong = []
        if _names_another(item.purpose, place, prose, owners):
            wrong.append((item.purpose_span, f"用途“{item.purpose}”"))
        for reason in prose.reasons:
            match = PLAIN.fullmatch(reason.text)
            if reason.item != place or match is None:
                continue
            if _names_another(match["what"], place, prose, owners):
                wrong.append((reason.span, f"原因“{reason.text}”"))
        # A purpose may be the bare name of another item and mean it; with its 款 before it, it was copied.
        is_copied = any(words.startswith("原因") for _, words in wrong)
        if is_copied or (wrong and _says_section(item.purpose, prose)):
            yield Claim(
                Kind.COPIED,
                Status.FAILED,
                (item.span, *(span for span, _ in wrong)),
                f"{item.subject.label}：{'、'.join(words for _, words in wrong)}说的是另一科目，疑为误抄。请改为本科目的内容。",
                Severity.WARNING,
                actual="；".join(words for _, words in wrong),
                code=item.subject.code,
            )


def _says_section(words: str, prose: Prose) -> bool:
    """Tell a name with its section before it (财政事务行政运行) from a bare one."""
    plain = folded(words).removesuffix("支出")
    return any(
        len(item.subject.names) > 1
        and plain == "".join(folded(n) for n in item.subject.names[-2:]).removesuffix("支出")
        for item in prose.items
    )


def _own_names(item: Item) -> set[str]:
    """The names a text may call an item by: its own, or its section's and its own."""
    *above, last = (folded(name) for name in item.subject.names)
    names = {last, last.removesuffix("支出")}
    return names | {above[-1] + name for name in names} if above else names


def _names_another(words: str, place: int, prose: Prose, owners: dict[str, list[int]]) -> bool:
    plain = folded(words).removesuffix("支出")
    others = owners.get(plain, [])
    own = _own_names(prose.items[place])
    return (
        bool(others)
        and place not in others
        and not any(plain in name and _is_part(plain, name) for name in own)
    )


def _is_part(words: str, name: str) -> bool:
    """Tell 养老保险缴费, short for the own name, from a name of something else."""
    return name.endswith(words) or name.startswith(words)


# ── Names ────────────────────────────────────────────────────────────────────────────────────


def check_names(prose: Prose) -> Iterator[Claim]:
    """Find names that are not the year's official ones, where the code is beyond doubt."""
    if prose.year is None:
        return
    subjects: dict[tuple[str, ...], tuple[Subject, Span]] = {}
    places: tuple[Item | Clause, ...] = (*prose.items, *prose.clauses)
    for place in places:
        if place.subject.names:
            subjects.setdefault(place.subject.names, (place.subject, place.span))
    reported: set[tuple[str, str]] = set()
    for names, (subject, span) in subjects.items():
        found = code_by_names(names, prose.year)
        other = None if found.code == subject.code else bearer(subject, prose.year)
        if other is not None:
            yield _of_another(subject, span, *other)
            continue
        lineage = () if found.code is None else found.code.lineage
        for printed, official, member in zip(names, found.verified, lineage, strict=False):
            plain = _same_width(printed)
            if not official or plain in {official, official.removesuffix("支出")}:
                continue
            is_slip = folded(printed) == folded(official)
            is_accepted = not is_slip and accepted(member, printed, prose.year)
            if is_accepted or (printed, official) in reported:
                continue
            reported.add((printed, official))
            yield Claim(
                Kind.NAME,
                Status.FAILED,
                (span,),
                f"科目名称“{printed}”与{prose.year}年政府收支分类科目不一致，应为“{official}”。请更正名称。",
                Severity.INFO if is_slip else Severity.WARNING,
                expected=official,
                actual=printed,
                code=subject.code,
            )


def _of_another(subject: Subject, span: Span, right: Entry, owner: Code) -> Claim:
    return Claim(
        Kind.NAME,
        Status.FAILED,
        (span,),
        f"科目编码{subject.code}与名称“{subject.names[-1]}”不符：{subject.code}是“{right.name}”，“{subject.names[-1]}”是{owner}。"
        "请核对编码和名称。",
        Severity.WARNING if right.verified else Severity.INFO,
        expected=right.name,
        actual=subject.names[-1],
        code=subject.code,
    )


def _same_width(name: str) -> str:
    return name.replace("(", "（").replace(")", "）")
