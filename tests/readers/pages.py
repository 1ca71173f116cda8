"""PDF pages made for tests: Typst sets them, pikepdf turns, locks and breaks them."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import typst

A4 = '#set page(width: 595pt, height: 842pt, margin: 60pt)\n#set text(font: "Noto Serif SC", size: 10pt)\n'


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    import pylopdf_fonts_zh_cn as wheel
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[wheel.serif_path().parent],
    )


@lru_cache(maxsize=64)
def printed(source: str) -> bytes:
    """Pages set from Typst markup."""
    import typst

    pdf = typst.Compiler(font_paths=_fonts()).compile(
        input=(A4 + source).encode(), format="pdf", timestamp=0
    )
    assert isinstance(pdf, bytes)
    return pdf


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], None], **saving: object) -> bytes:
    """A PDF with something done to it."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        saved = io.BytesIO()
        document.save(saved, **saving)  # type: ignore[arg-type]  # pikepdf's own options
    return saved.getvalue()


def drawn(
    content: str, *, box: tuple[int, int] = (400, 300), forms: Mapping[str, str] = {}
) -> bytes:
    """One page of raw page operators in Helvetica."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=box)
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font), XObject=pikepdf.Dictionary())
    for name, operators in forms.items():
        form = document.make_stream(operators.encode())
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = pikepdf.Array([0, 0, *box])
        form.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        resources.XObject[f"/{name}"] = form
    page.Resources = resources
    page.Contents = document.make_stream(content.encode())
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def said(x: float, y: float, text: str, size: float = 10) -> str:
    """The operators that print a text at a place."""
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n"


def nested_forms(levels: int, each: int) -> bytes:
    """One page that draws a form that draws a form `each` times, and so on down."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(400, 300))
    inner: pikepdf.Object | None = None
    for _ in range(levels):
        form = document.make_stream(b"0 0 m 10 10 l S" if inner is None else b"/X Do " * each)
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = pikepdf.Array([0, 0, 400, 300])
        if inner is not None:
            form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
        inner = form
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
    page.Contents = document.make_stream(b"/X Do")
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()
