"""Kill the worker and whoever publishes at random moments, N times; count what was torn, lost, or done twice.

python -m benchmarks.place_kills 100 [--seed 1]
python -m benchmarks.place_kills 0         # before each statement to the database in turn
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Run it in a process of its own, for which the installation is a temporary folder; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", nargs="?", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        environment = {**os.environ, "YUSUAN_HOME": str(home)}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "tests.web.place.publication.killing"]
        command += [str(asked.kills), str(asked.seed)]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
