"""What the rules about a coolant unit out share: the systems that starve, or are given coolant too warm."""

from collections.abc import Iterator

from hallwright.engines.coolant.records import SOLVED, CduCoolant, Outage
from hallwright.rules.base import Context, Outcome, Rule
from hallwright.rules.thermal.records import severity_of_a_unit_out


def starving(
    rule: Rule, cdu: CduCoolant, id: str, outage: Outage | None, out: str, context: Context
) -> Iterator[Outcome]:
    """What an outage of a unit takes from systems that had it before.

    Parameters
    ----------
    id : str
        The CDU.
    outage : Outage or None
        The loop solved again; None where there is no such case.
    out : str
        The outage in words at the start of a sentence, with ``{0}`` for the CDU.
    """
    if context.settings.liquid_redundancy == "N" or outage is None or cdu.verdict != SOLVED:
        return
    if not outage.solved:
        yield rule.gap(id, reason="the loop of {0} has no solution with it out")
    elif outage.short:
        yield rule.finding(
            id,
            *outage.short,
            value=outage.least_fraction,
            limit=1.0 - context.settings.flow_short_fraction,
            unit="fraction",
            at_least=True,
            message=out + ", {1} gets {value} of the coolant that it wants; short in all: {count}.",
            quantities={"count": (len(outage.short), "count")},
            severity=severity_of_a_unit_out(context),
        )
    elif outage.warm and outage.supply_degc is not None:
        yield rule.finding(
            id,
            *outage.warm,
            value=outage.supply_degc,
            limit=outage.supply_degc - outage.excess_k,
            unit="degC",
            message=out + ", {1} is given coolant of {value}; it accepts {limit}.",
            severity=severity_of_a_unit_out(context),
        )
