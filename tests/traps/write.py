"""Writes tests/data/traps from the trap definitions beside it.

Run from the checkout: ``PYTHONPATH=models:app:tests python -m traps.write [CODE…]``. Without codes every trap is
written. A trap is the good hall with one fault; its waivers are exactly what the rules find in it.
"""

import argparse
import importlib
import pkgutil
from pathlib import Path

import traps
from halls import good_hall
from hallwright.evaluate import Report, completed, evaluate
from hallwright.fileformat.text import to_text
from hallwright.project import Project, Waiver

FOLDER = Path(__file__).resolve().parent.parent / "data" / "traps"
DATE = "2026-11-21"


def all_traps() -> dict[str, "traps.Trap"]:
    """Every trap of every domain, by rule code."""
    found: dict[str, traps.Trap] = {}
    for info in sorted(pkgutil.iter_modules(traps.__path__), key=lambda i: i.name):
        if info.name != "write":
            module = importlib.import_module(f"traps.{info.name}")
            twice = found.keys() & module.TRAPS.keys()
            if twice:
                raise ValueError(f"two traps for {sorted(twice)}")
            found.update(module.TRAPS)
    return dict(sorted(found.items()))


def looked_at(code: str, project: Project, previous: Report | None = None) -> Report:
    """The report that a trap is made for: with slow engines run where its rule reads one."""
    report = evaluate(project, previous)
    return completed(report) if code in {gap.code for gap in report.left_out} else report


def trapped(code: str, trap: "traps.Trap") -> Project:
    """The hall with its fault, and a waiver for each finding."""
    project = trap[0](good_hall())
    waivers = {}
    for finding in looked_at(code, project).findings:
        waiver = Waiver(
            code=finding.code,
            subjects=finding.subjects,
            reason=f"Trap of {code}.",
            date=DATE,
            value=finding.value,
        )
        waivers[waiver.key] = waiver
    return project.changed(name=f"Trap {code}", waivers=waivers)


def write(codes: list[str]) -> None:
    """Write the traps of these codes, or all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for code, trap in all_traps().items():
        if not codes or code in codes:
            project = trapped(code, trap)
            (FOLDER / f"{code}.json").write_text(to_text(project), encoding="utf-8", newline="\n")
            (FOLDER / f"{code}.mend.txt").write_text("\n".join(trap[1]) + "\n", encoding="utf-8", newline="\n")
            print(code, ", ".join(project.waivers))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("codes", nargs="*")
    write(parser.parse_args().codes)
