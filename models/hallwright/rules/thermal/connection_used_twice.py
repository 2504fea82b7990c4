"""THM311: coolant connection used twice or missing."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import Joint
from hallwright.project import Link
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class ConnectionUsedTwice(Rule):
    """Two coolant links take the same connection, or one takes a connection that does not exist.

    Connections are counted from 1 within a group of like ports; a bundle takes a run of them at each of its ends.

    Why: it cannot be piped as drawn, and a coil with one inlet does not take two supplies.
    Fix: remove one of the links, or move it to free connections.
    """

    code: ClassVar[str] = "THM311"
    title: ClassVar[str] = "Coolant connection used twice or missing"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "ports of the equipment"
    subjects = (Link,)
    reads = ("cooling",)
    records = (Joint,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        joint = record_of(context, subject.id, Joint)
        if joint is not None and joint.shared + joint.missing:
            yield self.finding(
                subject.id,
                value=joint.shared + joint.missing,
                limit=0,
                unit="count",
                message="{0} takes {shared} connections of another link, and {missing} that do not exist.",
                quantities={"shared": (joint.shared, "count"), "missing": (joint.missing, "count")},
            )
