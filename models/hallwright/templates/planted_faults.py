"""The H100 scalable unit with faults planted in all four domains, to try the findings on."""

from hallwright.catalogue import product
from hallwright.edits.arrange import move, place
from hallwright.edits.change import set_fields
from hallwright.edits.wire import connect, disconnect
from hallwright.equipment import kinds
from hallwright.project import Link, Project, made
from hallwright.templates import h100_scalable_unit

SHORT = "dac-400g-split"  # a copper cable of 3 m


def build() -> Project:
    """Each fault is one slip that happens on real sites."""
    hall = h100_scalable_unit.build()
    hall = hall.changed(
        name="Planted faults", notes="The H100 scalable unit with two or three slips in each domain. Find them all."
    )
    hall = plant_power(hall)
    hall = plant_cooling(hall)
    hall = plant_fabric(hall)
    return plant_space(hall)


def link_between(project: Project, a: str, b: str) -> Link:
    """The first bundle that joins two things."""
    return next(link for link in project.links.values() if a in link.a and b in link.b)


def plant_power(project: Project) -> Project:
    """Rack A03's B strip hangs on panel A-A; a panel is smaller than drawn; rack B05's A strip is not connected."""
    project = disconnect(project, [link_between(project, "rpp-ab", "a03-b").id])
    project = connect(project, "rpp-aa", "out", "a03-b", "in")
    project = set_fields(project, ["rpp-bb"], {"rating_a": 250.0})
    return disconnect(project, [link_between(project, "rpp-ba", "b05-a").id])


def plant_cooling(project: Project) -> Project:
    """Two CRAHs have lost their water, and one of the others was set in the wrong unit."""
    water = link_between(project, "chl-2", "crah-2")
    project = disconnect(project, [water.id])
    return set_fields(project, ["crah-1"], {"setpoint_degc": 38.0})


def plant_fabric(project: Project) -> Project:
    """A quarter of the uplinks are missing, and rack B08 was ordered with cables too short."""
    uplinks = link_between(project, "leaf-1", "spine-4")
    project = set_fields(project, [uplinks.id], {"b": ["spine-1", "spine-2", "spine-3"]})
    short = link_between(project, "b08-s1", "leaf-1")
    project = project.changed(products=dict(sorted({**project.products, SHORT: product(SHORT)}.items())))
    return set_fields(project, [short.id], {"product": SHORT})


def plant_space(project: Project) -> Project:
    """A column nobody measured, a rack pushed into the aisle, two systems on the same rack units."""
    column = made(
        kinds()["column"],
        {"id": "k1", "kind": "column", "name": "Column K1", "x_m": 8.7, "y_m": 7.5, "width_m": 0.4, "depth_m": 0.4},
    )
    project = place(project, [column])
    project = move(project, ["a06"], 0.0, -0.3)
    return set_fields(project, ["b02-s2"], {"u": 8})
