"""Names of items as the text and the tables give them; items explained under a 款 that is not theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.catalog import folded
from yusuan.core.codes import Level
from yusuan.core.outcomes import Severity
from yusuan.narrative.item_names import codes_named, is_verified
from yusuan.rules.spec import failed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yusuan.core.codes import Code
    from yusuan.narrative.clauses.clause import Item
    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict
    from yusuan.tables.table import Table

LEVELS = 3


def plain_name(name: str) -> str:
    """A name of a code without what does not matter."""
    return folded(name).removesuffix("支出")


def labels_of(table: Table) -> dict[Code, str]:
    """The names a table prints for its codes."""
    return {
        row.code: plain_name(row.label)
        for rows in table.rows
        for row in rows
        if row.code is not None and row.label
    }


def misplaced(evidence: Evidence) -> Iterator[Verdict]:
    """An item explained under a 款 that is another one's, where the tables print it under its own."""
    labels: dict[Code, str] = {}
    for table in evidence.tables:
        labels |= {
            member: name for member, name in labels_of(table).items() if _is_function(member)
        }
    reported: set[tuple[str, ...]] = set()
    for item in evidence.prose.items:
        names = item.subject.names
        if len(names) != LEVELS or names in reported:
            continue
        if evidence.named(item.subject).code is not None:
            continue
        owners = [
            member
            for member, label in labels.items()
            if member.level is Level.ITEM and label == plain_name(names[-1])
        ]
        sections = _sections(names[1], labels, evidence.year)
        if not owners or not sections or any(owner.parent in sections for owner in owners):
            continue
        reported.add(names)
        yield _under_another(item, owners[0], sections, labels, evidence)


def _is_function(member: Code) -> bool:
    return member.digits.startswith("2")


def _sections(name: str, labels: Mapping[Code, str], year: int) -> set[Code]:
    """The 款 that bear a name, in the tables or in the classification of any year until this one."""
    wanted = plain_name(name)
    found = {m for m, label in labels.items() if m.level is Level.SECTION and label == wanted}
    return found | codes_named(name, Level.SECTION, year)


def _under_another(
    item: Item,
    owner: Code,
    sections: set[Code],
    labels: Mapping[Code, str],
    evidence: Evidence,
) -> Verdict:
    *_, above, printed = item.subject.names
    is_sure = any(m in labels or is_verified(m, evidence.year) for m in sections)
    right = labels.get(owner.parent, "") if owner.parent is not None else ""
    own = f"{owner.parent}“{right}”" if right else str(owner.parent)
    return failed(
        f"文字说明把“{printed}（项）”列在“{above}（款）”（{min(sections)}）之下，表中它是 {owner}，属于 {own}",
        evidence.where(item.span[0], f"{above} {printed}"),
        suggestion=right,
        severity=Severity.WARNING if is_sure else Severity.INFO,
        hint="请核对类、款、项的名称，三级应当是同一科目。",
    )
