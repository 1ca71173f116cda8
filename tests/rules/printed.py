"""Small printed documents for rule tests, written so that a budget officer can read them, taken through the real readers.

`# ` begins a heading (`## ` a lower one), `|` a row of a table, `---` a new page, `>>>` a line that runs over the
edge of its page, `<` a line of HTML, any other line is a paragraph. A document of several pages is printed as PDF, else as a web page.
"""

from __future__ import annotations

import datetime as dt
import html
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yusuan.pipeline import Inspection
from yusuan.rules.evidence import Dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.rules.evidence import Evidence

BASE = Path(__file__).with_name("base.txt")
# What a case may say of a document: itself, or the base document with passages exchanged.
KEYS = frozenset({"print", "each", "title", "exchange", "approved", "published", "against"})
_DOCUMENT = KEYS - {"approved"}
TITLE = "青岩县水务局2025年部门预算"
_PAGE, _OVER = "---", ">>>"


def is_printed(case: dict[str, Any]) -> bool:
    """Tell whether a case describes a document, not facts: `approved` is a date of one, and a sheet of the other."""
    return bool(_DOCUMENT & case.keys())


def each_of(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The case, or for each line of `each` one whose document says nothing else below its `title`."""
    if "each" not in case:
        yield case
        return
    rest = {key: value for key, value in case.items() if key not in {"each", "title"}}
    for line in case["each"]:
        yield rest | {"print": f"# {case.get('title', TITLE)}\n{line}"}


def evidence_of_print(case: dict[str, Any], folder: Path) -> Evidence:
    """The document of a case as rules see it, beside the others it names."""
    others = _listed(case.get("against", ()))
    beside = tuple(Inspection(_file(text, folder, n)).evidence for n, text in enumerate(others, 1))
    path = _file(written(case), folder, 0)
    return Inspection(path, dates=_dates(case), beside=beside).evidence


def written(case: dict[str, Any]) -> str:
    """The document's text; an exchange replaces a passage of the base document that must be there."""
    text: str = case.get("print") or base()
    for old, new in case.get("exchange", ()):
        assert old in text, f"the base document does not say {old!r}"
        text = text.replace(old, new)
    return text


@cache
def base() -> str:
    """A whole disclosure that no rule finds fault with."""
    return BASE.read_text(encoding="utf-8")


def _listed(texts: str | list[str]) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts)


def _dates(case: dict[str, Any]) -> Dates | None:
    approved, published = (
        dt.date.fromisoformat(case[k]) if k in case else None for k in ("approved", "published")
    )
    return Dates(approved, published) if approved or published else None


def _file(text: str, folder: Path, n: int) -> Path:
    lines = [line.rstrip() for line in text.strip().splitlines() if line.strip()]
    is_paged = _PAGE in lines or any(line.startswith(_OVER) for line in lines)
    path = folder / f"{n}.{'pdf' if is_paged else 'html'}"
    path.write_bytes(_pdf(lines) if is_paged else _page(lines))
    return path


def _parts(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Stretches of lines of one kind: `|` for a table, `#` for headings, else text."""
    for mark, found in groupby(lines, key=lambda line: line[0] if line[0] in "|#" else ""):
        yield mark, list(found)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def _page(lines: list[str]) -> bytes:
    body = []
    for mark, found in _parts(lines):
        if mark == "|":
            rows = ("".join(f"<td>{html.escape(c)}</td>" for c in _cells(row)) for row in found)
            body.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        elif mark == "#":
            for line in found:
                depth = len(line) - len(line.lstrip("#"))
                body.append(f"<h{depth}>{html.escape(line.lstrip('# '))}</h{depth}>")
        else:
            body += [
                line if line.startswith("<") else f"<p>{html.escape(line)}</p>" for line in found
            ]
    return f"<html><head><meta charset='utf-8'></head><body>{''.join(body)}</body></html>".encode()


def _pdf(lines: list[str]) -> bytes:
    import typst

    from yusuan.writers.pdf.document import _fonts

    body = ['#set page("a4", margin: 2cm)', '#set text(size: 10pt, lang: "zh")']
    for mark, found in _parts(lines):
        if mark == "|":
            width = max(len(_cells(row)) for row in found)
            cells = ", ".join(_quoted(cell) for row in found for cell in _cells(row))
            body.append(f"#table(columns: {width}, {cells})")
        elif mark == "#":
            for line in found:
                depth = len(line) - len(line.lstrip("#"))
                words = _quoted(line.lstrip("# "))
                body.append(f"#heading(level: {depth}, {words})")
        else:
            body += map(_line, found)
    compiler = typst.Compiler(font_paths=_fonts())
    pdf = compiler.compile(input="\n".join(body).encode(), format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


def _line(line: str) -> str:
    if line == _PAGE:
        # Two in a row leave a blank page between them.
        return "#pagebreak()"
    if line.startswith(_OVER):
        words = _quoted(line.removeprefix(_OVER).strip())
        return f"#place(right, dx: 5.5cm, box(width: 20cm, align(right, {words})))"
    return f"#par({_quoted(line)})"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
