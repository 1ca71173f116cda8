"""What the wording of a published document must not hold: broken references, gaps left open, notes that lie."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Severity, Status
from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.core.outcomes import Where
    from yusuan.rules.evidence import Evidence, Line, NotedTable


def check_wording(evidence: Evidence) -> Iterator[Outcome]:
    """Every outcome on what an editor left behind, and on the notes under tables."""
    yield from broken_references(evidence.paper.passages)
    yield from placeholders(evidence.paper.passages)
    yield from nil_notes(evidence.paper.noted)


# --- what an editor left behind ---------------------------------------------------------------------------

_BROKEN = pattern(
    r"错误!?(?:未定义书签|未找到引用源|超链接引用无效|文档中没有指定样式)|Error!\w*(?:Bookmark|Reference|Hyperlink)"
    r"|#REF!",
    re.IGNORECASE,
)
# The instruction of a field where its result belongs: PAGEREF _Toc25831 \\h.
_FIELD = pattern(
    r"(?:PAGEREF|NOTEREF|(?<![A-Z])REF)_?(?:Toc|Ref)\d+|_(?:Toc|Ref)\d{4,}|HYPERLINK\\?[l\"]|(?<![A-Z])TOC\\[a-z]"
    r"|\\?\*MERGEFORMAT|FORMTEXT|(?<![A-Z])SEQ[^\s]{1,6}\\\*ARABIC|第PAGE页|共NUMPAGES页|\{(?:PAGE|NUMPAGES|TOC|REF|SEQ|DATE)[^}]*\}"
)
_LINE = 40


def broken_references(passages: Sequence[Line]) -> Iterator[Outcome]:
    """A reference that the word processor could not resolve, or did not, in text, contents or a cell."""
    for passage in passages:
        match = _BROKEN.search(passage.plain)
        if match is not None:
            line = " ".join(passage.text.split())
            yield _failed(
                "broken-reference",
                f"“{_short(line)}”一行的引用已失效：“{match[0]}”。",
                "请在原稿中更新目录和交叉引用，再重新生成公开文件。",
                [passage.where],
            )
    coded = [(p, m[0]) for p in passages if (m := _FIELD.search(p.plain))]
    if coded:
        shown = "、".join(f"“{_short(' '.join(p.text.split()))}”" for p, _ in coded[:_NAMED_LINES])
        yield _failed(
            "broken-reference",
            f"{shown}等 {len(coded)} 行留有域代码“{coded[0][1]}”，没有换成页码或文字。",
            "请在原稿中更新目录和交叉引用，再重新生成公开文件。",
            [p.where for p, _ in coded],
        )


_PLACEHOLDERS = pattern(
    r"×{2,}"
    r"|(?<![A-Za-z0-9])[Xx]{2,}(?![A-Za-z0-9])"
    r"|_{3,}(?!_*\d*$)"
    r"|(?<![A-Za-z])(?:TODO|TBD)(?![A-Za-z])"
    r"|\((?:增加|补充|填写|新增|修改|删除)内容\)"
    r"|\((?:此处|请)(?:填写|补充|说明|插入)[^()]{0,12}\)"
    r"|\((?:不涉及的不列|(?:如|若)[^()]{1,8}表述)\)"
)
_NAMED_LINES = 3


def placeholders(passages: Iterable[Line]) -> Iterator[Outcome]:
    """A gap of a template nobody filled; the same gap in many lines is one finding."""
    found: dict[str, list[Line]] = {}
    for passage in passages:
        plain = passage.plain
        for match in _PLACEHOLDERS.finditer(plain):
            if match[0] == plain and set(plain) == {"_"}:
                continue
            kind = match[0] if match[0].startswith("(") else match[0][:2].upper()
            known = found.setdefault(kind, [])
            if passage not in known:
                known.append(passage)
    for kind, lines in found.items():
        shown = "、".join(f"“{_short(' '.join(p.text.split()))}”" for p in lines[:_NAMED_LINES])
        more = f"等 {len(lines)} 处" if len(lines) > _NAMED_LINES else ""
        yield _failed(
            "placeholder-left",
            f"{shown}{more}留有未填写或未删去的“{kind}”。",
            "请补上实际内容，或者删去模板留下的字样。",
            [p.where for p in lines],
        )


def _short(line: str) -> str:
    return line if len(line) <= _LINE else f"{line[:_LINE]}…"


# --- notes under tables -----------------------------------------------------------------------------------

_EMPTY = pattern(r"空表|无数据|[本此该]表(?:为空|无内容|无数字|没有数据|没有内容)")
_NOTE = pattern(r"(?:注|备注|说明)[:、]?")
_NONE = pattern(r"(?:(?<![有])无|没有|未安排|不涉及)")
# A rule for whoever fills in the form, not a statement about this table.
_CONDITIONAL = pattern(r"如|若|凡|应当|的单位|的部门|的,")
_FUNDS = {
    "政府性基金": pattern(r"政府(?:性)?基金"),
    "国有资本经营": pattern(r"国有资本"),
    "“三公”经费": pattern(r"三公"),
}


def nil_notes(noted: Iterable[NotedTable]) -> Iterator[Outcome]:
    """A note that calls a filled table empty, or that speaks of another fund than its table."""
    for table in noted:
        own = _funds(table.title)
        for note in table.notes:
            if not _is_nil(note.plain):
                continue
            named = _funds(note.plain) | _general(note.plain)
            if table.has_figures and _EMPTY.search(note.plain):
                yield _failed(
                    "nil-note-under-filled-table",
                    f"{table.title}列有数字，表下的说明却称其为空表：“{_short(note.plain)}”。",
                    "请删去表下的空表说明；表内数字有误的，改正数字。",
                    [note.where],
                )
            elif len(own) == 1 and named and not own & named:
                yield _failed(
                    "nil-statement-of-another-fund",
                    f"{table.title}下的说明讲的是{'、'.join(sorted(named))}，不是{'、'.join(own)}："
                    f"“{_short(note.plain)}”。",
                    "请把说明改成本表的资金名称。",
                    [note.where],
                )
            else:
                yield Outcome("nil-statement-of-another-fund", Status.PASSED, where=(note.where,))


def _is_nil(plain: str) -> bool:
    if _CONDITIONAL.search(plain):
        return False
    is_of_fund = _NOTE.match(plain) and _NONE.search(plain) and _funds(plain)
    return bool(_EMPTY.search(plain) or is_of_fund)


def _general(text: str) -> set[str]:
    """The fund of most money, where a note speaks of it: titles of other tables name it too (三公)."""
    return {"一般公共预算"} if "一般公共预算" in text else set()


def _funds(text: str) -> set[str]:
    return {fund for fund, pattern in _FUNDS.items() if pattern.search(text)}


def _failed(rule: str, message: str, hint: str, where: Iterable[Where]) -> Outcome:
    return Outcome(
        rule, Status.FAILED, Severity.ERROR, message, hint, "practice", where=tuple(where)
    )
