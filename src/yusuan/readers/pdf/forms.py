"""How much a page draws once its forms are: a form that draws two, each of which draws two, doubles at every step.

Counted from the file's bytes, before anything is drawn: every stream once, whatever draws it how often.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

_HEAD = 4_000
_OBJECT = pattern(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_REFERENCE = pattern(rb"(\d{1,10})\s+\d{1,5}\s+R\b")
_NAMED = pattern(rb"/([^\s/<>\[\]()]{1,100})\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_DRAW = pattern(rb"/([^\s/<>\[\]()]{1,100})\s+Do\b")
_PACKED = pattern(rb"(?:\d+\s+\d+\s+)+")
_ESCAPED = pattern(rb"#([0-9A-Fa-f]{2})")
# Past this it is too much by any measure; numbers beyond it only take time to add.
_ENDLESS = 10**12
_RESOURCES = frozenset((b"Resources", b"XObject"))


class Drawn(NamedTuple):
    """What drawing a stream comes to: forms and pictures drawn, and bytes of operators gone through."""

    shapes: int
    operators: int


class Content(NamedTuple):
    """A stream of operators: what it draws by name, how often, and its length unpacked."""

    draws: Mapping[bytes, int]
    length: int
    is_form: bool

    @classmethod
    def of(cls, operators: bytes, *, is_form: bool) -> Content:
        """Count what operators draw."""
        return cls(Counter(map(_plain, _DRAW.findall(operators))), len(operators), is_form)


def drawn(
    content: bytes, packed: Iterable[bytes], streams: Mapping[int, Content]
) -> dict[int, Drawn]:
    """What each stream, by the number of its object, comes to with the forms it draws, however deep.

    `packed` are the object streams, unpacked. What is reached again from inside itself is not drawn again.
    """
    forms = {number for number, stream in streams.items() if stream.is_form}
    named = _Named(_objects(content, packed), forms)
    found: dict[_Node, Drawn] = {}
    for start in streams:
        waiting: list[_Node] = [start]
        under_way: set[_Node] = set()
        while waiting:
            node = waiting[-1]
            if node in found:
                waiting.pop()
            elif node in under_way:
                waiting.pop()
                found[node] = _sum(streams, named, node, found)
            else:
                under_way.add(node)
                inner = named.meant(streams, node)
                waiting += [n for some in inner.values() for n in some if n not in under_way]
    return {node: one for node, one in found.items() if isinstance(node, int)}


# A stream by its number, or a name that may mean any of several.
_Node: TypeAlias = int | bytes


def _sum(
    streams: Mapping[int, Content], named: _Named, node: _Node, found: Mapping[_Node, Drawn]
) -> Drawn:
    stream = streams[node] if isinstance(node, int) else Content({node: 1}, 0, is_form=False)
    shapes, operators = 0, stream.length
    for name, some in named.meant(streams, node).items():
        times = stream.draws[name]
        known = [found[one] for one in some if one in found]
        # A name is no drawing: what it means is.
        one_more = 0 if all(isinstance(one, bytes) for one in some) and some else 1
        shapes += times * (one_more + max((one.shapes for one in known), default=0))
        operators += times * max((one.operators for one in known), default=0)
    return Drawn(min(shapes, _ENDLESS), min(operators, _ENDLESS))


class _Named:
    """Which form a name means in a stream: what stands nearest says so, else whatever has the name anywhere."""

    def __init__(self, objects: Mapping[int, bytes], forms: set[int]) -> None:
        self.objects = objects
        self.forms = forms
        self.anywhere: dict[bytes, set[int]] = {}
        for text in objects.values():
            for name, number in self._pairs(text):
                self.anywhere.setdefault(name, set()).add(number)
        self.near: dict[int, dict[bytes, set[int]]] = {}

    def _pairs(self, text: bytes) -> Iterator[tuple[bytes, int]]:
        for name, number in _NAMED.findall(text):
            if int(number) in self.forms:
                yield _plain(name), int(number)

    def meant(
        self, streams: Mapping[int, Content], node: _Node
    ) -> Mapping[bytes, Collection[_Node]]:
        """What each name a stream draws by means; of a name alone, every form that has it."""
        if isinstance(node, bytes):
            return {node: self.anywhere.get(node, set())}
        if node not in self.near:
            self.near[node] = self._near(node) if streams[node].is_form else {}
        near = self.near[node]
        return {
            name: near.get(name) or ({name} if name in self.anywhere else set())
            for name in streams[node].draws
        }

    def _near(self, number: int) -> dict[bytes, set[int]]:
        """The names in a form's dictionary, and in its resources where they stand elsewhere."""
        found: dict[bytes, set[int]] = {}
        texts = [self.objects.get(number, b"")]
        seen = {number}
        for text in texts:
            for name, other in self._pairs(text):
                found.setdefault(name, set()).add(other)
            for name, other in _NAMED.findall(text):
                if _plain(name) in _RESOURCES and int(other) not in seen:
                    seen.add(int(other))
                    texts.append(self.objects.get(int(other), b""))
        return found


def _plain(name: bytes) -> bytes:
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), name) if b"#" in name else name


def _objects(content: bytes, packed: Iterable[bytes]) -> dict[int, bytes]:
    """The dictionary of each object, those packed in object streams too."""
    found: dict[int, bytes] = {}
    for match in _OBJECT.finditer(content):
        found[int(match[1])] = content[match.end() : match.end() + _HEAD].partition(b"endobj")[0]
    for body in packed:
        index = _PACKED.match(body.lstrip())
        if index is None:
            continue
        numbers = [int(n) for n in index[0].split()]
        base = len(body) - len(body.lstrip()) + index.end()
        offsets = [*numbers[1::2], len(body)]
        for number, (offset, end) in zip(numbers[::2], pairwise(offsets), strict=False):
            found[number] = body[base + offset : base + min(max(offset, end), offset + _HEAD)]
    return found
