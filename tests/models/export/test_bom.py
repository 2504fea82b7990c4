"""The bill of materials."""

import math
from collections import Counter
from typing import Any

import pytest

from generated import bare_hall, fabric_rule, products
from halls import good_hall, item
from hallwright.edits.arrange import place
from hallwright.edits.change import set_fields, set_settings
from hallwright.edits.generate import generate
from hallwright.equipment.base import Medium
from hallwright.evaluate import evaluate
from hallwright.export.bom import HEAD, bill, spares_of, summary
from hallwright.project import Cable, Product, Project


def rows_of(project: Project) -> list[dict[str, Any]]:
    return [dict(zip(HEAD, row, strict=True)) for row in bill(project).rows]


def part(project: Project, name: str) -> list[dict[str, Any]]:
    return [row for row in rows_of(project) if row["Part"] == name]


def with_twin(project: Project, form: str, material: str = "") -> Project:
    """The good hall's links on twin-port plugs of twice the rate of their ports."""
    cable = Cable(form=form, gbps=800.0, reach_m=50.0, watts_per_end=16.0, material=material)  # type: ignore[arg-type]
    ids = [k for k, v in project.links.items() if v.medium is Medium.FABRIC]
    project = project.changed(
        links={k: project.links[k].model_copy(update={"product": "twin"}) for k in ids},
        products={**project.products, "twin": Product(id="twin", kind="cable", name="Twin", cable=cable)},
    )
    for switch in ("lf1", "lf2", "sp1", "sp2"):
        project = set_fields(project, [switch], {"cage_type": "OSFP twin-port"})
    return project


def test_every_thing_is_counted_once() -> None:
    project = good_hall()
    placed = Counter(e.label for e in project.equipment.values() if e.group != "Building")
    counted: Counter[str] = Counter()
    for row in rows_of(project):
        if row["Part"] in placed:
            counted[row["Part"]] += row["Quantity"]
    assert counted == placed
    cables = Counter(link.medium for link in project.links.values() for _ in range(link.count))
    assert sum(r["Quantity"] for r in part(project, "Power cable")) == cables[Medium.POWER]
    assert sum(r["Quantity"] for r in part(project, "Coolant pipe")) == cables[Medium.COOLANT]


def test_a_module_of_two_ports_is_bought_once() -> None:
    project = with_twin(good_hall(), "optic", "OM4 MPO-12 x 2")
    links = sum(link.count for link in project.links.values() if link.medium is Medium.FABRIC)
    cages: set[tuple[str, str, int]] = set()
    single = 0
    for link in project.links.values():
        if link.medium is Medium.FABRIC:
            for a, a_point, b, b_point in link.cables():
                for id, port, point in ((a, link.a_port, a_point), (b, link.b_port, b_point)):
                    if project.equipment[id].kind == "switch":
                        cages.add((id, port, (point - 1) // 2))
                    else:
                        single += 1
    (modules,) = part(project, "Transceiver")
    assert modules["Quantity"] == len(cages) + single
    assert sum(r["Quantity"] for r in part(project, "Fibre")) == links


def test_twin_port_copper_carries_two_links() -> None:
    project = with_twin(good_hall(), "dac")
    between = sum(  # leaf to spine: twin-port cages at both ends
        math.ceil(link.per_pair / 2) * len(link.a) * len(link.b)
        for link in project.links.values()
        if link.medium is Medium.FABRIC and project.equipment[link.a[0]].kind == "switch"
    )
    others = sum(
        link.count
        for link in project.links.values()
        if link.medium is Medium.FABRIC and project.equipment[link.a[0]].kind != "switch"
    )
    assert sum(r["Quantity"] for r in part(project, "Cable")) == between + others


def test_a_transceiver_of_full_rate_takes_as_many_fibres_as_its_medium_says() -> None:
    project = good_hall()
    cable = Cable(form="optic", gbps=400.0, reach_m=50.0, watts_per_end=9.0, material="OM4 MPO-12 x 2")
    ids = [k for k, v in project.links.items() if v.medium is Medium.FABRIC]
    project = project.changed(
        links={k: project.links[k].model_copy(update={"product": "two"}) for k in ids},
        products={**project.products, "two": Product(id="two", kind="cable", name="Two", cable=cable)},
    )
    count = sum(project.links[k].count for k in ids)
    assert sum(r["Quantity"] for r in part(project, "Fibre")) == 2 * count
    assert sum(r["Quantity"] for r in part(project, "Transceiver")) == 2 * count


def test_spares_follow_the_policy() -> None:
    project = set_settings(good_hall(), {"cable_spare_fraction": 0.1, "switch_spare_fraction": 0.3})
    for row in rows_of(project)[:-1]:
        share = {"Cable": 0.1, "Fibre": 0.1, "Transceiver": 0.1, "Switch": 0.3}.get(row["Part"], 0.0)
        assert row["Spares"] == spares_of(row["Quantity"], share)
        assert row["To buy"] == row["Quantity"] + row["Spares"]


def test_a_missing_price_is_said_and_never_zero() -> None:
    project = place(Project(), [item("rack", "r")])
    (rack, total) = rows_of(project)
    assert rack["Low USD"] is None and "no price is stated" in rack["Note"]
    assert total["Low USD"] is None and "1 of 1 lines state no price" in total["Note"]
    assert summary(bill(project)).startswith("1 line, no price is stated")


def test_prices_are_those_of_what_is_to_buy() -> None:
    hall = generate(bare_hall(8), fabric_rule(bare_hall(8)), products())
    rows = rows_of(hall)
    for row in rows[:-1]:
        if row["Low USD each"] is not None:
            assert row["Low USD"] == row["Low USD each"] * row["To buy"]
    assert rows[-1]["High USD"] == pytest.approx(sum(r["High USD"] or 0.0 for r in rows[:-1]))
    assert {r["Part"] for r in rows} >= {"System", "Switch", "Rack", "Total"}


def test_power_adds_up_to_the_demand_of_the_hall() -> None:
    project = good_hall()
    loads = evaluate(project).results.power
    assert loads is not None
    rows = rows_of(project)
    it = [r for r in rows if r["Part"] in ("System", "Switch", "Cable", "Transceiver", "Fibre")]
    assert math.fsum(r["Power W"] for r in it) == pytest.approx(1000.0 * (loads.totals.it_kw or 0.0))
    assert rows[-1]["Power W"] == pytest.approx(math.fsum(r["Power W"] or 0.0 for r in rows[:-1]))
