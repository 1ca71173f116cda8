"""Counts in a text: how many of what, what divides them, and the list that follows."""

from yusuan.narrative.counts.divisions import divisions
from yusuan.narrative.counts.judging import Division, Judgement, judge
from yusuan.narrative.counts.lists import CountedList, counted_lists
from yusuan.narrative.counts.statements import Count, counts_in

__all__ = [
    "Count",
    "CountedList",
    "Division",
    "Judgement",
    "counted_lists",
    "counts_in",
    "divisions",
    "judge",
]
