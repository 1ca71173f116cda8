"""Text into WordprocessingML, strictly escaped: whatever a name contains, the file stays well-formed."""

from __future__ import annotations

from functools import lru_cache

from yusuan.core.patterns import pattern
from yusuan.writers.paper.measure import is_east_asian

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# What XML cannot carry, and marks that reorder or hide text.
_UNSAFE = pattern(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|[\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff]"
)
_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_EAST_ASIAN_HINT = '<w:rFonts w:hint="eastAsia"/>'


def clean(text: str) -> str:
    """The text without characters that XML forbids or that make a reader see something else."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\x85", "\n")
    return _UNSAFE.sub("\ufffd", text)


def escape(text: str) -> str:
    """Clean and escape text for an element or a quoted attribute."""
    return clean(text).translate(_SPECIAL)


@lru_cache(maxsize=4096)
def run(text: str, properties: str = "") -> str:
    """A run of text; line feeds become breaks. `properties` is the inside of `w:rPr` (no `w:rFonts`)."""
    text = clean(text)
    if not text:
        return ""
    if any(c > "~" and is_east_asian(c) and not c.isalnum() for c in text):
        # Quotes, dashes and ≥ are Latin or Chinese by context; say Chinese.
        style, rest = _split_style(properties)
        properties = style + _EAST_ASIAN_HINT + rest
    opening = f"<w:r><w:rPr>{properties}</w:rPr>" if properties else "<w:r>"
    return opening + "<w:br/>".join(map(_text, text.split("\n"))) + "</w:r>"


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A paragraph in a style; `properties` follows `w:pStyle` in schema order."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inside = named + properties
    return f"<w:p><w:pPr>{inside}</w:pPr>{content}</w:p>" if inside else f"<w:p>{content}</w:p>"


def field(instruction: str, result: str) -> str:
    """A field with its result filled in; `result` is plain text."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:t>{escape(result)}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


TAB = "<w:r><w:tab/></w:r>"


def _text(line: str) -> str:
    if not line:
        return ""
    preserve = ' xml:space="preserve"' if "  " in line or line != line.strip() else ""
    return f"<w:t{preserve}>{line.translate(_SPECIAL)}</w:t>"


def _split_style(properties: str) -> tuple[str, str]:
    """Part a leading `w:rStyle` from the rest: `w:rFonts` comes between them."""
    if properties.startswith("<w:rStyle"):
        end = properties.index("/>") + 2
        return properties[:end], properties[end:]
    return "", properties
