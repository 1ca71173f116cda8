"""Write the parts of the documentation that the code knows, or check that they are up to date."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cogapp import Cog

ROOT = Path(__file__).resolve().parent.parent


def pages() -> list[Path]:
    """Every Markdown page with a part that cog writes."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    return sorted(page for page in found if "[[[cog" in page.read_text(encoding="utf-8"))


def main() -> int:
    """Rewrite the pages, or with --check say which differ from what the code would write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, fail on a difference")
    checking = parser.parse_args().check
    mode = ["--check", "--diff", "--check-fail-msg=run `make docs`"] if checking else ["-r"]
    names = [str(page) for page in pages()]
    if not names:
        return 0
    options = ["-n", "utf-8", "-U", "-I", str(ROOT), "--verbosity=1"]
    exit_code: int = Cog().main(["cog", *options, *mode, *names])
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
