"""Two documents held side by side."""

from yusuan.rules.against.pair import check_against

__all__ = ["check_against"]
