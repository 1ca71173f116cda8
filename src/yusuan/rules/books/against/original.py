"""One document published twice: every figure and every sentence that is not the same, however it came about."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.outcomes import Pair, Severity, Status, Where
from yusuan.core.patterns import pattern
from yusuan.rules.books._print import quoted
from yusuan.rules.books.against._pair import related
from yusuan.rules.dimension import Dimension
from yusuan.rules.evidence import plain
from yusuan.rules.spec import Part, Rule, Verdict, failed, insufficient, passed
from yusuan.tables.table import print_amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.rules.evidence import Evidence, Line
    from yusuan.tables.spec import TableSpec
    from yusuan.tables.table import Cell, CellKey, Table

_MOST_SENTENCES = 6000
_CONTEXT = 12
_ENDS = pattern(r"(?<=[。；;！？!?])")
_STOPS = "。;!?"
_LONGEST_HEADING = 30
_CORRECTED = pattern(r"更正|勘误|修订说明|重新公开")


class Sentence(NamedTuple):
    """A sentence of the running text, without blanks, and its place."""

    text: str
    where: Where


def republished_alike(evidence: Evidence) -> Iterator[Verdict]:
    """Every figure and sentence of a document published twice is the same. A correction announced is a warning."""
    for other in evidence.once(related).originals:
        yield from check_republished(evidence, other)


def check_republished(one: Evidence, other: Evidence) -> Iterator[Verdict]:
    """The figures, then the sentences; a correction that the later text announces is still listed, as a warning."""
    announced = any(
        _CORRECTED.search(plain(line.text)) for side in (one, other) for line in side.paper.lines
    )
    severity = Severity.WARNING if announced else Severity.ERROR
    yield from _figures(one, other, severity)
    yield from _sentences(one, other)


# --- figures ----------------------------------------------------------------------------------------------


def _figures(one: Evidence, other: Evidence, severity: Severity) -> Iterator[Verdict]:
    first, second = _cells(one), _cells(other)
    known = [{table.id for table in side.tables} for side in (one, other)]
    for key in dict.fromkeys((*first, *second)):
        if key.table in known[0] & known[1]:
            yield from _figure(key, (first.get(key), second.get(key)), (one, other), severity)
    for side, rest, there in ((one, other, known[1]), (other, one, known[0])):
        for table in side.tables:
            if table.id not in there:
                yield _only_here(table, side.source, rest.source)


def _only_here(table: Table, here: str, there: str) -> Verdict:
    cell = next((c for c in table.cells.values() if c.where is not None), None)
    place = cell.where if cell is not None and cell.where else Where(here, table=table.spec.title)
    return _changed(
        f"“{table.spec.title}”只在一次公开中有，{there} 没有认出这张表。",
        (place, Where(there)),
        Severity.WARNING,
    )


def _cells(side: Evidence) -> dict[CellKey, tuple[Cell, TableSpec]]:
    return {
        key: (cell, table.spec)
        for table in side.tables
        for key, cell in table.cells.items()
        if cell.recognised
    }


def _figure(
    key: CellKey,
    found: tuple[tuple[Cell, TableSpec] | None, tuple[Cell, TableSpec] | None],
    sides: tuple[Evidence, Evidence],
    severity: Severity,
) -> Iterator[Verdict]:
    cells = [None if one is None else one[0] for one in found]
    amounts = [None if cell is None else cell.amount for cell in cells]
    if amounts[0] == amounts[1]:
        if amounts[0] is not None:
            yield passed()
        return
    slack = sum(c.printed.half_digit for c in cells if c is not None and c.printed is not None)
    if (
        None not in amounts
        and abs((amounts[0] or 0) - (amounts[1] or 0)) <= slack
        and _units_differ(found)
    ):
        yield Verdict(Status.ROUNDING)
        return
    named = next(one for one in found if one is not None)
    said = [_printed(one) for one in found]
    files = [side.source for side in sides]
    where = tuple(
        cell.where
        if cell is not None and cell.where is not None
        else Where(file, table=named[1].title, row=key.row)
        for cell, file in zip(cells, files, strict=True)
    )
    place = f"{named[1].title} {named[0].row} {named[0].label} {key.column}"
    # Both places, even where one file was saved over the other.
    yield Verdict(
        Status.FAILED,
        f"两次公开的数不同：“{place}”一次为 {said[0]}，另一次为 {said[1]}",
        where,
        amounts[1],
        amounts[0],
        severity=severity,
    )


def _units_differ(
    found: tuple[tuple[Cell, TableSpec] | None, tuple[Cell, TableSpec] | None],
) -> bool:
    printed = [one[0].printed for one in found if one is not None]
    return len({(p.unit, p.decimals) for p in printed if p is not None}) > 1


def _printed(one: tuple[Cell, TableSpec] | None) -> str:
    if one is None:
        return "没有这一格"
    cell, spec = one
    return f"{print_amount(cell, spec)} {spec.unit.label}" if cell.amount is not None else "空白"


# --- sentences --------------------------------------------------------------------------------------------


def _sentences(one: Evidence, other: Evidence) -> Iterator[Verdict]:
    # Another format prints other covers, page heads and signatures: then only sentences are compared.
    is_same = _suffix(one) == _suffix(other)
    first, second = (_split(side.paper.lines, with_headings=is_same) for side in (one, other))
    if max(len(first), len(second)) > _MOST_SENTENCES:
        said = "文字太长，没有逐句比较两次公开的文字；数已比较"
        yield insufficient(said, hint="请人工比较文字。")
        return
    texts = [s.text for s in first], [s.text for s in second]
    # Where most sentences repeat, matching each with each takes too long.
    repeats = any(2 * len(set(text)) < len(text) for text in texts)
    for tag, i, j, k, m in SequenceMatcher(None, *texts, autojunk=repeats).get_opcodes():
        if tag == "equal" or "".join(texts[0][i:j]) == "".join(texts[1][k:m]):
            continue
        yield _sentence(first[i:j], second[k:m], one, other)


def _suffix(side: Evidence) -> str:
    return side.source.rpartition(".")[2].lower()


def _split(lines: Sequence[Line], *, with_headings: bool) -> list[Sentence]:
    """The sentences of the running text; a paragraph broken by a page goes on in the next line."""
    found: list[Sentence] = []
    rest, start = "", Where()
    for line in lines:
        whole = line.plain
        if line.is_cell or whole.strip("-—").isdecimal():
            continue
        if line.level or (not rest and len(whole) <= _LONGEST_HEADING and whole[-1:] not in _STOPS):
            if with_headings and whole:
                found.append(Sentence(whole, line.where))
            continue
        for piece in _ENDS.split(line.text):
            text = plain(piece)
            if text:
                start = start if rest else line.where
                rest += text
                if rest[-1] in _STOPS:
                    found.append(Sentence(rest, start))
                    rest = ""
    return [*found, Sentence(rest, start)] if rest else found


def _sentence(
    before: Sequence[Sentence], after: Sequence[Sentence], one: Evidence, other: Evidence
) -> Verdict:
    texts = "".join(s.text for s in before), "".join(s.text for s in after)
    where = (
        before[0].where if before else Where(one.source),
        after[0].where if after else Where(other.source),
    )
    if not before or not after:
        file = other.source if before else one.source
        message = f"{quoted(texts[0] or texts[1])}只在一次公开中有，{file} 没有这句话。"
    else:
        said = [quoted(part) for part in _differing(*texts)]
        message = f"两次公开的文字不同：一次为{said[0]}，另一次为{said[1]}。"
    return _changed(message, where, Severity.WARNING)


def _differing(one: str, other: str) -> tuple[str, str]:
    """The parts of two texts that differ, with a few characters around them."""
    most = min(len(one), len(other))
    head = next((n for n in range(most) if one[n] != other[n]), most)
    tail = next((n for n in range(most - head) if one[-1 - n] != other[-1 - n]), most - head)
    start, end = max(0, head - _CONTEXT), max(0, tail - _CONTEXT)
    return one[start : len(one) - end], other[start : len(other) - end]


def _changed(message: str, where: tuple[Where, ...], severity: Severity) -> Verdict:
    return failed(message, *where, severity=severity)


RULES = (
    Rule(
        id="against-original",
        claim="重新公开的文件与原文件一致",
        law="budget-law-13",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="两次公开的内容应当一致；确需更正的，请公告更正的内容和原因。",
        check=republished_alike,
        needs=(Part.BESIDE,),
        pair=Pair.DOCUMENTS,
    ),
)
