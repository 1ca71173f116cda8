"""All rules on a book as it stands: the command line's, on the same facts, with the rows each finding is about."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yusuan.core.errors import ReadError, UnplacedLine, YusuanError
from yusuan.core.money import yuan
from yusuan.core.outcomes import Pair, Severity
from yusuan.core.patterns import pattern
from yusuan.preparation.awaited import AWAITED, PUBLICATION
from yusuan.rules.fingerprint import rules_hash
from yusuan.web.budgets.dataset import run_of
from yusuan.web.budgets.models import Book

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from yusuan.core.errors import Fault
    from yusuan.core.outcomes import Outcome, Outcomes
    from yusuan.pipeline import Run

_PLACE = pattern(r"#(\d+)\.(\w+)")
_KEPT = 64
_LATER = "准备公开时办理，现在不用填写。"


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a row."""

    row: int
    field: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, for the person who typed it: what, by which rule, what to do, and the cells it is about.

    `id` is the finding's, the same in every run; what could not be read has the id "" and forbids as an error does.
    """

    severity: Severity
    message: str
    hint: str
    rule: str
    id: str
    cells: tuple[Cell, ...]
    outcome: Outcome | None = None

    @property
    def fix(self) -> str:
        """What the one cell should hold, as it is typed; empty where arithmetic leaves a choice."""
        outcome = self.outcome
        is_sure = outcome is not None and outcome.pair is Pair.CORRECTION and len(self.cells) == 1
        if not is_sure or outcome is None or outcome.expected is None:
            return ""
        return yuan(outcome.expected) if self.cells[0].field == "amount" else ""

    @property
    def blocks(self) -> bool:
        """Tell whether nothing may be submitted because of it."""
        if self.outcome is None:
            return True
        return self.outcome.blocks_publication and self.severity is Severity.ERROR

    @property
    def is_warning(self) -> bool:
        """Tell whether it needs a reason before submission."""
        return not self.blocks and self.severity is Severity.WARNING

    def is_of(self, rows: Container[int]) -> bool:
        """Tell whether it is about these rows and no others: whoever answers for them mends it alone."""
        return bool(self.cells) and all(cell.row in rows for cell in self.cells)

    def read_with(self, rows: Container[int] | None) -> Problem:
        """As somebody reads it who sees these rows only (None: all): without the figures of others."""
        if rows is None or self.is_of(rows):
            return self
        said = _("与其他单位的数有关，由主管部门核对；这里只指出本单位的行")
        return replace(self, message=said, hint="")


# Told apart by identity: what is kept of one is kept of it alone, and its facts are never hashed.
@dataclass(frozen=True, eq=False)
class Checked:
    """What the rules say of a book at one revision; without a `run` its rows could not all be read."""

    revision: int
    run: Run | None
    problems: tuple[Problem, ...]
    rules_hash: str = field(default_factory=rules_hash)

    @property
    def outcomes(self) -> Outcomes | None:
        """Every outcome; None where rows could not be read."""
        return None if self.run is None else self.run.outcomes

    @property
    def blocking(self) -> tuple[Problem, ...]:
        """What forbids submission."""
        return tuple(problem for problem in self.problems if problem.blocks)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What needs a reason before submission."""
        return tuple(problem for problem in self.problems if problem.is_warning)

    def counts(self) -> dict[str, int]:
        """How many errors, warnings and notes."""
        blocking, warnings = len(self.blocking), len(self.warnings)
        return {
            "error": blocking,
            "warning": warnings,
            "note": len(self.problems) - blocking - warnings,
        }


class _Kept:
    """The last books checked, by revision; one process, several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, int], Checked] = OrderedDict()

    def get(self, key: tuple[int, int]) -> Checked | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: tuple[int, int], checked: Checked) -> None:
        with self._lock:
            self._kept[key] = checked
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


_KEPT_CHECKS = _Kept()


def checked(book: Book) -> Checked:
    """All checks on the book as it stands in the database; kept in this process until its revision changes."""
    revision = Book.objects.values_list("revision", flat=True).get(pk=book.pk)
    key = (book.pk, revision)
    found = _KEPT_CHECKS.get(key)
    if found is None:
        found = _check(book, revision)
        _KEPT_CHECKS.put(key, found)
    return found


def forget() -> None:
    """Forget what was checked: for tests, where a rolled-back revision comes again with other rows."""
    _KEPT_CHECKS.clear()


def _check(book: Book, revision: int) -> Checked:
    try:
        run = run_of(book)
        outcomes = run.outcomes
    except ReadError as error:
        return Checked(revision, None, tuple(map(problem_of_fault, error.faults)))
    except UnplacedLine as error:
        said = Problem(Severity.ERROR, str(error), "请核对这一行的科目和性质。", "", "", ())
        return Checked(revision, None, (said,))
    except YusuanError as error:
        return Checked(revision, None, (Problem(Severity.ERROR, str(error), "", "", "", ()),))
    return Checked(revision, run, tuple(map(problem_of_outcome, outcomes.findings)))


def problem_of_fault(fault: Fault) -> Problem:
    """What could not be read, with the cell it stands in."""
    found = f"读到{fault.found}；" if fault.found else ""
    label = f"“{fault.field}”" if fault.field else fault.place if "#" not in fault.place else ""
    message = f"{label}{found}应为{fault.allowed}"
    return Problem(Severity.ERROR, message, "", "", "", tuple(cells_in([fault.place])))


def problem_of_outcome(outcome: Outcome) -> Problem:
    """A finding, with the cells behind it."""
    read_at = [place for one in outcome.read_at for place in one.first]
    # Settled at publication, which checks everything again.
    is_later = AWAITED.get(outcome.rule) == PUBLICATION
    said = (_LATER,) if is_later else (outcome.suggestion, outcome.hint)
    hint = " ".join(part for part in said if part)
    return Problem(
        Severity.INFO if is_later else outcome.severity,
        outcome.message,
        hint,
        outcome.rule,
        outcome.id,
        tuple(cells_in(read_at)),
        outcome,
    )


def cells_in(places: Iterable[str]) -> list[Cell]:
    """The fields of rows that places name (`dataset.place_of`)."""
    return [Cell(int(match[1]), match[2]) for place in places for match in _PLACE.finditer(place)]
