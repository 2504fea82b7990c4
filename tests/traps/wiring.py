"""Traps of the rules that compare links with a fabric's rule: one fault each, and the lines that mend it."""

from collections.abc import Callable, Mapping
from typing import Any

from hallwright.edits.arrange import remove
from hallwright.edits.generate import links_of_plan, work_out
from hallwright.equipment.base import Medium
from hallwright.equipment.switch import Switch
from hallwright.fileformat.read import read_project
from hallwright.fileformat.text import to_text
from hallwright.project import FabricRule, Link, Product, Project
from traps import Trap

ONE = {"lf1": "fab-l1-1", "lf2": "fab-l1-2", "sp1": "fab-s1-1", "sp2": "fab-s1-2"}
TWO = {"lf1": "fab-al1-1", "lf2": "fab-bl1-1"}
SWITCH = Product(
    id="test-switch",
    kind="switch",
    name="64 x 400G switch",
    fields={"switch_ports": [{"count": 64, "gbps": 400.0, "role": "front"}]},
)


def by_rule(project: Project, names: Mapping[str, str] = ONE, **fields: Any) -> Project:
    """The hall with its fabric made by a rule: the same switches under other identifiers, links by rule."""
    text = to_text(project)
    for old, new in names.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    hall = read_project(text.encode()).project
    values = {"leaves_a_unit": 2, **fields}
    rule = FabricRule(id="fab", name="Compute", topology="clos", systems=("s1", "s2", "s3"), leaf=SWITCH.id, **values)
    products = {**hall.products, SWITCH.id: SWITCH}
    made = links_of_plan(rule, work_out(hall, rule, products))
    gone: dict[str, Link | None] = {k: None for k, v in hall.links.items() if v.medium is Medium.FABRIC}
    new_links = {k: v.model_copy(update={"product": "test-optic"}) for k, v in made.items()}
    made_by = {i: hall.get(i, Switch).model_copy(update={"product": SWITCH.id}) for i in names.values()}
    return hall.changed(made_by, {**gone, **new_links}, products=products, fabrics={rule.id: rule})


def faulty(id: str, trap: Mapping[str, Any]) -> Callable[[Project], Project]:
    """One of the rule's bundles under the identifier `trap`, with a fault in it."""

    def fault(project: Project) -> Project:
        hall = by_rule(project)
        return hall.changed(links={id: None, "trap": hall.links[id].model_copy(update={"id": "trap", **trap})})

    return fault


def crossed(project: Project) -> Project:
    """A port of the first system in each other's plane."""
    hall = by_rule(remove(project, ["sp1", "sp2"]), TWO, leaves_a_unit=1, planes=2, tiers=1)
    id = next(k for k, v in sorted(hall.links.items()) if v.a == ("s1",) and v.medium is Medium.FABRIC)
    link = hall.links[id]
    return hall.changed(links={id: None, "trap": link.model_copy(update={"id": "trap", "b": link.b[::-1]})})


def trunk_apart(project: Project, trap: Mapping[str, Any]) -> Project:
    """The uplinks of the first leaf apart from the others', those to the second spine with a fault."""
    hall = by_rule(project)
    mesh = hall.links["fab-m1"]
    n = mesh.per_pair
    others = mesh.model_copy(update={"a": mesh.a[1:], "b_first": mesh.b_first + n})
    first = mesh.model_copy(update={"id": "first", "a": mesh.a[:1], "b": mesh.b[:1]})
    second = mesh.model_copy(
        update={"id": "second", "a": mesh.a[:1], "b": mesh.b[1:], "a_first": mesh.a_first + n + 1, "per_pair": n - 1,
                "b_first": mesh.b_first + 1}
    )  # fmt: skip
    single: Link = second.model_copy(
        update={"id": "trap", "a_first": mesh.a_first + n, "b_first": mesh.b_first, "per_pair": 1, **trap}
    )
    return hall.changed(links={"fab-m1": others, "first": first, "second": second, "trap": single})


def doubled(project: Project) -> Project:
    """A cable of the second spine on the first."""
    return trunk_apart(project, {"b": ("fab-s1-1",), "b_first": 40})


def elsewhere(project: Project) -> Project:
    """A cable of the second spine leads to the other leaf's free port instead."""
    return trunk_apart(project, {"b": ("fab-l1-2",), "b_first": 40})


TRAPS: dict[str, Trap] = {
    "FAB311": (faulty("fab-u1-1", {"b": ("fab-l1-2", "fab-l1-1")}), ('links.trap.b=["fab-l1-1","fab-l1-2"]',)),
    "FAB312": (crossed, ('links.trap.b=["fab-al1-1","fab-bl1-1"]',)),
    "FAB313": (doubled, ('links.trap.b=["fab-s1-2"]', "links.trap.b_first=1")),
    "FAB314": (elsewhere, ('links.trap.b=["fab-s1-2"]', "links.trap.b_first=1")),
}
