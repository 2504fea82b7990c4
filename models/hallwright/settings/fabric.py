"""Project settings of the fabric checks."""

from hallwright.equipment.base import Record, number


class FabricSettings(Record):
    """Oversubscription limits and cable lengths."""

    oversubscription_max: float = number(
        "ratio",
        "Largest oversubscription of a compute leaf",
        1.0,
        ge=1.0,
        le=100.0,
        source="assumed: non-blocking",
    )
    cable_slack_fraction: float = number(
        "fraction",
        "Slack added to the length of a route",
        0.1,
        le=1.0,
        source="assumed",
    )
