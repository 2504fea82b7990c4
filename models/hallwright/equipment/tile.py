"""Perforated floor tiles."""

from typing import ClassVar, Literal

from hallwright.equipment.base import Mount, Placed, number


class Tile(Placed):
    """A field of like perforated tiles in a raised floor, `columns` along own x by `rows` along own y."""

    label: ClassVar[str] = "Perforated tile"
    icon: ClassVar[str] = "tile.svg"
    group: ClassVar[str] = "Building"
    mounts: ClassVar[frozenset[Mount]] = frozenset({Mount.BUILDING})
    default_layer: ClassVar[str] = "floor"

    kind: Literal["tile"] = "tile"
    width_m: float = number("m", "Width of the field", 0.6, gt=0.0, le=200.0)
    depth_m: float = number("m", "Depth of the field", 0.6, gt=0.0, le=200.0)
    height_m: float = number("m", "Thickness", 0.04, gt=0.0, le=0.2)
    columns: int = number("count", "Tiles across", 1, ge=1, le=500)
    rows: int = number("count", "Tiles deep", 1, ge=1, le=500)
    open_fraction: float = number("fraction", "Open share of its area", gt=0.0, le=1.0)
    rated_airflow_m3_s: float | None = number(
        "m3/s", "Flow of one tile at its rated floor-void pressure", None, le=10.0
    )
    rated_pressure_pa: float | None = number("Pa", "Floor-void pressure at the rated flow", None, le=500.0)

    @property
    def count(self) -> int:
        """Number of tiles."""
        return self.columns * self.rows
