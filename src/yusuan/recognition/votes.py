"""What a document says of itself, weighed: a value, how sure it is, and the signs in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")
_SHOWN = 4
_ENOUGH = 2.0


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A conclusion: None when nothing supports one; confidence from 0 to 1; the signs in Chinese."""

    value: T | None
    confidence: float = 0.0
    evidence: tuple[str, ...] = ()


@dataclass
class Votes(Generic[T]):
    """Signs for rival values. Signs of one sort count up to a limit; a text repeated counts once."""

    weights: dict[T, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    signs: dict[T, list[str]] = field(default_factory=lambda: defaultdict(list))
    seen: set[tuple[str, str]] = field(default_factory=set)

    def add(self, value: T, sort: str, weight: float, limit: float, words: str) -> None:
        """A sign of a sort for a value; the same words twice are one sign."""
        if (sort, words) in self.seen:
            return
        self.seen.add((sort, words))
        sorts = self.weights[value]
        sorts[sort] = min(limit, sorts.get(sort, 0.0) + weight)
        if len(self.signs[value]) < _SHOWN:
            self.signs[value].append(f"{sort}“{words[:30]}”")

    def weight(self, value: T) -> float:
        """All signs of a value together."""
        return sum(self.weights.get(value, {}).values())

    def best(self) -> Reading[T]:
        """The value with most weight; sure when much speaks for it and little against."""
        if not self.weights:
            return Reading(None)
        ranked = sorted(self.weights, key=self.weight, reverse=True)
        first = self.weight(ranked[0])
        share = first / sum(map(self.weight, ranked))
        against = [f"另有 {sign}" for other in ranked[1:2] for sign in self.signs[other][:1]]
        confidence = share * first / (first + _ENOUGH / 4)
        return Reading(ranked[0], round(confidence, 3), (*self.signs[ranked[0]], *against))
