"""Made-up departments of realistic size and shape, the same for the same seed: for tests and benchmarks."""

from __future__ import annotations

from yusuan.synthetic.department import synthesise
from yusuan.synthetic.draw import LARGE, Size

__all__ = ["LARGE", "Size", "synthesise"]
