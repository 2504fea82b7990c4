"""FAB108: link between switches loaded beyond the limit."""

from collections.abc import Iterator

from hallwright.engines.traffic.records import UNIFORM, LinkLoad
from hallwright.project import Link
from hallwright.rules.base import Context, Outcome, Rule, Severity

ROUNDING = 1e-9


class LinkOverloaded(Rule):
    """The fullest cable of a bundle between switches gets more than the project allows of its rate.

    Shortest paths are used evenly (ECMP). Under jobs everybody who takes part in a phase sends at line rate; without
    jobs every port sends evenly to all like ports of its fabric, and the fabric's oversubscription is the limit; that
    is a hint only.

    Why: all ranks of a collective wait for the slowest path, so one full link slows the whole job down.
    Fix: add cables there, spread the uplinks evenly over the switches above, or place the job closer together.
    """

    code = "FAB108"
    title = "Link between switches overloaded"
    severity = Severity.WARNING
    source = "project settings, link_load_max_fraction and oversubscription by fabric"
    subjects = (Link,)
    reads = ("traffic",)
    records = (LinkLoad,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        traffic = context.results.traffic
        record = traffic.records.get(subject.id) if traffic is not None else None
        if not isinstance(record, LinkLoad):
            return
        if record.worst_job == UNIFORM:
            limit = max(context.settings.oversubscription_limit(record.fabric), context.settings.link_load_max_fraction)
            message = "The fullest cable of {0} gets {value} of its {gbps} under even traffic; the limit is {limit}."
            severity = Severity.HINT  # no job of the design sends so
        else:
            limit = context.settings.link_load_max_fraction
            message = "The fullest cable of {0} gets {value} of its {gbps} under the jobs; the limit is {limit}."
            severity = self.severity
        if record.worst_fraction > limit * (1.0 + ROUNDING):
            yield self.finding(
                subject.id,
                value=record.worst_fraction,
                limit=limit,
                unit="fraction",
                quantities={"gbps": (record.gbps, "Gb/s")},
                message=message,
                severity=severity,
            )
