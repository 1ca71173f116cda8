"""Items of the functional classification: what money they are for, their level, one name in every table."""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher
from functools import partial
from typing import TYPE_CHECKING

from yusuan.catalog import folded, functional
from yusuan.core.codes import Level
from yusuan.core.errors import CatalogError
from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.core.terms import Nature
from yusuan.rules.books._item_codes import item_codes
from yusuan.rules.books._words import money
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed, passed
from yusuan.tables.region import OWN
from yusuan.vocabulary.names import codes_named, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.catalog import Classification
    from yusuan.core.codes import Code
    from yusuan.rules.evidence import CodeRow, Evidence
    from yusuan.rules.spec import Verdict
    from yusuan.tables.table import Cell, Table

_LEVELS = {"类": Level.CATEGORY, "款": Level.SECTION, "项": Level.ITEM}
_LEVEL_WORDS = {level: word for word, level in _LEVELS.items()}

# --- running costs and projects ---------------------------------------------------------------------------

_RUNNING = "行政运行"
_PROJECTS = "一般行政管理事务"
# A table that parts money into 基本支出 and 项目支出 alone leaves every nature but the one to the other.
_OF_PROJECTS, _BASIC = (Nature.PROJECT, Nature.BASIC), (Nature.BASIC, Nature.PROJECT)


def running_is_basic(evidence: Evidence) -> Iterator[Verdict]:
    """No project stands under 行政运行. Basic money under 一般行政管理事务 is remarked only: some places book staff there."""
    for name, (nature, other), severity in (
        (_RUNNING, _OF_PROJECTS, None),
        (_PROJECTS, _BASIC, Severity.INFO),
    ):
        found: dict[Code, list[Cell]] = defaultdict(list)
        seen = False
        for table in evidence.tables:
            for code, cell in _of_item(table, name):
                if nature not in cell.region.nature or other in cell.region.nature:
                    continue
                seen = True
                if cell.amount and cell.amount > 0:
                    found[code].append(cell)
        if seen and not found:
            yield passed()
        for code, cells in found.items():
            first = cells[0]
            kind = "项目支出" if nature is Nature.PROJECT else "基本支出"
            usual = "基本支出" if nature is Nature.PROJECT else "项目支出"
            yield failed(
                f"{code} {name}列了{kind} {money(first.value)}，这一科目反映的是{usual}",
                *(cell.where for cell in cells if cell.where is not None),
                actual=first.amount,
                severity=severity,
            )


def _of_item(table: Table, name: str) -> Iterator[tuple[Code, Cell]]:
    """The own figures of the rows of one item."""
    rows = {
        row.id: row.code
        for rows in table.rows
        for row in rows
        if row.code is not None and row.code.level is Level.ITEM and plain(row.label) == name
    }
    for cell in table.cells.values():
        code = rows.get(cell.key.row)
        if code is not None and cell.region.ledger == OWN:
            yield code, cell


# --- levels -----------------------------------------------------------------------------------------------

_NAMED = pattern(
    r"(?P<name>[一-龥、]{2,30}(?:\([一-龥、]{1,8}\))?)[(\[【〔](?:\d{0,7})(?P<level>[类款项])级?[)\]】〕]"
)
# 【类】交通运输支出【款】公路水路运输: there the word stands before its name.
_LED = pattern(r"[(\[【〔][类款项]级?[)\]】〕]$")


