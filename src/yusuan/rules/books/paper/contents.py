"""The contents page against the document: page numbers, entries without a section, sections without an entry."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from yusuan.core.numerals import list_number
from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.rules.books._print import NAMED, quoted
from yusuan.rules.books._words import listed
from yusuan.rules.dimension import Dimension
from yusuan.rules.evidence import Entry, core, coverage, likeness, plain
from yusuan.rules.spec import Part, Rule, failed, passed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.core.outcomes import Where
    from yusuan.rules.evidence import Evidence, Line, Paper
    from yusuan.rules.spec import Verdict

    Places = Mapping[Entry, Sequence[tuple[float, Line]]]

_FEWEST = 3
_MOST_COMPARISONS = 1_000_000
_MOSTLY = 0.6
_FOUND, _SAME = 0.5, 0.85
_SHORTEST_CORE = 4
# Titles of a whole part: the pages that follow need not repeat them.
_PART = pattern(
    r"(?:信息)?(?:预算|决算)?(?:信息)?(?:公开)?(?:报|附)?表(?:格)?|附件|附表|.{0,6}公开表"
)


def _listed_places(evidence: Evidence) -> Places:
    """The entries of the contents page with the lines that may be their headings; none where there is no such page."""
    entries = [entry for entry in evidence.paper.contents if not entry.is_broken]
    if len(entries) < _FEWEST or len(entries) * len(evidence.paper.headings) > _MOST_COMPARISONS:
        return {}
    return {entry: _places(entry, evidence) for entry in entries}


def _places(entry: Entry, evidence: Evidence) -> Sequence[tuple[float, Line]]:
    """The lines that may be the heading of an entry, with how well they fit."""
    own = core(entry.title, evidence.department)
    found = []
    for line in evidence.paper.headings:
        other = core(line.text, evidence.department)
        if other and own:
            share = coverage(own, other)
            if share >= _FOUND:
                found.append((max(likeness(own, other), 0.9 * (own in other)), line))
            elif own == other:
                found.append((1.0, line))
    return found


# --- page numbers -----------------------------------------------------------------------------------------


def page_numbers_fit(evidence: Evidence) -> Iterator[Verdict]:
    """The page printed beside an entry is where its heading stands, but for a constant number of cover pages."""
    places = evidence.once(_listed_places)
    labelled = {entry: entry.label for entry in places if entry.label is not None}
    best = _best(places)
    standing = {entry: _standing(places[entry], best) for entry in labelled}
    standing = {entry: pages for entry, pages in standing.items() if pages}
    offsets = Counter(page - labelled[entry] for entry, pages in standing.items() for page in pages)
    if not offsets:
        return
    offset, agreeing = max(offsets.items(), key=lambda item: (item[1], -abs(item[0])))
    if agreeing < max(_FEWEST, _MOSTLY * len(standing)):
        return
    wrong = [
        (entry, min(pages) - offset)
        for entry, pages in standing.items()
        # What stands before page 1 is the cover, or the contents page again.
        if labelled[entry] + offset not in pages and min(pages) > offset
    ]
    if not wrong:
        yield passed()
        return
    said = [f"{quoted(e.title)}标为第 {e.label} 页，实在第 {page} 页" for e, page in wrong]
    yield failed(
        f"目录页码与正文不符：{listed(said, NAMED)}（页码按其余各条推算，已扣除封面和目录）",
        *(entry.where for entry, _ in wrong),
    )


def _best(places: Places) -> Mapping[Line, float]:
    """How well each line fits the entry it fits best."""
    found: dict[Line, float] = {}
    for lines in places.values():
        for fit, line in lines:
            found[line] = max(fit, found.get(line, 0.0))
    return found


def _standing(lines: Sequence[tuple[float, Line]], best: Mapping[Line, float]) -> set[int]:
    """The pages on which a line stands that can only be the heading of an entry."""
    return {
        line.where.page
        for fit, line in lines
        if fit >= max(_SAME, best[line]) and line.where.page is not None
    }


# --- entries and sections ---------------------------------------------------------------------------------


def entries_have_sections(evidence: Evidence) -> Iterator[Verdict]:
    """Every entry has its heading in the body. Silent where most entries could not be found, or are attached files."""
    found = evidence.once(_listed_places)
    attached = _attached(tuple(found), evidence.paper)
    places = {entry: lines for entry, lines in found.items() if entry not in attached}
    missing = [entry for entry, lines in places.items() if not lines and _names_a_section(entry)]
    if len(places) - len(missing) < max(_FEWEST, _MOSTLY * len(places)):
        return
    if not missing:
        yield passed()
    for entry in missing:
        yield failed(f"目录列有{quoted(entry.title)}，正文中没有找到这一部分", entry.where)


_PART_NUMBER = pattern(r"第[一二三四五六七八九十]+(?:部分|章)")
_ATTACHED = pattern(r"^\(?(?:附件|附表|详见|见附|另附|以附件)|(?:见|为)附[件表]\)?。?$")
_FURNITURE = pattern(r"[-—–·第]*(?:\d{1,4})?[-—–·页]*")


def _attached(entries: Sequence[Entry], paper: Paper) -> set[Entry]:
    """The entries of a part whose place in the body holds nothing but a reference to an attached file."""
    found: set[Entry] = set()
    within = False
    for entry in entries:
        part = _PART_NUMBER.match(plain(entry.title))
        if part is not None:
            within = _is_attached(part[0], paper)
        elif within:
            found.add(entry)
    return found


def _is_attached(part: str, paper: Paper) -> bool:
    lines = [line.plain for line in paper.lines]
    start = next((n for n, text in enumerate(lines) if text.startswith(part)), None)
    if start is None:
        return False
    held: list[str] = []
    for text in lines[start + 1 :]:
        if _PART_NUMBER.match(text):
            break
        if not _FURNITURE.fullmatch(text):
            held.append(text)
    return bool(held) and all(_ATTACHED.search(text) for text in held)


def _names_a_section(entry: Entry) -> bool:
    bare = core(entry.title)
    return len(bare) >= _SHORTEST_CORE and not _PART.fullmatch(bare)


def sections_are_listed(evidence: Evidence) -> Iterator[Verdict]:
    """The contents leave out no table, and no heading numbered after one they list."""
    places = evidence.once(_listed_places)
    if not places:
        return
    found = list(_not_listed(places, evidence))
    yield from found or [passed()]


def _not_listed(places: Places, evidence: Evidence) -> Iterator[Verdict]:
    cores = [core(entry.title, evidence.department) for entry in evidence.paper.contents]
    tables = [c for c in evidence.paper.captions if c.table and c.title]
    unlisted = [c for c in tables if not _is_listed(core(c.title, evidence.department), cores)]
    if len(tables) - len(unlisted) >= max(_FEWEST, _MOSTLY * len(tables)):
        for caption in unlisted:
            yield _unlisted(caption.title, caption.where)
    for line in _numbered_on(places, evidence):
        if not _is_listed(core(line.text, evidence.department), cores):
            yield _unlisted(line.text, line.where)


def _unlisted(title: str, where: Where) -> Verdict:
    return failed(f"正文中的{quoted(title)}没有列入目录", where)


def _is_listed(own: str, cores: Sequence[str]) -> bool:
    return len(own) < _SHORTEST_CORE or any(coverage(own, other) >= _FOUND for other in cores)


_NUMBERED = pattern(r"^([一二三四五六七八九十]+)、")
_NUMERALS = {list_number(n): n for n in range(1, 60)}


def _numbered_on(places: Places, evidence: Evidence) -> Iterator[Line]:
    """Headings whose number follows that of a listed heading, where the contents stop short of that number."""
    headings = {
        line: entry
        for entry, lines in places.items()
        for fit, line in lines
        if fit >= _SAME and _number(line.text) == _number(entry.title) is not None
    }
    following = dict(
        zip(evidence.paper.contents, [*evidence.paper.contents[1:], None], strict=True)
    )
    last: Entry | None = None
    for line in evidence.paper.headings:
        number = _number(line.text)
        if number is None or line.is_cell:
            continue
        if line in headings:
            last = headings[line]
        elif last is not None and _number(last.title) == number - 1 and line.level:
            after = following.get(last)
            if after is None or _number(after.title) in {None, 1}:
                yield line
            last = None
        else:
            last = None


def _number(title: str) -> int | None:
    match = _NUMBERED.match(plain(title))
    return _NUMERALS.get(match[1]) if match else None


RULES = (
    Rule(
        id="contents-entry-without-section",
        claim="目录所列各部分正文中都有",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.COMPLETENESS,
        hint="请补上这一部分，或者从目录中删去这一条；不涉及的也应写明“无”。",
        check=entries_have_sections,
        needs=(Part.PRINT,),
    ),
    Rule(
        id="contents-page-numbers",
        claim="目录页码与正文相符",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.MANNER,
        hint="请更新目录页码后重新生成公开文件。",
        check=page_numbers_fit,
        needs=(Part.PRINT,),
    ),
    Rule(
        id="section-without-contents-entry",
        claim="正文各部分都列入目录",
        law="practice",
        severity=Severity.INFO,
        dimension=Dimension.MANNER,
        hint="请更新目录。",
        check=sections_are_listed,
        needs=(Part.PRINT,),
    ),
)
