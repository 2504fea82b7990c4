"""The catalogue: complete against the facts, valid against the kinds, and honest about every value."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from hallwright.catalogue import (
    LEFT_OUT,
    catalogue,
    palette_groups,
    plain_products,
    product,
    rating,
    rating_text,
    search,
    stock,
)
from hallwright.edits.arrange import from_product, mount, place, place_product
from hallwright.equipment import kinds
from hallwright.equipment.base import Drawn, Mount
from hallwright.errors import CatalogueError
from hallwright.project import Product, Project
from hallwright.resources import resource

FACTS = Path(resource("facts"))
FILES = ("accelerators", "systems", "racks", "cooling", "power", "network", "cables")
PRODUCTS = tuple(catalogue().values())


def facts() -> dict[str, dict[str, object]]:
    loaded = (yaml.safe_load((FACTS / f"{name}.yaml").read_text(encoding="utf-8"))["entries"] for name in FILES)
    return {entry["id"]: entry for entries in loaded for entry in entries}


def left_out() -> dict[str, str]:
    rows = json.loads(Path(resource("catalogue", LEFT_OUT)).read_text(encoding="utf-8"))["left_out"]
    return {row["id"]: row["reason"] for row in rows}


def test_written_files_are_current() -> None:
    script = [sys.executable, str(FACTS / "make_catalogue.py"), "--check"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_entry_is_a_product_or_left_out_with_a_reason() -> None:
    entries, gone = set(facts()), left_out()
    made = {id for id in catalogue() if not id.endswith("-bare")}
    assert made | set(gone) == entries
    assert made.isdisjoint(gone)
    assert all(len(reason) > 20 for reason in gone.values())
    assert len(gone) < 20


def test_document_names_what_was_left_out() -> None:
    text = (FACTS.parent.parent / "docs" / "catalogue.md").read_text(encoding="utf-8")
    for id in left_out():
        assert str(facts()[id]["name"]) in text


@pytest.mark.parametrize("item", PRODUCTS, ids=lambda p: p.id)
def test_every_value_has_a_confidence(item: Product) -> None:
    values = set(item.fields) if item.cable is None else item.cable.model_fields_set
    assert set(item.confidence) == values
    for field, mark in item.confidence.items():
        assert mark not in ("derived", "assumed") or item.basis.get(field) or field in derived_by_facts(item), field
    assert item.sources
    assert item.source_tier


def derived_by_facts(item: Product) -> set[str]:
    """Fields whose value the facts themselves derived; their formula stands in the facts' README."""
    listed = facts().get(item.id.removesuffix("-bare"), {}).get("derived_fields", [])
    return {"approach_k", "supply_degc", "water_flow_l_min", "airflow_m3_s", "liquid_flow_l_min"} if listed else set()


@pytest.mark.parametrize("item", [p for p in PRODUCTS if p.cable is None], ids=lambda p: p.id)
def test_every_product_can_be_placed(item: Product) -> None:
    kind = kinds()[item.kind]
    if issubclass(kind, Drawn):
        thing = from_product(item, "x", "X", points_m=[[0.0, 0.0], [5.0, 0.0]])
        assert "x" in place(Project(), [thing], [item]).equipment
    elif kind.mounts & {Mount.FLOOR, Mount.OUTDOOR, Mount.BUILDING} and not item.fields.get("u_height"):
        assert len(place_product(Project(), item, 3.0, 3.0).equipment) == 1
    elif Mount.SERVER in kind.mounts:
        assert from_product(item, "x", "X").product == item.id
    else:
        hall = place_product(Project(), product("generic-eia-52u-800x1200"), 3.0, 3.0)
        (rack,) = hall.equipment
        assert len(mount(hall, item, rack).equipment) == 2


def test_generic_products_say_so() -> None:
    for item in PRODUCTS:
        if item.vendor == "generic":
            assert "generic" in item.name.lower()


def test_values_that_are_easily_taken_wrong() -> None:
    dgx = product("nvidia-dgx-h100")
    assert dgx.fields["nameplate_kw"] == 10.2
    assert dgx.fields["heat_kw"] == 11.3
    assert dgx.fields["measured_max_kw"] == 8.4
    assert dgx.fields["psu_required"] == 4  # 4+2
    assert dgx.confidence["nameplate_kw"] == "verified"
    assert dgx.confidence["typical_kw"] == "recalled"
    assert product("dell-xe9680").fields["psu_required"] == 5  # stated: full power needs five
    assert product("supermicro-as-8125gs-tnmr2").fields["psu_required"] == 4  # 3 x 3.0 kW do not carry 10.6 kW
    assert product("nvidia-dgx-b300").fields["psu_required"] == 6  # N+N of twelve
    assert product("nvidia-gb300-nvl72").fields["peak_kw"] == 155
    assert product("nvidia-gb300-nvl72").fields["nameplate_kw"] == 142
    assert product("nvidia-q3400-ra").fields["nameplate_kw"] == 7.0
    assert product("vertiv-xdu1350").fields["capacity_at_approach"] == [[4.0, 1368], [8.0, 2912]]
    assert product("vertiv-xdu070").fields["capacity_kw"] == 70
    assert product("ddc-jericho3ai-leaf").fields["nameplate_includes_optics"] is False
    assert product("apc-ar3357").fields["static_load_kg"] == 1020
    assert product("ibm-passive-rdhx").fields["active"] is False