def levels_are_right(evidence: Evidence) -> Iterator[Verdict]:
    """What the text calls 款 or 项 is one: silent where the classification or a table has such a name there."""
    clean, places = evidence.squeezed
    seen: set[tuple[str, str]] = set()
    # One heading, one finding: 类 named as 款 moves what stands below it too.
    headings: list[list[tuple[int, str, str, Code]]] = []
    end, is_led = -1, False
    for match in _NAMED.finditer(clean):
        name, word = match["name"], match["level"]
        if match.start() != end:
            headings.append([])
            is_led = _LED.search(clean, max(0, match.start() - 4), match.start()) is not None
        end = match.end()
        codes = item_codes(evidence, name)
        if is_led or word == "类" or (plain(name), word) in seen or not codes:
            continue
        seen.add((plain(name), word))
        level = _LEVELS[word]
        if any(code.level is level for code in codes):
            yield passed()
            continue
        other = min(codes, key=partial(_distance, level))
        headings[-1].append((places[match.start()], name, word, other))
    for wrong in filter(None, headings):
        said = "、".join(f"“{name}”写作（{word}）" for _, name, word, _ in wrong)
        are = "，".join(
            f"“{name}”是（{_LEVEL_WORDS[code.level]}）级科目 {code}" for _, name, _, code in wrong
        )
        yield failed(f"文字说明把{said}，{are}", evidence.where(wrong[0][0]))


def _distance(level: Level, code: Code) -> tuple[int, str]:
    return abs(code.level.value - level.value), code.digits


# --- names ------------------------------------------------------------------------------------------------

_CLOSE = 0.6


def names_agree(evidence: Evidence) -> Iterator[Verdict]:
    """A code bears one name in every table. Names of an earlier year, and of another code, are other rules' cases."""
    try:
        book = functional(evidence.year)
    except CatalogError:
        book = None
    names: dict[Code, dict[str, list[CodeRow]]] = defaultdict(lambda: defaultdict(list))
    for table in evidence.code_tables:
        for row in () if table.is_economic else table.coded:
            doubtful = row.where.page in evidence.doubtful_pages
            if row.code is not None and row.name and not doubtful and row.name == _whole(row.name):
                names[row.code][folded(row.name)].append(row)
    if names:
        yield passed()
    for code, spelled in names.items():
        if len(spelled) > 1:
            yield from _differing(code, spelled, book)


def _whole(name: str) -> str:
    """A name that was not cut."""
    return name.rstrip("….")


def _differing(
    code: Code, spelled: Mapping[str, Sequence[CodeRow]], book: Classification | None
) -> Iterator[Verdict]:
    official = None if book is None else book.get(code)
    chosen = folded(official.name) if official is not None else ""
    right = chosen if chosen in spelled else max(spelled, key=lambda name: len(spelled[name]))
    for name, rows in spelled.items():
        if name == right or _is_others_case(code, name, right, book):
            continue
        is_short = plain(name) == plain(right)
        if not is_short and (name in right or right in name or _likeness(name, right) < _CLOSE):
            # Cut by the width of its column, or no name of the item at all.
            continue
        other = spelled[right][0]
        yield failed(
            f"{rows[0].where.table}把 {code} 写作“{rows[0].name}”，{other.where.table}写作“{other.name}”",
            *(row.where for row in (*rows, other)),
            suggestion=other.name,
            severity=Severity.INFO if is_short else None,
        )


def _is_others_case(code: Code, name: str, right: str, book: Classification | None) -> bool:
    if book is None:
        return False
    entry = book.get(code)
    if book.was_called(code, name):
        return True
    if (
        entry is not None
        and entry.verified
        and folded(entry.name) == right
        and len(name) == len(right)
    ):
        return True
    return bool(codes_named("function", name, book.year)) and plain(name) != plain(right)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


RULES = (
    Rule(
        id="running-costs-are-basic",
        claim="行政运行只列基本支出",
        law="classification",
        severity=Severity.INFO,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对这笔支出：项目支出一般列一般行政管理事务或相应的专项科目。",
        check=running_is_basic,
        needs=(Part.PRINT, Part.TABLES),
    ),
    Rule(
        id="items-are-of-their-level",
        claim="文字所写科目的级次（类、款、项）正确",
        law="classification",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照当年政府收支分类科目，写明真正的项级科目。",
        check=levels_are_right,
        needs=(Part.PRINT, Part.TEXT),
    ),
    Rule(
        id="names-agree-between-tables",
        claim="同一科目在各表中名称相同",
        law="classification",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照当年政府收支分类科目，各表统一名称。",
        check=names_agree,
        needs=(Part.PRINT,),
    ),
)
