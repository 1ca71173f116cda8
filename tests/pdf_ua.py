"""An independent look at a tagged PDF: what PDF/UA-1 and PDF/A-3 ask, as far as its objects tell.

No validator is among the packages; this reads the file through pikepdf, which shares no code with what wrote
it, and names every complaint with its place. It does not judge colours, nor whether words are true.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Structure types of ISO 32000-1 that may stand without marked content of their own.
_MAY_BE_EMPTY = {"TD", "TH"}
_HEADINGS = {f"H{n}": n for n in range(1, 7)}
_INSIDE = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
    "TOC": {"TOCI", "TOC", "Caption"},
    "L": {"LI", "Caption"},
    "LI": {"Lbl", "LBody"},
}


def complaints(pdf: pikepdf.Pdf) -> list[str]:
    """Everything that is missing or wrong."""
    return [
        *map(str, pdf.check_pdf_syntax()),
        *_catalogue(pdf),
        *_metadata(pdf),
        *_fonts(pdf),
        *_attachments(pdf),
        *_structure(pdf),
        *_content(pdf),
    ]


def _catalogue(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.MarkInfo.get("/Marked"):
        yield "MarkInfo does not say Marked"
    if root.MarkInfo.get("/Suspects"):
        yield "tags are suspect"
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not root.ViewerPreferences.get("/DisplayDocTitle"):
        yield "the window shows the file's name, not its title"
    intents = _list(root, "/OutputIntents")
    if "/GTS_PDFA1" not in [str(one.S) for one in intents]:
        yield "no output intent of PDF/A"
    if any("/DestOutputProfile" not in one for one in intents):
        yield "an output intent without its profile"
    if pdf.is_encrypted:
        yield "encrypted"
    for n, page in enumerate(pdf.pages, start=1):
        if str(page.get("/Tabs", "")) != "/S" and page.get("/Annots"):
            yield f"page {n}: tabs do not follow the structure"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    with pdf.open_metadata() as metadata:
        for name, wanted in (
            ("pdfaid:part", "3"),
            ("pdfaid:conformance", "A"),
            ("pdfuaid:part", "1"),
        ):
            if metadata.get(name) != wanted:
                yield f"{name} is {metadata.get(name)}"
        if not metadata.get("dc:title"):
            yield "no title"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for one in pdf.objects:
        if not isinstance(one, pikepdf.Dictionary) or one.get("/Type") != "/Font":
            continue
        name = str(one.get("/BaseFont"))
        if one.get("/Subtype") == "/Type0" and "/ToUnicode" not in one:
            yield f"{name} has no ToUnicode"
        descriptor = one.get("/FontDescriptor")
        if descriptor is not None and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(
            descriptor.keys()
        ):
            yield f"{name} is not embedded"


def _attachments(pdf: pikepdf.Pdf) -> Iterator[str]:
    for spec in _list(pdf.Root, "/AF"):
        name = str(spec.get("/UF"))
        for key in ("/AFRelationship", "/Desc", "/F", "/UF"):
            if key not in spec:
                yield f"attachment {name} has no {key}"
        if "/Subtype" not in spec.EF.F:
            yield f"attachment {name} has no type"


# --- structure --------------------------------------------------------------------------------------------


def kind(element: pikepdf.Dictionary, roles: dict[str, str]) -> str:
    """The standard type of an element, its role mapped."""
    name = str(element.get("/S", "/")).removeprefix("/")
    return roles.get(name, name)


def _list(holder: pikepdf.Object, name: str) -> list[Any]:
    """What stands under a name: several things, one, or none."""
    found = holder.get(name)
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def children(element: pikepdf.Object) -> list[Any]:
    """What an element holds, in order: elements, content ids, references."""
    return _list(element, "/K")


def elements(element: pikepdf.Object) -> list[pikepdf.Dictionary]:
    """The child elements."""
    return [c for c in children(element) if isinstance(c, pikepdf.Dictionary) and "/S" in c]


def _attribute(element: pikepdf.Dictionary, name: str) -> str:
    held = [one for one in _list(element, "/A") if isinstance(one, pikepdf.Dictionary)]
    return next((str(one[name]) for one in held if name in one), "")


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    tree = pdf.Root.StructTreeRoot
    roles = {
        str(k).removeprefix("/"): str(v).removeprefix("/")
        for k, v in tree.get("/RoleMap", pikepdf.Dictionary()).items()
    }
    if "/ParentTree" not in tree:
        yield "no parent tree"
    level = 0
    stack = [(one, "") for one in reversed(elements(tree))]
    while stack:
        element, above = stack.pop()
        name = kind(element, roles)
        path = f"{above}/{name}"
        yield from (f"{path}: {said}" for said in _element(element, name, roles))
        if name in _HEADINGS:
            if _HEADINGS[name] > level + 1:
                yield f"{path} follows a heading of level {level}"
            level = _HEADINGS[name]
        stack += [(one, path) for one in reversed(elements(element))]


def _element(element: pikepdf.Dictionary, name: str, roles: dict[str, str]) -> Iterator[str]:
    """What is wrong with one element by itself."""
    if not children(element) and name not in _MAY_BE_EMPTY:
        yield "is empty"
    if name == "Figure" and not (element.get("/Alt") or element.get("/ActualText")):
        yield "has no alternative text"
    if name in _INSIDE:
        wrong = {kind(one, roles) for one in elements(element)} - _INSIDE[name]
        yield from (f"{other} is directly in it" for other in sorted(wrong))
    if name == "TH" and _attribute(element, "/Scope") not in {"/Row", "/Column", "/Both"}:
        yield "has no scope"
    if name == "Table":
        if not _attribute(element, "/Summary"):
            yield "has no summary"
        yield from _table(element, roles)


def _table(table: pikepdf.Dictionary, roles: dict[str, str]) -> Iterator[str]:
    """Every row of a table takes the same number of columns, spans counted."""
    rows = []
    for part in elements(table):
        rows += [part] if kind(part, roles) == "TR" else elements(part)
    reaching: Counter[int] = Counter()
    widths = set()
    headed = False
    for row in rows:
        column = 0
        taken: set[int] = {c for c, more in reaching.items() if more}
        covered = set(taken)
        for c in taken:
            reaching[c] -= 1
        for cell in elements(row):
            headed = headed or kind(cell, roles) == "TH"
            while column in covered:
                column += 1
            across = int(_attribute(cell, "/ColSpan") or 1)
            down = int(_attribute(cell, "/RowSpan") or 1)
            for c in range(column, column + across):
                covered.add(c)
                reaching[c] = max(reaching[c], down - 1)
            column += across
        widths.add(len(covered))
    if len(widths) > 1:
        yield f"its rows take {sorted(widths)} columns"
    if any(reaching.values()):
        yield "a cell reaches below it"
    if not headed:
        yield "has no header cells"


# --- content ----------------------------------------------------------------------------------------------


def _content(pdf: pikepdf.Pdf) -> Iterator[str]:
    """All text is tagged or an artifact, and the tags follow the order in which it is drawn.

    Within a table the tags lead: a cell beside several rows is drawn after them.
    """
    order = _reading_order(pdf)
    for n, page in enumerate(pdf.pages):
        depth, drawn = 0, []
        for instruction in pikepdf.parse_content_stream(page):
            name, operands = str(instruction.operator), instruction.operands
            if name in {"BDC", "BMC"}:
                depth += 1
                marked = operands[1] if len(operands) > 1 else None
                if isinstance(marked, pikepdf.Dictionary) and "/MCID" in marked:
                    drawn.append(int(marked.MCID))
            elif name == "EMC":
                depth -= 1
            elif name in {"Tj", "TJ"} and not depth:
                yield f"page {n + 1}: text that no tag holds"
        told = order.get(n, {})
        if sorted(told) != sorted(drawn):
            yield f"page {n + 1}: content and tags name different parts"
        elif _runs(told.values()) != _runs(told[one] for one in drawn):
            yield f"page {n + 1}: the tags do not follow what is drawn"


def _runs(owners: Iterable[object]) -> list[object]:
    """What stands in order, parts of one table taken as one."""
    return [owner for owner, _ in groupby(owners)]


def _reading_order(pdf: pikepdf.Pdf) -> dict[int, dict[int, object]]:
    """By page, the marked content in the order of the tags, each with the table it belongs to or itself."""
    pages = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}
    order: dict[int, dict[int, object]] = {}
    stack: list[tuple[Any, Any, object]] = [(pdf.Root.StructTreeRoot, None, None)]
    while stack:
        one, page, table = stack.pop()
        if isinstance(one, pikepdf.Dictionary):
            if one.get("/Type") == "/OBJR":
                continue
            page = one.get("/Pg", page)
            if one.get("/S") == "/Table":
                table = table or f"table {one.objgen}"
            if "/MCID" not in one:
                stack += [(child, page, table) for child in reversed(children(one))]
                continue
            one = int(one.MCID)
        order.setdefault(pages[page.objgen], {})[one] = table or one
    return order
