"""Whether the chains are whole: every entry in its place, every digest right, every head at the end of its chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.web.journal.chain import NOTHING, digest
from yusuan.web.journal.models import Entry, Head

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain breaks and how, in words."""

    chain: str
    sequence: int
    what: str

    def __str__(self) -> str:
        return f"{self.chain} 第{self.sequence}条：{self.what}"


def breaks() -> Iterator[Break]:
    """Every break, chain by chain; nothing where all is well."""
    heads = {head.chain: head for head in Head.objects.order_by("chain")}
    chains = set(heads) | set(Entry.objects.values_list("chain", flat=True).distinct())
    for chain in sorted(chains):
        yield from _of(chain, heads.get(chain))


def _of(chain: str, head: Head | None) -> Iterator[Break]:
    previous, sequence = NOTHING, 0
    for entry in Entry.objects.filter(chain=chain).order_by("sequence").iterator():
        if entry.sequence != sequence + 1:
            yield Break(chain, entry.sequence, f"前面缺少第{sequence + 1}条")
        if entry.previous != previous:
            yield Break(chain, entry.sequence, "与前一条不相扣")
        if entry.digest != digest(entry):
            yield Break(chain, entry.sequence, "内容与摘要不符，被改动过")
        previous, sequence = entry.digest, entry.sequence
    if head is None:
        yield Break(chain, sequence, "没有链尾")
    elif (head.sequence, head.digest) != (sequence, previous):
        yield Break(chain, sequence, f"链尾记的是第{head.sequence}条，末尾被删去或替换")


def counted() -> tuple[int, int]:
    """How many chains and entries there are."""
    return Head.objects.count(), Entry.objects.count()
