"""One cause behind findings of many documents: the same rule, the same words once the particulars have gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.batch.record import Finding, Record

_EXAMPLES = 3
_SEVERITIES = ("error", "warning", "info")
_QUOTED = pattern(r"“[^“”]*”|「[^」]*」|\"[^\"]*\"")
_NUMBER = pattern(r"[-+−]?\d[\d,，]*(?:\.\d+)?(?:\s*[%％])?")
# Sums of more or fewer parts.
_NUMBERS = pattern(r"#(?:\s*[-+×、，,/]?\s*#)+")
# Names of tables and rows follow a figure's place; a code in front belongs to its name.
_CODE_AND_NAME = pattern(r"\d{3,9}\s+[\u4e00-\u9fff（）()、]+")
_REPEATED = pattern(r"(?P<part>…[、,，；;\s]*)(?:(?P=part)|…)+")
# One example or many of them: the cause is the same.
_AND_OTHERS = pattern(r"…\s*等\s*#\s*[处项个行张条]")
_CODE_ROW = pattern(r"\d{3,9}(?:\D.*)?")


class Cause(NamedTuple):
    """What makes findings alike. `words` is the skeleton of the message: … for a name, # for a number."""

    rule: str
    severity: str
    words: str
    table: str
    row: str
    column: str


@dataclass(slots=True)
class Reach:
    """How far a cause goes: documents it is found in, findings in all, the first documents by name."""

    documents: int = 0
    findings: int = 0
    examples: list[str] = field(default_factory=list)
    # One message as it was said, for people.
    message: str = ""


class Causes:
    """Counts causes; documents come in the order of their names, so that examples are the same every time."""

    def __init__(self) -> None:
        self._found: dict[Cause, Reach] = {}

    def add(self, record: Record) -> None:
        """Count the standing findings of a document."""
        met = set()
        for finding in record.findings:
            cause = cause_of(finding, record)
            reach = self._found.setdefault(cause, Reach(message=finding["message"]))
            reach.findings += 1
            if cause not in met:
                met.add(cause)
                reach.documents += 1
                if len(reach.examples) < _EXAMPLES:
                    reach.examples.append(record.name)

    def by_reach(self) -> Iterator[tuple[Cause, Reach]]:
        """Widest first; of equal reach the graver, then by words."""
        return iter(
            sorted(
                self._found.items(),
                key=lambda item: (
                    -item[1].documents,
                    -item[1].findings,
                    _SEVERITIES.index(item[0].severity),
                    item[0],
                ),
            )
        )


def cause_of(finding: Finding, record: Record) -> Cause:
    """The cause a finding has in common with others."""
    place = next(iter(finding["where"]), {"table": "", "row": "", "column": ""})
    title = record.titles.get(place["table"], place["table"])
    return Cause(
        finding["rule"],
        finding["severity"],
        skeleton(finding["message"], (record.department, *record.titles.values())),
        skeleton(title, (record.department,)),
        # Which item of spending it is differs by department; which printed row it is does not.
        "#" if _CODE_ROW.fullmatch(place["row"]) else skeleton(place["row"], ()),
        skeleton(place["column"], ()),
    )


def skeleton(message: str, names: Iterable[str] = ()) -> str:
    """A message without its particulars: names and quotations become …, numbers, years, pages and codes #."""
    text = message
    for name in sorted({name for name in names if len(name) > 1}, key=lambda n: (-len(n), n)):
        text = text.replace(name, "…")
    text = _QUOTED.sub("…", text)
    text = _CODE_AND_NAME.sub("#", text)
    text = _NUMBERS.sub("#", _NUMBER.sub("#", text))
    text = _AND_OTHERS.sub("…", _REPEATED.sub("…", text))
    return " ".join(text.split())
