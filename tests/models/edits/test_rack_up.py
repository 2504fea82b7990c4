"""Placing a system brings a rack that suits it."""

import pytest

from hallwright.catalogue import catalogue
from hallwright.edits.rack_up import place_with_rack, suitable_racks
from hallwright.equipment.rack import Rack
from hallwright.equipment.system import System
from hallwright.errors import EditRefused
from hallwright.project import Product, Project

EIA = Product(
    id="eia", kind="rack", name="EIA rack", fields={"units": 42, "mounting_depth_m": 0.95, "static_load_kg": 1000.0}
)
SHORT = EIA.model_copy(update={"id": "short", "fields": {**EIA.fields, "mounting_depth_m": 0.7}})
MGX = Product(
    id="mgx",
    kind="rack",
    name="MGX rack",
    fields={"standard": "MGX 19 in with busbar", "units": 48, "busbar_v": 50.0, "depth_m": 1.1},
)
SERVER = Product(
    id="srv",
    kind="system",
    name="8-GPU server",
    fields={"role": "gpu", "u_height": 8, "depth_m": 0.9, "mass_kg": 130.0, "nameplate_kw": 10.2},
)
BUSBAR = Product(
    id="nvl",
    kind="system",
    name="NVL machine",
    fields={"role": "rack_scale", "u_height": 27, "depth_m": 1.068, "width_m": 0.6, "supply": "busbar"},
)


def test_server_gets_a_deep_enough_rack_without_busbar():
    assert [r.id for r in suitable_racks(SERVER, [SHORT, MGX, EIA])] == ["eia"]


def test_busbar_machine_gets_a_busbar_rack():
    assert [r.id for r in suitable_racks(BUSBAR, [EIA, MGX])] == ["mgx"]


def test_mass_exactly_at_the_limit_fits():
    heavy = SERVER.model_copy(update={"fields": {**SERVER.fields, "mass_kg": 1000.0}})
    assert [r.id for r in suitable_racks(heavy, [EIA])] == ["eia"]
    over = SERVER.model_copy(update={"fields": {**SERVER.fields, "mass_kg": 1000.1}})
    assert suitable_racks(over, [EIA]) == []


def test_rack_and_system_are_one_edit():
    before = Project()
    after = place_with_rack(before, SERVER, 3.0, 4.0, 90.0, racks=[EIA])
    rack, system = next(after.all(Rack)), next(after.all(System))
    assert (rack.x_m, rack.y_m, rack.rotation_deg, rack.product) == (3.0, 4.0, 90.0, "eia")
    assert (system.rack_id, system.u) == (rack.id, 1)
    assert set(after.products) == {"eia", "srv"}
    assert not before.equipment


def test_refusal_says_what_was_wanted():
    with pytest.raises(EditRefused, match=r"8U, 900 mm deep, 130 kg"):
        place_with_rack(Project(), SERVER, 0.0, 0.0, racks=[SHORT])


def test_a_floor_unit_is_not_racked():
    crah = Product(id="c", kind="crah", name="CRAH", fields={"sensible_kw": 10.0})
    with pytest.raises(EditRefused, match="not mounted in a rack"):
        suitable_racks(crah, [EIA])


def test_every_system_of_the_catalogue_finds_a_rack():
    racks = [p for p in catalogue().values() if p.kind == "rack"]
    lacking = [p.id for p in catalogue().values() if p.kind == "system" and not suitable_racks(p, racks)]
    assert lacking == []
    assert suitable_racks(catalogue()["nvidia-gb300-nvl72"], racks)[0].id == "nvidia-mgx-rack"
