"""Templates: pure builders of whole projects, for *New*, for the examples and for the benchmarks."""

from collections.abc import Callable
from dataclasses import dataclass

from hallwright.project import Project
from hallwright.templates import (
    edge_closet,
    empty,
    gb200_nvl72_row,
    h100_scalable_unit,
    hybrid_retrofit,
    planted_faults,
    synthetic,
)


@dataclass(frozen=True, slots=True)
class Template:
    """A way to start.

    Attributes
    ----------
    name : str
        Key on the command line and name of the example file.
    title, description : str
        What the welcome page shows.
    build : callable
        Makes the project; `synthetic` also takes ``gpus`` and ``seed``.
    example : bool
        Whether it is kept as a file in ``projects/``.
    """

    name: str
    title: str
    description: str
    build: Callable[..., Project]
    example: bool = True

    def __call__(self, **values: int) -> Project:
        """The project."""
        return self.build(**values)


TEMPLATES: dict[str, Template] = {
    t.name: t
    for t in (
        Template("empty", "Empty hall", "A room to draw in", empty.build, example=False),
        Template(
            "synthetic",
            "Synthetic hall",
            "Any number of GPUs, by rule: A/B power, cooling, rail-optimised fabric",
            synthetic.build,
            example=False,
        ),
        Template("h100-scalable-unit", "H100 scalable unit", "32 systems with 256 GPUs, air", h100_scalable_unit.build),
        Template("gb200-nvl72-row", "GB200 NVL72 row", "8 racks with 576 GPUs, liquid", gb200_nvl72_row.build),
        Template(
            "hybrid-retrofit",
            "Hybrid retrofit",
            "Air, rear doors and direct-to-chip",
            hybrid_retrofit.build,
        ),
        Template("edge-closet", "Edge closet", "2 servers asked of a room that cannot take them", edge_closet.build),
        Template("planted-faults", "Planted faults", "A hall with faults in all four domains", planted_faults.build),
    )
}
