"""What the room-air solver answers: the field, the rack table, and how far both can be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from hallwright.engines.air.inputs import AirInputs, Point

Grid3 = NDArray[np.float32]
Verdict = Literal["below", "near", "above"]
GREY_ZONE_K = 1.5  # distance from a limit within which the solver cannot tell, from its comparison with reference halls


@dataclass(frozen=True, slots=True)
class RackAir:
    """The air at one rack.

    Attributes
    ----------
    inlet_degc : float
        Mean over the front, weighted by flow.
    bands_degc : tuple of float
        Mean of each band that draws air, bottom to top.
    hottest_degc : float
        Hottest inlet cell.
    equipment_degc : float
        What the hottest band's equipment breathes: warmer than the band where exhaust returns inside the rack.
    exhaust_degc : float
        Mean of what leaves, after the door, weighted by flow.
    door_w : float
        Heat taken by the rear door.
    error_k : float
        How much the hottest band still wandered: standard deviation while averaging, or the last drift.
    """

    inlet_degc: float
    bands_degc: tuple[float, ...]
    hottest_degc: float
    equipment_degc: float
    exhaust_degc: float
    door_w: float
    error_k: float

    @property
    def hottest_band_degc(self) -> float:
        """Mean of the hottest band, which is what limits are held against."""
        return max(self.bands_degc, default=self.inlet_degc)

    def against(self, limit_degc: float) -> Verdict:
        """On which side of a limit the hottest band lies, or that it lies too near to tell."""
        if abs(self.equipment_degc - limit_degc) <= GREY_ZONE_K:
            return "near"
        return "above" if self.equipment_degc > limit_degc else "below"


@dataclass(frozen=True, slots=True)
class CoolerAir:
    """The air at one unit: what it draws and blows [degC] and the heat that it takes [W]; None without that port."""

    return_degc: float | None
    supply_degc: float | None
    heat_w: float | None


@dataclass(frozen=True, eq=False)
class Field:
    """One answer of the solver, the last one or a preliminary one.

    Attributes
    ----------
    given : AirInputs
        What it was solved from.
    cell_m : (float, float, float)
        Edges of a cell along x, y, z.
    temperature_degc : ndarray, shape (nx, ny, nz)
        Air temperature at cell centres; NaN inside bodies.
    velocity_m_s : ndarray, shape (nx, ny, nz, 3)
        Velocity at cell centres; 0 inside bodies.
    racks, coolers, openings_degc
        By id: racks, units, and the mean temperature of the air through each opening.
    heat_w : float
        Heat given to the room's air by all racks.
    heat_imbalance_fraction : float
        Heat that neither leaves nor is kept, as a share of `heat_w`.
    drift_k : float
        Largest change of a rack inlet mean over the last 20 iterations.
    averaged : int
        Number of iterations averaged; 0 where the field became steady.
    preliminary : bool
        More is to come: show it, raise nothing from it.
    settled : bool
        The answer, with its heat balance closed within 0.5 %; False on the way there and where it does not close.
    state : object
        What a warm start goes on from; nothing to look into.
    """

    given: AirInputs
    cell_m: Point
    temperature_degc: Grid3
    velocity_m_s: Grid3
    racks: Mapping[str, RackAir]
    coolers: Mapping[str, CoolerAir]
    openings_degc: Mapping[str, float]
    heat_w: float
    heat_imbalance_fraction: float
    iterations: int
    drift_k: float
    averaged: int
    cells: int
    seconds: float
    preliminary: bool
    settled: bool
    state: Any = None

    @property
    def error_k(self) -> float:
        """Largest standard deviation of a rack's hottest band [K]."""
        return max((rack.error_k for rack in self.racks.values()), default=0.0)

    def at(self, x_m: float, y_m: float, z_m: float) -> float | None:
        """Temperature at a point of the room, None inside a body or outside."""
        place = tuple(int(p // h) for p, h in zip((x_m, y_m, z_m), self.cell_m, strict=True))
        if any(not 0 <= i < n for i, n in zip(place, self.temperature_degc.shape, strict=True)):
            return None
        value = float(self.temperature_degc[place])
        return None if np.isnan(value) else value
