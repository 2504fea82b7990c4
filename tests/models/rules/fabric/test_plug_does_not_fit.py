"""FAB304: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.fabric import with_cable


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB304"]


@pytest.mark.parametrize(
    ("plug", "cage", "count"),
    [("OSFP", "", 0), ("", "OSFP", 0), ("OSFP", "OSFP twin-port", 0), ("QSFP56", "QSFP-DD", 0), ("OSFP", "QSFP-DD", 1)],
)
def test_plug_and_cage(plug: str, cage: str, count: int) -> None:
    p = with_cable("s1", "lf1", connector=plug)(good_hall())
    assert len(found(set_fields(p, ["lf1"], {"cage_type": cage}))) == count
