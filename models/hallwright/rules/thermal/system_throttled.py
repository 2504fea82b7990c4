"""THM124: system slowed down by warm air or coolant."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import Stream
from hallwright.engines.cooling.records import SystemHeat
from hallwright.engines.cooling.throttling import AIR, throttle_of
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record, record_of


class SystemThrottled(Rule):
    """A system must not lose work to air or coolant that is warmer than it accepts.

    Assumed: all of its work up to its limit, none from its shutdown on, in step between. The shutdown is its own where
    stated, else so many kelvin above the limit (throttle_air_k, throttle_coolant_k); vendors do not publish the curve.
    The air is that of the balance (volumes taken as mixed), the coolant that of the solved loop.

    Why: what a throttled machine does not compute was paid for all the same.
    Fix: bring the air or coolant below the limit; or state the shutdown temperature of the system if it is known.
    """

    code: ClassVar[str] = "THM124"
    title: ClassVar[str] = "System slowed down by warm air or coolant"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "limits of the system; loss in step up to its shutdown, assumed"
    subjects = (System,)
    reads = ("cooling", "coolant")
    records = (SystemHeat,)

    def check(self, subject: System, context: Context) -> Iterator[Outcome]:
        heat, stream = record_of(context, subject.id, SystemHeat), loop_record(context, subject.id, Stream)
        if heat is None:
            return
        supply = stream.supply_degc if stream is not None else None
        found = throttle_of(
            subject,
            context.settings,
            heat,
            air_degc=heat.warm_inlet_degc,
            coolant_degc=heat.supply_degc if supply is None else supply,
        )
        if found is None:
            return
        what = "air" if found.cause == AIR else "coolant"
        yield self.finding(
            subject.id,
            value=found.throttled_fraction,
            limit=0.0,
            unit="fraction",
            message=f"{{0}} loses {{value}} of its work to {what} of {{degc}}; it accepts {{accepts}}, and {{lost}} of "
            "load does nothing.",
            quantities={
                "degc": (found.degc, "degC"),
                "accepts": (found.limit_degc, "degC"),
                "lost": (found.lost_kw, "kW"),
            },
        )
