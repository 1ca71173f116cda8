"""`python -m benchmarks.fuzz_numbers [EXAMPLES] [SEED]`: documents full of numbers that are none; none may break."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.laws.admitted import broken_by, said


def main() -> int:
    """Count what breaks, and print each kind once with what broke it."""
    examples, start = (int(text) for text in (*sys.argv[1:], "200", "1")[:2])
    broken: Counter[str] = Counter()
    tried = 0
    began = time.monotonic()
    with TemporaryDirectory() as folder:

        @seed(start)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(sentences=said())
        def run(sentences: list[str]) -> None:
            nonlocal tried
            tried += 1
            try:
                reasons = broken_by(sentences, Path(folder))
            except Exception as error:  # noqa: BLE001  counted, and the next is tried
                reasons = [f"{type(error).__name__}: {error}"]
            for reason in reasons:
                if not broken[reason[:60]]:
                    print(reason[:200], sentences)
                broken[reason[:60]] += 1

        run()
    print(f"{tried} documents, {sum(broken.values())} broken, {time.monotonic() - began:.0f} s")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
