"""docs/dataset.md: every record and field, the files they stand in, and what errors look like."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tools.reference.example import new_folder
from tools.reference.markdown import code, fence, table
from yusuan.cli.commands.new import _FILES as FILES
from yusuan.core import fields as f
from yusuan.core.errors import ReadError
from yusuan.core.records import NARRATIVE_TEXTS, RECORDS
from yusuan.readers.folder import read_folder
from yusuan.writers.workbook.hints import explained

_KINDS = (
    f.TEXT, f.AMOUNT, f.NUMBER, f.PERCENT, f.WHOLE, f.DATE,
    f.FLAG, f.FUNCTION, f.ECONOMIC, f.TARGET,
)  # fmt: skip
_NAMES = (code(f.NAMES), "以顿号分隔的字段名，用标识或中文名")
_CHOICE = ("*one of*", "the Chinese labels the field lists")
# What a tired person writes, and where.
_SLIPS = (
    ("lines.csv", ",30101,", ",301,"),
    ("lines.csv", ",基本支出,", ",基本,"),
    ("department.toml", "130302", '130302"\ncolour = "红'),
)


def files() -> str:
    """The files of a new dataset folder."""
    return fence("\n".join(new_folder()))


def kinds() -> str:
    """How the values of each kind are written."""
    rows = [(code(kind.name), kind.allowed) for kind in _KINDS]
    return table(("kind", "takes"), [*rows, _NAMES, _CHOICE])


def records() -> str:
    """Every record: where it stands and what its fields take."""
    text = ""
    for record in RECORDS:
        place = f"In `{FILES[record.name]}`; sheet `{record.label}`; open data `{record.name}.csv`."
        text += f"### `{record.name}` {record.label}\n\n{place}\n\n"
        text += table(
            ("field", "label", "required", "kind", "takes"),
            (
                (
                    code(field.name),
                    field.label,
                    "yes" if field.is_required else "",
                    "one of"
                    if field.kind.choices and field.kind is not f.FLAG
                    else field.kind.name,
                    # After the first stop, which says whether the field may stay blank.
                    explained(record, field).partition("。")[2],
                )
                for field in record.fields
            ),
        )
    return text


def texts() -> str:
    """The texts an edition can ask for."""
    rows = ((code(name), use) for name, use in NARRATIVE_TEXTS.items())
    return table(("name", "内容"), rows)


def shown(name: str, language: str) -> str:
    """One file of a new dataset folder; a name may end in `*`."""
    found = next(file for file in new_folder() if file.startswith(name.removesuffix("*")))
    return f"`{found}`\n\n" + fence(new_folder()[found], language)


def faults() -> str:
    """What reading says about a folder with three slips in it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in new_folder().items():
            written = content
            for file, right, wrong in _SLIPS:
                if file == name:
                    written = _slip(written, right, wrong)
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(written, encoding="utf-8")
        try:
            read_folder(Path(folder))
        except ReadError as error:
            return fence("\n".join(map(str, error.faults)))
    raise AssertionError("the slips were read as if they were right")


def _slip(text: str, right: str, wrong: str) -> str:
    if right not in text:
        raise AssertionError(f"{right!r} is no longer in the new folder")
    return text.replace(right, wrong, 1)
