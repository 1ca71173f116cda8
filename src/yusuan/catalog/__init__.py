"""Dated reference data with provenance: classifications, procurement codes, divisions, law, thresholds.

Every file is read on first use and kept. Only what was met in published documents is `verified`.
"""

from __future__ import annotations

from yusuan.catalog.classification import (
    CLASSIFICATIONS,
    Category,
    Classification,
    departmental_economic,
    folded,
    functional,
    government_economic,
    latest_year,
)
from yusuan.catalog.entries import Entry, Provenance, Source, sources
from yusuan.catalog.fiscal_divisions import FiscalDivision, division, divisions
from yusuan.catalog.law_references import LawReference, law, laws
from yusuan.catalog.mapping import government_economic_of
from yusuan.catalog.names import UNKNOWN, names
from yusuan.catalog.procurement_code import (
    ProcurementCode,
    ProcurementEntry,
    ProcurementKind,
    procurement,
    procurement_catalogue,
)
from yusuan.catalog.thresholds import Parameter, parameter, parameters

__all__ = [
    "CLASSIFICATIONS",
    "UNKNOWN",
    "Category",
    "Classification",
    "Entry",
    "FiscalDivision",
    "LawReference",
    "Parameter",
    "ProcurementCode",
    "ProcurementEntry",
    "ProcurementKind",
    "Provenance",
    "Source",
    "departmental_economic",
    "division",
    "divisions",
    "folded",
    "functional",
    "government_economic",
    "government_economic_of",
    "latest_year",
    "law",
    "laws",
    "names",
    "parameter",
    "parameters",
    "procurement",
    "procurement_catalogue",
    "sources",
]
