"""Halls without cables, and fabrics generated into them."""

from functools import cache
from typing import Any

from hallwright.catalogue import catalogue, product
from hallwright.edits.arrange import from_product, place
from hallwright.edits.generate import generate
from hallwright.equipment.switch import Switch
from hallwright.project import FabricRule, Product, Project

RACK = "generic-eia-48u-800x1200"


@cache
def bare_hall(systems: int, product_id: str = "nvidia-dgx-h100", a_rack: int = 4, spare: int = 2) -> Project:
    """Systems s0, s1 … in racks r0, r1 … of some to a rack, rows of 30; then empty racks."""
    system, rack = product(product_id), product(RACK)
    cabinet, box = from_product(rack, "x", "x"), from_product(system, "x", "x", rack_id="x")
    height = box.u_height or 1  # type: ignore[attr-defined]
    items = []
    racks = -(-systems // a_rack)
    for r in range(racks + spare):
        items.append(
            cabinet.model_copy(update={"id": f"r{r}", "name": f"R{r}", "x_m": 0.8 * (r % 30), "y_m": 3.0 * (r // 30)})
        )
        for n in range(a_rack):
            number = r * a_rack + n
            if r < racks and number < systems:
                at = {"id": f"s{number}", "name": f"S{number}", "rack_id": f"r{r}", "u": 1 + n * height}
                items.append(box.model_copy(update=at))
    return place(Project(name="Bare"), items, [system, rack])


def fabric_rule(project: Project, leaf: str = "nvidia-qm9700", **fields: Any) -> FabricRule:
    """A rule for all systems of a hall."""
    systems = tuple(i for i, e in project.equipment.items() if e.kind == "system")
    values: dict[str, Any] = {"id": "fab", "name": "Compute", "topology": "clos", "systems": systems, "leaf": leaf}
    return FabricRule(**{**values, **fields})


def products() -> list[Product]:
    """What may be chosen from."""
    return list(catalogue().values())


def with_fabric(project: Project, leaf: str = "nvidia-qm9700", **fields: Any) -> Project:
    """The hall with a fabric."""
    return generate(project, fabric_rule(project, leaf, **fields), products())


def switch(id: str) -> Switch:
    """A switch of a catalogue product, under its name."""
    found = from_product(product(id), "x", product(id).name)
    assert isinstance(found, Switch)
    return found
