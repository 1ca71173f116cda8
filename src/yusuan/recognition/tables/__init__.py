"""Grids → tables: pages joined, columns and rows understood, the meaning composed, the arithmetic asked.

`recognise_table` turns one whole grid into a table, or says why it does not.
"""

from yusuan.recognition.tables.build import Context, apart, recognise_table, title_of
from yusuan.recognition.tables.columns import PanelColumns, panels, roles
from yusuan.recognition.tables.logical import (
    Line,
    Logical,
    captions,
    dense,
    logical_tables,
    split_header,
    unstacked,
)
from yusuan.recognition.tables.touching import with_codes_apart
from yusuan.recognition.tables.units import unit_of
from yusuan.recognition.tables.unstated import in_the_documents_unit

__all__ = [
    "Context",
    "Line",
    "Logical",
    "PanelColumns",
    "apart",
    "captions",
    "dense",
    "in_the_documents_unit",
    "logical_tables",
    "panels",
    "recognise_table",
    "roles",
    "split_header",
    "title_of",
    "unit_of",
    "unstacked",
    "with_codes_apart",
]
