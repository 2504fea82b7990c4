"""The study as plain values for other programs."""

from dataclasses import asdict
from typing import Any

from hallwright.engines.study.records import Study
from hallwright.engines.study.verdicts import verdicts
from hallwright.fileformat.text import fingerprint

SCHEMA = "hallwright-study/1"


def study_plain(study: Study, file: str) -> dict[str, Any]:
    """Plain values: totals, every element, load and cable, every comparison with a limit, and what was assumed."""
    return {
        "schema": SCHEMA,
        "file": file,
        "hash": fingerprint(study.project),
        "demand_basis": study.project.settings.demand_basis.value,
        "source_kw": study.source_kw,
        "cable_loss_kw": study.cable_loss_kw,
        "live_kw": study.live_kw,
        "elements": {id: asdict(record) for id, record in study.elements.items()},
        "cables": {id: asdict(record) for id, record in study.cables.items()},
        "verdicts": [
            {**asdict(v), "holds": v.holds, "name": study.project.name_of(v.subject)} for v in verdicts(study)
        ],
        "assumptions": list(study.assumptions),
        "not_studied": list(study.not_studied),
    }


def exit_code(study: Study) -> int:
    """0 all limits hold, 1 one is broken, 2 something was not evaluated."""
    found = {v.holds for v in verdicts(study)}
    return 1 if False in found else 2 if None in found or study.not_studied else 0
