"""What the example projects are expected to evaluate to; `python tests/examples.py` stores it anew."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STORED = Path(__file__).resolve().parent / "data" / "examples"
NAMES = ("edge-closet", "gb200-nvl72-row", "h100-scalable-unit", "hybrid-retrofit", "planted-faults")


def measured(name: str) -> dict[str, Any]:
    """Counts and key numbers of an example as the program sees it now."""
    from hallwright.equipment.rack import Rack
    from hallwright.equipment.system import System
    from hallwright.evaluate import evaluate
    from hallwright.fileformat.io import load
    from hallwright.resources import example

    project = load(example(f"{name}.hall")).project
    report = evaluate(project)
    power = report.results.power
    assert power is not None
    return {
        "counts": dict(report.counts),
        "findings": dict(sorted(Counter(f.code for f in report.findings if f.waiver is None).items())),
        "failed": dict(report.results.failed),
        "numbers": {
            "racks": sum(1 for _ in project.all(Rack)),
            "gpus": sum(system.gpus for system in project.all(System)),
            "cables": sum(link.count for link in project.links.values()),
            "it_kw": round(power.totals.it_kw, 3),
            "source_kw": round(power.totals.source_kw, 3),
        },
    }


def store() -> None:
    """Write what the examples evaluate to now."""
    STORED.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        text = json.dumps(measured(name), indent=1, sort_keys=True) + "\n"
        (STORED / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "models"))
    store()
