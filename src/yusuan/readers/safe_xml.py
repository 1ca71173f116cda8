"""Parse XML from strangers: no entities, no document types, no network, bounded in the nodes it may make."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from yusuan.core.errors import ReadError

# Elements and attributes together; a node takes some hundred bytes of memory.
MOST_NODES = 3_000_000
# And what they say: the largest table a reader takes is half of this.
LARGEST_PART = 64 * 1024 * 1024
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


def parsed(content: bytes, part: str, fault: Callable[[str, str], ReadError]) -> _Element:
    """The root of a part; `fault` turns what is wrong and what is allowed into the error raised."""
    from lxml import etree

    if len(content) > LARGEST_PART:
        size = f"{len(content) >> 20} MB"
        raise fault(f"{part} 展开后有 {size}", f"至多 {LARGEST_PART >> 20} MB；请拆分后分别读取")
    if any(mark in content for mark in _DOCTYPES):
        raise fault(f"{part} 含文档类型声明（DTD）", "不含 DTD 的文件")
    if node_bound(content) > MOST_NODES:
        raise fault(f"{part} 过大", f"至多 {MOST_NODES} 个节点")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, UnicodeError, ValueError, LookupError) as error:
        raise fault(f"{part} 不是完好的 XML", "完好的文件") from error
    # In an encoding that hides the mark above, the parser still sees it.
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise fault(f"{part} 含文档类型声明（DTD）", "不含 DTD 的文件")
    return root


def node_bound(content: bytes) -> int:
    """No tree has more elements and attributes than its text has marks that begin them."""
    return content.count(b"<") + content.count(b"=")


def local(element: _Element) -> str:
    """The name without its namespace: strict and transitional files name alike."""
    return _without_namespace(str(element.tag))


@lru_cache(maxsize=1024)
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


def attribute(element: _Element | None, name: str, default: str = "") -> str:
    """An attribute by its local name."""
    if element is None:
        return default
    for key, value in element.attrib.items():
        if _without_namespace(str(key)) == name:
            return str(value)
    return default


def child(element: _Element | None, *names: str) -> _Element | None:
    """Follow first children by their local names."""
    for name in names:
        if element is None:
            return None
        element = next(element.iterchildren(f"{{*}}{name}"), None)
    return element
