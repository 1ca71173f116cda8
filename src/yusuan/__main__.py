"""`python -m yusuan`."""

from __future__ import annotations

from yusuan.cli.main import main

if __name__ == "__main__":
    main()
