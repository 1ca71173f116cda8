"""`python -m benchmarks.large_department [FORMATS]`: 500 projects published in every format and read back."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from yusuan.pipeline import Inspection, Run
from yusuan.synthetic.department import synthesise
from yusuan.synthetic.draw import Size

if TYPE_CHECKING:
    from yusuan.core.budget import DepartmentalBudget

PROJECTS = 500


def large_department() -> DepartmentalBudget:
    """A department with the projects of six, which one alone does not think of."""
    budget = synthesise(7, 2026, "hebei", Size(6, 96, is_complete=True))
    projects = {project.code: project for project in budget.projects}
    lines, seed = list(budget.lines), 100
    while len(projects) < PROJECTS:
        seed += 1
        other = synthesise(seed, 2026, "hebei", Size(6, 96, is_complete=True))
        new = {
            project.code: replace(project, name=f"{project.name}（第{seed}批）")
            for project in other.projects[: PROJECTS - len(projects)]
            if project.code not in projects
        }
        projects |= new
        unit = budget.units[0].code
        lines += [replace(line, unit=unit) for line in other.lines if line.project in new]
    return replace(budget, projects=tuple(projects.values()), lines=tuple(lines))


def read_back(run: Run, form: str, folder: Path) -> Inspection:
    """The publication in one format, as our own readers see it."""
    ((name, content),) = run.publish([form], is_draft=True).items()
    (folder / name).write_bytes(content)
    return Inspection(folder / name)


def main() -> int:
    """Say of each format how large it is and what reading it takes; 1 when a project is lost."""
    forms = sys.argv[1].split(",") if len(sys.argv) > 1 else ["docx", "html", "xlsx", "pdf"]
    run, lost = Run.of(large_department()), 0
    for form in forms:
        with TemporaryDirectory() as folder:
            began = time.process_time()
            found = read_back(run, form, Path(folder))
            written = time.process_time() - began
            found.document  # noqa: B018  read
            read = time.process_time() - began - written
            projects = len(found.evidence.projects)
            lost += projects != PROJECTS
            print(f"{form}: written {written:.1f} s, read {read:.1f} s, {projects} projects")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