def test_a_rack_scale_machine_is_its_trays_without_frame_and_shelves() -> None:
    machine = product("nvidia-gb200-nvl72")
    shelf = product("nvidia-gb200-power-shelf-33kw").fields["mass_kg"]
    frame = product("nvidia-mgx-rack").fields["mass_kg"]
    assert machine.fields["mass_kg"] + 8 * shelf + frame == 1360  # type: ignore[operator]
    assert machine.fields["u_height"] == 27
    assert machine.fields["gpus"] == 72
    assert machine.fields["power_shelf_count"] == 8


def test_units_are_converted() -> None:
    assert product("unit-substation-2500kva").fields["impedance_fraction"] == 0.0575
    assert product("unit-substation-2500kva").fields["efficiency_at_load"] == [
        [0.25, 0.99],
        [0.5, 0.994],
        [0.75, 0.9938],
        [1.0, 0.9925],
    ]
    assert product("nvidia-qm9700").fields["depth_m"] == 0.66
    assert product("nvidia-h100-sxm").fields["tdp_kw"] == 0.7
    assert product("ocp-orv3-meta").fields["unit_pitch_m"] == 0.048
    cable = product("dac-800g-osfp").cable
    assert cable is not None
    assert (cable.bend_radius_m, cable.diameter_m, cable.connector) == (0.055, 0.011, "OSFP twin-port")
    assert product("lacc-1600g-xdr").cable.protocol == "InfiniBand"  # type: ignore[union-attr]


def test_derived_values() -> None:
    switch = product("nvidia-qm9700")
    assert switch.fields["airflow_m3_s"] == pytest.approx(1.72 / (1.206 * 15.0), abs=5e-4)
    assert switch.confidence["airflow_m3_s"] == "derived"
    assert product("coolit-chx1000").fields["facility_flow_l_min"] == pytest.approx(1500 * 0.9656, rel=1e-3)
    assert product("rack-pdu-415v-60a").fields["banks"] == 9  # three 20 A breakers at 80 % for 48 A on each line
    assert product("rack-pdu-208v-30a").fields["banks"] == 3
    bare = product("supermicro-4u-8xl40s-bare")
    assert bare.fields["nameplate_kw"] == pytest.approx(4.6 - 8 * 0.35)
    assert (bare.fields["accelerator_slots"], bare.fields["accelerator_count"]) == (8, 0)


def test_a_card_finds_a_slot_in_a_bare_server() -> None:
    hall = place_product(Project(), product("apc-ar3100"), 3.0, 3.0)
    (rack,) = hall.equipment
    hall = mount(hall, product("supermicro-4u-8xl40s-bare"), rack)
    server = next(i for i in hall.equipment if i != rack)
    hall = mount(hall, product("amd-alveo-v80"), server)
    assert len(hall.equipment) == 3


def test_announced_things_say_so() -> None:
    for id in ("nvidia-kyber-rack", "vera-rubin-power-shelf-110kw", "sidecar-800vdc-660kw"):
        assert product(id).fields["status"] == "announced"
    assert "announced" in product("nvidia-rubin").notes
    assert "cloud only" in product("google-tpu-v5p").notes


def test_search() -> None:
    assert search("dgx h100")[0].id == "nvidia-dgx-h100"
    assert {p.kind for p in search("rear door")} == {"rear_door"}
    assert search("H100")[0].name.startswith("NVIDIA H100")
    assert "supermicro-as-8125gs-tnmr2" in {p.id for p in search("mi300x")}
    assert search("no such thing") == []
    assert search("  ") == list(PRODUCTS)
    assert [p.id for p in search("dgx", [product("nvidia-dgx-a100"), product("dell-r760")])] == ["nvidia-dgx-a100"]


def test_ratings() -> None:
    assert rating_text(product("nvidia-dgx-h100")) == "10.2 kW"
    assert rating_text(product("apc-ar3357")) == "48U"
    assert rating_text(product("qualcomm-ai100-pro")) == "75 W"
    assert rating_text(product("optic-400g-sr4")) == "400 Gb/s"
    assert rating(product("fiber-os2-lc")) is None
    assert all(rating_text(p) for p in PRODUCTS if p.cable is None and p.id != "amd-mi455x")


def test_palette_groups_hold_every_product_once() -> None:
    groups = palette_groups()
    assert set(groups) == {"Building", "Racks and systems", "Power", "Cooling", "Fabric", "Cables"}
    assert sum(map(len, groups.values())) == len(PRODUCTS)


def test_unknown_product() -> None:
    with pytest.raises(CatalogueError, match="no product 'nothing'"):
        product("nothing")


def test_loading_is_quick() -> None:
    kinds()
    best = min(_load_s() for _ in range(3))
    assert best < 0.2  # about 0.02 s; the rest is for a busy machine


def _load_s() -> float:
    catalogue.cache_clear()
    start = time.perf_counter()
    catalogue()
    return time.perf_counter() - start


def test_kinds_without_a_product_can_still_be_placed():
    plain = plain_products()
    assert {"plain-utility_feed", "plain-door", "plain-column"} <= set(plain)
    assert not {p.kind for p in plain.values()} & {p.kind for p in catalogue().values()}
    assert all(not p.fields for p in plain.values())  # nothing is claimed of them
    assert set(stock()) == set(plain) | set(catalogue())
    after = place_product(Project(), plain["plain-utility_feed"], 1.0, 2.0)
    (feed,) = after.equipment.values()
    assert feed.kind == "utility_feed" and (feed.x_m, feed.y_m) == (1.0, 2.0)
