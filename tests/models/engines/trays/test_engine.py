"""Contents of trays: against a cable-by-cable count, and patch against solve."""

import math
import random
from itertools import pairwise

import pytest

from cable_floors import random_floor
from halls import good_hall, item
from hallwright.cabling.trays import tray_graph
from hallwright.edits.arrange import move, remove
from hallwright.edits.change import set_fields, set_settings
from hallwright.engines.trays.engine import areas_um2, gap_m
from hallwright.engines.trays.records import TrayLoad
from hallwright.equipment.tray import Tray
from hallwright.errors import EditRefused
from hallwright.evaluate import evaluate
from hallwright.export.schedule import cables_of
from hallwright.project import Cable, Project
from hallwright.settings import Settings


def loads(project: Project) -> dict[str, TrayLoad]:
    found = evaluate(project).results.trays
    assert found is not None
    return dict(found.records)


@pytest.mark.parametrize("seed", range(12))
def test_the_fullest_cross_section_counted_cable_by_cable(seed: int) -> None:
    """Every tray is cut between any two points where a cable begins or ends, and what passes is added up one by one."""
    project = random_floor(seed)
    report = evaluate(project)
    assert report.results.fabric is not None
    given = report.results.fabric.inputs
    graph = tray_graph(given.trays, given.limits.tray_entry_max_m)
    lying: dict[tuple[str, int], list[tuple[float, float, int]]] = {}
    areas = areas_um2(given.cables, project.settings)
    for cable in cables_of(project):
        a, b = cable.a.device, cable.b.device
        assert a is not None and b is not None
        if a.place == b.place:
            continue
        own = tray_graph(tuple(t for t in given.trays if t.id in cable.link.route), graph.entry_max_m)
        used = own if cable.link.route and own.ways(a.at, b.at) else graph
        for piece in used.pieces(a.at, b.at, a.height_m, b.height_m):
            area = areas[cable.link.product or ""][0]
            lying.setdefault(used.names[piece.segment], []).append((piece.from_m, piece.to_m, area))
    most: dict[str, tuple[int, int]] = {}
    for (tray, _), pieces in lying.items():
        stops = sorted({x for from_m, to_m, _ in pieces for x in (from_m, to_m)})
        for s, t in pairwise(stops):
            there = [area for from_m, to_m, area in pieces if from_m < (s + t) / 2 < to_m]
            most[tray] = max(most.get(tray, (0, 0)), (sum(there), len(there)))
    found = loads(project)
    for id, load in found.items():
        assert (round(load.area_m2 * 1e12), load.cables) == most.get(id, (0, 0))
        assert (load.at is not None) == (load.cables > 0)


def test_by_hand() -> None:
    """Three racks along a tray: the middle piece holds what passes it, the area follows the diameters."""
    project = random_floor(0)
    project = project.changed(links=dict.fromkeys(project.links), equipment={t.id: None for t in project.all(Tray)})
    racks = sorted({w.rack_id for w in project.equipment.values() if w.kind == "switch"} - {None})  # type: ignore[attr-defined]
    ends = [next(w for w in project.equipment.values() if getattr(w, "rack_id", "") == r) for r in racks[:2]]
    where = [project.equipment[r] for r in racks[:2]]
    points = [[min(w.x_m for w in where) - 1.0, where[0].y_m], [max(w.x_m for w in where) + 1.0, where[0].y_m]]  # type: ignore[union-attr,attr-defined]
    tray = item("tray", "t", points_m=points)
    link = next(iter(random_floor(0).links.values())).model_copy(
        update={
            "id": "l", "a": (ends[0].id,), "b": (ends[1].id,), "per_pair": 5, "product": "optic", "route": (),
            "length_m": None,
        }
    )  # fmt: skip
    project = project.changed(equipment={"t": tray}, links={"l": link})
    settings = {"tray_entry_max_m": 6.0}
    load = loads(set_settings(project, settings))["t"]
    assert load.cables == 5 and load.products == ("optic",) and not load.assumed
    assert load.area_m2 == pytest.approx(5 * math.pi / 4 * 0.003**2, rel=1e-5)


