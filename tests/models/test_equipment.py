"""What holds for every kind of equipment."""

import json
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticUndefined

from halls import good_hall
from hallwright.equipment import kinds
from hallwright.equipment.base import (
    Basis,
    Drawn,
    Equipment,
    Medium,
    Mount,
    Placed,
    curve_value,
    field_unit,
    turned_point,
)
from hallwright.fileformat.text import from_plain, to_text
from hallwright.project import Project, made
from hallwright.units import UNITS

# Values that each kind needs and has no default for; every kind of the program stands here.
NEEDED: dict[str, dict[str, Any]] = {
    "accelerator": {"form_factor": "PCIe"}, "battery": {"rating_kw": 100.0}, "busway": {}, "cdu": {}, "chiller": {},
    "column": {}, "cooling_tower": {}, "crah": {}, "door": {}, "dry_cooler": {}, "fan_wall": {}, "generator": {},
    "immersion_tank": {}, "in_row": {}, "pdu": {}, "power_shelf": {}, "rack": {}, "rack_pdu": {}, "rear_door": {},
    "rectifier": {}, "room": {}, "switch": {}, "switchgear": {}, "system": {"role": "gpu"}, "tile": {},
    "transfer_switch": {}, "transformer": {}, "tray": {}, "ups": {}, "utility_feed": {}, "wall": {}, "zone": {},
}  # fmt: skip


def example(kind_name: str, /, **values: Any) -> Equipment:
    """A thing of a kind with a plausible value in every field that it needs."""
    kind = kinds()[kind_name]
    needed: dict[str, Any] = {"id": "x1", "name": "X 1"}
    for field, info in kind.model_fields.items():
        if info.is_required() and field not in needed and field not in NEEDED[kind_name]:
            schema = kind.model_json_schema()["properties"][field]
            if "enum" in schema:
                needed[field] = schema["enum"][0]
            elif schema.get("type") == "array":
                needed[field] = (
                    [[0.0, 0.0], [4.0, 0.0], [4.0, 3.0]] if field == "points_m" else [[0.5, 0.9], [1.0, 0.95]]
                )
            elif schema.get("type") == "string":
                needed[field] = "x"
            else:
                needed[field] = 1 if schema.get("type") == "integer" else 0.9
    return made(kind, {**needed, **NEEDED[kind_name], **values})


def test_every_kind_is_known_here() -> None:
    assert set(NEEDED) == set(kinds())


@pytest.mark.parametrize("name", NEEDED)
def test_it_is_written_and_read_back(name: str) -> None:
    item = example(name)
    assert item.kind == name
    project = Project(equipment={item.id: item})
    assert from_plain(json.loads(to_text(project))) == project


@pytest.mark.parametrize("name", NEEDED)
def test_ports_have_names_of_their_own_and_known_flows(name: str) -> None:
    item = example(name)
    ports = item.ports()
    assert len({p.name for p in ports}) == len(ports)
    for port in ports:
        assert port.count >= 1 and port.medium in Medium and item.port(port.name) == port
        assert (port.flow == "both") == (port.medium is Medium.FABRIC)
    assert item.port("no such port") is None


@pytest.mark.parametrize("name", NEEDED)
def test_it_moves_and_turns_without_changing_itself(name: str) -> None:
    item = example(name)
    before = item.model_dump()
    there = item.moved(1.2, -0.6)
    assert there.moved(-1.2, 0.6) == item
    around = item
    for _ in range(4):
        around = around.turned((1.0, 1.0), 90.0)
    for corner, start in zip(around.outline(), item.outline(), strict=True):
        assert corner == pytest.approx(start)
    assert item.model_dump() == before
    if isinstance(item, Placed | Drawn) and item.outline():
        for (x, y), (x2, y2) in zip(item.outline(), there.outline(), strict=True):
            assert (x2 - x, y2 - y) == pytest.approx((1.2, -0.6))


@pytest.mark.parametrize("name", NEEDED)
def test_what_stands_in_a_rack_has_no_place_on_the_floor(name: str) -> None:
    item = example(name)
    if isinstance(item, Placed) and item.mounts & {Mount.RACK, Mount.RACK_SIDE}:
        racked = item.model_copy(update={"rack_id": "r1"})
        assert racked.carrier_id() == "r1" and racked.outline() == () and racked.moved(1.0, 1.0) is racked


@pytest.mark.parametrize("name", NEEDED)
def test_demand_is_a_number_or_unknown_on_every_basis(name: str) -> None:
    for basis in Basis:
        demand = example(name).demand_kw(basis)
        assert demand is None or demand >= 0.0


@pytest.mark.parametrize("name", NEEDED)
def test_every_number_has_a_unit_and_refuses_nonsense(name: str) -> None:
    kind = kinds()[name]
    for field, info in kind.model_fields.items():
        numeric = info.annotation in (float, int, float | None, int | None)
        if not numeric:
            continue
        assert field_unit(kind, field) in UNITS, field
        for value in ("1", True, float("nan"), float("inf"), 1e308, 10**30):
            with pytest.raises(ValidationError):
                kind.__pydantic_validator__.validate_assignment(kind.model_construct(), field, value)
        default = info.default
        assert default is None or default is PydanticUndefined or isinstance(default, int | float)


def test_names_are_normalised_and_free_of_control_signs() -> None:
    assert example("rack", name="Cafe\u0301").name == "Café"
    for bad in ("", "a\tb", "x" * 101, "a\u2028b"):
        with pytest.raises(Exception, match="name"):
            example("rack", name=bad)


def test_a_quarter_turn_is_exact() -> None:
    rack = good_hall().equipment["r1"]
    assert isinstance(rack, Placed)
    turned = rack.model_copy(update={"rotation_deg": 90.0})
    assert turned.to_floor(0.0, -1.0) == (rack.x_m + 1.0, rack.y_m)
    assert turned_point((1.0, 0.0), (0.0, 0.0), 90.0) == (0.0, 1.0)


def test_a_curve_is_straight_between_its_points_and_flat_beyond() -> None:
    curve = ((0.25, 0.9), (0.75, 0.95))
    assert [curve_value(curve, x) for x in (0.0, 0.25, 0.5, 0.75, 1.0)] == pytest.approx([0.9, 0.9, 0.925, 0.95, 0.95])
