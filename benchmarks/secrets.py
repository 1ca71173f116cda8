"""Random classifications of random departments, two versions each, against an outsider with a solver of his own.

    uv run python -m benchmarks.secrets [DEPARTMENTS] [FIRST]

Prints how many versions left the house, how many secrets they held, and every one that was worked out.
"""

from __future__ import annotations

import sys
from collections import Counter
from time import monotonic

from tests.security.attacker import found_out, secrets_of
from tests.security.test_attacker import versions

_DEPARTMENTS = 2_000


def main() -> int:
    """1 when any secret was worked out exactly, or to within the margin."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _DEPARTMENTS
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    started = monotonic()
    seen: Counter[str] = Counter()
    for seed in range(first, first + count):
        published, refused = versions(seed)
        seen["refused"] += refused
        for budget, held in published:
            seen["published"] += 1
            seen["secrets"] += len(secrets_of(budget))
            for secret, (least, most) in found_out(budget, held):
                seen["lost"] += 1
                print(
                    f"{seed}: {secret.names[0]} is {secret.yuan:.2f}, in {least:.2f} to {most:.2f}"
                )
        if (seed - first + 1) % 200 == 0:
            print(f"{seed - first + 1} departments, {monotonic() - started:.0f} s", file=sys.stderr)
    print(
        f"{count} departments, two versions each: {seen['published']} published with {seen['secrets']} secrets, "
        f"{seen['refused']} refused; {seen['lost']} secrets worked out; {monotonic() - started:.0f} s"
    )
    return 1 if seen["lost"] else 0


if __name__ == "__main__":
    sys.exit(main())
