"""How much a search may do: counted and never timed, so that every machine finds the same, however busy it is."""

from __future__ import annotations


class Effort:
    """Steps left for all of one question; where they run out, what is left undone is said (`is_cut`)."""

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.left = steps
        self.is_cut = False

    def spend(self, steps: int) -> bool:
        """Take steps; tells whether there were as many left."""
        self.left -= steps
        self.is_cut = self.is_cut or self.left < 0
        return self.left >= 0

    def give_up(self) -> None:
        """Leave something undone that would take far too many steps, the rest being worth its own."""
        self.is_cut = True
