"""Power of cable ends: in demand and in heat once, and only where no other figure has it."""

import math

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields, set_settings
from hallwright.engines.base import Results, Step
from hallwright.engines.fabric.optics import added_optics_kw, optics_touched
from hallwright.engines.topology import Topology
from hallwright.equipment.base import Basis, Medium
from hallwright.evaluate import Report, evaluate
from hallwright.export.bom import HEAD, bill
from hallwright.project import Change, Project

SWITCHES = ["lf1", "lf2", "sp1", "sp2"]


def bare() -> Project:
    """The good hall with switches whose planning maximum leaves optics out."""
    return set_fields(good_hall(), SWITCHES, {"nameplate_includes_optics": False})


def ends_kw(project: Project) -> float:
    """Draw of every cable end at a switch, one by one [kW]."""
    total = 0.0
    for link in project.links.values():
        cable = project.products[link.product].cable if link.product else None
        if link.medium is Medium.FABRIC and cable is not None:
            for a, _, b, _ in link.cables():
                total += (cable.watts_per_end or 0.0) * ((a in SWITCHES) + (b in SWITCHES)) / 1000.0
    return total


def it_kw(report: Report) -> float:
    assert report.totals.it_kw is not None
    return report.totals.it_kw


@pytest.mark.parametrize(("basis", "share"), [(Basis.NAMEPLATE, 1.0), (Basis.DESIGN, 0.7)])
def test_every_watt_is_in_the_demand_once(basis: Basis, share: float) -> None:
    settings = {"demand_basis": basis, "design_factor": 0.7}
    before, after = (evaluate(set_settings(p, settings)) for p in (good_hall(), bare()))
    assert it_kw(after) - it_kw(before) == pytest.approx(share * ends_kw(bare()))
    assert after.results.power is not None and before.results.power is not None
    rows = [dict(zip(HEAD, row, strict=True)) for row in bill(after.project).rows]
    bought = math.fsum(r["Power W"] or 0.0 for r in rows if r["Part"] in ("System", "Switch", "Cable", "Transceiver"))
    assert bought == pytest.approx(1000.0 * it_kw(after))


def test_the_heat_follows_the_demand() -> None:
    before, after = evaluate(good_hall()), evaluate(bare())
    assert before.totals.cooling_kw is not None and after.totals.cooling_kw is not None
    # coolers take the load's heat, and the losses of the power chain that stand in the room
    assert after.totals.cooling_kw - before.totals.cooling_kw >= ends_kw(bare()) * 0.999
    assert after.totals.cooling_kw - before.totals.cooling_kw <= ends_kw(bare()) * 1.2


def test_a_measured_switch_has_them_in_its_figure() -> None:
    ids = [i for i, e in good_hall().equipment.items() if "measured_kw" in type(e).model_fields]
    measured = [
        evaluate(set_settings(set_fields(p, ids, {"measured_kw": 1.5}), {"demand_basis": Basis.MEASURED}))
        for p in (good_hall(), bare())
    ]
    assert it_kw(measured[0]) == it_kw(measured[1])


def test_an_unknown_end_leaves_the_demand_unknown() -> None:
    project = bare()
    id = next(k for k, v in project.links.items() if v.medium is Medium.FABRIC and v.a == ("lf1",))
    project = project.changed(links={id: project.links[id].model_copy(update={"product": None})})
    topology = Topology(project)
    assert added_optics_kw(topology, project.equipment["lf1"]) is None
    assert added_optics_kw(topology, project.equipment["s1"]) == 0.0
    gaps = [g.text(project) for g in evaluate(project).not_evaluated]
    assert any("watts_per_end" in g for g in gaps)


def test_a_change_of_cables_reaches_power_and_heat() -> None:
    """patch == solve: cables taken away, put back, of another product; a product with another draw; the flag."""
    project = bare()
    id = next(k for k, v in project.links.items() if v.medium is Medium.FABRIC and v.a == ("lf1",))
    link = project.links[id]
    hot = project.products["test-optic"].model_copy(
        update={"cable": project.products["test-optic"].cable.model_copy(update={"watts_per_end": 15.0})}  # type: ignore[union-attr]
    )
    steps = [
        project.changed(links={id: None}),
        project,
        project.changed(links={id: link.model_copy(update={"product": "test-optic"})}),
        project.changed(products={**project.products, "test-optic": hot}),
        set_fields(project, ["lf1"], {"nameplate_includes_optics": True}),
        good_hall(),
    ]
    report = evaluate(project)
    for after in steps:
        report = evaluate(after, report)
        fresh = evaluate(after)
        assert report.results.power is not None and fresh.results.power is not None
        assert report.results.power.records == fresh.results.power.records
        assert report.results.cooling is not None and fresh.results.cooling is not None
        assert report.results.cooling.records == fresh.results.cooling.records
        assert report.totals == fresh.totals


def test_only_switches_that_leave_optics_out_are_looked_at_again() -> None:
    before = good_hall()
    id = next(k for k, v in before.links.items() if v.medium is Medium.FABRIC and v.a == ("lf1",))
    for hall, wanted in ((before, set()), (bare(), {"lf1", before.links[id].b[0]})):
        after = hall.changed(links={id: None})
        step = Step(after, Topology(after), Results(), hall, Change.between(hall, after))
        assert optics_touched(step) == wanted
