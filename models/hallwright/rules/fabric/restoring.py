"""What mends every finding about wiring that differs from a fabric's rule."""

from collections.abc import Iterator
from functools import partial

from hallwright.engines.wiring.records import WiringRecord
from hallwright.project import Project
from hallwright.rules.base import Context, Fix


def record_of(id: str, context: Context) -> WiringRecord | None:
    """How the wiring of a thing differs from its fabric's rule."""
    wiring = context.results.wiring
    record = wiring.records.get(id) if wiring is not None else None
    return record if isinstance(record, WiringRecord) else None


def restoring_fixes(id: str, context: Context) -> Iterator[Fix]:
    """Wire the fabric by its rule, or keep the wiring as an exception of the rule."""
    record = record_of(id, context)
    if record is None:
        return
    name = context.project.fabrics[record.fabric].name
    yield Fix(f"Wire {name} by its rule", partial(_made_again, record.fabric, True))
    yield Fix(f"Keep what differs as exceptions of {name}", partial(_made_again, record.fabric, False))


def _made_again(fabric: str, restore: bool, project: Project) -> Project:
    from hallwright.edits.generate import generate  # not on the way to the first check

    return generate(project, project.fabrics[fabric], restore=restore)
