"""What the power kinds share: ratings, efficiency curves, the part they play in the chain."""

import math
from typing import ClassVar, Literal

from pydantic import Field, field_validator

from hallwright.equipment.base import Curve, Placed, Word, choice, number

Side = Literal["A", "B", "C", "D"]  # of a feed

EFFICIENCY_MIN = 0.3  # below it a value is no efficiency of power gear but a slip of the unit
LOAD_MAX = 2.0  # a load as a fraction of the rating; above it the point was given in per cent
LINE_TO_NEUTRAL_MIN_V = 200.0  # lowest phase voltage that IT power supplies run on (200 to 277 V)


class Conductor:
    """The part of the power chain that a thing plays: source, converter, switch, and its ratings."""

    source: ClassVar[Literal["", "utility", "standby"]] = ""  # root of a feed, running or on demand
    converts: ClassVar[bool] = False  # its output is not tied to the phase of its input: sources do not meet in it
    transfers: ClassVar[bool] = False  # takes one input at a time: the preferred, else the alternate
    stores: ClassVar[bool] = False  # a battery: carries nothing in the steady state

    def rated_kw(self, power_factor: float) -> float | None:
        """Active power it may give [kW]; None when it has no power rating."""
        return None

    def rated_a(self) -> float | None:
        """Current it is rated for at its input [A]; None when it has no current rating."""
        return None

    def continuous_a(self, fraction: float) -> float | None:
        """Current it may take in without pause [A]: `fraction` of its rating unless it is rated for 100 %."""
        rated = self.rated_a()
        if rated is None or self.carries_full_rating():
            return rated
        return rated * fraction

    def carries_full_rating(self) -> bool:
        """Whether it may carry 100 % of its current rating without pause."""
        return False

    def efficiency_curve(self) -> Curve | None:
        """Efficiency against load, both as fractions of 1; None = no losses."""
        return None

    def curve_kw(self, power_factor: float) -> float | None:
        """Output at which its efficiency curve reads 1 [kW]."""
        return self.rated_kw(power_factor)


class PowerGear(Placed, Conductor):
    """Part of the power chain. Losses come from its efficiency curve; without one it has none."""

    group: ClassVar[str] = "Power"

    efficiency_at_load: Curve | None = Field(
        None, description="Efficiency against load, both as fractions of 1, in rising load"
    )
    redundancy: Word = choice("Redundancy as the vendor or designer states it", "")
    block: Word = choice("Block of the power chain it belongs to; empty = none", "")
    promise: Literal["", "N", "N+1", "2N", "distributed", "catcher"] = choice(
        "Redundancy its block promises, which is then proven; empty = none", ""
    )
    status: Word = choice("Availability when the facts were gathered", "")
    row_place: int | None = number("count", "Place in its row of the one-line, from the left; none = by name", None)

    def efficiency_curve(self) -> Curve | None:
        return self.efficiency_at_load

    @field_validator("efficiency_at_load")
    @classmethod
    def _plausible_curve(cls, curve: Curve | None) -> Curve | None:
        if curve is not None:
            loads = [load for load, _ in curve]
            if loads != sorted(set(loads)) or loads[0] < 0.0 or loads[-1] > LOAD_MAX:
                raise ValueError("loads of an efficiency curve are fractions of the rating, in rising order")
            if any(not EFFICIENCY_MIN <= value <= 1.0 for _, value in curve):
                raise ValueError("efficiencies are fractions of 1")
        return curve


def single_phase_v(line_v: float) -> float:
    """Voltage of a single-phase outlet of a three-phase board [V].

    Line to neutral where power supplies run on it (415 gives 240, 480 gives 277), else line to line (208).
    """
    to_neutral_v = line_v / math.sqrt(3.0)
    return to_neutral_v if to_neutral_v >= LINE_TO_NEUTRAL_MIN_V else line_v
