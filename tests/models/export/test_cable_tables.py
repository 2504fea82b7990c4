"""The cabling section of the report."""

import math

from halls import good_hall
from hallwright.equipment.base import Medium
from hallwright.evaluate import evaluate
from hallwright.export.bom import HEAD, bill
from hallwright.export.cable_tables import cable_section
from hallwright.export.layout import Table
from hallwright.project import Project
from traps.cabling import full


def tables(project: Project) -> dict[str, Table]:
    section = cable_section(evaluate(project), "metric")
    return {block.title: block for block in section.blocks if isinstance(block, Table)}


def figure(text: str) -> float:
    return float(text.replace("\u2009", ""))


def test_the_tables_agree_with_the_bill() -> None:
    project = good_hall()
    found = tables(project)
    cables = sum(link.count for link in project.links.values() if link.medium is Medium.FABRIC)
    assert sum(figure(row[2]) for row in found["Cables to buy"].rows) == cables
    *_, total = found["Bill of materials"].rows
    whole = dict(zip(HEAD, bill(project).rows[-1], strict=True))
    assert figure(total[4]) == round(float(whole["Low USD"] or 0.0))
    bought = math.fsum(float(row[HEAD.index("To buy")] or 0.0) for row in bill(project).rows)
    assert sum(figure(row[2]) for row in found["Bill of materials"].rows[:-1]) == bought
    assert "state no price" in found["Bill of materials"].note


def test_a_full_tray_carries_its_badge() -> None:
    (row,) = tables(full(good_hall()))["Cable trays"].rows
    assert row[0] == "T1" and row[3] == "24" and row[4] == "17.0*"
    assert row[6] is not None and row[5].value > row[5].limit


def test_a_hall_without_cables_says_so() -> None:
    found = tables(Project())
    assert found["Cables to buy"].rows == () and found["Cable trays"].rows == ()
    assert found["Cable trays"].empty == "No tray is drawn."
