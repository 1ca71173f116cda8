"""What waits for somebody: each room gives its items, the home page shows them. A new kind of work is one `Source`."""

from yusuan.web.workflow.waiting.sources import SOURCES, waiting_for
from yusuan.web.workflow.waiting.values import Group, Item, Source

__all__ = ["SOURCES", "Group", "Item", "Source", "waiting_for"]
