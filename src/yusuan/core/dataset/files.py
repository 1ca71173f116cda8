"""The files of a dataset folder: what is called so is read, under either name, and what is not is the user's own."""

from __future__ import annotations

from yusuan.core import records as r

HEAD, OBJECTIVES = "department.toml", "objectives.toml"
PROJECTS, NARRATIVE = "projects", "narrative"
TABLES = {
    "lines.csv": r.LINES,
    "procurement.csv": r.PROCUREMENT,
    "assets.csv": r.ASSETS,
    "approved.csv": r.APPROVED,
    "transfers.csv": r.TRANSFERS,
    "prior_year.csv": r.PRIOR_YEAR,
}
# Files and folders as people may also call them.
CHINESE = {
    HEAD: f"{r.DEPARTMENT.label}.toml",
    OBJECTIVES: f"{r.OBJECTIVES.label}.toml",
    PROJECTS: r.PROJECTS.label,
    NARRATIVE: r.NARRATIVE.label,
    **{name: f"{record.label}.csv" for name, record in TABLES.items()},
}
_OWN = (HEAD, OBJECTIVES, *TABLES)
PARTS = (
    *_OWN,
    f"{PROJECTS}/*.toml",
    f"{NARRATIVE}/*.md",
    *(CHINESE[name] for name in _OWN),
    f"{CHINESE[PROJECTS]}/*.toml",
    f"{CHINESE[NARRATIVE]}/*.md",
)