def test_areas_follow_the_product_its_fibre_or_the_assumption() -> None:
    cables = {
        "dac": Cable(form="dac", diameter_m=0.009),
        "bare": Cable(form="dac"),
        "optic": Cable(form="optic", fiber_id="om4", diameter_m=0.02),
        "lone": Cable(form="optic", fiber_id="none"),
        "om4": Cable(form="fiber", diameter_m=0.004),
    }
    found = areas_um2(cables, Settings(fibre_diameter_m=0.003, copper_diameter_m=0.011))
    wanted = {"dac": 9.0, "bare": 11.0, "optic": 4.0, "lone": 3.0, "om4": 4.0, "": 11.0}
    for id, mm in wanted.items():
        assert found[id][0] == round(math.pi / 4 * mm * mm * 1e6)
    assert {id for id, (_, assumed) in found.items() if assumed} == {"bare", "lone", ""}


def edits(project: Project, rng: random.Random) -> Project:
    """One random edit."""
    kinds = {k: sorted(e.id for e in project.equipment.values() if e.kind == k) for k in ("rack", "tray", "switch")}
    links = sorted(project.links)
    choice = rng.randrange(9)
    if choice == 0 and kinds["rack"]:
        return move(project, [rng.choice(kinds["rack"])], rng.choice((-0.5, 0.5)), rng.choice((0.0, 0.25)))
    if choice == 1 and kinds["tray"]:
        return move(project, [rng.choice(kinds["tray"])], rng.choice((-0.5, 0.5)), 0.0)
    if choice == 2 and links:
        return project.changed(links={rng.choice(links): None})
    if choice == 3 and links:
        return set_fields(project, [rng.choice(links)], {"product": rng.choice(("dac", "optic", None))})
    if choice == 4 and links and kinds["tray"]:
        return set_fields(project, [rng.choice(links)], {"route": (rng.choice(kinds["tray"]),)})
    if choice == 5 and kinds["switch"]:
        return remove(project, [rng.choice(kinds["switch"])])
    if choice == 6 and kinds["tray"]:
        return set_fields(project, [rng.choice(kinds["tray"])], {"carries": rng.choice(("fabric", "power", "any"))})
    if choice == 7:
        return set_settings(project, {"fibre_diameter_m": rng.choice((0.003, 0.005))})
    if links:
        link = project.links[rng.choice(links)]
        if len(link.a) > 1:
            return project.changed(links={link.id: link.model_copy(update={"a": link.a[1:]})})
    return project


@pytest.mark.parametrize("seed", range(25))
def test_patch_equals_solve(seed: int) -> None:
    """A tray that moves reroutes what lies in it; so does everything else that is edited, and undone."""
    rng = random.Random(seed)
    project = random_floor(seed)
    report = evaluate(project)
    history = [project]
    for _ in range(12):
        try:
            project = rng.choice(history) if rng.random() < 0.2 else edits(project, rng)
        except EditRefused:
            continue
        report = evaluate(project, report)
        fresh = evaluate(project)
        for name in ("trays", "fabric"):
            assert getattr(report.results, name).records == getattr(fresh.results, name).records
        assert report.findings == fresh.findings
        assert report.not_evaluated == fresh.not_evaluated
        history.append(project)


def test_an_edit_elsewhere_keeps_the_result() -> None:
    project = random_floor(1)
    report = evaluate(project)
    after = evaluate(project.changed(equipment={"x": item("column", "x", x_m=50.0, y_m=50.0)}), report)
    assert after.results.trays is not None and report.results.trays is not None
    assert after.results.trays.records is report.results.trays.records


def line(id: str, *points: tuple[float, float], **fields: object) -> Tray:
    found = item("tray", id, points_m=[list(p) for p in points], **{"width_m": 0.2, "side_m": 0.1, **fields})
    assert isinstance(found, Tray)
    return found


def test_gaps_between_trays() -> None:
    one = line("a", (0, 0), (10, 0))
    assert gap_m(one, line("b", (0, 1), (10, 1))) == pytest.approx(0.8)
    assert gap_m(one, line("b", (9, 1), (20, 1))) == pytest.approx(0.8)
    assert gap_m(one, line("b", (10, 1), (20, 1))) is None  # one behind the other
    assert gap_m(one, line("b", (5, -5), (5, 5))) is None  # crossing is no parallel run
    assert gap_m(one, line("b", (10, 0.05), (0, 0.05))) == 0.0
    assert gap_m(one, line("b", (0, 0), (10, 0), elevation_m=2.9)) == pytest.approx(0.3)
    assert gap_m(one, line("b", (0, 1), (10, 1), elevation_m=3.2)) == pytest.approx(math.hypot(0.8, 0.6))


def test_a_hall_without_trays_has_no_records() -> None:
    assert loads(good_hall()) == {}
