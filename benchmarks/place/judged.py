"""Look at a place from outside of its processes: what is half done, counted as JSON (names in capitals)."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from yusuan.web.starting import start

if TYPE_CHECKING:
    from yusuan.web.budgets.models import Part

_STEPS = ("submit_part", "review_part")


def main() -> None:
    """Count."""
    start()
    from yusuan.web.budgets.models import Import, Operation, Part
    from yusuan.web.journal.models import Entry
    from yusuan.web.workflow.models import Step

    parts = list(Part.objects.exclude(unit=None))
    imported = Import.objects.exclude(done_revision=None)
    notes = Entry.objects.filter(note__startswith="导入").values("at").distinct()
    steps = Step.objects.exclude(part=None).count()
    said = {
        "looks from outside": 1,
        "STEPS OUT OF ORDER": sum(not _alternates(part) for part in parts),
        "STEP WITHOUT STATE": sum(_last(part) != part.state for part in parts),
        "STEPS NOT JOURNALLED": abs(
            steps - Entry.objects.filter(kind="budgets.part", action__in=_STEPS).count()
        ),
        "SAVES NOT JOURNALLED": abs(
            Operation.objects.count()
            - Entry.objects.filter(kind="budgets.row", action="edit", note="").count()
        ),
        "IMPORTS NOT JOURNALLED": abs(imported.count() - notes.count()),
    }
    sys.stdout.write(json.dumps(said))


def _steps(part: Part) -> list[str]:
    return list(part.steps.order_by("pk").values_list("transition", flat=True))


def _alternates(part: Part) -> bool:
    steps = _steps(part)
    return all(name == ("submit_part", "return_part")[n % 2] for n, name in enumerate(steps))


def _last(part: Part) -> str:
    steps = _steps(part)
    return (
        {"submit_part": "submitted", "return_part": "entering"}[steps[-1]] if steps else part.state
    )


if __name__ == "__main__":
    main()
