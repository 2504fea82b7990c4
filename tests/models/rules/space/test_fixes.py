"""The fixes of the space rules clear what they are offered for."""

import pytest

from halls import item
from hallwright.equipment.base import Equipment
from hallwright.evaluate import evaluate
from hallwright.rules import rules
from hallwright.rules.base import Context
from space_findings import findings, rack, room

CAGE = [[5.2, 3], [9, 3], [9, 8], [5.2, 8]]
CASES: dict[str, list[Equipment]] = {
    "SPC101": [rack("a", 5.0, 5.0), rack("b", 5.4, 5.0)],
    "SPC102": [rack("a", 5.0, 5.0), item("column", "k", x_m=5.4, y_m=5.0)],
    "SPC103": [rack("a", 5.0, 5.0), item("zone", "z", use="cage", points_m=CAGE)],
    "SPC104": [rack("a", 0.1, 5.0)],
    "SPC105": [rack("a", 5.0, 5.0), item("zone", "z", use="keep_out", points_m=CAGE)],
    "SPC117": [rack("a", 5.0, 5.0), *(item("switch", f"n{i}", rack_id="a", u=1, u_height=2) for i in (1, 2))],
    "SPC118": [rack("a", 5.0, 5.0, units=42), item("switch", "n", rack_id="a", u=42, u_height=2)],
}


@pytest.mark.parametrize("code", CASES)
def test_fix_clears_its_finding(code: str) -> None:
    project = room(*CASES[code])
    (found,) = findings(code, project)
    (rule,) = (r for r in rules() if r.code == code)
    (fix,) = rule.fixes(found, Context(project, evaluate(project).results))
    assert project.name_of(found.subjects[0]) in fix.text
    assert findings(code, fix.edit(project)) == []
