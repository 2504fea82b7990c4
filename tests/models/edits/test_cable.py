"""Connect for me, fabric."""

import pytest

from generated import bare_hall, fabric_rule, with_fabric
from generated import products as products_of_catalogue
from halls import DAC, OPTIC, good_hall, item
from hallwright.edits.arrange import place
from hallwright.edits.cable import cable, fitting_product
from hallwright.edits.change import set_fields
from hallwright.edits.generate import generate
from hallwright.edits.wire import disconnect
from hallwright.equipment.base import Medium
from hallwright.errors import EditRefused
from hallwright.evaluate import evaluate
from hallwright.project import Cable, Link, Product, Project


def bare() -> Project:
    """The good hall without a fabric cable."""
    p = good_hall()
    return disconnect(p, [k for k, v in p.links.items() if v.medium is Medium.FABRIC])


def fabric(p: Project) -> list[Link]:
    return [v for v in p.links.values() if v.medium is Medium.FABRIC]


def test_good_hall_is_wired_without_a_finding() -> None:
    p = cable(bare(), ["s1", "s2", "s3"])
    report = evaluate(p)
    assert report.findings == () and report.not_evaluated == ()
    leaf = report.results.fabric.records["lf1"]  # type: ignore[union-attr]
    assert (leaf.down_gbps, leaf.up_gbps) == (4800.0, 4800.0)
    assert [v.product for v in fabric(p) if v.a == ("lf1", "lf2")] == ["test-dac"]  # the mesh, within the rack


def test_rail_r_goes_to_leaf_r() -> None:
    p = bare()
    leaves = [p.equipment["lf1"].model_copy(update={"id": f"rl{n}", "name": f"RL{n}", "u": 10 + n}) for n in range(8)]
    p = place(p, leaves)
    p = cable(p, ["s1", "s2", *(leaf.id for leaf in leaves)])
    for link in fabric(p):
        assert len(link.b) == 1 and link.per_pair == 1
        assert link.a_first - 1 == int(link.b[0][-1])
    assert len({(end, point) for v in fabric(p) for end, point, _, _ in v.cables()}) == 16


def test_two_systems_of_a_rack_are_one_bundle() -> None:
    p = bare()
    p = place(p, [p.equipment["s1"].model_copy(update={"id": "s4", "name": "S4", "u": 20})])
    laid = [v for v in fabric(cable(p, ["r1"])) if "s1" in v.a]
    assert [v.a for v in laid] == [("s1", "s4")] * 2


def test_asked_again_there_is_nothing_to_connect() -> None:
    p = cable(bare(), ["s1", "s2", "s3"])
    with pytest.raises(EditRefused, match="nothing to connect"):
        cable(p, ["s1", "s2", "s3"])


def test_uplinks_follow_later_systems() -> None:
    p = cable(cable(bare(), ["s1"]), ["s2", "s3"])
    assert [f.code for f in evaluate(p).findings] == []


def test_products_are_chosen_by_reach_and_kept() -> None:
    far = Product(id="far", kind="cable", name="Far", cable=Cable(form="optic", gbps=400.0, reach_m=500.0))
    p = bare().changed(products={})
    p = cable(p, ["s1"], [far, OPTIC, DAC])
    assert {v.product for v in fabric(p)} == {"test-optic", "test-dac"}
    assert set(p.products) == {"test-optic", "test-dac"}
    assert fitting_product([far, OPTIC, DAC], 400.0, 51.0) is far
    assert fitting_product([far, OPTIC, DAC], 800.0, 1.0) is None


def refused(p: Project, text: str) -> None:
    before = p.links
    with pytest.raises(EditRefused, match=text):
        cable(p, ["s1", "s2", "s3"])
    assert p.links is before


def test_refusals_name_what_is_missing() -> None:
    p = bare()
    refused(set_fields(p, ["lf1"], {"switch_ports": [{"count": 64, "gbps": 200.0}]}), "400 Gb/s; LF1 has 200 Gb/s")
    refused(set_fields(p, ["lf1", "lf2"], {"switch_ports": [{"count": 16, "gbps": 400.0}]}), "no room")
    refused(set_fields(p, ["sp1"], {"switch_ports": [{"count": 8, "gbps": 400.0}]}), "SP1 has 8 free ports; 12")
    refused(set_fields(p, ["lf1"], {"protocol": "InfiniBand NDR"}), "no free ports of one speed and protocol")
    refused(set_fields(p, ["lf1", "lf2", "sp1", "sp2"], {"fabric": "storage"}), "nothing to connect")
    with pytest.raises(EditRefused, match="Choose systems"):
        cable(p, ["crah1"])


def test_a_cable_whose_plug_does_not_fit_is_not_taken() -> None:
    assert DAC.cable is not None
    plugged = DAC.model_copy(update={"id": "plugged", "cable": DAC.cable.model_copy(update={"connector": "QSFP56"})})
    assert fitting_product([plugged], 400.0, 1.0, (), ("QSFP-DD", "QSFP-DD")) is plugged
    assert fitting_product([plugged], 400.0, 1.0, (), ("QSFP-DD", "OSFP")) is None
    assert fitting_product([plugged], 400.0, 1.0, (), ("", "")) is plugged  # a cage not stated rules nothing out


def test_a_switch_without_tier_is_named() -> None:
    p = bare()
    p = set_fields(p, [i.id for i in p.equipment.values() if i.kind == "switch"], {"tier": "unassigned"})
    with pytest.raises(EditRefused, match="has no tier"):
        cable(p, ["s1"])


def test_no_product_is_chosen_beyond_its_reach_along_the_trays() -> None:
    """A tray that goes the long way round makes cables longer; the choice follows it."""
    hall = bare_hall(8)
    detour = item("tray", "t", points_m=[[0, -1], [0, -60], [30, -60], [30, -1], [0.2, -1]], elevation_m=2.5)
    longer = place(hall, [detour])
    for project in (hall, longer):
        report = evaluate(with_fabric(project))
        assert [f.text(report.project) for f in report.findings if f.code in ("FAB103", "FAB104")] == []

    def reach_m(project: Project) -> float:
        links = with_fabric(project).links.values()
        products = {p.id: p for p in products_of_catalogue()}
        return max(products[v.product].cable.reach_m or 0.0 for v in links if v.product)  # type: ignore[union-attr]

    assert reach_m(longer) >= reach_m(hall)


def test_racks_beyond_the_reach_of_copper_are_refused_with_the_nearest() -> None:
    copper = [p for p in products_of_catalogue() if p.cable is None or p.cable.form == "dac"]
    far = set_fields(bare_hall(8), ["r1"], {"x_m": 40.0})
    with pytest.raises(EditRefused, match=r"needs .* m; the farthest of 400 Gb/s, .*, reaches 3 m. Choose racks"):
        generate(far, fabric_rule(far), copper)
