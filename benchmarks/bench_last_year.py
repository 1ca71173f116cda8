"""How often last year's figures, taken whole or in part from made-up departments, are said not to add up.

    python benchmarks/bench_last_year.py [FIRST LAST]

Every finding on unchanged figures is a false alarm. Then one figure is changed at a time: how often that is noticed.
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace

from yusuan.catalog import names
from yusuan.core.outcomes import Status
from yusuan.editions import EDITIONS, edition
from yusuan.pipeline import Run
from yusuan.rules.books.prior_year import figures_add_up
from yusuan.synthetic import synthesise
from yusuan.tables.stated import figures_for

YEAR = 2026


def alarms(run: Run, figures: object) -> int:
    """How many contradictions are found among some figures of last year."""
    subject = run.evidence.facts
    assert subject is not None
    changed = replace(subject, budget=replace(subject.budget, prior_year=tuple(figures)))  # type: ignore[arg-type]
    return sum(verdict.status is Status.FAILED for verdict in figures_add_up(changed))


def main(first: int, last: int) -> None:
    """Print what was found."""
    false = noticed = tried = whole = 0
    for seed in range(first, last):
        draw = random.Random(seed)  # noqa: S311  a draw, no secret
        for name in EDITIONS:
            run = Run.of(synthesise(seed, YEAR, name))
            known = names(YEAR)
            figures = list(figures_for(edition(name, YEAR).tables, run.printed, known))
            whole += len(figures)
            false += alarms(run, figures)
            false += alarms(run, draw.sample(figures, len(figures) // 3))
            for place in draw.sample(range(len(figures)), 5):
                wrong = figures[place]
                if not wrong.amount:
                    continue
                tried += 1
                slip = replace(wrong, amount=wrong.amount * 10)
                noticed += alarms(run, [*figures[:place], slip, *figures[place + 1 :]]) > 0
    print(
        f"figures {whole}, false alarms {false}, one figure ten times: noticed {noticed} of {tried}"
    )


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]) if len(sys.argv) > 2 else (0, 5))
