"""A phase voltage stands where a line voltage is meant."""

import math
from collections.abc import Iterator
from typing import ClassVar

from hallwright.equipment.busway import Busway
from hallwright.equipment.power_base import PowerGear
from hallwright.rules.base import Context, Outcome, Rule, Severity


class PhaseVoltageAsLineVoltage(Rule):
    """A phase voltage stands where a line voltage is meant.

    Three-phase ports state the voltage between lines. One that is no usual line voltage, but would be one times the
    square root of three, is reported.
    Why: every current computed from it is too high by 73 %.
    Fix: enter the voltage between lines, 415 V for 415/240 V.
    """

    code = "PWR401"
    title = "Phase voltage given as line voltage"
    severity = Severity.WARNING
    source = "settings: standard_line_v"
    subjects: ClassVar = (PowerGear, Busway)
    reads = ("power",)

    def check(self, subject: PowerGear | Busway, context: Context) -> Iterator[Outcome]:
        settings = context.settings

        def usual(voltage_v: float) -> float | None:
            near = min(settings.standard_line_v, key=lambda v: abs(v - voltage_v))
            return near if abs(near - voltage_v) <= settings.voltage_tolerance_fraction / 2.0 * near else None

        for port in subject.power_ports():
            meant = usual(port.voltage_v * math.sqrt(3.0))
            if port.phases == 3 and meant is not None and usual(port.voltage_v) is None:
                yield self.finding(
                    subject.id,
                    value=port.voltage_v,
                    limit=meant,
                    unit="V",
                    message="{0} states {value} between lines; that is the phase voltage of a {limit} system.",
                    at_least=True,
                )
                return
