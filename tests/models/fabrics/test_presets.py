"""Every kind of fabric can be made as it stands, from catalogue products."""

import pytest

from generated import bare_hall, products
from hallwright.edits.generate import generate, systems_for
from hallwright.fabrics.presets import PRESETS, preset_of
from hallwright.project import FabricRule
from wiring import check_wiring

HALLS = {
    "planes": "nvidia-dgx-b300",
    "in_band": "generic-head-node",
    "out_of_band": "nvidia-gb300-compute-tray",
    "dual": "nvidia-dgx-h100",
}


@pytest.mark.parametrize("name", PRESETS)
def test_each_is_made_as_it_stands(name: str) -> None:
    preset = PRESETS[name]
    hall = bare_hall(48, HALLS.get(name, "nvidia-dgx-h100"), spare=40)
    rule = FabricRule(
        id="fab", name="F", topology=preset.topology, systems=systems_for(hall, preset.role), leaf=preset.leaf,
        spine=preset.spine, **preset.values,
    )  # fmt: skip
    project = generate(hall, rule, products())
    check_wiring(project)
    assert preset.asks and set(preset.asks) <= set(FabricRule.model_fields)
    assert preset_of(rule) == name


def test_systems_for_a_role_stand_in_the_order_of_the_floor_and_have_free_ports() -> None:
    hall = bare_hall(9)
    assert systems_for(hall, "compute") == tuple(f"s{n}" for n in range(9))
    assert systems_for(hall, "compute", ["s7", "r0", "nothing"]) == ("s0", "s1", "s2", "s3", "s7")
    assert systems_for(hall, "management") == ()
    rule = FabricRule(id="fab", name="F", topology="clos", systems=("s0", "s1"), leaf="nvidia-qm9700")
    taken = generate(hall, rule, products())
    assert systems_for(taken, "compute") == tuple(f"s{n}" for n in range(2, 9))
    assert systems_for(taken, "compute", fabric="fab") == tuple(f"s{n}" for n in range(9))
