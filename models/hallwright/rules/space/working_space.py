"""SPC113: too little working space at power gear."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.engine import Standing
from hallwright.equipment.base import Medium
from hallwright.equipment.power_base import PowerGear
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import standing
from hallwright.settings.space import SpaceSettings


class WorkingSpace(Rule):
    """Power gear needs a working space before its front, by its voltage to ground and by what stands opposite.

    Opposite are nothing, grounded parts (walls, columns, metal cabinets), or live parts (the front of other power
    gear). The clearance the gear itself states counts where it is larger; behind it only that counts.

    Why: whoever works on live parts must be able to step back.
    Fix: move the gear or what stands opposite.
    """

    code: ClassVar[str] = "SPC113"
    title: ClassVar[str] = "Too little working space at power gear"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "NFPA 70 (NEC) Tables 110.26(A)(1) and 110.34(A)"
    subjects = (PowerGear,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: PowerGear, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        if record is None:
            return
        volts = voltage_to_ground_v(subject)
        opposite = "open" if record.front.by is None else "live" if record.front.live else "grounded"
        if record.front.live and record.front.faces != "front":
            opposite = "grounded"
        needed = working_depth_m(context.settings, volts, opposite)
        if needed is None:
            yield self.gap(subject.id, reason="no working depth is set for the voltage of {0}")
            return
        for side, limit, where in (
            (record.front, max(needed, subject.clearance_front_m or 0.0), "before its front"),
            (record.rear, subject.clearance_rear_m or 0.0, "behind it"),
        ):
            if side.free_m is not None and side.by is not None and side.free_m < limit:
                yield self.finding(
                    subject.id,
                    side.by,
                    value=side.free_m,
                    limit=limit,
                    unit="m",
                    at_least=True,
                    message=f"{{0}} has {{value}} free {where}, up to {{1}}; its working space is {{limit}} deep.",
                )


def voltage_to_ground_v(gear: PowerGear) -> float:
    """Highest voltage to ground of its ports [V]: line voltage over the root of 3, or the whole of a direct voltage."""
    ports = [p for p in gear.ports() if p.medium is Medium.POWER]
    return max((p.voltage_v if p.dc else p.voltage_v / 3.0**0.5 for p in ports), default=0.0)


def working_depth_m(settings: SpaceSettings, volts: float, opposite: str) -> float | None:
    """Depth of the working space [m] at a voltage to ground; `opposite` is open, grounded or live.

    None above the range of the settings. A voltage that is not stated (0) counts as 151 to 600 V, the range of
    distribution gear.
    """
    if 0.0 < volts <= LOW_V:
        return settings.working_depth_150v_m
    for up_to, name in RANGES_V:
        if volts <= up_to:
            depth: float = getattr(settings, f"working_depth_{name}_{opposite}_m")
            return depth
    return None


LOW_V = 150.0  # first row of Table 110.26(A)(1)
RANGES_V = ((600.0, "600v"), (2500.0, "2500v"), (9000.0, "9000v"), (25000.0, "25kv"))  # rows of both tables
